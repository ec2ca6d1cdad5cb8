"""Two groups compared as if they were different people: what unlinked answers allow."""

from dataclasses import dataclass
from math import sqrt

from elearn.results.distributions import t_quantile
from elearn.results.exact import Score, mean, variance
from elearn.results.proportions import Estimate, wilson


@dataclass(frozen=True, slots=True)
class Sample:
    """How many values, their sum and the sum of their squares."""

    n: int
    s: Score
    q: Score


def difference_of_means(before: Sample, after: Sample, level: float = 0.95) -> Estimate | None:
    """After minus before with Welch's interval; None below two values in either, or without spread.

    Degrees of freedom by Satterthwaite. Where the same people are in both, and resemble themselves,
    the interval is wider than it need be.
    """
    parts = [_squared_error(sample) for sample in (before, after)]
    low, high = mean(before.n, before.s), mean(after.n, after.s)
    if low is None or high is None or None in parts or not any(parts):
        return None
    squares = [part for part in parts if part is not None]
    total = sum(squares)
    below = sum(
        square**2 / (sample.n - 1) for square, sample in zip(squares, (before, after), strict=True)
    )
    half = t_quantile(level, total**2 / below) * sqrt(total)
    return Estimate(high - low, high - low - half, high - low + half)


def _squared_error(sample: Sample) -> float | None:
    found = variance(sample.n, sample.s, sample.q)
    return None if found is None else float(found / sample.n)


def difference_of_shares(
    k1: int, n1: int, k2: int, n2: int, level: float = 0.95
) -> Estimate | None:
    """k2 of n2 minus k1 of n1, shares of 1, with its interval; None where either is nobody.

    Newcombe 1998, Stat Med 17:873, method 10: made of the two Wilson intervals.
    """
    before, after = wilson(k1, n1, level), wilson(k2, n2, level)
    if before is None or after is None:
        return None
    change = after.value - before.value
    down = sqrt((after.value - after.lo) ** 2 + (before.hi - before.value) ** 2)
    up = sqrt((after.hi - after.value) ** 2 + (before.value - before.lo) ** 2)
    return Estimate(change, change - down, change + up)
