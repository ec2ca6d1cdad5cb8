"""Why a table cannot be used: each a named event that says where, for a sentence made elsewhere.

row is the spreadsheet's number; column is the column's name, or its letter where it has none.
"""

from dataclasses import dataclass

from elearn.results.exact import Score


@dataclass(eq=False)
class TableError(Exception):
    """Why a table cannot be used. Subclasses add where, and what else a sentence needs."""

    @property
    def arguments(self) -> dict[str, object]:
        """What the event is about, by name."""
        return dict(vars(self))


@dataclass(eq=False)
class NotATable(TableError):
    """Neither CSV in an encoding we read nor an XLSX workbook; an old .xls is not either."""

    name: str


@dataclass(eq=False)
class EmptyTable(TableError):
    """No header, or no row below it."""


@dataclass(eq=False)
class TooLarge(TableError):
    """More bytes, packed or unpacked, than the limit."""

    limit: int


@dataclass(eq=False)
class TooManyRows(TableError):
    """More rows than the limit."""

    limit: int


@dataclass(eq=False)
class TooManyColumns(TableError):
    """A row with more cells than the limit."""

    row: int
    limit: int


@dataclass(eq=False)
class TooManyCells(TableError):
    """More rows times columns than the limit."""

    limit: int


@dataclass(eq=False)
class UnclosedQuote(TableError):
    """A quotation mark opens a cell in this row and nothing closes it as it should."""

    row: int


@dataclass(eq=False)
class EmptyHeader(TableError):
    """A column (by letter) that has cells and no name."""

    row: int
    column: str


@dataclass(eq=False)
class DuplicateHeader(TableError):
    """Two columns of one name; their letters."""

    row: int
    column: str
    first: str
    second: str


@dataclass(eq=False)
class ExtraCell(TableError):
    """A cell right of the last column (by letter), as an unquoted decimal comma makes."""

    row: int
    column: str
    cell: str


@dataclass(eq=False)
class FormulaWithoutValue(TableError):
    """A formula (column by letter) that was never calculated: its value is unknown."""

    row: int
    column: str


@dataclass(eq=False)
class NoSuchColumn(TableError):
    """A column that is asked for and not there; those that are."""

    column: str
    columns: tuple[str, ...]


@dataclass(eq=False)
class NoKnownColumn(TableError):
    """No column of a list of people has a name that we know; those that are there."""

    columns: tuple[str, ...]


@dataclass(eq=False)
class NotANumber(TableError):
    """A cell that should hold a score."""

    row: int
    column: str
    cell: str


@dataclass(eq=False)
class BelowZero(NotANumber):
    """A score under zero."""


@dataclass(eq=False)
class AboveMaximum(NotANumber):
    """A score over the maximum of its test."""

    maximum: Score


@dataclass(eq=False)
class NotRightOrWrong(NotANumber):
    """A cell that should hold 1 or 0."""
