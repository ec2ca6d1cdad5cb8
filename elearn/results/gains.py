"""What the same people scored before and after: the gain and its interval, from sums alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import exp, lgamma, sqrt

from elearn.results.distributions import t_quantile, z_quantile
from elearn.results.exact import Score, covariance, mean, ratio, root, variance

Pair = tuple[Score, Score]


def basis_points(points: Score, maximum: Score) -> int:
    """The score in ten-thousandths of the maximum, halves upwards: what releases add up."""
    return (20_000 * Fraction(points) / maximum + 1) // 2


@dataclass(frozen=True, slots=True)
class PairSums:
    """n pairs (before, after): their sums s1, s2, sums of squares q1, q2, sum of products x."""

    n: int = 0
    s1: Score = 0
    s2: Score = 0
    q1: Score = 0
    q2: Score = 0
    x: Score = 0

    def __add__(self, other: PairSums) -> PairSums:
        return PairSums(
            self.n + other.n,
            self.s1 + other.s1,
            self.s2 + other.s2,
            self.q1 + other.q1,
            self.q2 + other.q2,
            self.x + other.x,
        )

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> PairSums:
        """The sums of these (before, after) scores."""
        return sum((cls(1, a, b, a * a, b * b, a * b) for a, b in pairs), cls())


@dataclass(frozen=True, slots=True)
class Mastery:
    """How many people reached the standard both times, only after, only before, neither time."""

    both: int = 0
    gained: int = 0
    lost: int = 0
    neither: int = 0

    def __add__(self, other: Mastery) -> Mastery:
        return Mastery(
            self.both + other.both,
            self.gained + other.gained,
            self.lost + other.lost,
            self.neither + other.neither,
        )

    @classmethod
    def of(cls, pairs: Iterable[Pair], standard: Score) -> Mastery:
        """Counted of these scores; reaching means at least the standard, in the scores' unit."""
        return sum((cls.one(a >= standard, b >= standard) for a, b in pairs), cls())

    @classmethod
    def one(cls, before: bool, after: bool) -> Mastery:
        """One person."""
        changed = int(before != after)
        return cls(
            int(before and after), changed * after, changed * before, int(not before | after)
        )

    @property
    def n(self) -> int:
        """Everyone counted."""
        return self.both + self.gained + self.lost + self.neither

    @property
    def before(self) -> int:
        """Those who reached it before."""
        return self.both + self.lost

    @property
    def after(self) -> int:
        """Those who reached it after."""
        return self.both + self.gained


@dataclass(frozen=True, slots=True)
class Gain:
    """The gain of n people, in the unit of the scores; a figure that is not defined is None.

    d_av is the mean gain over the root of the mean of the two variances, g_av the same corrected
    for small n; hake_g_of_averages is the mean gain over the mean room left before.
    """

    n: int
    maximum: Score
    mean_pre: float | None
    sd_pre: float | None
    mean_post: float | None
    sd_post: float | None
    r: float | None
    mean_diff: float | None
    sd_diff: float | None
    se_diff: float | None
    ci_lo: float | None
    ci_hi: float | None
    d_av: float | None
    g_av: float | None
    d_av_lo: float | None
    d_av_hi: float | None
    hake_g_of_averages: float | None
    hake_g_se_delta: float | None

    def in_points(self) -> Gain:
        """The same gain in points of 100 of the maximum."""
        return replace(
            self,
            maximum=100,
            mean_pre=self._points(self.mean_pre),
            sd_pre=self._points(self.sd_pre),
            mean_post=self._points(self.mean_post),
            sd_post=self._points(self.sd_post),
            mean_diff=self._points(self.mean_diff),
            sd_diff=self._points(self.sd_diff),
            se_diff=self._points(self.se_diff),
            ci_lo=self._points(self.ci_lo),
            ci_hi=self._points(self.ci_hi),
        )

    def _points(self, value: float | None) -> float | None:
        return None if value is None else value * 100 / float(self.maximum)


def paired_gain(sums: PairSums, maximum: Score, level: float = 0.95) -> Gain:
    """The mean gain with its t interval, and its standardised sizes, in the unit of the scores.

    None from fewer than two pairs, and wherever a spread that is divided by is zero: where all
    changed by the same amount there is a gain and no interval.
    """
    n = sums.n
    v1, v2 = variance(n, sums.s1, sums.q1), variance(n, sums.s2, sums.q2)
    c = covariance(n, sums.s1, sums.s2, sums.x)
    spread = None if v1 is None or v2 is None or c is None else v1 + v2 - 2 * c
    difference = mean(n, sums.s2 - sums.s1)
    error = root(None if spread is None else spread / n)
    lo, hi = _t_interval(difference, error, n - 1, level)
    d, half = _d_av(difference, v1, v2, c, n, level)
    g, g_error = _hake(sums, maximum, v1, v2, c)
    return Gain(
        n=n,
        maximum=maximum,
        mean_pre=mean(n, sums.s1),
        sd_pre=root(v1),
        mean_post=mean(n, sums.s2),
        sd_post=root(v2),
        r=correlation(v1, v2, c),
        mean_diff=difference,
        sd_diff=root(spread),
        se_diff=error,
        ci_lo=lo,
        ci_hi=hi,
        d_av=d,
        g_av=None if d is None else d * hedges(2 * n - 2),
        d_av_lo=None if d is None or half is None else d - half,
        d_av_hi=None if d is None or half is None else d + half,
        hake_g_of_averages=g,
        hake_g_se_delta=g_error,
    )


def correlation(v1: Fraction | None, v2: Fraction | None, c: Fraction | None) -> float | None:
    """Pearson's r from two variances and the covariance; None where one does not vary."""
    return None if not v1 or not v2 or c is None else ratio(float(c), sqrt(v1) * sqrt(v2))


def hedges(degrees: int) -> float:
    """J(m), which takes the small-sample excess out of a standardised difference (Hedges 1981)."""
    return exp(lgamma(degrees / 2) - lgamma((degrees - 1) / 2)) / sqrt(degrees / 2)


def _t_interval(
    centre: float | None, error: float | None, degrees: int, level: float
) -> tuple[float, float] | tuple[None, None]:
    if centre is None or not error:
        return None, None
    half = t_quantile(level, degrees) * error
    return centre - half, centre + half


def _d_av(
    difference: float | None,
    v1: Fraction | None,
    v2: Fraction | None,
    c: Fraction | None,
    n: int,
    level: float,
) -> tuple[float, float] | tuple[None, None]:
    # Half width by Bonett 2008, Psychol Methods 13:99; r s1 s2 is the covariance.
    if difference is None or v1 is None or v2 is None or c is None or not v1 + v2:
        return None, None
    v = (v1 + v2) / 2
    d = difference / sqrt(v)
    square = d * d * float((v1**2 + v2**2 + 2 * c**2) / (8 * (n - 1) * v**2))
    return d, z_quantile(level) * sqrt(square + float((v1 + v2 - 2 * c) / ((n - 1) * v)))


def _hake(
    sums: PairSums,
    maximum: Score,
    v1: Fraction | None,
    v2: Fraction | None,
    c: Fraction | None,
) -> tuple[float | None, float | None]:
    room = sums.n * maximum - sums.s1
    if v1 is None or v2 is None or c is None or room <= 0:
        return None, None
    g = Fraction(sums.s2 - sums.s1) / room
    spread = (v2 + (1 - g) ** 2 * v1 - 2 * (1 - g) * c) / sums.n
    return float(g), sqrt(spread) / (float(room) / sums.n)
