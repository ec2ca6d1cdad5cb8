"""From the responses of an attempt to its score."""

from elearn.quizzes.marking import Score, mark
from tests.quizzes.small_items import MATCH, MULTIPLE, ORDER, SINGLE


def test_right_wrong_unknown_and_unanswered_are_counted_apart() -> None:
    answers = [
        (SINGLE, True, ["b"]),
        (MULTIPLE, True, ["a", "b"]),
        (ORDER, True, None),
        (MATCH, False, None),
    ]
    assert mark(answers) == Score(points=1, unknown=1, answered=3, maximum=4)


def test_what_was_not_answered_earns_nothing_whatever_stands_there() -> None:
    assert mark([(SINGLE, False, ["b"])]) == Score(0, 0, 0, 1)


def test_a_form_without_an_item_has_no_maximum() -> None:
    assert mark([]) == Score(0, 0, 0, 0)
