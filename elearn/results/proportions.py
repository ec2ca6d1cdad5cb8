"""Shares of people: one share, and the change of a share in the same people."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

from elearn.results.distributions import z_quantile


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its interval."""

    value: float
    lo: float
    hi: float


def wilson(k: int, n: int, level: float = 0.95) -> Estimate | None:
    """The share k of n with Wilson's interval, shares of 1; None of nobody.

    Newcombe 1998, Stat Med 17:857, method 3. Raises ValueError unless 0 <= k <= n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n}")
    if n == 0:
        return None
    z = z_quantile(level)
    centre = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * sqrt(k * (n - k) / n + z * z / 4)
    # At the ends the formula is exact on paper and off by a rounding error here.
    lo = 0.0 if k == 0 else centre - half
    hi = 1.0 if k == n else centre + half
    return Estimate(k / n, lo, hi)


def bonett_price(gained: int, lost: int, n: int, level: float = 0.95) -> Estimate | None:
    """The change of a share in the same n people, with its interval; None of nobody.

    gained: not before and after; lost: before and not after. Bonett & Price 2012, JEBS: one
    person is added to each of the two, so the middle of the interval is not the change itself.
    """
    if gained < 0 or lost < 0 or gained + lost > n:
        raise ValueError(f"{gained} and {lost} of {n}")
    if n == 0:
        return None
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    half = z_quantile(level) * sqrt((up + down - (up - down) ** 2) / (n + 2))
    return Estimate((gained - lost) / n, max(-1.0, up - down - half), min(1.0, up - down + half))


def mcnemar_exact(gained: int, lost: int) -> float:
    """The exact two-sided p of McNemar's test, for the technical annex; 1 where nobody changed."""
    changed = gained + lost
    tail = sum(comb(changed, i) for i in range(min(gained, lost) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def mcnemar_mid_p(gained: int, lost: int) -> float:
    """The mid-p of McNemar's test, less cautious than the exact p; 1 where nobody changed.

    Fagerland, Lydersen & Laake 2013, BMC Med Res Methodol 13:91.
    """
    changed = gained + lost
    if not changed:
        return 1.0
    at = comb(changed, gained) / (1 << changed)
    return 1 - at / 2 if gained == lost else mcnemar_exact(gained, lost) - at


def held_down(probabilities: Sequence[float]) -> list[float]:
    """Several p, each raised so that of those under a level no more are false, in expectation.

    Benjamini & Hochberg 1995, J R Stat Soc B 57:289; in the order given.
    """
    ranked = sorted(range(len(probabilities)), key=probabilities.__getitem__, reverse=True)
    held, least = [0.0] * len(probabilities), 1.0
    for after, place in enumerate(ranked):
        rank = len(probabilities) - after
        least = min(least, probabilities[place] * len(probabilities) / rank)
        held[place] = least
    return held
