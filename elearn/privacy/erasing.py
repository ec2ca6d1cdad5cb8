"""Forgetting one person: their rows go, published aggregates stay as they were frozen."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from elearn.cohorts import profile
from elearn.cohorts.models import Enrolment
from elearn.db import erasing
from elearn.people import audit, signing_in
from elearn.people.models import AuditEntry, Person
from elearn.people.passwords import Keeper
from elearn.privacy import gathering
from elearn.privacy.gathering import Belonging
from elearn.quizzes.models import Attempt

# Emptied and marked as deleted, so that a merge brings nobody back and no card number is given
# twice; and the memory that a frozen sum has counted this enrolment, or it would be counted again.
STAYS = frozenset({"person", "enrolment", "atom_member"})


def erase(
    session: Session, person: Person, actor: Person | None, keeper: Keeper, now: datetime
) -> int:
    """Delete all that hangs on this person and empty what must stay; returns how many rows went.

    Opinions are not among them: they were never linked. Acts of the log stay without whom they
    were about and without their reason. Stands inside `writing()`.
    """
    signing_in.lift(session, person.code or "", keeper)
    signing_in.close_all(session, person)
    theirs = gathering.belonging(session, person)
    # Held first, so that no answer slips in between the answers' going and their test's.
    attempts = select(Attempt.id).where(Attempt.id.in_(theirs.ids.get("attempt", frozenset())))
    session.execute(attempts.with_for_update())
    with erasing(session):
        gone = sum(_delete(session, theirs))
    session.execute(
        update(AuditEntry).where(gathering.acts_about(theirs)).values(subject_id=None, reason=None)
    )
    for enrolment in session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)):
        _empty(enrolment, now)
    person.code, person.secret, person.made_at = None, None, now
    person.deleted_at, person.revision = now, person.revision + 1
    audit.record(session, actor, "person-erased", None, now)
    return gone


def _delete(session: Session, theirs: Belonging) -> list[int]:
    """Children first; how many rows of each table went."""
    return [
        session.connection().execute(delete(table).where(condition)).rowcount
        for table, condition in reversed(list(theirs.tables()))
        if table.name not in STAYS
    ]


def _empty(enrolment: Enrolment, now: datetime) -> None:
    for field in (*profile.FIELDS, "zone", "consent_version", "consented_at", "declined_at"):
        setattr(enrolment, field, None)
    enrolment.enrolled_at, enrolment.deleted_at = now, now
    enrolment.revision += 1
