"""The cohorts that a person trains, each with how many people and tests it has."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.learners import counted
from elearn.cohorts.models import Cohort, Enrolment, Mode
from elearn.quizzes.models import Allowance, Attempt, Excuse, Opening, TestPolicy
from elearn.quizzes.states import GRACE
from elearn.quizzes.waves import Wave
from elearn.reports import paging


class Stage(StrEnum):
    """Where a cohort stands in its life, for a list of them."""

    COMING = "coming"
    RUNNING = "running"
    CLOSED = "closed"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the cohorts are listed: where they stand (None: all but the archived), by name."""

    stage: Stage | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One cohort in a list: `before` and `after` count the tests that have a score."""

    id: uuid.UUID
    name: str
    course_id: str
    region: str | None
    zone: str | None
    mode: Mode
    starts_on: date
    ends_on: date
    closed_at: datetime | None
    people: int
    before: int
    after: int


def trained(
    session: Session,
    cohorts: Collection[uuid.UUID],
    programmes: Collection[uuid.UUID],
    *,
    offset: int,
    limit: int,
    now: datetime,
    wanted: Wanted = Wanted(),
) -> tuple[SessionLine, ...]:
    """These cohorts and those of these programmes, the latest first, in one query."""
    lines = paging.trained(
        select(
            Cohort.id,
            Cohort.name,
            Cohort.course_id,
            Cohort.region,
            Cohort.zone,
            Cohort.mode,
            Cohort.starts_on,
            Cohort.ends_on,
            Cohort.closed_at,
            _people(),
            _scored(Wave.PRE, now),
            _scored(Wave.POST, now),
        ).where(*_listed(wanted, now)),
        cohorts,
        programmes,
        latest=Cohort.starts_on,
        offset=offset,
        limit=limit,
    )
    return tuple(SessionLine(*row) for row in session.execute(lines))


def _listed(wanted: Wanted, now: datetime) -> tuple[ColumnElement[bool], ...]:
    begun = Cohort.starts_on <= now.date()
    stages: dict[Stage | None, tuple[ColumnElement[bool], ...]] = {
        Stage.COMING: (Cohort.closed_at.is_(None), ~begun),
        Stage.RUNNING: (Cohort.closed_at.is_(None), begun),
        Stage.CLOSED: (Cohort.closed_at.is_not(None),),
    }
    away = wanted.stage is Stage.ARCHIVED
    return (
        Cohort.archived_at.is_not(None) if away else Cohort.archived_at.is_(None),
        *stages.get(wanted.stage, ()),
        Cohort.name.icontains(wanted.name, autoescape=True),
    )


def of_name(
    session: Session, programme_id: uuid.UUID, name: str, starts_on: date
) -> uuid.UUID | None:
    """The programme's cohort of this name and first day, if there is one."""
    return session.scalar(
        select(Cohort.id).where(
            Cohort.programme_id == programme_id,
            Cohort.name == name,
            Cohort.starts_on == starts_on,
            Cohort.deleted_at.is_(None),
        )
    )


def _people() -> Any:
    return (
        select(func.count())
        .where(Enrolment.cohort_id == Cohort.id, counted())
        .correlate(Cohort)
        .scalar_subquery()
    )


def _scored(wave: Wave, now: datetime) -> Any:
    """As `states` counts them: submitted, or answered and collected after the grace."""
    return (
        select(func.count())
        .select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .outerjoin(
            Opening, (Opening.cohort_id == Enrolment.cohort_id) & (Opening.wave == Attempt.wave)
        )
        .outerjoin(
            TestPolicy,
            (TestPolicy.cohort_id == Enrolment.cohort_id) & (TestPolicy.wave == Attempt.wave),
        )
        .where(
            Enrolment.cohort_id == Cohort.id,
            counted(),
            Attempt.wave == wave,
            Attempt.number == 1,
            Attempt.deleted_at.is_(None),
            or_(Attempt.submitted_at.is_not(None), collected(now)),
            ~exists().where(
                Excuse.enrolment_id == Attempt.enrolment_id, Excuse.wave == Attempt.wave
            ),
        )
        .correlate(Cohort)
        .scalar_subquery()
    )


def collected(now: datetime) -> ColumnElement[bool]:
    """Answered and over, an extension that still runs counted as open.

    A time limit is not asked: a list of many sessions may count such a test late, when it closes
    for everybody, and the session's own page is exact.
    """
    limit = now - GRACE
    extended = exists().where(
        Allowance.enrolment_id == Attempt.enrolment_id,
        Allowance.wave == Attempt.wave,
        Allowance.until >= limit,
    )
    closed = or_(Opening.closed_at < limit, TestPolicy.closes_at < limit)
    return (Attempt.answered > 0) & or_(
        Cohort.closed_at < limit, Attempt.ended_at.is_not(None), and_(closed, ~extended)
    )
