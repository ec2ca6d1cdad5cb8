import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.results.gains import PairSums
from elearn.results.pooled import CohortPiece, pooled_gain

COHORTS = st.lists(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=8), max_size=8
)


def piece(pairs):
    sums = PairSums.of(pairs)
    return CohortPiece(sums.n, sums.s1, sums.s2)


def test_five_cohorts_by_hand():
    # Two people each; their gains sum to 2, 4, 6, 8, 10, so the mean is 3 and the residual sums
    # are -4, -2, 0, 2, 4: the root of 5/4 * 40, over 10 people, is 0.7071.
    found = pooled_gain(CohortPiece(2, 10, 10 + gained) for gained in (2, 4, 6, 8, 10))
    assert (found.n, found.cohorts, found.mean_diff) == (10, 5, 3)
    assert found.se == pytest.approx(0.5**0.5)
    assert found.ci_hi == pytest.approx(3 + 2.776445 * 0.5**0.5, rel=1e-6)
    assert found.enough_cohorts


def test_four_cohorts_have_a_gain_and_no_interval():
    found = pooled_gain([CohortPiece(2, 10, 14)] * 4)
    assert (found.mean_diff, found.se, found.ci_lo, found.ci_hi) == (2, None, None, None)
    assert not found.enough_cohorts


def test_cohorts_that_all_gained_the_same_have_no_interval():
    found = pooled_gain([CohortPiece(2, 10, 14)] * 5)
    assert (found.se, found.ci_lo) == (0, None)


def test_an_empty_cohort_does_not_count():
    assert pooled_gain([CohortPiece(0, 0, 0)] * 9).mean_diff is None
    assert pooled_gain([CohortPiece(2, 10, 14)] * 4 + [CohortPiece(0, 0, 0)]).cohorts == 4


@given(COHORTS)
def test_the_error_is_that_of_the_residuals_summed_by_cohort(cohorts):
    found = pooled_gain(map(piece, cohorts))
    gains = [[b - a for a, b in pairs] for pairs in cohorts if pairs]
    everyone = [gain for cohort in gains for gain in cohort]
    if len(gains) < 5:
        assert found.se is None
        return
    mean = sum(everyone) / len(everyone)
    squares = sum(sum(gain - mean for gain in cohort) ** 2 for cohort in gains)
    expected = (len(gains) / (len(gains) - 1) * squares) ** 0.5 / len(everyone)
    assert found.mean_diff == pytest.approx(mean)
    assert found.se == pytest.approx(expected, abs=1e-9)
