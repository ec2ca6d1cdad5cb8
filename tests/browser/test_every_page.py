"""Each page of a trainee on the narrowest phone: nothing runs out of it, nobody is shut out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from elearn.courses.library import Library
from tests.browser.answering import answer_all
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.conftest import Story

pytestmark = pytest.mark.browser

NARROWEST = 320
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

Look = Callable[[Phone], list[str]]

BEFORE = (
    "/",
    "/sign-in",
    "/staff",
    "/your-data",
    "/accessibility",
    "/help",
    "/glossary",
    "/month",
    "/nowhere",
)
READING = (
    "/course",
    "/profile",
    "/course/module/1",
    *(f"/course/module/1/lesson/0{number}" for number in range(1, 6)),
    "/course/module/1/case",
    "/course/module/1/case?at=&choice=a",
    *(f"/course/module/1/practice/{number}" for number in range(1, 7)),
    "/course/module/1/card",
    "/course/module/1/sources",
    "/course/module/1/print",
    "/result",
    "/test/post",
)


def walk(phone: Phone, story: Story, library: Library) -> Iterator[str]:
    """Every page on the way, one after the other; each is told when the phone shows it."""
    phone.excuse("status of 403", "status of 404", "status of 422")
    for path in BEFORE:
        phone.open(path)
        yield path
    phone.open("/sign-in")
    phone.press("Come in")
    yield "a refused card"
    phone.sign_in(story.awas_card)
    yield "/course before the first test"
    phone.open("/test/pre")
    yield phone.path
    phone.press("Take the test")
    for number in (1, 2, 3):
        phone.open(f"/test/pre/{number}")
        yield phone.path
    phone.open("/test/pre/1")
    answer_all(phone, library, right=3)
    yield phone.path
    phone.press("Send my test")
    phone.open("/survey/baseline")
    yield phone.path
    phone.press("Open the questions")
    yield "a questionnaire"
    for path in READING:
        phone.open(path)
        yield path
    phone.open("/course/module/1/practice/1")
    phone.press("See the answer")
    yield "a practice question answered"


def overflowing(phone: Phone) -> list[str]:
    """By how much a page can be pushed sideways, if at all."""
    wide = phone.page.evaluate("() => document.documentElement.scrollWidth")
    return [f"{wide} pixels wide"] if wide > NARROWEST else []


def barriers(phone: Phone) -> list[str]:
    """What axe finds on a page, and where."""
    found = violations(phone.page)
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def violations(page: Page) -> list[dict[str, Any]]:
    """Axe's own words about a page."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return found


# On one database alone, and axe as well: the same pages again, for many seconds.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_trainee_fits_the_narrowest_phone(
    new_phone: NewPhone, online_story: Story, library: Library, language: str
) -> None:
    phone = new_phone(language, width=NARROWEST)
    assert_nowhere(overflowing, phone, online_story, library)


@pytest.mark.axe
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_page_of_a_trainee_shuts_anybody_out(
    new_phone: NewPhone, online_story: Story, library: Library
) -> None:
    assert_nowhere(barriers, new_phone(width=NARROWEST), online_story, library)


@pytest.mark.axe
def test_axe_sees_a_field_that_nobody_named(chromium: Chromium) -> None:
    page = chromium.new_page()
    page.set_content("<html lang=fr><title>t</title><main><h1>Test</h1><input></main>")
    assert [one["id"] for one in violations(page)] == ["label"]
    page.close()


def assert_nowhere(look: Look, phone: Phone, story: Story, library: Library) -> None:
    """On no page of the walk does this look find anything."""
    found = {page: look(phone) for page in walk(phone, story, library)}
    assert {page: faults for page, faults in found.items() if faults} == {}
