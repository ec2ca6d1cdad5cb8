"""Whether a test has closed for a whole cohort: nobody can still take it."""

import uuid
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select

from elearn.cohorts.models import Cohort, Enrolment
from elearn.quizzes import policies, states
from elearn.quizzes.models import Allowance, Opening, TestPolicy
from elearn.quizzes.policies import Policy
from elearn.quizzes.states import Window
from elearn.quizzes.waves import Wave

_UNTIL = (
    select(func.max(Allowance.until))
    .join(Enrolment, Enrolment.id == Allowance.enrolment_id)
    .where(Enrolment.cohort_id == Cohort.id, Allowance.wave == bindparam("wave"))
    .correlate(Cohort)
    .scalar_subquery()
)
_ONE = (
    select(
        Cohort.closed_at.label("cohort_closed_at"),
        Opening.opened_at,
        Opening.closed_at,
        TestPolicy.opens_at,
        TestPolicy.closes_at,
        _UNTIL.label("until"),
    )
    .select_from(Cohort)
    .outerjoin(Opening, and_(Opening.cohort_id == Cohort.id, Opening.wave == bindparam("wave")))
    .outerjoin(
        TestPolicy, and_(TestPolicy.cohort_id == Cohort.id, TestPolicy.wave == bindparam("wave"))
    )
    .where(Cohort.id == bindparam("cohort_id"))
)


def over(connection: Connection, cohort_id: uuid.UUID, wave: Wave, now: datetime) -> bool:
    """Whether the test is closed, its grace and every extension past; one query."""
    row = connection.execute(_ONE, {"cohort_id": cohort_id, "wave": wave}).one()
    if row.cohort_closed_at is not None and policies.over(row.cohort_closed_at, None, now):
        return True
    policy = Policy(opens_at=row.opens_at, closes_at=row.closes_at)
    by_hand = Window(row.opened_at, row.closed_at) if row.opened_at is not None else None
    window = policies.opening(by_hand, policy) or Window()
    closed_at = states.earliest(window.closed_at, policy.closes_at)
    return policies.over(closed_at, row.until, now)
