"""What a sheet of paper totals would change in a cohort: values in, values out. Pure."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from elearn.quizzes.paper_sheet import Problem, Row
from elearn.quizzes.waves import Source, Wave


@dataclass(frozen=True, slots=True)
class UnknownCard(Problem):
    """Nobody in the cohort has this card number."""

    card: int


@dataclass(frozen=True, slots=True)
class TakenOnScreen(Problem):
    """This person took this test on a screen: its answers are worth more than a total."""

    card: int
    wave: Wave


@dataclass(frozen=True, slots=True)
class KeyedFromPaper(Problem):
    """This person's sheet was keyed answer by answer: that is worth more than a total."""

    card: int
    wave: Wave


@dataclass(frozen=True, slots=True)
class Declined(Problem):
    """This person follows without being tested."""

    card: int


@dataclass(frozen=True, slots=True)
class AnotherOrder(Problem):
    """The cohort has tests already, and rows in their order would not meet the same people."""


@dataclass(frozen=True, slots=True)
class NumberMissing(Problem):
    """A number among the cards is missing, so rows in their order would meet other people."""


@dataclass(frozen=True, slots=True)
class Score:
    """A total (items) and the maximum of its test."""

    points: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Held:
    """A test that the cohort already holds."""

    attempt_id: uuid.UUID
    source: Source
    score: Score


@dataclass(frozen=True, slots=True)
class Place:
    """One card of the cohort: whose it is, and the tests held for it."""

    enrolment_id: uuid.UUID
    declined: bool = False
    held: Mapping[Wave, Held] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a trainer brings: the rows, and what she says about the two tests.

    `waves` are the tests the sheet has a column for; the others are left alone. `in_order` says
    that the rows are cards 1, 2, 3 … because no column says which card is whose.
    """

    rows: tuple[Row, ...]
    waves: tuple[Wave, ...]
    maximum: int
    same_questions: bool
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One test of one card, as it stands and as the sheet has it; None is "no test"."""

    row: int
    card: int
    wave: Wave
    before: Score | None
    after: Score | None

    @property
    def kind(self) -> str:
        """What becomes of the test: new, corrected, withdrawn or unchanged."""
        if self.before == self.after:
            return "unchanged"
        if self.before is None:
            return "new"
        return "withdrawn" if self.after is None else "corrected"


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a sheet would do. With problems it does nothing.

    A cell that is empty where a score is held stands in `withdrawn`: it is taken back only when
    the trainer says so. `newcomers` are cards that nobody has yet.
    """

    new: tuple[Change, ...] = ()
    corrected: tuple[Change, ...] = ()
    withdrawn: tuple[Change, ...] = ()
    unchanged: tuple[Change, ...] = ()
    newcomers: tuple[int, ...] = ()
    same_questions: bool = False
    said_before: bool | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def turns(self) -> bool:
        """Whether the trainer now says something else about the questions than before."""
        return self.said_before is not None and self.said_before != self.same_questions

    def alters(self, *, withdraw: bool) -> bool:
        """Whether anything would be different afterwards."""
        taken_back = self.withdrawn if withdraw else ()
        return bool(self.new or self.corrected or taken_back or self.turns)

    @property
    def digest(self) -> str:
        """A name for exactly these changes: another state of the cohort gives another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def compared(
    sheet: Sheet, places: Mapping[int, Place], said_before: bool | None, last: int = 0
) -> Changes:
    """What the sheet would change, by card number; problems in row order.

    `last` is the highest card number that was ever given here.
    """
    newcomers = _newcomers(sheet, places)
    problems = [problem for row in sheet.rows for problem in _problems(row, sheet, places)]
    changes = [change for row in sheet.rows for change in _changes(row, sheet, places)]
    held = any(place.held for place in places.values())
    if sheet.in_order and held and not _same_people(changes, newcomers):
        problems = [AnotherOrder(sheet.rows[0].number if sheet.rows else 0)]
    if sheet.in_order and max(last, *places, 0) > len(places):
        problems = [NumberMissing(sheet.rows[0].number if sheet.rows else 0)]
    return Changes(
        new=_of_kind(changes, "new"),
        corrected=_of_kind(changes, "corrected"),
        withdrawn=_of_kind(changes, "withdrawn"),
        unchanged=_of_kind(changes, "unchanged"),
        newcomers=newcomers,
        same_questions=sheet.same_questions,
        said_before=said_before,
        problems=tuple(problems),
    )


def _of_kind(changes: list[Change], kind: str) -> tuple[Change, ...]:
    return tuple(one for one in changes if one.kind == kind)


def _newcomers(sheet: Sheet, places: Mapping[int, Place]) -> tuple[int, ...]:
    return tuple(row.card for row in sheet.rows if sheet.in_order and row.card not in places)


def _same_people(changes: list[Change], newcomers: tuple[int, ...]) -> bool:
    """Rows in their order meet the same people again when at least half of them stand as held.

    A corrected file differs in a few cells; a file in another order differs in most.
    """
    standing = len(_of_kind(changes, "unchanged"))
    return not newcomers and 2 * standing >= len(changes)


def _totals(row: Row, sheet: Sheet) -> Iterator[tuple[Wave, Score | None]]:
    for wave in sheet.waves:
        points = row.before if wave is Wave.PRE else row.after
        yield wave, None if points is None else Score(points, sheet.maximum)


def _problems(row: Row, sheet: Sheet, places: Mapping[int, Place]) -> Iterator[Problem]:
    place = places.get(row.card)
    if place is None:
        if not sheet.in_order:
            yield UnknownCard(row.number, row.card)
        return
    if place.declined and any(score for _, score in _totals(row, sheet)):
        yield Declined(row.number, row.card)
    for wave, score in _totals(row, sheet):
        held = place.held.get(wave)
        if score is not None and held is not None and held.source is not Source.PAPER_TOTAL:
            keyed = held.source is Source.PAPER_ITEMS
            yield (KeyedFromPaper if keyed else TakenOnScreen)(row.number, row.card, wave)


def _changes(row: Row, sheet: Sheet, places: Mapping[int, Place]) -> Iterator[Change]:
    place = places.get(row.card)
    for wave, score in _totals(row, sheet):
        held = place.held.get(wave) if place else None
        if held is not None and held.source is not Source.PAPER_TOTAL:
            continue
        if held is not None or score is not None:
            yield Change(row.number, row.card, wave, held.score if held else None, score)
