"""Answering on a test's page with a finger: each kind of question, right or unknown."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator

from elearn.courses.items import Question
from elearn.courses.library import Library
from tests.browser.phone import Phone

Choice = Sequence[str] | Mapping[str, str] | None


def key(item: Question) -> Choice:
    """The right answer."""
    if item.kind == "match":
        return dict(item.pairs)
    return list(item.key) if item.kind == "order" else sorted(item.key)


def field(phone: Phone, item: str) -> Locator:
    """The question on the page."""
    return phone.page.locator(f'fieldset[data-item="{item}"]')


def asked(phone: Phone, library: Library) -> list[Question]:
    """The questions on this page, in their order."""
    fields = phone.page.locator("fieldset[data-item]").all()
    return [library.question(field.get_attribute("data-item") or "") for field in fields]


def answer(phone: Phone, item: Question, choice: Choice) -> None:
    """Give this answer to a question that has none yet; None is « Je ne sais pas »."""
    there = field(phone, item.id)
    if choice is None:
        single = item.kind in ("single", "truefalse")
        name = '[value="unknown"]' if single else f'[name="{item.id}.unknown"]'
        there.locator(f"input{name}").check()
    elif isinstance(choice, Mapping):
        for prompt, option in choice.items():
            there.locator(f'select[name="{item.id}.{prompt}"]').select_option(option)
    elif item.kind == "order":
        put_in_order(phone, item, choice)
    else:
        for option in choice:
            there.locator(f'input[value="{option}"]').check()


def put_in_order(phone: Phone, item: Question, wanted: Sequence[str]) -> None:
    """Press the arrows until the steps stand as wanted, first to last.

    Only a test's page moves a step by script; in practice an arrow fetches the page again.
    """
    by_script = phone.javascript and phone.page.locator("form[data-attempt]").count() > 0
    for place, step in enumerate(wanted):
        while (now := order_of(phone, item).index(step)) > place:
            up = field(phone, item.id).locator(f'button[value="{item.id}.{step}.-1"]')
            if by_script:
                up.click()
            else:
                phone.follow(up)
            assert order_of(phone, item).index(step) == now - 1


def order_of(phone: Phone, item: Question) -> list[str]:
    """The steps as they stand on the page, read in one look: rows read one by one may move."""
    rows = field(phone, item.id).locator(f'input[type="hidden"][name="{item.id}"]')
    values: list[str] = rows.evaluate_all("rows => rows.map(row => row.getAttribute('value'))")
    return values


def chosen(phone: Phone, item: Question) -> Choice:
    """What stands chosen on the page; an empty list is no answer."""
    there = field(phone, item.id)
    if item.kind == "order":
        unknown = there.locator(f'input[name="{item.id}.unknown"]').is_checked()
        return None if unknown else order_of(phone, item)
    if item.kind == "match":
        selects = {prompt.id: f'select[name="{item.id}.{prompt.id}"]' for prompt in item.prompts}
        values = {name: there.locator(where).input_value() for name, where in selects.items()}
        if any(values.values()):
            return values
    ticked = [one.get_attribute("value") for one in there.locator("input:checked").all()]
    return None if ticked in (["unknown"], ["1"]) else sorted(str(value) for value in ticked)


def answer_all(phone: Phone, library: Library, right: int) -> None:
    """From the first page to the last: the first `right` by their key, the rest unknown."""
    seen = 0
    while True:
        for item in asked(phone, library):
            seen += 1
            answer(phone, item, key(item) if seen <= right else None)
        onward = phone.button("Next page")
        if not onward.count():
            phone.press("Look over and send")
            return
        phone.follow(onward)
