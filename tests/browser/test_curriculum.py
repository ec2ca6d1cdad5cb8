"""On a phone, in French: a module of each path read whole, its case played to every ending, and
its practice done."""

from collections import deque

import pytest

from elearn.courses.cases import Case, Decision
from elearn.courses.library import Library
from tests.browser.answering import answer, key
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.conftest import PASSWORD, Story

pytestmark = [pytest.mark.browser, pytest.mark.long]

ONE_OF_EACH_PATH = (
    "interdiction-absolue",
    "entretien-sans-aveu",
    "accueillir-en-prison",
    "aveux-et-preuve",
    "conduire-une-visite",
)


def endings(case: Case) -> dict[str, tuple[str, ...]]:
    """For each ending the shortest row of choices that leads there."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = deque([(case.start, ())])
    seen = {case.start}
    while waiting:
        name, path = waiting.popleft()
        node = case.node(name)
        if not isinstance(node, Decision):
            found[name] = path
            continue
        for choice in node.choices:
            if choice.next not in seen:
                seen.add(choice.next)
                waiting.append((choice.next, (*path, choice.id)))
    return found


FITS = "document.documentElement.scrollWidth <= innerWidth"
# A column of text that is narrower than ten letters cannot be read.
SLITS = """[...document.querySelectorAll("main :is(p, li, dt, dd, td, th, label)")]
    .filter(e => e.checkVisibility() && e.offsetWidth < 80 && e.offsetHeight > 3 * e.offsetWidth)
    .map(e => e.textContent)"""


def fits(phone: Phone) -> bool:
    """Whether at 360 pixels nothing runs out of the page, and no text stands in a slit."""
    assert phone.page.evaluate(SLITS) == []
    return bool(phone.page.evaluate(FITS))


@pytest.fixture
def fatou(new_phone: NewPhone, story: Story) -> Phone:
    """Fatou, who may read any course."""
    phone = new_phone("fr", width=360)
    phone.sign_in_staff("fatou", PASSWORD)
    return phone


@pytest.mark.parametrize("slug", ONE_OF_EACH_PATH)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing here is kept
def test_a_module_is_read_decided_and_practised(fatou: Phone, library: Library, slug: str) -> None:
    module = library.modules[slug]
    here = f"/read/{slug}/module/1"
    for lesson in module.lessons:
        fatou.open(f"{here}/lesson/{lesson.number}")
        assert fatou.heading == " ".join(lesson.title.fr.split())
        assert fits(fatou)
    fatou.open(f"{here}/card")
    assert fits(fatou)

    paths = endings(module.case)
    assert len(paths) >= 2
    for ending, path in paths.items():
        fatou.open(f"{here}/case")
        for choice in path:
            fatou.page.locator(f'input[name="choice"][value="{choice}"]').check()
            fatou.press("Decide")
            assert fits(fatou)
        assert fatou.heading == " ".join(module.case.node(ending).title.fr.split())

    for number, item in enumerate(module.practice, 1):
        fatou.open(f"{here}/practice/{number}")
        answer(fatou, item, key(item))
        fatou.press("See the answer")
        assert fatou.reads("Right.")
        assert fits(fatou)
