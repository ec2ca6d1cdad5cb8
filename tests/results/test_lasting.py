"""What is left of a gain: points with intervals, a share only where one may be said."""

import pytest

from elearn.results.lasting import lasting
from elearn.results.thresholds import Threshold


def people(n, after, later):
    return [(40 + i % 7, 40 + after + i % 5, 40 + later + i % 3) for i in range(n)]


def test_three_gains_of_the_same_people():
    found = lasting([(8, 14, 12), (10, 16, 13), (6, 15, 11)], 20)
    assert found.n == 3
    assert found.gained.mean_diff == 7
    assert found.left.mean_diff == 4
    assert found.since.mean_diff == -3
    assert found.left.ci_lo < 4 < found.left.ci_hi
    assert found.share is None


def test_from_thirty_people_on_a_share_of_the_gain_is_said():
    found = lasting(people(30, 20, 15), 100)
    assert found.threshold is Threshold.FULL
    assert found.share == pytest.approx(found.left.mean_diff / found.gained.mean_diff)
    assert lasting(people(29, 20, 15), 100).share is None


def test_more_than_all_of_a_gain_is_no_retention():
    assert lasting(people(40, 20, 30), 100).share is None


def test_less_than_nothing_of_a_gain_is_no_share_either():
    assert lasting(people(40, 20, -9), 100).share is None


def test_a_gain_that_may_be_chance_has_no_share():
    level = [(40 + i, 40 + (i * 7) % 30, 41) for i in range(30)]
    assert lasting(level, 100).share is None


def test_all_moved_alike_has_no_interval_and_no_share():
    found = lasting([(10, 15, 12)] * 30, 20)
    assert (found.gained.ci_lo, found.share) == (None, None)


def test_nobody_says_nothing():
    assert lasting([], 100).threshold is Threshold.NOTHING
