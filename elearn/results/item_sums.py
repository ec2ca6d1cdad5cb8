"""The sums that a test's item figures are made of; they add up over groups of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class ItemSum:
    """One item, right (1) or not (0), against the total of the test.

    n people, s right answers, sxt the totals of those who were right, st all totals, stt their
    squares.
    """

    n: int = 0
    s: int = 0
    sxt: int = 0
    st: int = 0
    stt: int = 0

    def __add__(self, other: ItemSum) -> ItemSum:
        return ItemSum(
            self.n + other.n,
            self.s + other.s,
            self.sxt + other.sxt,
            self.st + other.st,
            self.stt + other.stt,
        )


@dataclass(frozen=True, slots=True)
class CrossSums:
    """A whole test: of n people, how many were right on both of each two items.

    The diagonal of `both` is how many were right on each.
    """

    n: int
    both: tuple[tuple[int, ...], ...]

    def __add__(self, other: CrossSums) -> CrossSums:
        """Of two groups who took the same items in the same order; else raises ValueError."""
        if len(self.both) != len(other.both):
            raise ValueError("two tests of different length")
        rows = zip(self.both, other.both, strict=True)
        added = (tuple(a + b for a, b in zip(*pair, strict=True)) for pair in rows)
        return CrossSums(self.n + other.n, tuple(added))

    @classmethod
    def of(cls, answers: Sequence[Sequence[int]], items: int) -> CrossSums:
        """Of one row a person, one column an item: 1 right, 0 not. Else raises ValueError."""
        if any(len(row) != items or not set(row) <= {0, 1} for row in answers):
            raise ValueError("an answer is 1 or 0, one an item")
        matrix = np.asarray(answers, dtype=np.int64).reshape(len(answers), items)
        both: list[list[int]] = (matrix.T @ matrix).tolist()
        return cls(len(answers), tuple(tuple(row) for row in both))

    def items(self) -> tuple[ItemSum, ...]:
        """The sums of each item against the total of all of them."""
        st = sum(self.both[j][j] for j in range(len(self.both)))
        stt = sum(map(sum, self.both))
        return tuple(ItemSum(self.n, row[j], sum(row), st, stt) for j, row in enumerate(self.both))
