"""Who trains a cohort: its own trainers, and those of its programme.

Functions never commit: the caller stands inside `db.writing()`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort
from elearn.people import accounts, undoing
from elearn.people.models import AuditEntry, Change, Grant, Person
from elearn.people.roles import Role
from elearn.people.undoing import CannotUndo, Kind, Values

LAST_TRAINER, ROLE_REVOKED = "last-trainer", "role-revoked"


class LastTrainer(ValueError):
    """Without this person nobody would train the cohort."""


class NotATrainer(ValueError):
    """Nobody of this username trains for the programme or one of its cohorts."""


@dataclass(frozen=True, slots=True)
class Trainer:
    """One who trains for a programme: `here` by a grant for this cohort, `all` for every one."""

    person_id: uuid.UUID
    username: str
    here: bool
    all: bool


def of(session: Session, cohort: Cohort) -> Sequence[Trainer]:
    """Everybody who trains the programme or any of its cohorts, by username, in one query."""
    rows = session.execute(
        select(Person.id, Person.username, Grant.cohort_id, Grant.programme_id)
        .join(Grant, Grant.person_id == Person.id)
        .outerjoin(Cohort, Cohort.id == Grant.cohort_id)
        .where(
            Grant.role == Role.TRAINER,
            or_(
                Grant.programme_id == cohort.programme_id,
                Cohort.programme_id == cohort.programme_id,
            ),
            Person.deleted_at.is_(None),
        )
        .order_by(Person.username)
    )
    found: dict[uuid.UUID, Trainer] = {}
    for person_id, username, cohort_id, programme_id in rows:
        before = found.get(person_id)
        found[person_id] = Trainer(
            person_id,
            username or "",
            bool(before and before.here) or cohort_id == cohort.id,
            bool(before and before.all) or programme_id == cohort.programme_id,
        )
    return list(found.values())


def add(
    session: Session, cohort_id: uuid.UUID, username: str, *, actor: Person, now: datetime
) -> Change | None:
    """Let this person train the cohort; None where they do. Raises NotATrainer."""
    cohort = enrolments.locked(session, cohort_id)
    one = _named(session, cohort, username)
    if one.here:
        return None
    person = session.get_one(Person, one.person_id)
    accounts.grant(session, person, Role.TRAINER, now, cohort_id=cohort_id)
    return _keep(session, ADDED, cohort_id, one, actor, now)


def remove(
    session: Session, cohort_id: uuid.UUID, username: str, *, actor: Person, now: datetime
) -> Change | None:
    """Take the grant for this cohort back; None where there is none.

    Raises NotATrainer or LastTrainer.
    """
    cohort = enrolments.locked(session, cohort_id)
    one = _named(session, cohort, username)
    if not one.here:
        return None
    _take_back(session, cohort, one.person_id)
    return _keep(session, REMOVED, cohort_id, one, actor, now)


def _named(session: Session, cohort: Cohort, username: str) -> Trainer:
    for one in of(session, cohort):
        if one.username == username:
            return one
    raise NotATrainer(username)


def _take_back(session: Session, cohort: Cohort, person_id: uuid.UUID) -> None:
    others = [one for one in of(session, cohort) if one.person_id != person_id or one.all]
    if not any(one.here or one.all for one in others):
        raise LastTrainer(cohort.id)
    session.execute(
        delete(Grant).where(
            Grant.person_id == person_id,
            Grant.role == Role.TRAINER,
            Grant.cohort_id == cohort.id,
        )
    )


def _keep(
    session: Session, kind: Kind, cohort_id: uuid.UUID, one: Trainer, actor: Person, now: datetime
) -> Change:
    added = kind is ADDED
    return undoing.keep(
        session,
        kind,
        place_id=cohort_id,
        subject_id=one.person_id,
        before={"trainer": None if added else one.username},
        after={"trainer": one.username if added else None},
        actor=actor,
        now=now,
    )


def _read(session: Session, change: Change) -> Values:
    cohort = enrolments.locked(session, change.place_id)
    here = [one for one in of(session, cohort) if one.here and one.person_id == change.subject_id]
    return {"trainer": here[0].username if here else None}


def _put_back(session: Session, change: Change, now: datetime) -> None:
    person = session.get_one(Person, change.subject_id)
    if change.before["trainer"]:
        if not _may_train(session, change, person):
            raise CannotUndo(ROLE_REVOKED)
        accounts.grant(session, person, Role.TRAINER, now, cohort_id=change.place_id)
        return
    try:
        _take_back(session, session.get_one(Cohort, change.place_id), person.id)
    except LastTrainer as refused:
        raise CannotUndo(LAST_TRAINER) from refused


def _may_train(session: Session, change: Change, person: Person) -> bool:
    """Whether the person trains for the programme still, or had the role until they left here.

    Whoever only trained this cohort has no grant left; the log tells whether more was taken back.
    """
    cohort = session.get_one(Cohort, change.place_id)
    if any(one.person_id == person.id for one in of(session, cohort)):
        return True
    revoked = select(AuditEntry.id).where(
        AuditEntry.subject_id == person.id,
        AuditEntry.act == f"revoked-{Role.TRAINER}",
        AuditEntry.at >= change.at,
    )
    return person.deleted_at is None and session.scalar(revoked.limit(1)) is None


ADDED = Kind("trainer-added", _read, _put_back)
REMOVED = Kind("trainer-removed", _read, _put_back)
