"""A cohort like another, on other days: no people, no results, nothing opened.

Functions never commit: the caller stands inside `db.writing()`.
"""

import uuid
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort
from elearn.installation.identity import installed
from elearn.people import accounts, audit
from elearn.people.models import Grant, Person
from elearn.people.roles import Role
from elearn.programmes.cohort_editing import TWIN, CannotChange, Details, has_twin
from elearn.programmes.models import Programme
from elearn.quizzes import rules
from elearn.quizzes.models import TestPolicy

ARCHIVED = "programme-archived"


def copy(
    session: Session,
    cohort_id: uuid.UUID,
    details: Details,
    *,
    seed: int,
    actor: Person,
    now: datetime,
) -> Cohort:
    """A cohort with these details, the trainers and the lasting rules of this one, logged.

    Times and access words of tests were for the days of the old one and stay behind. Raises
    CannotChange where the programme is archived, or has one of this name and first day.
    """
    old = enrolments.locked(session, cohort_id)
    if session.get_one(Programme, old.programme_id, populate_existing=True).archived_at:
        raise CannotChange(ARCHIVED)
    if has_twin(session, old.programme_id, details.name, details.starts_on):
        raise CannotChange(TWIN)
    made = enrolments.make(
        session, programme_id=old.programme_id, **asdict(details), seed=seed, now=now
    )
    _copy_trainers(session, old.id, made.id, now)
    _copy_rules(session, old.id, made.id)
    audit.record(session, actor, "cohort-copied", made.id, now)
    return made


def _copy_trainers(session: Session, old: uuid.UUID, new: uuid.UUID, now: datetime) -> None:
    people = session.scalars(
        select(Person)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.cohort_id == old, Grant.role == Role.TRAINER, Person.deleted_at.is_(None))
    )
    for person in people.all():
        accounts.grant(session, person, Role.TRAINER, now, cohort_id=new)


def _copy_rules(session: Session, old: uuid.UUID, new: uuid.UUID) -> None:
    for wave, policy in rules.of_cohort(session, old).items():
        lasting = replace(policy, opens_at=None, closes_at=None, word=None)
        session.add(
            TestPolicy(cohort_id=new, wave=wave, origin=installed(session).id, **asdict(lasting))
        )
    session.flush()
