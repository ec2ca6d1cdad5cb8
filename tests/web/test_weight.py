"""What a module weighs on the way to a phone: every lesson, the whole case, all of the practice."""

import gzip

import pytest

from elearn.config import BUNDLE
from elearn.courses import library as libraries
from elearn.courses.content import Module
from elearn.courses.library import Library
from elearn.courses.texts import COMPLETE
from tests.conftest import PASSWORD, Story
from tests.pages import Browser

LIMIT = 60 * 1024
SHELF = libraries.load(BUNDLE / "content")
PLACES = {
    slug: f"/read/{course.id}/module/{place}"
    for course in SHELF.courses.values()
    for place, slug in enumerate(course.modules, 1)
}


@pytest.fixture(scope="session")
def library() -> Library:
    return SHELF


def ways_to_nodes(module: Module) -> list[str]:
    """One way to each decision and ending of the case, as the page's address has it."""
    ways = {module.case.start: ""}
    waiting = [module.case.start]
    decisions = {decision.id: decision for decision in module.case.decisions}
    while waiting:
        node = waiting.pop(0)
        for choice in decisions[node].choices if node in decisions else ():
            if choice.next not in ways:
                ways[choice.next] = f"at={node}&choice={choice.id}"
                waiting.append(choice.next)
    return list(ways.values())


def addresses(module: Module, read: str) -> list[str]:
    """Every page of the module that a phone loads from the first lesson to the last exercise."""
    return [
        *(f"{read}/lesson/{lesson.number}" for lesson in module.lessons),
        *(f"{read}/case?{way}" for way in ways_to_nodes(module)),
        *(f"{read}/practice/{number + 1}" for number in range(len(module.practice))),
    ]


# What a page weighs does not depend on the database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_module_in_one_language_stays_within_sixty_kilobytes(
    browser: Browser, story: Story
) -> None:
    browser.client.post(
        "/fr/staff",
        data={"username": "boubacar", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    weights = {
        (slug, language): weight(browser, addresses(SHELF.modules[slug], f"/{language}{place}"))
        for slug, place in PLACES.items()
        for language in COMPLETE
    }
    for (slug, language), whole in weights.items():
        print(f"{slug} ({language}): {whole:,} bytes")
    assert max(weights.values()) <= LIMIT


def weight(browser: Browser, pages: list[str]) -> int:
    """The bytes of all these pages, packed."""
    answers = [browser.client.get(page) for page in pages]
    assert {answer.status_code for answer in answers} == {200}
    return sum(len(gzip.compress(answer.data, 9, mtime=0)) for answer in answers)
