"""A sheet typed in one line: read with or without spaces, or refused question by question."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from elearn.quizzes import keyed_line
from elearn.quizzes.keyed_line import (
    LetterTwice,
    NotALetter,
    NothingAnswered,
    NotSoMany,
    Printed,
    WrongLength,
)
from elearn.quizzes.questions import question
from tests.quizzes.small_items import MATCH, MULTIPLE, ORDER, SINGLE

ASKED = tuple(
    Printed(item, tuple(reversed([option.id for option in item.options])))
    for item in (SINGLE, MULTIPLE, ORDER, MATCH)
)


def tokens(line: str) -> tuple[str, ...]:
    found = keyed_line.read(line, ASKED)
    assert found.problems == ()
    return found.tokens


def test_letters_are_printed_places() -> None:
    one = ASKED[0]
    assert keyed_line.choice("A", one) == (True, [one.options[0]])
    assert one.options[0] == one.item.options[-1].id


def test_a_line_reads_the_same_with_spaces_and_without() -> None:
    apart = "a BC ABDC ABC"
    assert tokens(apart) == tokens(apart.replace(" ", ""))
    assert tokens(apart) == tokens(apart.replace(" ", ", "))


def test_a_question_mark_and_a_dash_stand_for_a_whole_question() -> None:
    assert tokens("?-??") == ("?", "-", "?", "?")
    assert keyed_line.choice("?", ASKED[2]) == (True, None)
    assert keyed_line.choice("-", ASKED[2]) == (False, None)


def test_several_answers_are_a_set() -> None:
    first = tokens("A CB ? ?")
    assert first == tokens("A BC ? ?")


def test_one_of_several_answers_may_be_missing() -> None:
    assert tokens("A B. ? ?")[1] == "B"
    assert tokens("AB.??")[1] == "B"


def test_boxes_of_a_match_may_be_empty_and_all_of_them_are_no_answer() -> None:
    found = tokens("A B. ? ..A")
    answered, choice = keyed_line.choice(found[3], ASKED[3])
    assert answered
    assert choice == {ASKED[3].item.prompts[-1].id: ASKED[3].options[0]}
    assert tokens("A B. ? ...")[3] == "-"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("A", WrongLength),
        ("", WrongLength),
        ("A BC ? ? ?", WrongLength),
        ("- - - -", NothingAnswered),
        ("Z ? ? ?", NotALetter),
        (". ? ? ?", NotALetter),
        ("? AA ? ?", LetterTwice),
        ("? ABC ? ?", NotSoMany),
        ("? ? AB ?", NotSoMany),
        ("? ? ? A", NotSoMany),
    ],
)
def test_what_is_no_sheet_is_named(line: str, problem: type) -> None:
    found = keyed_line.read(line, ASKED)
    assert [type(one) for one in found.problems] == [problem]


def test_every_wrong_question_is_named_by_its_place() -> None:
    found = keyed_line.read("Z AA ? ?", ASKED)
    assert [one.place for one in found.problems] == [1, 2]


def test_an_order_has_each_letter_once() -> None:
    found = keyed_line.read("? ? ABCA ?", ASKED)
    assert [type(one) for one in found.problems] == [LetterTwice]


def test_one_question_is_read_by_itself() -> None:
    assert keyed_line.read_one(1, " b ", ASKED[0]).tokens == ("B",)
    assert keyed_line.read_one(1, "", ASKED[0]).tokens == ("-",)
    assert [one.place for one in keyed_line.read_one(3, "A", ASKED[2]).problems] == [3]


@given(some.text("ABCDE?-. abc,;1\n", max_size=20))
def test_whatever_is_typed_is_read_or_refused_and_never_breaks(line: str) -> None:
    found = keyed_line.read(line, ASKED)
    if found.problems:
        return
    for token, one in zip(found.tokens, ASKED, strict=True):
        answered, choice = keyed_line.choice(token, one)
        if answered:
            assert question(one.item).checked(choice) == choice or one.item.kind == "multiple"
