"""What lies on the desk of whoever keys a test's sheets: keyed, waiting, keyed twice, disputed."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.learners import only_outside
from elearn.cohorts.models import Cohort, Enrolment
from elearn.quizzes import double_entry
from elearn.quizzes.double_entry import Difference, ErrorRate
from elearn.quizzes.models import AnswerSheet, Attempt, Excuse, Keying
from elearn.quizzes.taking_rows import counting_try, excused
from elearn.quizzes.waves import Entry, Source, Wave


@dataclass(slots=True)
class Place:
    """One card: its sheet, what is held of its test, and each entry's tokens, oldest first.

    `away`: comes no more, or never learnt here. Nobody waits for the sheet; it may be keyed.
    """

    card: int
    enrolment_id: uuid.UUID
    declined: bool
    excused: bool
    away: bool
    sheet: str | None
    attempt_id: uuid.UUID | None
    source: Source | None
    form: str | None
    entries: list[tuple[Entry, tuple[str, ...]]] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Whether its sheet can still be keyed."""
        return self.attempt_id is None and not self.declined and not self.excused

    @property
    def keyed(self) -> bool:
        """Whether its test was keyed here, item by item, and its tokens are still kept."""
        return self.source is Source.PAPER_ITEMS and bool(self.entries)

    @property
    def both(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The first and the second entry as they were typed, where there are both."""
        found = dict(self.entries)
        if Entry.FIRST not in found or Entry.SECOND not in found:
            return None
        return found[Entry.FIRST], found[Entry.SECOND]

    @property
    def counted(self) -> tuple[str, ...]:
        """The tokens that count: what was decided last, else the first entry."""
        return [tokens for entry, tokens in self.entries if entry is not Entry.SECOND][-1]

    @property
    def disputed(self) -> tuple[Difference, ...]:
        """Where the second entry differs from what counts, while nobody has decided."""
        if self.both is None or self.entries[-1][0] is not Entry.SECOND:
            return ()
        return double_entry.differences(self.counted, self.both[1])


@dataclass(frozen=True, slots=True)
class Desk:
    """All sheets of one test of a cohort, by card number; `seed` draws those keyed again."""

    places: dict[int, Place]
    seed: str

    @property
    def waiting(self) -> tuple[int, ...]:
        """Cards whose sheet is not keyed: those with a printed sheet, else everybody."""
        waiting = [one for one in self.places.values() if one.waits and not one.away]
        printed = [place.card for place in waiting if place.sheet]
        return tuple(printed or [place.card for place in waiting])

    @property
    def keyed(self) -> tuple[int, ...]:
        """Cards whose sheet is keyed."""
        return tuple(place.card for place in self.places.values() if place.keyed)

    @property
    def twice(self) -> tuple[int, ...]:
        """Cards whose sheet is keyed twice."""
        return tuple(card for card in self.keyed if self.places[card].both)

    @property
    def once(self) -> tuple[int, ...]:
        """Cards keyed once alone, in the order in which chance draws them."""
        return tuple(
            card for card in double_entry.drawn(self.keyed, self.seed) if card not in self.twice
        )

    @property
    def still_drawn(self) -> int:
        """How many sheets must still be keyed again for a tenth."""
        return max(0, double_entry.wanted(len(self.keyed)) - len(self.twice))

    @property
    def disputed(self) -> tuple[int, ...]:
        """Cards whose two entries differ and wait for a decision."""
        return tuple(card for card in self.keyed if self.places[card].disputed)

    @property
    def error_rate(self) -> ErrorRate:
        """How many keystrokes differ between the two entries, decided or not."""
        found = (self.places[card].both for card in self.twice)
        return double_entry.error_rate(both for both in found if both)


def load(session: Session, cohort: Cohort, wave: Wave) -> Desk:
    """The desk of one test of a cohort, in two queries."""
    rows = session.execute(
        select(
            Enrolment.card_number,
            Enrolment.id,
            Enrolment.declined_at,
            Excuse.excused_at,
            or_(Enrolment.withdrawn_at.is_not(None), only_outside()).label("away"),
            AnswerSheet.form.label("sheet"),
            Attempt.id.label("attempt_id"),
            Attempt.source,
            Attempt.form,
        )
        .outerjoin(Attempt, counting_try(wave))
        .outerjoin(Excuse, excused(wave))
        .outerjoin(
            AnswerSheet, and_(AnswerSheet.enrolment_id == Enrolment.id, AnswerSheet.wave == wave)
        )
        .where(Enrolment.cohort_id == cohort.id, Enrolment.deleted_at.is_(None))
        .order_by(Enrolment.card_number)
    )
    places = {row.card_number: _place(row) for row in rows}
    _lay(session, places.values())
    return Desk(places, f"{cohort.seed}:{wave}:again")


def _place(row: Any) -> Place:
    return Place(
        row.card_number,
        row.id,
        row.declined_at is not None,
        row.excused_at is not None,
        bool(row.away),
        row.sheet,
        row.attempt_id,
        row.source,
        row.form,
    )


def _lay(session: Session, places: Iterable[Place]) -> None:
    """Each entry to its place."""
    by_attempt = {place.attempt_id: place for place in places if place.attempt_id}
    entries = session.execute(
        select(Keying.attempt_id, Keying.entry, Keying.tokens)
        .where(Keying.attempt_id.in_(by_attempt))
        .order_by(Keying.number)
    )
    for attempt_id, entry, tokens in entries:
        by_attempt[attempt_id].entries.append((entry, tuple(tokens)))
