from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.results.distributions import t_quantile
from elearn.results.gains import Mastery, PairSums, basis_points, hedges, paired_gain

PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=40)


def gain_of(*pairs, maximum=10):
    return paired_gain(PairSums.of(pairs), maximum)


def test_three_people_by_hand():
    # Gains 1, 2, 3: mean 2, sd 1, and t of 2 degrees is 4.3027.
    gain = gain_of((2, 3), (4, 6), (6, 9))
    assert (gain.mean_pre, gain.mean_post, gain.mean_diff) == (4, 6, 2)
    assert (gain.sd_pre, gain.sd_post, gain.sd_diff) == (2, 3, 1)
    assert gain.r == pytest.approx(1)
    assert gain.ci_hi == pytest.approx(2 + 4.302653 / sqrt(3), rel=1e-6)
    assert gain.ci_lo == pytest.approx(2 - 4.302653 / sqrt(3), rel=1e-6)
    assert gain.d_av == pytest.approx(2 / sqrt(6.5))
    assert gain.hake_g_of_averages == pytest.approx(2 / 6)


def test_nobody_and_one_person_have_no_spread():
    nobody, one = gain_of(), gain_of((3, 5))
    assert (nobody.mean_pre, nobody.mean_diff, nobody.ci_lo) == (None, None, None)
    assert one.mean_diff == 2
    assert {one.sd_pre, one.se_diff, one.ci_lo, one.r, one.d_av, one.g_av} == {None}
    assert one.hake_g_of_averages is None
    assert one.in_points().ci_lo is None


def test_the_same_change_for_all_has_no_interval():
    gain = gain_of((1, 3), (4, 6), (2, 4))
    assert (gain.mean_diff, gain.se_diff) == (2, 0)
    assert (gain.ci_lo, gain.ci_hi) == (None, None)
    assert gain.d_av is not None


def test_scores_that_do_not_vary_have_no_correlation_and_no_size():
    gain = gain_of((5, 7), (5, 7))
    assert (gain.r, gain.d_av, gain.g_av, gain.d_av_lo, gain.d_av_hi) == (None,) * 5


def test_a_size_needs_only_one_of_the_two_to_vary():
    gain = gain_of((5, 7), (5, 9))
    assert gain.r is None
    assert gain.d_av == pytest.approx(3.0)  # 3 points over the root of (0 + 2) / 2


def test_no_room_left_has_no_share_of_it():
    assert gain_of((10, 10), (10, 9)).hake_g_of_averages is None


def test_the_correction_for_small_samples_is_nearly_three_in_four_m_less_one():
    assert hedges(30) == pytest.approx(1 - 3 / (4 * 30 - 1), abs=1e-4)


def test_a_higher_level_gives_a_wider_interval():
    sums = PairSums.of([(2, 3), (4, 6), (6, 9)])
    assert paired_gain(sums, 10, level=0.99).ci_hi > paired_gain(sums, 10).ci_hi
    assert t_quantile(0.95, 15) == pytest.approx(2.131450, rel=1e-6)


def test_half_points_are_exact():
    half = Fraction(1, 2)
    assert gain_of((half, 2 * half), (3 * half, 4 * half)).mean_diff == half


def test_points_are_of_a_hundred_of_the_maximum():
    points = gain_of((2, 3), (4, 6), (6, 9), maximum=20).in_points()
    assert (points.maximum, points.mean_pre, points.mean_diff, points.sd_diff) == (100, 20, 10, 5)


def test_a_score_in_basis_points_is_rounded_half_up():
    assert basis_points(1, 3) == 3333
    assert basis_points(2, 3) == 6667
    assert basis_points(1, 20_000) == 1
    assert basis_points(Fraction(25, 2), 20) == 6250


def test_who_reached_the_standard_is_counted_both_ways():
    counts = Mastery.of([(12, 12), (11, 12), (12, 11), (0, 11), (13, 20)], standard=12)
    assert counts == Mastery(both=2, gained=1, lost=1, neither=1)
    assert (counts.n, counts.before, counts.after) == (5, 3, 3)


@given(PAIRS, PAIRS)
def test_sums_of_two_cohorts_are_the_sums_of_all(first, second):
    assert PairSums.of(first) + PairSums.of(second) == PairSums.of(first + second)
    added = Mastery.of(first, 12) + Mastery.of(second, 12)
    assert added == Mastery.of(first + second, 12)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(pairs, random):
    mixed = random.sample(pairs, len(pairs))
    assert paired_gain(PairSums.of(mixed), 20) == paired_gain(PairSums.of(pairs), 20)


@given(PAIRS)
def test_doubling_scores_and_maximum_changes_no_point_and_no_size(pairs):
    once = paired_gain(PairSums.of(pairs), 20)
    twice = paired_gain(PairSums.of((2 * a, 2 * b) for a, b in pairs), 40)
    assert twice.hake_g_of_averages == pytest.approx(once.hake_g_of_averages)
    for name in ("mean_pre", "mean_diff", "sd_diff", "ci_lo", "ci_hi", "d_av", "g_av", "d_av_lo"):
        assert getattr(twice.in_points(), name) == pytest.approx(getattr(once.in_points(), name))


@given(PAIRS)
def test_every_figure_is_a_number_or_nothing(pairs):
    gain = paired_gain(PairSums.of(pairs), 20)
    for name in gain.__slots__:
        value = getattr(gain, name)
        assert value is None or abs(value) < float("inf")
