"""The questionnaires: read as content, the same words at each moment, nothing to write in."""

from elearn.courses import library
from elearn.courses.library import Library
from elearn.courses.problems import ContentRefused
from tests.courses.small_content import SURVEY, SmallContent


def rules_of(content: SmallContent) -> set[str]:
    try:
        library.load(content.folder)
    except ContentRefused as refused:
        return {problem.rule for problem in refused.problems}
    return set()


def test_each_moment_has_its_questionnaire(library: Library) -> None:
    found = {m: library.survey(m) for m in ("module", "baseline", "endline", "follow-up")}
    assert {moment: survey.id for moment, survey in found.items() if survey} == {
        "module": "reaction",
        "baseline": "perception",
        "endline": "perception",
        "follow-up": "commitment",
    }


def test_what_is_asked_before_is_asked_after_and_two_lists_come_to_it(library: Library) -> None:
    survey = library.surveys["perception"]
    before, after = survey.asked_at("baseline"), survey.asked_at("endline")
    assert [one.kind for one in before] == ["scale"] * 10
    assert (after[:10], [one.kind for one in after[10:]]) == (before, ["several", "several"])
    assert [answer.id for answer in survey.answers_of(before[0])] == ["1", "2", "3", "4", "5"]
    assert len(library.surveys["reaction"].questions) == 3
    commitment = library.surveys["commitment"]
    answers = commitment.answers_of(commitment.questions[0])
    assert [answer.id for answer in answers] == ["done", "begun", "prevented"]


def test_a_moment_without_a_questionnaire_has_none(content: SmallContent) -> None:
    assert library.load(content.folder).survey("baseline") is None


def test_two_questions_or_two_answers_of_one_name_are_refused(content: SmallContent) -> None:
    content.change(SURVEY, "id: needs", "id: clear")
    assert rules_of(content) == {"duplicate-id"}
    content.change(SURVEY, "id: clear", "id: other")
    content.change(SURVEY, "id: means", "id: time")
    assert rules_of(content) == {"duplicate-id"}


def test_a_question_to_write_in_is_no_kind_and_a_stray_file_is_refused(
    content: SmallContent,
) -> None:
    content.change(SURVEY, "kind: several", "kind: text")
    content.write("surveys/notes.txt", "?")
    assert rules_of(content) == {"not-one-of", "unknown-file"}
