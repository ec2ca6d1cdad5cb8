"""Keying twice: where two entries of one sheet differ, and how often fingers slip. Pure.

With one person keying, a tenth of the sheets (two at least) is keyed again; which ones falls by
the cohort's seed, so that nobody chooses them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from random import Random

SHARE = 10
"""One sheet of so many is keyed again."""
LEAST = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One question (from 1) that two entries read differently."""

    place: int
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Keystrokes that differ, of those compared, on so many sheets."""

    differing: int = 0
    keyed: int = 0
    sheets: int = 0

    @property
    def share(self) -> float:
        """Of 1; zero where nothing was compared."""
        return self.differing / self.keyed if self.keyed else 0.0


def differences(first: Sequence[str], second: Sequence[str]) -> tuple[Difference, ...]:
    """The questions where two entries differ; both have a token a question."""
    pairs = enumerate(zip(first, second, strict=True), 1)
    return tuple(Difference(place, one, two) for place, (one, two) in pairs if one != two)


def error_rate(entries: Iterable[tuple[Sequence[str], Sequence[str]]]) -> ErrorRate:
    """How many keystrokes differ between first and second entries of the same sheets."""
    differing = keyed = sheets = 0
    for first, second in entries:
        sheets += 1
        for one, two in zip(first, second, strict=True):
            keyed += max(len(one), len(two))
            differing += sum(a != b for a, b in zip_longest(one, two))
    return ErrorRate(differing, keyed, sheets)


def wanted(keyed: int) -> int:
    """How many of the keyed sheets are keyed again: a tenth rounded up, two at least."""
    return min(keyed, max(LEAST, -(-keyed // SHARE)))


def drawn(cards: Iterable[int], seed: str) -> tuple[int, ...]:
    """The cards in the order in which chance takes them; one more card moves no other."""
    return tuple(sorted(cards, key=lambda card: (Random(f"{seed}:{card}").random(), card)))
