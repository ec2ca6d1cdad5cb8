"""Whether two forms of a test are equally hard, from people who took one before, one after.

Half of them took A then B, half B then A. A person's gain holds what was learnt and the difference
of the forms, with its sign turned in the other half. So with d the mean gains of the halves,
    easier = (d_AB - d_BA) / 2     how many points easier B is than A
    equated = (d_AB + d_BA) / 2    the gain without it (mean equating)
and both have the standard error sqrt(v_AB / n_AB + v_BA / n_BA) / 2, v the variance of the gains,
with Welch's t. This is the 2 x 2 cross-over (Jones & Kenward, Design and Analysis of Cross-Over
Trials, chapter 2), the forms as treatments; it supposes that the order changes nothing but the
sign, that is, that learning is the same from A to B as from B to A.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt

from elearn.results.distributions import t_quantile
from elearn.results.exact import Score, mean, variance
from elearn.results.gains import PairSums
from elearn.results.proportions import Estimate

# A half of fewer people has no interval worth printing; under thirty it is provisional.
IN_EACH_HALF, FIRM_IN_EACH_HALF = 10, 30
# Forms that differ by more than this many points of 100 are equated (statistics, 1.3 (7)).
TOO_FAR = 3.0


@dataclass(frozen=True, slots=True)
class Halves:
    """The (before, after) scores of one group by the order of its forms, in points of 100."""

    ab: PairSums = field(default_factory=PairSums)
    ba: PairSums = field(default_factory=PairSums)

    def __add__(self, other: Halves) -> Halves:
        return Halves(self.ab + other.ab, self.ba + other.ba)

    @property
    def enough(self) -> bool:
        """Whether both halves have people enough for an interval."""
        return min(self.ab.n, self.ba.n) >= IN_EACH_HALF

    @property
    def firm(self) -> bool:
        """Whether the difference is more than provisional."""
        return min(self.ab.n, self.ba.n) >= FIRM_IN_EACH_HALF


@dataclass(frozen=True, slots=True)
class Equivalence:
    """How hard the forms were (mean scores, half before and half after the course), in points.

    `easier`: how much easier B is than A. `raw` is the gain as it stands, `equated` without the
    difference of the forms.
    """

    halves: Halves
    a: Estimate
    b: Estimate
    easier: Estimate
    raw: float
    equated: Estimate

    @property
    def too_far(self) -> bool:
        """Whether the forms differ by so much that the gain is equated."""
        return abs(self.easier.value) > TOO_FAR

    @property
    def by_chance(self) -> bool:
        """Whether the difference may be chance alone: its interval holds zero."""
        return self.easier.lo <= 0 <= self.easier.hi


def equivalence(halves: Halves, level: float = 0.95) -> Equivalence | None:
    """The forms compared in one group; None of too few people, or where nobody's score differs."""
    ab, ba = halves.ab, halves.ba
    if not halves.enough:
        return None
    gained = _Part.gain(ab), _Part.gain(ba)
    if not all(part.spread for part in gained):
        return None
    forms = (_Part.before(ab), _Part.after(ba)), (_Part.after(ab), _Part.before(ba))
    a, b = (_halved(first, second, 1, level) for first, second in forms)
    return Equivalence(
        halves,
        a,
        b,
        easier=_halved(*gained, -1, level),
        raw=mean(ab.n + ba.n, ab.s2 + ba.s2 - ab.s1 - ba.s1) or 0.0,
        equated=_halved(*gained, 1, level),
    )


def pooled_difference(groups: Iterable[Halves], level: float = 0.95) -> Estimate | None:
    """How much easier B is than A over several cohorts, each compared within itself.

    The least squares of gain on cohort and order: cohorts weigh n_AB n_BA / (n_AB + n_BA), the
    variance is that within the halves. A cohort that took one order alone says nothing. None
    under thirty people in each half together.
    """
    crossed = [one for one in groups if one.ab.n and one.ba.n]
    if not sum(crossed, Halves()).firm:
        return None
    weights = [Fraction(one.ab.n * one.ba.n, one.ab.n + one.ba.n) for one in crossed]
    differences = [
        Fraction(_gained(one.ab)) / one.ab.n - Fraction(_gained(one.ba)) / one.ba.n
        for one in crossed
    ]
    total = sum(weights)
    value = float(sum(w * d for w, d in zip(weights, differences, strict=True)) / total / 2)
    squares, degrees = _within([half for one in crossed for half in (one.ab, one.ba)])
    if not squares:
        return None
    half = t_quantile(level, degrees) * sqrt(squares / degrees / total) / 2
    return Estimate(value, value - half, value + half)


@dataclass(frozen=True, slots=True)
class _Part:
    """A mean, and its variance: that of the values over their number."""

    mean: Fraction
    spread: Fraction
    n: int

    @classmethod
    def of(cls, n: int, s: Score, q: Score) -> _Part:
        return cls(Fraction(s) / n, (variance(n, s, q) or Fraction(0)) / n, n)

    @classmethod
    def before(cls, sums: PairSums) -> _Part:
        return cls.of(sums.n, sums.s1, sums.q1)

    @classmethod
    def after(cls, sums: PairSums) -> _Part:
        return cls.of(sums.n, sums.s2, sums.q2)

    @classmethod
    def gain(cls, sums: PairSums) -> _Part:
        return cls.of(sums.n, _gained(sums), sums.q1 + sums.q2 - 2 * sums.x)


def _gained(sums: PairSums) -> Score:
    return sums.s2 - sums.s1


def _halved(first: _Part, second: _Part, sign: int, level: float) -> Estimate:
    """Half of two independent means, added or subtracted, with Welch's interval."""
    value = float(first.mean + sign * second.mean) / 2
    spread = first.spread + second.spread
    if not spread:
        return Estimate(value, value, value)
    parts = first.spread**2 / (first.n - 1) + second.spread**2 / (second.n - 1)
    half = t_quantile(level, float(spread**2 / parts)) * sqrt(spread) / 2
    return Estimate(value, value - half, value + half)


def _within(halves: Sequence[PairSums]) -> tuple[Fraction, int]:
    """The squares of gains around the mean of their half, and their degrees of freedom."""
    parts = [(_Part.gain(half), half.n) for half in halves]
    squares = sum((part.spread * n * (n - 1) for part, n in parts), Fraction(0))
    return squares, sum(n - 1 for _, n in parts)
