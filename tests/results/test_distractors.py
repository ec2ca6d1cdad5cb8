from hypothesis import given
from hypothesis import strategies as st

from elearn.results.distractors import (
    DistractorFlag,
    OptionCounts,
    Third,
    distractor_flags,
    option_counts,
    thirds,
)


def test_people_fall_into_thirds_and_the_middle_takes_the_rest():
    assert thirds([9, 1, 5, 5]) == (Third.HIGH, Third.LOW, Third.MIDDLE, Third.MIDDLE)
    assert thirds([]) == ()
    assert thirds([3, 4]) == (Third.MIDDLE, Third.MIDDLE)


def test_options_are_counted_by_third():
    counts = option_counts(["A", "B", "A"], [10, 2, 5])
    assert counts == {"A": OptionCounts(middle=1, high=1), "B": OptionCounts(low=1)}
    assert counts["A"].n == 2


def test_a_wrong_option_that_nobody_takes_or_the_best_take_deserves_a_look():
    everyone = OptionCounts(20, 20, 20)
    assert distractor_flags(OptionCounts(2, 0, 0), everyone) == (DistractorFlag.NOT_CHOSEN,)
    assert distractor_flags(OptionCounts(3, 4, 5), everyone) == (DistractorFlag.RISING,)
    assert distractor_flags(OptionCounts(8, 4, 2), everyone) == ()


def test_thirds_of_different_size_are_compared_by_share():
    assert distractor_flags(OptionCounts(6, 0, 5), OptionCounts(40, 0, 20)) == (
        DistractorFlag.RISING,
    )


def test_no_option_is_flagged_under_fifty_people():
    assert distractor_flags(OptionCounts(0, 0, 5), OptionCounts(16, 16, 17)) == ()


COUNTS = st.builds(OptionCounts, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


@given(COUNTS, COUNTS)
def test_counts_of_two_groups_add_up(one, other):
    assert (one + other).n == one.n + other.n
