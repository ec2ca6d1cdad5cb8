"""The walk of a trainee without script: what a browser would send, page by page."""

import re

from elearn.courses.items import Item
from elearn.courses.library import Library
from tests.pages import Browser, Page


def key_fields(item: Item) -> dict[str, list[str] | str]:
    """The form fields of the right answer to an item."""
    if item.kind == "match":
        return {f"{item.id}.{prompt}": option for prompt, option in item.pairs.items()}
    return {item.id: list(item.key)}


def items_on(page: Page, library: Library) -> list[Item]:
    """The items that a test page asks, in their order."""
    found = [library.question(i) for i in re.findall(r'data-item="([^"]+)"', page.html)]
    assert all(isinstance(item, Item) for item in found)
    return found  # type: ignore[return-value]


def begin(browser: Browser, wave: str, language: str = "fr") -> Page:
    """Agree and begin a test."""
    return browser.post(f"/{language}/test/{wave}/start")


def answer_all(
    browser: Browser, library: Library, wave: str, right: int, language: str = "fr"
) -> Page:
    """Answer a begun test: the first `right` items by their key, the others « Je ne sais pas »."""
    page = browser.get(f"/{language}/test/{wave}/1")
    number, seen = 1, 0
    while True:
        fields: dict[str, object] = {name: page.values()[name][0] for name in ("writer", "seen")}
        for item in items_on(page, library):
            seen += 1
            if seen <= right:
                fields.update(key_fields(item))
            elif item.kind in ("single", "truefalse"):
                fields[item.id] = "unknown"
            else:
                fields[f"{item.id}.unknown"] = "1"
        last = "Page suivante" not in page.html and "Next page" not in page.html
        fields["go"] = "send" if last else str(number + 1)
        page = browser.post(f"/{language}/test/{wave}/{number}", fields)
        if last:
            return page
        number += 1


def hand_in(browser: Browser, wave: str, language: str = "fr") -> Page:
    """Send the test."""
    return browser.post(f"/{language}/test/{wave}/send")
