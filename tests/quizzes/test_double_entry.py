"""Keying twice: what differs, how often, and whose sheets are keyed again."""

from hypothesis import given
from hypothesis import strategies as some

from elearn.quizzes.double_entry import (
    Difference,
    ErrorRate,
    differences,
    drawn,
    error_rate,
    wanted,
)


def test_only_what_differs_is_named() -> None:
    assert differences(("A", "BD", "?"), ("A", "BC", "-")) == (
        Difference(2, "BD", "BC"),
        Difference(3, "?", "-"),
    )


def test_the_error_rate_counts_keystrokes() -> None:
    rate = error_rate([(("A", "BDAC"), ("A", "BDCA")), (("A", "?"), ("B", "AC"))])
    assert rate == ErrorRate(differing=5, keyed=8, sheets=2)
    assert rate.share == 5 / 8


def test_nothing_keyed_twice_has_no_error() -> None:
    assert error_rate([]).share == 0


def test_a_tenth_is_keyed_again_and_two_at_least() -> None:
    assert [wanted(keyed) for keyed in (0, 1, 2, 13, 20, 21, 25)] == [0, 1, 2, 2, 2, 3, 3]


@given(some.sets(some.integers(1, 60)), some.integers(1, 60))
def test_one_more_card_moves_no_other(cards: set[int], more: int) -> None:
    before = drawn(cards, "11:pre")
    assert sorted(before) == sorted(cards)
    assert tuple(c for c in drawn(cards | {more}, "11:pre") if c in cards) == before
