"""One gain over several cohorts, whose people resemble each other more than strangers do."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from elearn.results.distributions import t_quantile
from elearn.results.exact import Score

# Fewer cohorts than this say nothing about how much cohorts differ.
COHORTS_FOR_AN_INTERVAL = 5


@dataclass(frozen=True, slots=True)
class CohortPiece:
    """The pairs of one cohort: how many, and the sums before and after."""

    n: int
    s1: Score
    s2: Score


@dataclass(frozen=True, slots=True)
class PooledGain:
    """The mean gain over cohorts; no error and no interval under five cohorts."""

    n: int
    cohorts: int
    mean_diff: float | None
    se: float | None
    ci_lo: float | None
    ci_hi: float | None

    @property
    def enough_cohorts(self) -> bool:
        """Whether there are cohorts enough for an interval."""
        return self.cohorts >= COHORTS_FOR_AN_INTERVAL


def pooled_gain(pieces: Iterable[CohortPiece], level: float = 0.95) -> PooledGain:
    """The mean gain of all pairs with its cluster-robust interval, in the unit of the sums.

    Pieces of tests of different length must be in basis points. An empty cohort does not count.
    The error is that of a cluster-robust regression on a constant, with t of cohorts - 1.
    """
    filled = [piece for piece in pieces if piece.n]
    n, cohorts = sum(piece.n for piece in filled), len(filled)
    if not n:
        return PooledGain(0, 0, None, None, None, None)
    gain = Fraction(sum(piece.s2 - piece.s1 for piece in filled)) / n
    if cohorts < COHORTS_FOR_AN_INTERVAL:
        return PooledGain(n, cohorts, float(gain), None, None, None)
    squares = sum((piece.s2 - piece.s1 - piece.n * gain) ** 2 for piece in filled)
    se = sqrt(squares * Fraction(cohorts, cohorts - 1)) / n
    if not se:
        return PooledGain(n, cohorts, float(gain), 0.0, None, None)
    half = t_quantile(level, cohorts - 1) * se
    return PooledGain(n, cohorts, float(gain), se, float(gain) - half, float(gain) + half)
