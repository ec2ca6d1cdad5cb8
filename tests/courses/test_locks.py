"""The lock files: no wording and no translation changes in silence."""

import pytest

from elearn.courses import library, locks
from elearn.courses.locks import Accepted, NotAccepted
from tests.courses.small_content import CASE, ITEMS, LESSON_EN, LESSON_FR, SURVEY, SmallContent


def accept(content: SmallContent, *, translations_read: bool = False) -> Accepted:
    loaded = library.load(content.folder)
    return locks.accept(loaded, content.folder, translations_read=translations_read)


def rules(content: SmallContent) -> dict[str, str]:
    problems = locks.check(library.load(content.folder), content.folder)
    return {str(problem.arguments["id"]): problem.rule for problem in problems}


@pytest.fixture
def accepted(content: SmallContent) -> SmallContent:
    accept(content)
    return content


def test_content_without_locks_waits_to_be_accepted(content: SmallContent) -> None:
    assert set(rules(content).values()) == {"version-not-accepted", "translation-not-accepted"}


def test_accepted_content_has_no_problem_and_nothing_more_to_accept(
    accepted: SmallContent,
) -> None:
    assert rules(accepted) == {}
    assert accept(accepted) == Accepted(versions=(), parity=())


def test_the_locks_are_sorted_one_entry_a_line(accepted: SmallContent) -> None:
    for name in ("versions.lock", "parity.lock"):
        lines = (accepted.folder / name).read_text(encoding="utf-8").splitlines()
        assert lines == sorted(lines)
        assert len(lines) > 7
    assert "item H1-S1-A" in (accepted.folder / "parity.lock").read_text(encoding="utf-8")


def change_both(content: SmallContent) -> None:
    content.change(ITEMS, "Elle attend depuis midi.", "Elle attend depuis hier.")
    content.change(ITEMS, "She has been waiting since noon.", "She has been waiting since nine.")


def test_a_wording_changed_under_its_old_version_is_refused(accepted: SmallContent) -> None:
    change_both(accepted)
    assert rules(accepted)["H1-S1-A"] == "wording-changed"
    with pytest.raises(NotAccepted) as refused:
        accept(accepted, translations_read=True)
    problem = refused.value.problems[0]
    assert (problem.rule, problem.arguments["next"]) == ("wording-changed", 2)
    lines = (accepted.folder / "versions.lock").read_text(encoding="utf-8").splitlines()
    assert lines[problem.line - 1].startswith("H1-S1-A 1 ")


def test_a_wording_changed_with_its_version_is_accepted(accepted: SmallContent) -> None:
    change_both(accepted)
    accepted.change(ITEMS, "version: 1", "version: 2")
    assert rules(accepted)["H1-S1-A"] == "version-not-accepted"
    done = accept(accepted)
    assert done == Accepted(versions=("H1-S1-A",), parity=("item H1-S1-A",))
    assert rules(accepted) == {}


def test_a_version_does_not_go_down(accepted: SmallContent) -> None:
    accepted.change(ITEMS, "version: 1", "version: 2")
    accept(accepted)
    accepted.change(ITEMS, "version: 2", "version: 1")
    assert rules(accepted) == {"H1-S1-A": "wording-changed"}


def test_a_case_has_a_version_too(accepted: SmallContent) -> None:
    accepted.change(CASE, "quality: good", "quality: partial")
    assert rules(accepted) == {"H1-CASE": "wording-changed"}


def test_a_translation_older_than_its_master_is_refused(accepted: SmallContent) -> None:
    accepted.change(LESSON_FR, "Vous dites", "Vous donnez")
    loaded = library.load(accepted.folder)
    assert rules(accepted) == {"lesson halte 01": "translation-outdated"}
    assert locks.outdated(loaded, accepted.folder) == {"lesson halte 01"}
    with pytest.raises(NotAccepted):
        accept(accepted)
    assert rules(accepted) == {"lesson halte 01": "translation-outdated"}


def test_someone_may_say_that_the_translation_was_read_again(accepted: SmallContent) -> None:
    accepted.change(LESSON_FR, "Vous dites", "Vous donnez")
    assert accept(accepted, translations_read=True).parity == ("lesson halte 01",)
    assert rules(accepted) == {}


def test_a_translation_mended_with_its_master_is_accepted(accepted: SmallContent) -> None:
    accepted.change(LESSON_FR, "Vous dites", "Vous donnez")
    accepted.change(LESSON_EN, "You say", "You give")
    assert rules(accepted) == {"lesson halte 01": "translation-not-accepted"}
    assert accept(accepted).parity == ("lesson halte 01",)


def test_a_retired_id_keeps_its_line(accepted: SmallContent) -> None:
    start = accepted.files[ITEMS].index("  - id: H1-P3")
    end = accepted.files[ITEMS].index("  - id: H1-P4")
    accepted.change(ITEMS, accepted.files[ITEMS][start:end], "")
    assert accept(accepted) == Accepted(versions=(), parity=("item H1-P3",))
    assert "H1-P3 1 " in (accepted.folder / "versions.lock").read_text(encoding="utf-8")


def test_other_words_before_and_after_are_another_survey(accepted: SmallContent) -> None:
    accepted.change(SURVEY, "C’est clair.", "Tout est clair.")
    accepted.change(SURVEY, "It is clear.", "All is clear.")
    assert rules(accepted)["survey-avis"] == "wording-changed"
    accepted.change(SURVEY, "version: 1", "version: 2")
    accept(accepted, translations_read=True)
    assert rules(accepted) == {}
