"""What changed scores of a cohort, newest first: paper totals, late answers, further tries."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.people.models import Person
from elearn.quizzes.causes import Cause
from elearn.quizzes.models import Attempt, PaperImport, ScoreChange
from elearn.quizzes.waves import Wave


@dataclass(frozen=True, slots=True)
class Entry:
    """One total as it was and as it became (items); None is "no test"."""

    card: int
    wave: Wave
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One accepted file: its entries without the totals that only stayed."""

    id: uuid.UUID
    at: datetime
    by: str
    maximum: int
    same_questions: bool
    entries: tuple[Entry, ...]

    @property
    def new(self) -> int:
        """How many totals it brought in."""
        return sum(entry.before is None for entry in self.entries)

    @property
    def corrections(self) -> tuple[Entry, ...]:
        """The totals it changed or took back."""
        return tuple(entry for entry in self.entries if entry.before is not None)


@dataclass(frozen=True, slots=True)
class Correction:
    """One total corrected by hand, and why."""

    at: datetime
    by: str
    entry: Entry
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A score that changed since late answers count, or another try; no reason: the rules did."""

    at: datetime
    by: str
    cause: Cause
    entry: Entry
    reason: str | None


def read(session: Session, cohort_id: uuid.UUID) -> tuple[Sheet | Correction | Decision, ...]:
    """Every file, correction and decision of a cohort, the latest first; two queries.

    A further try counts with what it has now: it went on after it took its place.
    """
    events: list[Sheet | Correction | Decision] = []
    brought: dict[uuid.UUID | None, list[Entry]] = {}
    for change, card, wave, points, username in _changes(session, cohort_id):
        after = points if change.cause is Cause.SECOND_TRY else change.points_after
        entry = Entry(card, wave, change.points_before, after)
        by, reason = username or "", change.reason
        if change.cause is not Cause.PAPER:
            events.append(Decision(change.changed_at, by, change.cause, entry, reason))
        elif change.reason is not None:
            events.append(Correction(change.changed_at, username or "", entry, change.reason))
        elif entry.before != entry.after:
            brought.setdefault(change.import_id, []).append(entry)
    events += _sheets(session, cohort_id, brought)
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _changes(
    session: Session, cohort_id: uuid.UUID
) -> Iterator[tuple[ScoreChange, int, Wave, int, str | None]]:
    yield from session.execute(
        select(ScoreChange, Enrolment.card_number, Attempt.wave, Attempt.points, Person.username)
        .join(Attempt, Attempt.id == ScoreChange.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == ScoreChange.changed_by)
        .where(Enrolment.cohort_id == cohort_id, ScoreChange.cause != Cause.RULING)
        .order_by(Enrolment.card_number, Attempt.wave.desc(), ScoreChange.id)
    )


def _sheets(
    session: Session, cohort_id: uuid.UUID, brought: dict[uuid.UUID | None, list[Entry]]
) -> Iterator[Sheet]:
    rows = session.execute(
        select(PaperImport, Person.username)
        .join(Person, Person.id == PaperImport.imported_by)
        .where(PaperImport.cohort_id == cohort_id)
    )
    for kept, username in rows:
        yield Sheet(
            id=kept.id,
            at=kept.imported_at,
            by=username or "",
            maximum=kept.maximum,
            same_questions=kept.same_questions,
            entries=tuple(brought.get(kept.id, ())),
        )
