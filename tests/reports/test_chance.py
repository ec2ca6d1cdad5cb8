"""How far guessing gets."""

from datetime import datetime
from fractions import Fraction

from elearn.courses.items import Question
from elearn.courses.library import Library
from elearn.db import new_id
from elearn.quizzes.standing import Taken
from elearn.reports import chance
from tests.conftest import START


def taken(unknown: int | None, now: datetime = START) -> Taken:
    return Taken(new_id(), "A", now, now, 8, 4, unknown, 8)


def worded(library: Library, kind: str, options: int, **changed: object) -> Question:
    """A question of this kind with so many options."""
    found = next(one for one in library.questions.values() if one.kind == kind)
    return found.model_copy(update={"options": found.options[:1] * options, **changed})


def test_a_guess_is_right_as_often_as_there_are_ways_to_answer(library: Library) -> None:
    assert chance.of_guessing(worded(library, "single", 3)) == Fraction(1, 3)
    assert chance.of_guessing(worded(library, "multiple", 4, choose=2)) == Fraction(1, 6)
    assert chance.of_guessing(worded(library, "order", 4)) == Fraction(1, 24)
    match = worded(library, "match", 4)
    three = match.model_copy(update={"prompts": match.prompts[:1] * 3})
    assert chance.of_guessing(three) == Fraction(1, 24)


def test_a_paper_total_says_nothing_of_what_people_did_not_know(library: Library) -> None:
    questions = list(library.questions.values())
    assert chance.unknown_answers([(taken(None), taken(None))], questions) is None
    found = chance.unknown_answers([(taken(4), taken(0)), (taken(None), taken(1))], questions)
    assert found is not None
    assert (found.before, found.after) == (0.5, 0)


def test_without_questions_there_is_no_chance() -> None:
    assert chance.unknown_answers([(taken(1), taken(1))], []) is None
