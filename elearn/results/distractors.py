"""Who chooses which option: by third of the total score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from elearn.results.thresholds import Certainty, certainty


class Third(Enum):
    """The third of the people, by total score."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class DistractorFlag(Enum):
    """Why a wrong option deserves a second look."""

    NOT_CHOSEN = "not chosen"  # by fewer than 5 %
    RISING = "rising"  # the best choose it more often than the weakest: a wrong key, or ambiguous


@dataclass(frozen=True, slots=True)
class OptionCounts:
    """How many people of each third chose one option."""

    low: int = 0
    middle: int = 0
    high: int = 0

    def __add__(self, other: OptionCounts) -> OptionCounts:
        return OptionCounts(
            self.low + other.low, self.middle + other.middle, self.high + other.high
        )

    @property
    def n(self) -> int:
        """Everyone who chose it."""
        return self.low + self.middle + self.high


def thirds(totals: Sequence[int]) -> tuple[Third, ...]:
    """The third of each person: the first and last n // 3 by total, equal totals in their order."""
    size = len(totals) // 3
    found = [Third.MIDDLE] * len(totals)
    ranked = sorted(range(len(totals)), key=totals.__getitem__)
    for place in range(size):
        found[ranked[place]] = Third.LOW
        found[ranked[-1 - place]] = Third.HIGH
    return tuple(found)


def option_counts(choices: Sequence[str], totals: Sequence[int]) -> dict[str, OptionCounts]:
    """Options chosen in one item, by third of the total; one choice and one total a person."""
    counts: dict[str, OptionCounts] = {}
    for choice, third in zip(choices, thirds(totals), strict=True):
        one = OptionCounts(**{third.value: 1})
        counts[choice] = counts.get(choice, OptionCounts()) + one
    return counts


def distractor_flags(option: OptionCounts, everyone: OptionCounts) -> tuple[DistractorFlag, ...]:
    """What is odd about a wrong option, given how many of each third answered; none under 50."""
    if certainty(everyone.n) is Certainty.NONE:
        return ()
    checks = {
        DistractorFlag.NOT_CHOSEN: 20 * option.n < everyone.n,
        DistractorFlag.RISING: option.high * everyone.low > option.low * everyone.high,
    }
    return tuple(flag for flag, raised in checks.items() if raised)
