"""Whether an item is harder for one group than for people of another with the same total."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import log, sqrt

from elearn.results.distributions import z_quantile

# Below this in the smaller group a difference is mostly chance; 200 are better.
FEWEST = 100


class Size(Enum):
    """The classes of the Educational Testing Service; only C goes before a panel."""

    A = "A"  # negligible
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Dif:
    """Mantel-Haenszel's difference on the delta scale, below 0: harder for the focal group."""

    reference: int
    focal: int
    delta: float
    lo: float
    hi: float
    size: Size


@dataclass(frozen=True, slots=True)
class Answered:
    """One person: in the focal group or in the reference group, the test's total, right or not."""

    focal: bool
    total: int
    right: bool


@dataclass(frozen=True, slots=True)
class _Stratum:
    """People of one total: a and b of the reference group right and wrong, c and d of the other."""

    a: int
    b: int
    c: int
    d: int

    @property
    def n(self) -> int:
        return self.a + self.b + self.c + self.d

    @property
    def expected(self) -> float:
        return (self.a + self.b) * (self.a + self.c) / self.n

    @property
    def variance(self) -> float:
        if self.n < 2:
            return 0.0
        margins = (self.a + self.b) * (self.c + self.d) * (self.a + self.c) * (self.b + self.d)
        return margins / (self.n**2 * (self.n - 1))


def dif(people: Iterable[Answered]) -> Dif | None:
    """The difference between the groups; None under 100 in either, or where nothing compares.

    Matched on the total, the item included. Interval after Robins, Breslow & Greenland 1986,
    Biometrics 42:311.
    """
    everyone = list(people)
    focal = sum(one.focal for one in everyone)
    reference = len(everyone) - focal
    if min(focal, reference) < FEWEST:
        return None
    strata = _strata(everyone)
    r, s = sum(x.a * x.d / x.n for x in strata), sum(x.b * x.c / x.n for x in strata)
    if not r or not s:
        return None
    delta, error = -2.35 * log(r / s), 2.35 * sqrt(_log_variance(strata, r, s))
    half = z_quantile(0.95) * error
    return Dif(reference, focal, delta, delta - half, delta + half, _size(strata, delta, error))


def _strata(people: Iterable[Answered]) -> list[_Stratum]:
    cells: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in people:
        cells[one.total][2 * one.focal + (not one.right)] += 1
    return [_Stratum(*counts) for counts in cells.values()]


def _log_variance(strata: Iterable[_Stratum], r: float, s: float) -> float:
    first = second = third = 0.0
    for x in strata:
        p, q = (x.a + x.d) / x.n, (x.b + x.c) / x.n
        own_r, own_s = x.a * x.d / x.n, x.b * x.c / x.n
        first += p * own_r
        second += p * own_s + q * own_r
        third += q * own_s
    return first / (2 * r * r) + second / (2 * r * s) + third / (2 * s * s)


def _size(strata: Iterable[_Stratum], delta: float, error: float) -> Size:
    kept = list(strata)
    gap = abs(sum(x.a - x.expected for x in kept))
    chi = max(0.0, gap - 0.5) ** 2 / sum(x.variance for x in kept)
    if abs(delta) < 1 or chi < z_quantile(0.95) ** 2:
        return Size.A
    beyond_one = abs(delta) - 1 > z_quantile(0.9) * error
    return Size.C if abs(delta) >= 1.5 and beyond_one else Size.B
