"""The mistakes of the content in words."""

from pathlib import Path

import pytest

from elearn.courses import library, locks
from elearn.courses.locks import NotAccepted
from elearn.courses.problems import ContentRefused, Problem
from elearn.documents.content_problems import sentence
from elearn.documents.content_sentences import SENTENCES
from elearn.documents.words import words
from tests.courses.mistakes import MISTAKES, Mistake
from tests.courses.small_content import LESSON_FR, SmallContent


@pytest.fixture
def content(tmp_path: Path) -> SmallContent:
    return SmallContent(tmp_path / "content")


# Broken by tests of their own in tests/courses: a row of `mistakes` cannot make them.
BY_OTHER_MEANS = {"missing-file", "unknown-file", "not-utf8", "facilitator-missing", "key-places"}
LOCKED = {
    "wording-changed",
    "version-not-accepted",
    "translation-outdated",
    "translation-not-accepted",
}


def test_every_rule_has_a_sentence_and_every_sentence_a_rule() -> None:
    assert {mistake.rule for mistake in MISTAKES} | BY_OTHER_MEANS | LOCKED == set(SENTENCES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.rule)
def test_a_mistake_is_said_with_its_file_and_line(content: SmallContent, mistake: Mistake) -> None:
    file, line = mistake.made_in(content)
    problems = problems_of(content)
    for language in ("en", "fr"):
        said = [sentence(problem, words(language)) for problem in problems]
        assert any(text.startswith(f"content/{file}:{line}: ") for text in said)
        assert not any("%(" in text for text in said)


def problems_of(content: SmallContent) -> tuple[Problem, ...]:
    try:
        return library.load(content.folder).warnings
    except ContentRefused as refused:
        return refused.problems


@pytest.mark.parametrize("rule", sorted(BY_OTHER_MEANS))
def test_a_mistake_of_the_file_itself_is_said(rule: str) -> None:
    assert sentence(Problem("content/x", 3, rule), words("en")).startswith("content/x:3: ")


def test_a_warning_says_that_it_is_one() -> None:
    problem = Problem("content/x", 1, "parameter-unused", {"id": "hours"}, "warning")
    assert sentence(problem, words("en")) == (
        "content/x:1: To look at: No page prints “hours”. Take it off the module's list."
    )


def test_what_is_not_accepted_is_said(content: SmallContent) -> None:
    loaded = library.load(content.folder)
    new = [sentence(problem, words("en")) for problem in locks.check(loaded, content.folder)]
    assert "content/versions.lock:1: “H1-S1-A” is new. Run `elearn content accept`." in new
    locks.accept(loaded, content.folder)
    content.change(LESSON_FR, "Vous dites", "Vous donnez")
    with pytest.raises(NotAccepted) as refused:
        locks.accept(library.load(content.folder), content.folder)
    assert "--translations-read" in sentence(refused.value.problems[0], words("en"))
