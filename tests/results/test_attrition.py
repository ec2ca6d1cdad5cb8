import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.results.attrition import Leavers, attrition
from elearn.results.gains import PairSums

SCORES = st.lists(st.integers(0, 20))


def test_ten_enrolled_six_with_both_two_who_left():
    # Six who gained 2 each; two left with 5 and 7 of 20; two were never tested.
    sums, leavers = PairSums.of([(10, 12)] * 6), Leavers.of([5, 7])
    found = attrition(sums, leavers, enrolled=10, maximum=20)
    assert (found.enrolled, found.n_pre, found.pairs, found.completion) == (10, 8, 6, 0.6)
    assert (found.mean_pre_completers, found.mean_pre_leavers) == (10, 6)
    assert found.no_change == 1.2
    assert found.lo == (12 - 12) / 8
    assert found.hi == (12 + 15 + 13) / 8
    assert found.low_completion


def test_four_in_five_is_not_low():
    full = attrition(PairSums.of([(1, 2)] * 4), Leavers(), enrolled=5, maximum=10)
    assert not full.low_completion
    assert full.mean_pre_leavers is None


def test_nobody_enrolled_is_nothing():
    empty = attrition(PairSums(), Leavers(), enrolled=0, maximum=10)
    assert (empty.completion, empty.no_change, empty.lo, empty.hi) == (None,) * 4
    assert not empty.low_completion


def test_more_tested_than_enrolled_is_refused():
    with pytest.raises(ValueError, match="2 enrolled, 3 tested"):
        attrition(PairSums.of([(1, 2)] * 2), Leavers.of([3]), enrolled=2, maximum=10)


@given(SCORES, SCORES)
def test_leavers_of_two_cohorts_add_up(first, second):
    assert Leavers.of(first) + Leavers.of(second) == Leavers.of(first + second)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1), SCORES)
def test_the_gain_if_nobody_else_changed_lies_between_the_bounds(pairs, left):
    found = attrition(PairSums.of(pairs), Leavers.of(left), len(pairs) + len(left), 20)
    assert found.lo <= found.no_change <= found.hi
