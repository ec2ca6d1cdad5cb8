"""The rows behind paper totals: what a cohort holds, and how changes to it are kept.

Functions never commit; whoever writes holds the cohort's lock.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Cohort, Enrolment
from elearn.db import new_id
from elearn.installation.identity import installed
from elearn.people import accounts
from elearn.people.models import Person
from elearn.quizzes.models import Attempt, ScoreChange
from elearn.quizzes.paper_changes import Change, Held, Place, Score
from elearn.quizzes.waves import Source, Wave

WAVES = (Wave.PRE, Wave.POST)


@dataclass(frozen=True, slots=True)
class Note:
    """What the history says of each change."""

    import_id: uuid.UUID | None
    actor_id: uuid.UUID
    now: datetime
    reason: str | None = None


def places(session: Session, cohort_id: uuid.UUID) -> dict[int, Place]:
    """The cohort's cards in order with the tests held for them, in one query."""
    rows = session.execute(
        select(Enrolment.card_number, Enrolment.id, Enrolment.declined_at, Attempt)
        .outerjoin(
            Attempt,
            (Attempt.enrolment_id == Enrolment.id)
            & Attempt.wave.in_(WAVES)
            & (Attempt.number == 1)
            & Attempt.deleted_at.is_(None),
        )
        .where(Enrolment.cohort_id == cohort_id, Enrolment.deleted_at.is_(None))
        .order_by(Enrolment.card_number)
        .execution_options(populate_existing=True)
    )
    found: dict[int, Place] = {}
    for card, enrolment_id, declined_at, attempt in rows:
        place = found.setdefault(card, Place(enrolment_id, declined_at is not None, {}))
        if attempt is not None:
            score = Score(attempt.points, attempt.maximum)
            place.held[attempt.wave] = Held(attempt.id, attempt.source, score)  # type: ignore[index]
    return found


def add_people(
    session: Session, cohort: Cohort, cards: Sequence[int], random: Random, now: datetime
) -> None:
    """Enrol people who only write on paper: a code each, no PIN until a trainer prints one.

    Raises CohortClosed.
    """
    if not cards:
        return
    if cohort.closed_at is not None:
        raise CohortClosed(cohort.id)
    origin = installed(session).id
    people = [
        Person(id=new_id(), code=code, made_at=now, origin=origin)
        for code in accounts.new_codes(session, len(cards), random)
    ]
    session.add_all(people)
    session.flush()  # the people's rows first: the enrolments refer to them
    session.add_all(
        Enrolment(
            person_id=person.id,
            cohort_id=cohort.id,
            card_number=card,
            enrolled_at=now,
            origin=origin,
        )
        for card, person in zip(cards, people, strict=True)
    )
    session.flush()


def store(session: Session, cohort_id: uuid.UUID, changes: Sequence[Change], note: Note) -> None:
    """Each change in its attempt, and all of them in the history."""
    here = places(session, cohort_id)
    attempts = _attempts(session, changes, here)
    free = _free_numbers(session, cohort_id) if any(not one.after for one in changes) else {}
    origin = installed(session).id
    history = []
    for one in changes:
        place = here[one.card]
        if one.before is None:
            attempt = _new_attempt(place, one, origin, note.now)
            session.add(attempt)
        else:
            attempt = attempts[place.held[one.wave].attempt_id]
            _change(attempt, one, free, note.now)
        history.append(_entry(attempt, one, note))
    session.flush()  # the attempts' rows first: the history refers to them
    session.add_all(history)
    session.flush()


def _attempts(
    session: Session, changes: Sequence[Change], here: dict[int, Place]
) -> dict[uuid.UUID, Attempt]:
    held = [here[one.card].held[one.wave].attempt_id for one in changes if one.before]
    found = session.scalars(select(Attempt).where(Attempt.id.in_(held)))
    return {attempt.id: attempt for attempt in found}


def _free_numbers(session: Session, cohort_id: uuid.UUID) -> dict[tuple[uuid.UUID, Wave], int]:
    rows = session.execute(
        select(Attempt.enrolment_id, Attempt.wave, func.max(Attempt.number))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
        .group_by(Attempt.enrolment_id, Attempt.wave)
    )
    return {(enrolment_id, wave): last + 1 for enrolment_id, wave, last in rows}


def _new_attempt(place: Place, change: Change, origin: uuid.UUID, now: datetime) -> Attempt:
    assert change.after is not None
    return Attempt(
        id=new_id(),
        enrolment_id=place.enrolment_id,
        wave=change.wave,
        source=Source.PAPER_TOTAL,
        points=change.after.points,
        maximum=change.after.maximum,
        unknown=null(),  # a plain None would let the column's zero in
        started_at=now,
        submitted_at=now,
        origin=origin,
    )


def _change(
    attempt: Attempt, change: Change, free: dict[tuple[uuid.UUID, Wave], int], now: datetime
) -> None:
    if change.before == change.after:
        return
    attempt.revision += 1
    if change.after is not None:
        attempt.points, attempt.maximum = change.after.points, change.after.maximum
    else:
        # The tombstone leaves number 1, so that the person can still take this test.
        attempt.number = free[attempt.enrolment_id, attempt.wave]
        attempt.deleted_at = now


def _entry(attempt: Attempt, change: Change, note: Note) -> ScoreChange:
    return ScoreChange(
        attempt_id=attempt.id,
        points_before=change.before.points if change.before else None,
        points_after=change.after.points if change.after else None,
        maximum_before=change.before.maximum if change.before else None,
        maximum_after=change.after.maximum if change.after else None,
        changed_at=note.now,
        changed_by=note.actor_id,
        import_id=note.import_id,
        reason=note.reason,
    )
