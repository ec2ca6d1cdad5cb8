"""Whether somebody may still be asked a form: then its questions are shown to no trainer."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment, Mode
from elearn.quizzes import follow_up
from elearn.quizzes.forms import CROSSED
from elearn.quizzes.models import Allowance, Opening, TestPolicy
from elearn.quizzes.states import GRACE
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.reports.scopes import Scope

PAIR = (Wave.PRE, Wave.POST)
# A date in any zone of the world is at most so far from ours.
ANY_ZONE = timedelta(hours=14)


def may_be_asked(
    session: Session, scope: Scope, courses: Collection[str], form: str, now: datetime
) -> bool:
    """Whether a session of the asker's on one of these courses may ask this form; one query.

    A and B while it runs; the form of the follow-ups until nobody can still take the last of them.
    """
    if form in CROSSED.values():
        asked = select(_running(now)).where(scope.mine, Cohort.course_id.in_(courses))
        return any(session.scalars(asked))
    ends = select(Cohort.ends_on, Cohort.time_zone).where(scope.mine, Cohort.course_id.in_(courses))
    return any(_may_follow(ends_on, zone, now) for ends_on, zone in session.execute(ends))


def _may_follow(ends_on: date, zone: str, now: datetime) -> bool:
    """Whether the last of the two tests in this form can still come."""
    return now <= follow_up.latest(FOLLOW_UPS[-1], ends_on, zone) + GRACE


def _running(now: datetime) -> Any:
    """Whether a session is under way or one of its tests stands open to somebody."""
    limit = now - GRACE
    days = and_(
        Cohort.starts_on <= (now + ANY_ZONE).date(), Cohort.ends_on >= (now - ANY_ZONE).date()
    )
    opened = exists().where(
        Opening.cohort_id == Cohort.id,
        Opening.wave.in_(PAIR),
        or_(Opening.closed_at.is_(None), Opening.closed_at >= limit),
    )
    timed = exists().where(
        TestPolicy.cohort_id == Cohort.id,
        TestPolicy.wave.in_(PAIR),
        TestPolicy.opens_at <= now,
        or_(TestPolicy.closes_at.is_(None), TestPolicy.closes_at >= limit),
    )
    extended = exists().where(
        Allowance.enrolment_id == Enrolment.id,
        Enrolment.cohort_id == Cohort.id,
        Allowance.wave.in_(PAIR),
        Allowance.until >= limit,
    )
    open_now = or_(Cohort.mode == Mode.ONLINE, days, opened, timed, extended)
    return and_(or_(Cohort.closed_at.is_(None), Cohort.closed_at >= limit), open_now)
