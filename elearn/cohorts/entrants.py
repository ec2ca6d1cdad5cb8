"""People who come in by a list, and what the list does to a cohort. Pure.

A row is known by its card number or by an earlier code. A row that has neither is somebody new:
nothing else of a person is kept by which to know them again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

LARGEST_CARD = 9_999


class Kind(Enum):
    """What a row is to the cohort."""

    NEW = "new"
    RETURNING = "returning"  # has a code of an earlier session
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Entrant:
    """One row: its number in the spreadsheet, its rank by content, and what is kept of it."""

    row: int
    rank: int
    card: int | None
    code: str | None
    profile: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one cell cannot be taken as it is."""

    row: int
    column: str
    cell: str


@dataclass(frozen=True, slots=True)
class NotOnTheList(Problem):
    """A profile value that none of the fixed lists holds."""

    field: str


@dataclass(frozen=True, slots=True)
class NotACard(Problem):
    """Not a card number."""


@dataclass(frozen=True, slots=True)
class NotACode(Problem):
    """A symbol of the code is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Twice(Problem):
    """A card number or a code that an earlier row has."""

    first: int


@dataclass(frozen=True, slots=True)
class UnknownCode(Problem):
    """Nobody of this programme has the code."""


@dataclass(frozen=True, slots=True)
class CardOfAnother(Problem):
    """The row's code and its card belong to two people."""


@dataclass(frozen=True, slots=True)
class CardTakenAway(Problem):
    """The card of somebody who is not here any more: its number is never given twice."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cohort and its programme stand: cards by number, codes by card, all codes.

    `back` has the codes of those who had gone, who come in again under their card; `gone` the
    cards of which nothing is kept.
    """

    cards: Mapping[int, str | None]
    codes: Mapping[str, int]
    known: Collection[str]
    back: Mapping[str, int] = field(default_factory=dict)
    gone: Collection[int] = ()

    @property
    def last(self) -> int:
        """The highest number that was given."""
        return max([0, *self.cards, *self.gone])


@dataclass(frozen=True, slots=True)
class Effect:
    """What a list would do: how many rows of each kind, and what stands in its way."""

    new: int
    returning: int
    here: int
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """What was seen, so that a yes is a yes to it."""
        return f"{self.new}-{self.returning}-{self.here}"


def kind(one: Entrant, place: Place) -> Kind:
    """What a row is to the cohort as it stands."""
    if one.code is not None:
        return Kind.HERE if one.code in place.codes else Kind.RETURNING
    return Kind.HERE if one.card in place.cards else Kind.NEW


def effect(entrants: Collection[Entrant], columns: Mapping[str, str], place: Place) -> Effect:
    """What the rows would do; `columns` are the file's names for `card` and `code`."""
    kinds = [kind(one, place) for one in entrants]
    found = (problem(one, columns, place) for one in entrants)
    return Effect(
        kinds.count(Kind.NEW),
        kinds.count(Kind.RETURNING),
        kinds.count(Kind.HERE),
        tuple(each for each in found if each is not None),
    )


def problem(one: Entrant, columns: Mapping[str, str], place: Place) -> Problem | None:
    """Why a row cannot come in."""
    if one.code is None:
        taken = one.card in place.gone
        return CardTakenAway(one.row, columns["card"], str(one.card)) if taken else None
    if one.code not in place.known:
        return UnknownCode(one.row, columns["code"], one.code)
    own = place.codes.get(one.code, place.back.get(one.code))
    if one.card is None or own == one.card:
        return None
    if own is None and one.card not in place.cards:
        taken = one.card in place.gone
        return CardTakenAway(one.row, columns["card"], str(one.card)) if taken else None
    return CardOfAnother(one.row, columns["card"], str(one.card))
