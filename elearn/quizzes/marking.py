"""From the responses of an attempt to its score. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from elearn.courses.items import Question as Wording
from elearn.quizzes.questions import Choice, question


@dataclass(frozen=True, slots=True)
class Score:
    """Items right, items answered « Je ne sais pas », items answered at all, items asked."""

    points: int
    unknown: int
    answered: int
    maximum: int


def mark(answers: Iterable[tuple[Wording, bool, Choice]]) -> Score:
    """The score of all items of a form: each with whether it was answered, and how."""
    points = unknown = answered = maximum = 0
    for wording, was_answered, choice in answers:
        maximum += 1
        answered += was_answered
        unknown += was_answered and choice is None
        points += was_answered and question(wording).points(choice)
    return Score(points, unknown, answered, maximum)
