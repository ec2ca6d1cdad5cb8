"""Every rule, broken once: the author is told which file, which line and which rule."""

import random

import pytest

from elearn.courses import library
from elearn.courses.problems import ContentRefused, Problem
from tests.courses.mistakes import MISTAKES, Mistake
from tests.courses.small_content import (
    CASE,
    FACILITATOR_EN,
    FACILITATOR_FR,
    FILES,
    ITEMS,
    JOB_AID_EN,
    LESSON_EN,
    LESSON_FR,
    MODULE,
    SmallContent,
)


def problems_of(content: SmallContent) -> tuple[Problem, ...]:
    try:
        return library.load(content.folder).warnings
    except ContentRefused as refused:
        return refused.problems


def test_the_small_content_breaks_no_rule(content: SmallContent) -> None:
    assert problems_of(content) == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.rule)
def test_a_mistake_is_reported_at_its_file_and_line(
    content: SmallContent, mistake: Mistake
) -> None:
    file, line = mistake.made_in(content)
    found = {(p.file, p.line, p.rule, p.severity) for p in problems_of(content)}
    assert (f"content/{file}", line, mistake.rule, mistake.severity) in found


def test_an_error_refuses_the_content_and_a_warning_does_not(content: SmallContent) -> None:
    content.change(LESSON_FR, "Midi.", "midi " * 30)
    loaded = library.load(content.folder)
    assert [problem.rule for problem in loaded.warnings] == ["sentence-long"]
    content.change(MODULE, "minutes: 40", "minutes: 51")
    with pytest.raises(ContentRefused, match=r"module\.yaml:7 module-minutes") as refused:
        library.load(content.folder)
    assert {problem.severity for problem in refused.value.problems} == {"error", "warning"}


def test_two_mistakes_are_reported_at_once(content: SmallContent) -> None:
    content.change(ITEMS, "version: 1", "verzion: 1")
    content.change(CASE, "minutes: 10", "minutes: 0")
    content.change(LESSON_EN, "## Noon", "## Noon's")
    found = [(p.file.rpartition("/")[2], p.rule) for p in problems_of(content)]
    assert ("items.yaml", "unknown-key-near") in found
    assert ("items.yaml", "missing-key") in found
    assert ("case.yaml", "greater-than-equal") in found
    assert ("01-le-motif.en.md", "straight-apostrophe") in found


def test_a_broken_question_does_not_hide_the_mistakes_of_the_next(content: SmallContent) -> None:
    content.change(ITEMS, "form: A", "form: D")
    content.change(ITEMS, "key: [b]", "key: [z]")
    assert {p.rule for p in problems_of(content)} >= {"not-one-of", "unknown-option"}


def test_a_typing_error_in_a_key_is_answered_with_the_key_that_was_meant(
    content: SmallContent,
) -> None:
    content.change(MODULE, "minutes: 40", "minuets: 40")
    arguments = [p.arguments for p in problems_of(content) if p.rule == "unknown-key-near"]
    assert arguments == [{"key": "minuets", "near": "minutes"}]


@pytest.mark.parametrize("file", [MODULE, ITEMS, CASE, JOB_AID_EN, LESSON_FR, "parameters.yaml"])
def test_a_missing_file_is_named(content: SmallContent, file: str) -> None:
    content.remove(file)
    assert Problem(f"content/{file}", 1, "missing-file") in problems_of(content)


@pytest.mark.parametrize(
    "file",
    [
        "notes.txt",
        "courses/notes.txt",
        "modules/notes.txt",
        "modules/halte/draft.md",
        "modules/halte/lessons/2-le-motif.fr.md",
    ],
)
def test_a_file_that_belongs_nowhere_is_named(content: SmallContent, file: str) -> None:
    content.write(file, "x")
    assert problems_of(content) == (Problem(f"content/{file}", 1, "unknown-file"),)


def test_a_hidden_file_of_the_system_is_passed_over(content: SmallContent) -> None:
    for folder in ("", "courses/", "modules/", "modules/halte/", "modules/halte/lessons/"):
        content.write(f"{folder}.cache", "x")
    assert problems_of(content) == ()


def test_a_file_in_another_encoding_is_refused_at_its_first_bad_line(
    content: SmallContent,
) -> None:
    text = content.files[CASE].replace("Elle sait.", "Elle a été là.")
    (content.folder / CASE).write_bytes(text.encode("windows-1252"))
    line = content.line(CASE, "Elle sait.")
    assert problems_of(content) == (Problem(f"content/{CASE}", line, "not-utf8"),)


def test_a_page_without_text_is_refused(content: SmallContent) -> None:
    front = content.files[JOB_AID_EN].rpartition("---\n")[0]
    content.write(JOB_AID_EN, f"{front}---\n\n")
    expected = Problem(f"content/{JOB_AID_EN}", 6, "empty-text", {"key": "body"})
    assert problems_of(content) == (expected,)


@pytest.mark.parametrize(("status", "severity"), [("draft", "warning"), ("reviewed", "error")])
def test_only_a_draft_may_lack_its_facilitators_sheet(
    content: SmallContent, status: str, severity: str
) -> None:
    content.remove(FACILITATOR_FR)
    content.remove(FACILITATOR_EN)
    content.change(MODULE, "status: draft", f"status: {status}")
    found = [p for p in problems_of(content) if p.rule == "facilitator-missing"]
    assert [(p.line, p.severity) for p in found] == [(3, severity)]


def test_a_facilitators_sheet_is_written_in_both_languages(content: SmallContent) -> None:
    content.remove(FACILITATOR_EN)
    assert problems_of(content) == (Problem(f"content/{FACILITATOR_EN}", 1, "missing-file"),)


def test_an_objective_of_memory_may_be_left_to_practice(content: SmallContent) -> None:
    extra = '  - {id: H1-O2, bloom: remember, fr: "Noter.", en: "Note."}\nmisconceptions:'
    content.change(MODULE, "misconceptions:", extra)
    content.write(ITEMS, "H1-O2".join(content.files[ITEMS].rsplit("H1-O1", 1)))
    found = [(p.rule, p.severity) for p in problems_of(content)]
    assert found == [("objective-unmeasured", "warning")]


def test_two_lessons_do_not_share_a_number(content: SmallContent) -> None:
    for language, file in (("fr", LESSON_FR), ("en", LESSON_EN)):
        content.write(f"modules/halte/lessons/01-encore.{language}.md", content.files[file])
    assert {p.rule for p in problems_of(content)} == {"duplicate-id"}


def test_an_impossible_day_is_reported_at_its_line(content: SmallContent) -> None:
    content.change("parameters.yaml", "2025-06-13", "2025-06-31")
    assert [(p.line, p.rule) for p in problems_of(content)] == [(6, "not-a-date")]


def test_a_value_that_yaml_itself_cannot_make_is_reported(content: SmallContent) -> None:
    content.change(MODULE, "minutes: 40", "minutes: !!int forty")
    assert [p.rule for p in problems_of(content)] == ["yaml-syntax"]


def test_items_that_are_no_mapping_are_refused(content: SmallContent) -> None:
    content.write(ITEMS, "- items\n")
    assert [p.rule for p in problems_of(content)] == ["not-a-mapping"]


def test_a_key_that_is_a_list_is_refused(content: SmallContent) -> None:
    content.write(ITEMS, "[a, b]: c\n")
    assert [p.rule for p in problems_of(content)] == ["yaml-syntax"]


def test_a_reviewed_module_names_its_three_readers(content: SmallContent) -> None:
    content.change(
        MODULE,
        "status: draft",
        "status: reviewed\nreviews:\n"
        "  - {role: lawyer, date: 2027-01-04}\n"
        "  - {role: former_officer, date: 2027-01-05}\n"
        "  - {role: native_reader, date: 2027-01-06}",
    )
    assert problems_of(content) == ()


@pytest.mark.parametrize("seed", range(20))
def test_whatever_line_an_author_loses_the_checker_answers(
    content: SmallContent, seed: int
) -> None:
    chance = random.Random(seed)
    file = chance.choice([MODULE, ITEMS, CASE, *FILES])
    lines = content.files[file].split("\n")
    del lines[chance.randrange(len(lines))]
    content.write(file, "\n".join(lines))
    assert all(problem.line >= 1 for problem in problems_of(content))


def test_a_folder_where_a_file_should_be_is_a_missing_file(content: SmallContent) -> None:
    content.remove(CASE)
    (content.folder / CASE).mkdir()
    assert [p.rule for p in problems_of(content)] == ["missing-file"]


def test_keys_of_every_sort_are_refused_together(content: SmallContent) -> None:
    content.change(ITEMS, "practice:", "1: []\nextras: []\npractice:")
    assert [p.rule for p in problems_of(content)] == ["unknown-key", "unknown-key"]
