"""Forgetting one person: their rows go, published aggregates stay as they were frozen."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, select, update
from sqlalchemy.orm import Session

from elearn.cohorts import profile
from elearn.cohorts.models import Enrolment
from elearn.db import erasing
from elearn.installation import waiting_files
from elearn.people import audit, signing_in
from elearn.people.models import AuditEntry, Change, Person
from elearn.people.passwords import Keeper
from elearn.people.undoing import Values
from elearn.privacy import gathering
from elearn.privacy.gathering import Belonging
from elearn.programmes.moving import MOVED
from elearn.quizzes.models import Attempt

# Emptied and marked as deleted, so that a merge brings nobody back and no card number is given
# twice; and the memory that a frozen sum has counted this enrolment, or it would be counted again.
STAYS = frozenset({"person", "enrolment", "atom_member"})
# What else an enrolment says of somebody.
FURTHER = ("zone", "course_id", "consent_version", "consented_at", "declined_at", "withdrawn_at")


def erase(
    session: Session, person: Person, actor: Person | None, keeper: Keeper, now: datetime
) -> int:
    """Delete all that hangs on this person and empty what must stay; returns how many rows went.

    Codes that were merged go together. Opinions are not among them: they were never linked. Acts
    of the log stay without whom they were about and without their reason. Stands inside
    `writing()`.
    """
    theirs = gathering.belonging(session, person)
    people = session.scalars(select(Person).where(Person.id.in_(theirs.ids["person"]))).all()
    for one in people:
        signing_in.lift(session, one.code or "", keeper)
        signing_in.close_all(session, one)
    cohorts = select(Enrolment.cohort_id).where(Enrolment.person_id.in_(theirs.ids["person"]))
    waiting_files.drop_of(session, session.scalars(cohorts).all())
    # Held first, so that no answer slips in between the answers' going and their test's.
    attempts = select(Attempt.id).where(Attempt.id.in_(theirs.ids.get("attempt", frozenset())))
    session.execute(attempts.with_for_update())
    _empty_moves(session, theirs)
    with erasing(session):
        gone = sum(_delete(session, theirs))
    session.execute(
        update(AuditEntry).where(gathering.acts_about(theirs)).values(subject_id=None, reason=None)
    )
    owned = select(Enrolment).where(Enrolment.person_id.in_(theirs.ids["person"]))
    for enrolment in session.scalars(owned):
        _empty(enrolment, now)
    for one in people:
        one.code, one.secret, one.made_at = None, None, now
        one.deleted_at, one.revision = now, one.revision + 1
    audit.record(session, actor, "person-erased", None, now)
    return gone


def _delete(session: Session, theirs: Belonging) -> list[int]:
    """Children first; how many rows of each table went."""
    return [
        session.connection().execute(delete(table).where(condition, *_but(table))).rowcount
        for table, condition in reversed(list(theirs.tables()))
        if table.name not in STAYS
    ]


def _but(table: Table) -> list[ColumnElement[bool]]:
    return [Change.kind != MOVED.name] if table is Change.__table__ else []


def _empty_moves(session: Session, theirs: Belonging) -> None:
    """Of a move only the card's two numbers stay, or one could be given again; no undoing fits."""
    moves = select(Change).where(Change.kind == MOVED.name, Change.subject_id.in_(theirs.subjects))
    for move in session.scalars(moves):
        move.before, move.after = _numbers(move.before), _numbers(move.after)
        move.reason = None
    session.flush()


def _numbers(place: Values) -> Values:
    return {name: place[name] for name in ("cohort", "card")}


def _empty(enrolment: Enrolment, now: datetime) -> None:
    for field in (*profile.FIELDS, *FURTHER):
        setattr(enrolment, field, None)
    enrolment.enrolled_at, enrolment.deleted_at = now, now
    enrolment.revision += 1
