"""Somebody belongs to another cohort of the same programme.

The enrolment moves with its profile and the lessons that were read, and takes the next card there.
Where a test, a half-day or a printed test rests on it, or something was decided about its tests,
it stays: the results are of that cohort, and the person joins the other one by the card. Functions
never commit.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort, Enrolment
from elearn.people import undoing
from elearn.people.models import Change, Person
from elearn.people.undoing import CannotUndo, Kind, Values
from elearn.programmes import traces
from elearn.programmes.withdrawing import CLOSED

TRACES, THERE, ELSEWHERE = "traces", "there-already", "another-programme"
DECIDED, TAKEN = "excused-or-allowed", "card-taken"


class CannotMove(ValueError):
    """Something keeps the enrolment where it is; `why` names it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def places(
    session: Session,
    cohort: Cohort,
    cohorts_trained: Collection[uuid.UUID],
    programmes_trained: Collection[uuid.UUID],
) -> Sequence[Cohort]:
    """The open cohorts of the programme to which a trainer of these may move somebody."""
    wanted = select(Cohort).where(
        Cohort.programme_id == cohort.programme_id,
        Cohort.id != cohort.id,
        Cohort.closed_at.is_(None),
        Cohort.archived_at.is_(None),
        Cohort.deleted_at.is_(None),
    )
    if cohort.programme_id not in programmes_trained:
        wanted = wanted.where(Cohort.id.in_(cohorts_trained))
    return session.scalars(wanted.order_by(Cohort.starts_on.desc(), Cohort.name)).all()


def move(
    session: Session,
    enrolment_id: uuid.UUID,
    to_id: uuid.UUID,
    *,
    actor: Person,
    reason: str,
    now: datetime,
) -> Change:
    """Move an enrolment, with the reason; raises CannotMove."""
    own = session.get_one(Enrolment, enrolment_id)
    origin, there = _locked(session, own.cohort_id, to_id)
    session.refresh(own)
    _check(session, own, origin, there)
    before = _place_of(own)
    own.cohort_id, own.card_number = there.id, enrolments.next_card(session, there.id)
    own.course_id = own.course_id if own.course_id in there.courses else None
    own.revision += 1
    session.flush()
    return undoing.keep(
        session,
        MOVED,
        place_id=origin.id,
        subject_id=own.id,
        before=before,
        after=_place_of(own),
        actor=actor,
        reason=reason,
        now=now,
    )


def _locked(session: Session, one: uuid.UUID, other: uuid.UUID) -> tuple[Cohort, Cohort]:
    """Both cohorts, locked in one order, so that two moves never wait for each other."""
    found = {each: enrolments.locked(session, each) for each in sorted((one, other))}
    return found[one], found[other]


def _check(session: Session, own: Enrolment, origin: Cohort, there: Cohort) -> None:
    if own.cohort_id != origin.id or there.programme_id != origin.programme_id:
        raise CannotMove(ELSEWHERE)
    if origin.closed_at is not None or there.closed_at is not None:
        raise CannotMove(CLOSED)
    kept = _kept(session, own, there)
    if kept is not None:
        raise CannotMove(kept)


def _kept(session: Session, own: Enrolment, there: Cohort) -> str | None:
    """What keeps the enrolment from going there, on the way and on the way back."""
    if traces.has_traces(session, own.id):
        return TRACES
    if traces.has_decisions(session, own.id):
        return DECIDED
    twin = select(Enrolment.id).where(
        Enrolment.cohort_id == there.id, Enrolment.person_id == own.person_id
    )
    return None if session.scalar(twin) is None else THERE


def _place_of(own: Enrolment) -> Values:
    return {"cohort": str(own.cohort_id), "card": own.card_number, "course": own.course_id}


def _read(session: Session, change: Change) -> Values:
    return _place_of(session.get_one(Enrolment, change.subject_id, populate_existing=True))


def _put_back(session: Session, change: Change, now: datetime) -> None:
    own = session.get_one(Enrolment, change.subject_id)
    there, origin = _locked(session, own.cohort_id, uuid.UUID(change.before["cohort"]))
    if there.closed_at is not None or origin.closed_at is not None:
        raise CannotUndo(CLOSED)
    kept = _kept(session, own, origin)
    if kept is not None:
        raise CannotUndo(kept)
    taken = select(Enrolment.id).where(
        Enrolment.cohort_id == origin.id, Enrolment.card_number == change.before["card"]
    )
    if session.scalar(taken) is not None:
        raise CannotUndo(TAKEN)
    own.cohort_id, own.card_number = origin.id, change.before["card"]
    own.course_id = change.before["course"]
    own.revision += 1


MOVED = Kind("person-moved", _read, _put_back)
