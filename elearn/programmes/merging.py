"""Two codes of one person: what stands under the newer goes to the older, which alone signs in.

Where both are in one cohort, only one of the two may have left something there; the other becomes
a tombstone. What was published stays as it is. Functions never commit.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort, Enrolment
from elearn.db import new_id
from elearn.people import signing_in, undoing
from elearn.people.models import Change, Person
from elearn.people.undoing import Kind, Values
from elearn.programmes import traces
from elearn.programmes.withdrawing import CLOSED

SAME, BOTH, STAFF = "same-person", "both-have-traces", "of-the-staff"


class CannotMerge(ValueError):
    """Two codes cannot become one; `why` names it, `where` the cohort that it is about."""

    def __init__(self, why: str, where: Cohort | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.where = where


def of_code(
    session: Session,
    cohort: Cohort,
    code: str,
    cohorts_trained: Collection[uuid.UUID],
    programmes_trained: Collection[uuid.UUID],
) -> Person | None:
    """The person of this code in a cohort of the programme that a trainer of these trains."""
    wanted = (
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            Person.code == code,
            Person.deleted_at.is_(None),
            Cohort.programme_id == cohort.programme_id,
        )
        .limit(1)
    )
    if cohort.programme_id not in programmes_trained:
        wanted = wanted.where(Cohort.id.in_({*cohorts_trained, cohort.id}))
    return session.scalar(wanted)


def merge(
    session: Session,
    cohort_id: uuid.UUID,
    one_id: uuid.UUID,
    other_id: uuid.UUID,
    *,
    actor: Person,
    reason: str,
    now: datetime,
) -> Change:
    """Make two people one, with the reason; raises CannotMerge."""
    if one_id == other_id:
        raise CannotMerge(SAME)
    older, newer = _in_order(session, one_id, other_id)
    cohorts = _cohorts(session, older.id, newer.id)
    before = _read_people(session, newer.id, _enrolments(session, older.id, newer.id))
    after = _joined(session, cohorts, older, newer, before)
    _put(session, newer, after, now)
    return undoing.keep(
        session,
        MERGED,
        place_id=cohort_id,
        subject_id=newer.id,
        before=before,
        after=after,
        actor=actor,
        reason=reason,
        now=now,
    )


def _in_order(session: Session, one: uuid.UUID, other: uuid.UUID) -> tuple[Person, Person]:
    """The older and the newer of two people who are there."""
    both = session.scalars(
        select(Person)
        .where(Person.id.in_((one, other)), Person.deleted_at.is_(None))
        .order_by(Person.made_at, Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if len(both) != 2:
        raise CannotMerge(SAME)
    if any(person.username is not None for person in both):
        raise CannotMerge(STAFF)
    return both[0], both[1]


def _enrolments(session: Session, *people: uuid.UUID) -> list[Enrolment]:
    return list(
        session.scalars(
            select(Enrolment)
            .where(Enrolment.person_id.in_(people))
            .order_by(Enrolment.id)
            .execution_options(populate_existing=True)
        )
    )


def _cohorts(session: Session, *people: uuid.UUID) -> dict[uuid.UUID, Cohort]:
    """Their cohorts, locked in one order."""
    wanted = sorted({own.cohort_id for own in _enrolments(session, *people)})
    return {each: enrolments.locked(session, each) for each in wanted}


def _joined(
    session: Session,
    cohorts: Mapping[uuid.UUID, Cohort],
    older: Person,
    newer: Person,
    before: Values,
) -> Values:
    """Whose each enrolment becomes, and which of two in one cohort goes."""
    after = {key: list(value) for key, value in before["enrolments"].items()}
    for cohort_id, cohort in cohorts.items():
        here = [
            own for own in _enrolments(session, older.id, newer.id) if own.cohort_id == cohort_id
        ]
        kept, *gone = sorted(
            here,
            key=lambda own: (
                traces.has_traces(session, own.id),
                own.deleted_at is None,
                own.person_id == older.id,
            ),
            reverse=True,
        )
        if gone and traces.has_traces(session, gone[0].id):
            raise CannotMerge(BOTH, cohort)
        if any(own.deleted_at is None for own in gone) and cohort.closed_at is not None:
            raise CannotMerge(CLOSED, cohort)
        after[str(kept.id)] = [str(older.id), after[str(kept.id)][1]]
        for own in gone:
            after[str(own.id)] = [str(newer.id), True]
    return {"gone": True, "enrolments": after}


def _read_people(session: Session, newer_id: uuid.UUID, owned: list[Enrolment]) -> Values:
    newer = session.get_one(Person, newer_id, populate_existing=True)
    told = {str(own.id): [str(own.person_id), own.deleted_at is not None] for own in owned}
    return {"gone": newer.deleted_at is not None, "enrolments": told}


def _put(session: Session, newer: Person, values: Values, now: datetime) -> None:
    """Give each enrolment its person, by way of people for a moment: no two may share a cohort."""
    owned = {
        own: values["enrolments"][str(own.id)]
        for own in session.scalars(
            select(Enrolment).where(Enrolment.id.in_([uuid.UUID(k) for k in values["enrolments"]]))
        )
    }
    changing = [own for own, (person, _) in owned.items() if str(own.person_id) != person]
    parked = [Person(id=new_id(), made_at=now, origin=newer.origin) for _ in changing]
    session.add_all(parked)
    session.flush()
    for own, person in zip(changing, parked, strict=True):
        own.person_id = person.id
    session.flush()
    for own, (person_id, deleted) in owned.items():
        _give(own, uuid.UUID(person_id), deleted, now)
    session.flush()
    for person in parked:
        session.delete(person)
    newer.deleted_at = now if values["gone"] else None
    newer.revision += 1
    # Either may have signed in to an enrolment that is the other's now.
    for person_id in {newer.id, *(uuid.UUID(who) for who, _ in values["enrolments"].values())}:
        signing_in.close_all(session, session.get_one(Person, person_id))
    session.flush()


def _give(own: Enrolment, person_id: uuid.UUID, deleted: bool, now: datetime) -> None:
    if deleted != (own.deleted_at is not None):
        own.deleted_at = now if deleted else None
    own.person_id = person_id
    own.revision += 1


def _read(session: Session, change: Change) -> Values:
    owned = [
        session.get_one(Enrolment, uuid.UUID(key), populate_existing=True)
        for key in change.after["enrolments"]
    ]
    return _read_people(session, change.subject_id, owned)


def _put_back(session: Session, change: Change, now: datetime) -> None:
    _put(session, session.get_one(Person, change.subject_id), change.before, now)


MERGED = Kind("people-merged", _read, _put_back)
