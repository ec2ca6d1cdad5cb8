"""Names beside cards, for the list on paper alone: read, given back, kept nowhere."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from elearn.interchange.roster_columns import columns_of
from elearn.interchange.roster_tables import filled, key_of, names_of, ranks, roster_table
from elearn.people import codes
from elearn.people.codes import MistypedCode

_NUMBERED = re.compile(r"([0-9]{1,4})\s*[.;:,)\t-]?\s+(\S.*)")

Line = tuple[int, str]
"""A card and a name."""


class NoNames(ValueError):
    """The table has no column of names."""


class NoCard(ValueError):
    """A line or a row (its number) whose card is not known."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of a list: its number, its rank by content, what says whose it is, and the name."""

    row: int
    rank: int
    card: str
    code: str
    name: str


def typed(text: str, cards: Collection[int]) -> list[Line]:
    """Names as they are typed, one a line; a line may begin with its card, else the next one.

    Raises NoCard.
    """
    return list(_numbered(text.splitlines(), sorted(cards)))


def _numbered(lines: Sequence[str], cards: Sequence[int]) -> Iterator[Line]:
    card = 0
    for place, line in enumerate(lines, start=1):
        written = " ".join(line.split())
        if not written:
            continue
        found = _NUMBERED.fullmatch(written)
        card = int(found[1]) if found else next((one for one in cards if one > card), 0)
        if card not in cards:
            raise NoCard(place)
        yield card, found[2] if found else written


def read_names(data: bytes, name: str, secret: bytes) -> tuple[bytes, list[NamedRow]]:
    """The key of the table and its rows; raises a TableError, or NoNames."""
    table = roster_table(data, name)
    columns = columns_of(table.columns)
    if not columns.names:
        raise NoNames
    rows = filled(table, columns)
    card, code = (columns.used.get(field) for field in ("card", "code"))
    named = [
        NamedRow(
            row.number,
            rank,
            row.cells[card] if card else "",
            row.cells[code] if code else "",
            names_of(row, columns),
        )
        for row, rank in zip(rows, ranks(rows, columns), strict=True)
    ]
    return key_of(rows, columns, secret), named


def of_cards(
    rows: Sequence[NamedRow], cards: Mapping[int, str | None], by_rank: Sequence[int]
) -> list[Line]:
    """Each row's card, by what the row says or by the import of this very list; raises NoCard."""
    of_codes = {code: card for card, code in cards.items() if code}
    return sorted((_card(row, cards, of_codes, by_rank), row.name) for row in rows)


def _card(
    row: NamedRow, cards: Collection[int], of_codes: Mapping[str, int], by_rank: Sequence[int]
) -> int:
    card = by_rank[row.rank] if by_rank else 0
    if row.card.isdecimal():
        card = int(row.card)
    elif row.code:
        card = of_codes.get(_read(row.code), card)
    if card not in cards:
        raise NoCard(row.row)
    return card


def _read(typed_code: str) -> str:
    try:
        return codes.read_code(typed_code)
    except MistypedCode:
        return ""
