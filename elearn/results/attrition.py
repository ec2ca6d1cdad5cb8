"""Who is missing from the pairs, and how much that could change the gain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from elearn.results.exact import Score, mean
from elearn.results.gains import PairSums

LOW_COMPLETION = Fraction(80, 100)


@dataclass(frozen=True, slots=True)
class Leavers:
    """People with a score before and none after: how many, and the sum of those scores."""

    n: int = 0
    s1: Score = 0

    def __add__(self, other: Leavers) -> Leavers:
        return Leavers(self.n + other.n, self.s1 + other.s1)

    @classmethod
    def of(cls, scores: Iterable[Score]) -> Leavers:
        """Summed from their scores before."""
        return sum((cls(1, score) for score in scores), cls())


@dataclass(frozen=True, slots=True)
class Attrition:
    """The gain beside what is not known of it, in the unit of the scores.

    no_change supposes that the untested of all enrolled did not change; lo and hi suppose that
    those tested only before then had nothing right, or everything.
    """

    enrolled: int
    n_pre: int
    pairs: int
    completion: float | None
    mean_pre_completers: float | None
    mean_pre_leavers: float | None
    no_change: float | None
    lo: float | None
    hi: float | None
    low_completion: bool


def attrition(sums: PairSums, leavers: Leavers, enrolled: int, maximum: Score) -> Attrition:
    """The flow from enrolled to both tests, and the bounds of the gain that it leaves open.

    Raises ValueError where fewer are enrolled than were tested before.
    """
    n_pre = sums.n + leavers.n
    if enrolled < n_pre:
        raise ValueError(f"{enrolled} enrolled, {n_pre} tested")
    gained = sums.s2 - sums.s1
    return Attrition(
        enrolled=enrolled,
        n_pre=n_pre,
        pairs=sums.n,
        completion=mean(enrolled, sums.n),
        mean_pre_completers=mean(sums.n, sums.s1),
        mean_pre_leavers=mean(leavers.n, leavers.s1),
        no_change=mean(enrolled, gained),
        lo=mean(n_pre, gained - leavers.s1),
        hi=mean(n_pre, gained + leavers.n * maximum - leavers.s1),
        low_completion=sums.n < LOW_COMPLETION * enrolled,
    )
