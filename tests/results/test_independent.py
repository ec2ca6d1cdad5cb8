"""Two groups compared as if they were different people."""

from random import Random

import pytest
from scipy import stats

from elearn.results.independent import Sample, difference_of_means, difference_of_shares


def sample(values: list[int]) -> Sample:
    return Sample(len(values), sum(values), sum(value * value for value in values))


def test_the_interval_of_the_means_is_welch_s() -> None:
    random = Random(4)
    before = [random.choice([1, 2, 2, 3, 4]) for _ in range(23)]
    after = [random.choice([2, 3, 4, 4, 5]) for _ in range(31)]
    found = difference_of_means(sample(before), sample(after))
    wanted = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert found is not None
    assert found.value == pytest.approx(sum(after) / 31 - sum(before) / 23, rel=1e-12)
    assert (found.lo, found.hi) == pytest.approx((wanted.low, wanted.high), rel=1e-9)


def test_where_one_group_all_said_the_same_the_other_gives_the_error() -> None:
    found = difference_of_means(sample([3] * 12), sample([2, 4] * 6))
    assert found is not None
    assert (found.value, found.lo) == (0, -found.hi)
    assert found.hi > 0


def test_nobody_one_person_and_no_spread_have_no_difference() -> None:
    assert difference_of_means(sample([]), sample([1, 2])) is None
    assert difference_of_means(sample([1, 2]), sample([])) is None
    assert difference_of_means(sample([1]), sample([1, 2])) is None
    assert difference_of_means(sample([3] * 10), sample([4] * 10)) is None


def test_the_interval_of_the_shares_is_newcombe_s_published_one() -> None:
    # Newcombe 1998, Stat Med 17:873, table II, method 10: 56 of 70 minus 48 of 80.
    found = difference_of_shares(48, 80, 56, 70)
    assert found is not None
    assert (found.value, found.lo, found.hi) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_shares_of_nobody_have_no_difference() -> None:
    assert difference_of_shares(0, 0, 1, 2) is None
    assert difference_of_shares(1, 2, 0, 0) is None
