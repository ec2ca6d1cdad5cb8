"""What a test cannot show: scores at its ceiling or floor, and points that guessing makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from elearn.results.exact import Score

CAPPED = Fraction(15, 100)  # of the people; statistics of Danbe, section 1.1
GUESSING_WORTH_SAYING = Fraction(5, 100)  # a move in "I don't know", of the answers


@dataclass(frozen=True, slots=True)
class Extremes:
    """Of n scores: how many at the maximum, at 90 % of it or more, at chance or less."""

    n: int = 0
    at_maximum: int = 0
    from_ninety: int = 0
    at_chance: int = 0

    def __add__(self, other: Extremes) -> Extremes:
        return Extremes(
            self.n + other.n,
            self.at_maximum + other.at_maximum,
            self.from_ninety + other.from_ninety,
            self.at_chance + other.at_chance,
        )

    @classmethod
    def of(cls, scores: Iterable[Score], maximum: Score, chance: Score = 0) -> Extremes:
        """Counted; chance is the score that guessing everything makes, in the scores' unit."""
        counted = (
            cls(1, int(score >= maximum), int(10 * score >= 9 * maximum), int(score <= chance))
            for score in scores
        )
        return sum(counted, cls())

    def share(self, count: int) -> float | None:
        """A count of these people as a share of 1; None of nobody."""
        return count / self.n if self.n else None

    @property
    def capped(self) -> bool:
        """Whether, before a course, so many are near the top that the gain is capped."""
        return bool(self.n) and self.from_ninety >= CAPPED * self.n


@dataclass(frozen=True, slots=True)
class Guessing:
    """The share of "I don't know" before and after, and the points of 100 it could make."""

    before: float
    after: float
    points: float
    worth_saying: bool


def guessing(
    before: tuple[int, int], after: tuple[int, int], options: int | Fraction
) -> Guessing | None:
    """How many points a move from "I don't know" to guessing could make.

    before, after: how many of how many answers were "I don't know". options: how many a question
    offers (with mixed questions the harmonic mean), "I don't know" not counted. None without
    answers.
    """
    if not before[1] or not after[1]:
        return None
    first, then = Fraction(*before), Fraction(*after)
    moved = first - then
    points = float(100 * moved / options)
    return Guessing(float(first), float(then), points, abs(moved) > GUESSING_WORTH_SAYING)
