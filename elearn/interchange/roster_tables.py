"""A list of people as its makers keep it, read into what may be kept of it.

What is dropped is read once, for the key of the table and, where it is asked for, for the list on
paper; it leaves this module in no other way.
"""

import hmac
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from elearn.cohorts import entrants
from elearn.cohorts.entrants import LARGEST_CARD, Entrant, Problem
from elearn.cohorts.profile import KEPT
from elearn.interchange.roster_columns import Columns, columns_of, folded, recognised
from elearn.interchange.roster_values import value
from elearn.interchange.table_errors import NoKnownColumn, TooManyRows
from elearn.interchange.tables import Row, Table, read_table
from elearn.people import codes
from elearn.people.codes import MistypedCode

MAX_ROWS = 5_000
Read = TypeVar("Read")
Mistake = Callable[[int, str, str], Problem]


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows as they may be kept, the mistakes, and how the table was read.

    `key` tells this very table, whatever the order of its rows and columns; `skipped` rows have
    nothing in any column that we know.
    """

    people: tuple[Entrant, ...]
    problems: tuple[Problem, ...]
    columns: Columns
    key: bytes
    skipped: int


def read_roster(data: bytes, name: str, secret: bytes, year: int) -> Roster:
    """The list in a CSV or XLSX file of at most 5,000 rows; raises a TableError."""
    table = roster_table(data, name)
    columns = columns_of(table.columns)
    rows = filled(table, columns)
    order = ranks(rows, columns)
    reading = _Reading(columns, year)
    people = tuple(reading.entrant(row, rank) for row, rank in zip(rows, order, strict=True))
    problems = tuple(reading.problems)
    return Roster(
        people, problems, columns, key_of(rows, columns, secret), len(table.rows) - len(rows)
    )


def roster_table(data: bytes, name: str) -> Table:
    """The table below the first row that names columns we know; raises a TableError."""
    table = read_table(data, name, recognised)
    if not recognised(table.columns):
        raise NoKnownColumn(table.columns)
    if len(table.rows) > MAX_ROWS:
        raise TooManyRows(MAX_ROWS)
    return table


def filled(table: Table, columns: Columns) -> list[Row]:
    """The rows that say something of somebody."""
    return [row for row in table.rows if _content(row, columns)]


def names_of(row: Row, columns: Columns) -> str:
    """The name in a row, from all its columns of names in their order."""
    return " ".join(row.cells[name] for name in columns.names if row.cells[name])


def ranks(rows: Sequence[Row], columns: Columns) -> list[int]:
    """The place of each row in the order of the rows' content."""
    content = [_content(row, columns) for row in rows]
    found = [0] * len(rows)
    for rank, place in enumerate(sorted(range(len(rows)), key=content.__getitem__)):
        found[place] = rank
    return found


def key_of(rows: Sequence[Row], columns: Columns, secret: bytes) -> bytes:
    """A keyed hash of the whole table: without the key nobody can try a name, and not one alone."""
    told = json.dumps(sorted(_content(row, columns) for row in rows)).encode()
    return hmac.digest(secret, told, "sha256")


def _content(row: Row, columns: Columns) -> list[tuple[str, str]]:
    """What a row says in the columns that we know: a remark beside it changes nobody."""
    telling = (*columns.used.values(), *columns.dropped)
    cells = ((folded(name), " ".join(row.cells[name].split())) for name in telling)
    return sorted(each for each in cells if each[1])


class _Reading:
    """Rows read one after the other, with what was met so far."""

    def __init__(self, columns: Columns, year: int) -> None:
        self.columns = columns
        self.year = year
        self.problems: list[Problem] = []
        self._met: dict[tuple[str, object], int] = {}

    def entrant(self, row: Row, rank: int) -> Entrant:
        """What may be kept of a row; its mistakes are kept apart."""
        card = self._once(row, "card", _card, entrants.NotACard)
        code = self._once(row, "code", _code, entrants.NotACode)
        profile = {field: self._listed(row, field) for field in KEPT if field in self.columns.used}
        return Entrant(
            row.number, rank, card, code, {name: said for name, said in profile.items() if said}
        )

    def _listed(self, row: Row, field: str) -> str | None:
        column = self.columns.used[field]
        cell = row.cells[column]
        found = value(field, cell, self.year) if cell else None
        if cell and found is None:
            self.problems.append(entrants.NotOnTheList(row.number, column, cell, field))
        return found

    def _once(
        self, row: Row, field: str, read: Callable[[str], Read | None], mistake: Mistake
    ) -> Read | None:
        """A card number or a code, which no other row of the file may have."""
        column = self.columns.used.get(field)
        cell = row.cells[column] if column else ""
        if column is None or not cell:
            return None
        found = read(cell)
        if found is None:
            self.problems.append(mistake(row.number, column, cell))
            return None
        first = self._met.setdefault((field, found), row.number)
        if first != row.number:
            self.problems.append(entrants.Twice(row.number, column, cell, first))
        return found


def _card(cell: str) -> int | None:
    typed = cell.strip()
    number = int(typed) if re.fullmatch("[0-9]{1,6}", typed) else 0
    return number if 1 <= number <= LARGEST_CARD else None


def _code(cell: str) -> str | None:
    try:
        return codes.read_code(cell)
    except MistypedCode:
        return None
