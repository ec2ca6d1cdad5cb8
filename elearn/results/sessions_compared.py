"""One session's gain beside that of earlier ones together: other people, so an interval is all."""

from collections.abc import Sequence
from math import sqrt

from elearn.results.distributions import t_quantile
from elearn.results.exact import variance
from elearn.results.gains import PairSums
from elearn.results.independent import Sample, difference_of_means
from elearn.results.pooled import COHORTS_FOR_AN_INTERVAL, CohortPiece, pooled_gain
from elearn.results.proportions import Estimate


def difference_of_gains(
    earlier: Sequence[PairSums], own: PairSums, level: float = 0.95
) -> Estimate | None:
    """The own mean gain minus the earlier one, with its interval, in the unit of the sums.

    From five earlier sessions on their error is cluster-robust, so that it holds how much sessions
    differ; under that it is Welch's over their people, which is too narrow where sessions differ.
    Degrees of freedom by Satterthwaite. None where people are too few, or nobody's gain differs.
    """
    filled = [one for one in earlier if one.n]
    if len(filled) < COHORTS_FOR_AN_INTERVAL:
        return difference_of_means(_gains(sum(filled, PairSums())), _gains(own), level)
    pooled = pooled_gain(CohortPiece(one.n, one.s1, one.s2) for one in filled)
    sample = _gains(own)
    spread = variance(sample.n, sample.s, sample.q)
    if spread is None or pooled.mean_diff is None or pooled.se is None:
        return None
    parts = (float(spread / own.n), own.n - 1), (pooled.se**2, len(filled) - 1)
    total = sum(square for square, _ in parts)
    if not total:
        return None
    degrees = total**2 / sum(square**2 / free for square, free in parts)
    half = t_quantile(level, degrees) * sqrt(total)
    value = float(sample.s) / own.n - pooled.mean_diff
    return Estimate(value, value - half, value + half)


def _gains(sums: PairSums) -> Sample:
    """The gains alone, of pairs of scores."""
    return Sample(sums.n, sums.s2 - sums.s1, sums.q1 + sums.q2 - 2 * sums.x)
