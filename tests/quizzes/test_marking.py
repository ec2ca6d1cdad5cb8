"""From the responses of an attempt to its score."""

from datetime import timedelta

from elearn.quizzes.marking import Score, counting, mark
from elearn.quizzes.questions import Choice
from tests.conftest import START
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


class Sent:
    """An answer that arrived some minutes after the start."""

    def __init__(self, writer: bytes, number: int, minute: int, choice: Choice) -> None:
        self.item = "S1"
        self.writer, self.number, self.choice = writer, number, choice
        self.arrived_at = START + timedelta(minutes=minute)


def test_of_one_writer_the_highest_number_counts_and_between_writers_the_later_arrival() -> None:
    hers = [Sent(b"a", 2, 1, ["b"]), Sent(b"a", 1, 9, ["a"])]
    assert counting(hers) == {"S1": [["b"]]}
    assert counting([*hers, Sent(b"b", 1, 0, ["c"])]) == {"S1": [["b"]]}
    assert counting([*hers, Sent(b"b", 1, 5, ["c"])]) == {"S1": [["c"]]}


def test_an_answer_that_its_writer_had_passed_does_not_arrive_later_than_another_s() -> None:
    stuck = [Sent(b"a", 5, 1, ["b"]), Sent(b"b", 1, 2, ["c"]), Sent(b"a", 3, 3, ["a"])]
    assert counting(stuck) == {"S1": [["c"]]}


def test_of_two_writers_in_one_instant_either_may_count() -> None:
    assert counting([Sent(b"a", 1, 1, ["b"]), Sent(b"b", 1, 1, None)]) == {"S1": [["b"], None]}
