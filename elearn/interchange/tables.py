"""Tables as people keep them, CSV or XLSX, read into rows that know where they stand.

A row has the number that a spreadsheet gives it: the header is row 1 (lower where blank rows come
first), and a line break inside quotes starts no new row. Blank rows and columns are left out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from openpyxl.utils import get_column_letter

from elearn.interchange.csv_records import csv_records
from elearn.interchange.table_errors import (
    AboveMaximum,
    BelowZero,
    DuplicateHeader,
    EmptyHeader,
    EmptyTable,
    ExtraCell,
    NoSuchColumn,
    NotANumber,
    NotATable,
    NotRightOrWrong,
    TooLarge,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
)
from elearn.interchange.workbooks import workbook_records
from elearn.results.exact import Score

MAX_BYTES = 5_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000

# No-break, narrow no-break and thin spaces group digits; the minus sign is not the hyphen.
PLAIN = str.maketrans("\u00a0\u202f\u2009\u2212", "   -")
NUMBER = re.compile(r"([+-]?)([0-9]{1,15}|[0-9]{1,3}(?: [0-9]{3}){1,4})(?:[.,]([0-9]{1,15}))?")


TITLES = 20  # rows in which a header may stand

Header = Callable[[Sequence[str]], int]
"""How many cells of a row are names of columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the spreadsheet, and its cells by column, "" where empty."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns in their order, and the rows below them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(data: bytes, name: str, header: Header | None = None) -> Table:
    """The table in a CSV or XLSX file (its first sheet), told apart by its content.

    The first filled row has the columns' names; with `header` the one of the first twenty that it
    counts the most names in, so that a title may stand above.

    CSV: UTF-8, UTF-16 or windows-1252; comma, semicolon or tab. XLSX: the values that formulas
    last had, dates as ISO text. At most 5 MB, 50,000 rows, 200 columns. Raises a TableError.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(MAX_BYTES)
    if data.startswith(b"PK\x03\x04"):
        return _table(workbook_records(data, name, MAX_ROWS + 2, MAX_COLUMNS + 1), header)
    if name.lower().endswith(".xlsx"):
        raise NotATable(name)
    return _table(csv_records(data, name, titled=header is not None), header)


def number_of(cell: str) -> Decimal | None:
    """The number in a cell: 12, 12.5, 12,5, 1 234,5 with any space; None where it is not one.

    A comma or a point is the decimal sign, so 1,234 is one and a bit.
    """
    found = NUMBER.fullmatch(cell.strip().translate(PLAIN))
    if not found:
        return None
    sign, whole, decimals = found.groups(default="")
    return Decimal(f"{sign}{whole.replace(' ', '')}{'.' if decimals else ''}{decimals}")


def column_name(text: str) -> str:
    """A column's name as tables hold it, from how it is typed."""
    # One letter may be two characters on a Mac; a line break in a header is a space to its reader.
    return " ".join(unicodedata.normalize("NFC", text).split())


def scores(table: Table, column: str, maximum: Score) -> tuple[Score | None, ...]:
    """A column of scores from 0 to the maximum, fractions allowed; None where a cell is empty.

    Raises NoSuchColumn, NotANumber, BelowZero, AboveMaximum.
    """
    return tuple(
        _score(row, column, cell, maximum) if cell else None for row, cell in _cells(table, column)
    )


def marks(table: Table, columns: Sequence[str]) -> tuple[tuple[int | None, ...], ...]:
    """One row of marks a row, 1 or 0, and None where a cell is empty.

    Raises NoSuchColumn, NotRightOrWrong.
    """
    read = ([_mark(row, column, cell) for row, cell in _cells(table, column)] for column in columns)
    return tuple(zip(*read, strict=True))


def question_columns(table: Table) -> tuple[str, ...]:
    """The columns that must be questions: of 1, 0 and empty cells, and numbered alike (Q1, Q2).

    Also all columns but the first, where all of them hold 1 and 0. Nothing where it is not clear.
    """
    marked = [name for name in table.columns if _is_marked(table, name)]
    families: dict[str, list[str]] = {}
    for name in marked:
        stem = name.rstrip("0123456789")
        if stem != name:
            families.setdefault(stem, []).append(name)
    several = [names for names in families.values() if len(names) > 1]
    if len(several) == 1:
        return tuple(several[0])
    return table.columns[1:] if set(table.columns[1:]) <= set(marked) else ()


def _is_marked(table: Table, name: str) -> bool:
    held = {row.cells[name] for row in table.rows} - {""}
    return bool(held) and {number_of(cell) for cell in held} <= {0, 1}


def _cells(table: Table, column: str) -> list[tuple[Row, str]]:
    name = column_name(column)
    if name not in table.columns:
        raise NoSuchColumn(name, table.columns)
    return [(row, row.cells[name]) for row in table.rows]


def _score(row: Row, column: str, cell: str, maximum: Score) -> Score:
    number = number_of(cell)
    if number is None:
        raise NotANumber(row.number, column, cell)
    if number < 0:
        raise BelowZero(row.number, column, cell)
    score = Fraction(number)
    if score > maximum:
        raise AboveMaximum(row.number, column, cell, maximum)
    return int(score) if score.denominator == 1 else score


def _mark(row: Row, column: str, cell: str) -> int | None:
    if not cell:
        return None
    number = number_of(cell)
    if number not in (0, 1):
        raise NotRightOrWrong(row.number, column, cell)
    return int(number)


def _table(records: Iterable[tuple[int, list[str]]], header_of: Header | None) -> Table:
    filled = ((number, _trimmed(number, cells)) for number, cells in records)
    kept = list(islice((one for one in filled if one[1]), MAX_ROWS + 2))
    if header_of and kept:
        named = [header_of([column_name(cell) for cell in cells]) for _, cells in kept[:TITLES]]
        kept = kept[named.index(max(named)) :]
    if len(kept) < 2:
        raise EmptyTable
    if len(kept) > MAX_ROWS + 1:
        raise TooManyRows(MAX_ROWS)
    (top, header), *below = kept
    if len(header) * len(below) > MAX_CELLS:
        raise TooManyCells(MAX_CELLS)
    columns = _columns(top, [column_name(cell) for cell in header], below)
    rows = (Row(number, {n: _at(cells, i) for i, n in columns.items()}) for number, cells in below)
    return Table(tuple(columns.values()), tuple(rows))


def _trimmed(number: int, cells: list[str]) -> list[str]:
    found = [cell.strip() for cell in cells]
    while found and not found[-1]:
        found.pop()
    if len(found) > MAX_COLUMNS:
        raise TooManyColumns(number, MAX_COLUMNS)
    return found


def _at(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _columns(top: int, header: list[str], below: list[tuple[int, list[str]]]) -> dict[int, str]:
    """Each named column by its place; a column without name must be empty."""
    columns: dict[int, str] = {}
    for place, name in enumerate(header):
        if name in columns.values():
            first = next(i for i, other in columns.items() if other == name)
            raise DuplicateHeader(top, name, _letter(first), _letter(place))
        if name:
            columns[place] = name
        elif any(_at(cells, place) for _, cells in below):
            raise EmptyHeader(top, _letter(place))
    for number, cells in below:
        if len(cells) > len(header):
            raise ExtraCell(number, _letter(len(cells) - 1), cells[-1])
    return columns


def _letter(place: int) -> str:
    return get_column_letter(place + 1)
