"""Which steps of a course a person has done: that it was done, nothing of how."""

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, StepDone

Step = tuple[str, str]
"""A module's slug and the step in it: a lesson's number, "case", or "practice"."""


def done(session: Session, enrolment_id: uuid.UUID) -> dict[Step, datetime]:
    """When each step was done, by module and step."""
    rows = session.execute(
        select(StepDone.module, StepDone.step, StepDone.done_at).where(
            StepDone.enrolment_id == enrolment_id
        )
    )
    return {(module, step): done_at for module, step, done_at in rows}


def mark_done(session: Session, enrolment_id: uuid.UUID, step: Step, now: datetime) -> None:
    """Remember that a step was done; the first time counts."""
    module, name = step
    if session.get(StepDone, (enrolment_id, module, name)) is None:
        session.add(StepDone(enrolment_id=enrolment_id, module=module, step=name, done_at=now))
        session.flush()


def by_module(session: Session, cohort_id: uuid.UUID) -> dict[uuid.UUID, dict[str, int]]:
    """How many steps of each module everybody in a cohort has done, by enrolment."""
    rows = session.execute(
        select(StepDone.enrolment_id, StepDone.module, func.count())
        .join(Enrolment, Enrolment.id == StepDone.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.deleted_at.is_(None))
        .group_by(StepDone.enrolment_id, StepDone.module)
    )
    found: dict[uuid.UUID, dict[str, int]] = {}
    for enrolment_id, module, count in rows:
        found.setdefault(enrolment_id, {})[module] = count
    return found
