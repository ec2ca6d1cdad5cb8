"""The rules of a cohort's tests as its trainer keeps them; what they mean is in `policies`."""

import uuid
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import CohortClosed
from elearn.installation.identity import installed
from elearn.people import audit
from elearn.people.models import Person
from elearn.quizzes.models import TestPolicy
from elearn.quizzes.policies import Policy
from elearn.quizzes.waves import Wave


class Backwards(ValueError):
    """The test would close before it opens."""


def of_cohort(session: Session, cohort_id: uuid.UUID) -> dict[Wave, Policy]:
    """The rules that were changed, by test."""
    rows = session.scalars(select(TestPolicy).where(TestPolicy.cohort_id == cohort_id))
    return {row.wave: policy_of(row) for row in rows}


def policy_of(row: TestPolicy) -> Policy:
    """The rules of this row."""
    return Policy(
        row.opens_at,
        row.closes_at,
        row.minutes,
        row.word,
        row.tries,
        row.counting,
        row.feedback,
        row.keys,
    )


def change(
    session: Session,
    cohort_id: uuid.UUID,
    wave: Wave,
    policy: Policy,
    actor: Person,
    now: datetime,
) -> bool:
    """Keep new rules for a test; False where they are the old ones.

    Raises CohortClosed or Backwards.
    """
    cohort = enrolments.locked(session, cohort_id)
    if cohort.closed_at is not None:
        raise CohortClosed(cohort_id)
    if policy.opens_at and policy.closes_at and policy.closes_at <= policy.opens_at:
        raise Backwards
    row = _row(session, cohort_id, wave)
    if policy == (policy_of(row) if row else Policy()):
        return False
    if row is None:
        row = TestPolicy(cohort_id=cohort_id, wave=wave, origin=installed(session).id, revision=0)
        session.add(row)
    for name, value in asdict(policy).items():
        setattr(row, name, value)
    row.revision += 1
    audit.record(session, actor, f"rules-{wave}", cohort_id, now)
    return True


def open_again(session: Session, cohort_id: uuid.UUID, wave: Wave, now: datetime) -> None:
    """Forget a closing time that has passed: the trainer has just opened the test by hand."""
    row = _row(session, cohort_id, wave)
    if row is not None and row.closes_at is not None and row.closes_at <= now:
        row.closes_at = None
        row.revision += 1


def _row(session: Session, cohort_id: uuid.UUID, wave: Wave) -> TestPolicy | None:
    return session.scalar(
        select(TestPolicy)
        .where(TestPolicy.cohort_id == cohort_id, TestPolicy.wave == wave)
        .execution_options(populate_existing=True)
    )
