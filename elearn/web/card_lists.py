"""A list of cards as people write it: "3, 7, 9-12"."""

import re
from collections.abc import Collection

_PART = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


class NotAList(ValueError):
    """Something in it is neither a card number nor a range of them."""


def cards_of(typed: str, everybody: Collection[int]) -> tuple[int, ...]:
    """The cards of a list in order; an empty list is everybody. Raises NotAList."""
    glued = re.sub(r"\s*[-–]\s*", "-", typed)
    parts = [part for part in re.split(r"[,;\s]+", glued) if part]
    if not parts:
        return tuple(sorted(everybody))
    found = set[int]()
    for part in parts:
        read = _PART.fullmatch(part)
        if read is None:
            raise NotAList(part)
        first, last = int(read[1]), int(read[2] or read[1])
        if last < first:
            raise NotAList(part)
        found |= set(range(first, last + 1))
    return tuple(sorted(found))


def written(cards: Collection[int]) -> str:
    """The list in its shortest form, as `cards_of` reads it: 3,7,9-12."""
    runs: list[list[int]] = []
    for card in sorted(cards):
        if runs and card == runs[-1][-1] + 1:
            runs[-1].append(card)
        else:
            runs.append([card])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
