"""A sheet of paper totals: its rows, and every mistake in it at once. Pure.

An empty cell is "no test", never a zero. Totals are whole items: a fraction is a mistake.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

MAX_ROWS = 1_000
LARGEST_MAXIMUM = 500
LARGEST_CARD = 1_000_000

NumberOf = Callable[[str], Decimal | None]
"""How the number in a cell is read; None where it is not one."""


class Line(Protocol):
    """One line of a table: the number a spreadsheet gives it, and its cells by column."""

    @property
    def number(self) -> int:
        """The number a spreadsheet gives it."""

    @property
    def cells(self) -> Mapping[str, str]:
        """The cells by column, "" where empty."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; a test without a column is not in this file.

    Without a card column the lines are taken in their order: the first is card 1.
    """

    card: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person's totals (items); None is "no test"."""

    number: int
    card: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row cannot be taken as it is."""

    row: int


@dataclass(frozen=True, slots=True)
class TooManyRows(Problem):
    """More rows than a cohort can have: the limit."""

    limit: int


@dataclass(frozen=True, slots=True)
class NoScore(Problem):
    """Neither a total before nor one after."""


@dataclass(frozen=True, slots=True)
class CardTwice(Problem):
    """A card that an earlier row has already."""

    card: int
    first: int


@dataclass(frozen=True, slots=True)
class InCell(Problem):
    """A problem of one cell."""

    column: str
    cell: str


@dataclass(frozen=True, slots=True)
class NotACard(InCell):
    """No card number where one should stand."""


@dataclass(frozen=True, slots=True)
class NotANumber(InCell):
    """Something else than a total."""


@dataclass(frozen=True, slots=True)
class NotWhole(InCell):
    """A fraction of an item."""


@dataclass(frozen=True, slots=True)
class BelowZero(InCell):
    """A total under zero."""


@dataclass(frozen=True, slots=True)
class AboveMaximum(InCell):
    """A total over the maximum of the test."""

    maximum: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows that can be taken, and what is wrong with the others."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read(lines: Iterable[Line], columns: Columns, maximum: int, number_of: NumberOf) -> Reading:
    """The totals (whole items, 0 to the maximum) of every line, and all problems in line order."""
    kept = list(lines)
    if len(kept) > MAX_ROWS:
        return Reading((), (TooManyRows(kept[MAX_ROWS].number, MAX_ROWS),))
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[int, int] = {}
    for place, line in enumerate(kept, start=1):
        card = _card(line, columns.card, place, number_of)
        before = _score(line, columns.before, maximum, number_of)
        after = _score(line, columns.after, maximum, number_of)
        wrong = [found for found in (card, before, after) if isinstance(found, Problem)]
        if isinstance(card, int):
            if card in seen:
                wrong.append(CardTwice(line.number, card, seen[card]))
            seen.setdefault(card, line.number)
        if before is None and after is None:
            wrong.append(NoScore(line.number))
        problems += wrong
        if not wrong:
            # No problem is left in them: what remains are numbers and "no test".
            rows.append(Row(line.number, card, before, after))  # type: ignore[arg-type]
    return Reading(tuple(rows), tuple(problems))


def _card(line: Line, column: str | None, place: int, number_of: NumberOf) -> int | Problem:
    if column is None:
        return place
    cell = line.cells[column]
    number = number_of(cell)
    if number is None or number != int(number) or not 0 < number <= LARGEST_CARD:
        return NotACard(line.number, column, cell)
    return int(number)


def _score(
    line: Line, column: str | None, maximum: int, number_of: NumberOf
) -> int | Problem | None:
    cell = line.cells[column] if column else ""
    if not column or not cell:
        return None
    number = number_of(cell)
    if number is None:
        return NotANumber(line.number, column, cell)
    if number != int(number):
        return NotWhole(line.number, column, cell)
    if number < 0:
        return BelowZero(line.number, column, cell)
    if number > maximum:
        return AboveMaximum(line.number, column, cell, maximum)
    return int(number)
