"""What the state of an attempt follows from, as the database has it, and when its test closes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from elearn.cohorts.models import Cohort, Enrolment
from elearn.quizzes import follow_up, policies, states
from elearn.quizzes.models import Allowance, Attempt, Excuse, Opening, TestPolicy
from elearn.quizzes.policies import Policy
from elearn.quizzes.states import Allowed, Facts, Window
from elearn.quizzes.waves import FOLLOW_UPS, Wave

_OWN_ALLOWANCE = and_(
    Allowance.enrolment_id == Attempt.enrolment_id, Allowance.wave == Attempt.wave
)


def _allowed(found: Any) -> Any:
    return select(found).where(_OWN_ALLOWANCE).correlate(Attempt).scalar_subquery()


FACTS = (
    Attempt.id,
    Attempt.enrolment_id,
    Attempt.wave,
    Attempt.number,
    Attempt.replaces,
    Attempt.form,
    Attempt.language,
    Attempt.shown,
    Attempt.answered,
    Attempt.points,
    Attempt.unknown,
    Attempt.started_at,
    Attempt.last_answer_at,
    Attempt.submitted_at,
    Attempt.ended_at,
    Attempt.late,
    Cohort.id.label("cohort_id"),
    Cohort.mode,
    Cohort.closed_at.label("cohort_closed_at"),
    Cohort.ends_on,
    Cohort.time_zone.label("time_zone"),
    Opening.opened_at,
    Opening.closed_at,
    Excuse.excused_at,
    TestPolicy.opens_at,
    TestPolicy.closes_at,
    TestPolicy.minutes,
    _allowed(func.max(Allowance.until)).label("until"),
    _allowed(func.coalesce(func.sum(Allowance.minutes), 0)).label("more_minutes"),
)
_OPENING = and_(Opening.cohort_id == Cohort.id, Opening.wave == Attempt.wave)
_POLICY = and_(TestPolicy.cohort_id == Cohort.id, TestPolicy.wave == Attempt.wave)
_EXCUSE = and_(Excuse.enrolment_id == Attempt.enrolment_id, Excuse.wave == Attempt.wave)


def with_window(statement: Select[Any]) -> Select[Any]:
    """The statement over attempts, joined with all that their windows follow from."""
    return (
        statement.join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Opening, _OPENING)
        .outerjoin(TestPolicy, _POLICY)
        .outerjoin(Excuse, _EXCUSE)
    )


def counting_try(wave: Wave, attempt: Any = Attempt) -> ColumnElement[bool]:
    """Joins an enrolment with its try at this test that counts: one or none."""
    return and_(
        attempt.enrolment_id == Enrolment.id,
        attempt.wave == wave,
        attempt.number == 1,
        attempt.deleted_at.is_(None),
    )


def excused(wave: Wave, excuse: Any = Excuse) -> ColumnElement[bool]:
    """Joins an enrolment with its excuse from this test."""
    return and_(excuse.enrolment_id == Enrolment.id, excuse.wave == wave)


def facts(row: Row[Any]) -> Facts:
    """What is stored about the test of a row that has all of `FACTS`."""
    return Facts(
        excused_at=row.excused_at,
        started_at=row.started_at,
        submitted_at=row.submitted_at,
        answered=row.answered,
        ended_at=row.ended_at,
        late=row.late,
    )


def closes(row: Row[Any]) -> datetime | None:
    """When a test of this wave closed or closes, of what a cohort, its opening and rules say."""
    if row.wave in FOLLOW_UPS:
        return _closing(row)  # they come weeks after the session was closed
    return states.earliest(_closing(row), row.cohort_closed_at)


def _closing(row: Row[Any]) -> datetime | None:
    policy = Policy(opens_at=row.opens_at, closes_at=row.closes_at)
    by_hand = Window(row.opened_at, row.closed_at) if row.opened_at is not None else None
    window = policies.closing(policies.opening(by_hand, policy) or _begun(row), policy)
    allowed = Allowed(row.started_at, row.until, row.more_minutes)
    return states.personal(window, allowed, row.minutes, row.started_at).closed_at


def _begun(row: Row[Any]) -> Window:
    """When a test stood open that no trainer opened."""
    if row.wave in FOLLOW_UPS:
        return follow_up.window(row.wave, row.ends_on, row.time_zone)
    # In a room that never opened it, the test stands open to this person alone: until then.
    return Window() if row.mode.by_hand else Window(row.started_at)
