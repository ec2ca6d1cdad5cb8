"""The follow-ups of the cohorts that a person trains: when, and how many came back."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts import learners
from elearn.cohorts.learners import counted
from elearn.cohorts.models import Cohort, Enrolment
from elearn.quizzes import follow_up
from elearn.quizzes.models import Allowance, Attempt
from elearn.quizzes.states import GRACE, Late, Window
from elearn.quizzes.taking_rows import counting_try
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.reports import paging


class Stands(StrEnum):
    """Where a follow-up is in its time."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Season:
    """One follow-up of one cohort: its first and last day, how many took it, of how many asked.

    Asked is whoever counts, but those who follow without tests or came no more and did not take it.
    """

    wave: Wave
    first: date
    last: date
    stands: Stands
    taken: int
    asked: int


@dataclass(frozen=True, slots=True)
class Line:
    """One cohort and its follow-ups, when and of how many."""

    cohort_id: uuid.UUID
    name: str
    ends_on: date
    seasons: tuple[Season, ...]


# Tests handed in, and tests begun and answered, which count once they are closed.
Counts = Mapping[tuple[uuid.UUID, Wave], tuple[int, int]]
Asked = Mapping[tuple[uuid.UUID, Wave], int]


def trained(
    session: Session,
    cohorts: Collection[uuid.UUID],
    programmes: Collection[uuid.UUID],
    *,
    offset: int,
    limit: int,
    now: datetime,
) -> tuple[Line, ...]:
    """These cohorts and those of these programmes, the last to end first."""
    mine = paging.trained(
        select(Cohort), cohorts, programmes, latest=Cohort.ends_on, offset=offset, limit=limit
    )
    return lines(session, session.scalars(mine).all(), now)


def lines(session: Session, cohorts: Collection[Cohort], now: datetime) -> tuple[Line, ...]:
    """A line for each of these cohorts, in two queries."""
    ids = [cohort.id for cohort in cohorts]
    asked = _asked(session, ids)
    counts = _counts(session, ids, now)
    return tuple(
        Line(
            cohort.id,
            cohort.name,
            cohort.ends_on,
            tuple(_season(cohort, wave, asked, counts, now) for wave in FOLLOW_UPS),
        )
        for cohort in cohorts
    )


def waiting(session: Session, cohort: Cohort, wave: Wave, now: datetime) -> list[int]:
    """The cards of who may take this follow-up now, or go on with it, in order.

    Once it is closed, those to whom it was opened longer.
    """
    stands = _stands(follow_up.window(wave, cohort.ends_on, cohort.time_zone), now)
    if stands is Stands.COMING:
        return []
    cards = session.scalars(
        select(Enrolment.card_number)
        .outerjoin(Attempt, counting_try(wave))
        .where(
            Enrolment.cohort_id == cohort.id,
            learners.stands(),
            Attempt.submitted_at.is_(None),
            or_(
                Enrolment.declined_at.is_(None) & Enrolment.withdrawn_at.is_(None),
                Attempt.id.is_not(None),
            ),
            literal(stands is Stands.OPEN) | _extended(wave, now),
        )
        .order_by(Enrolment.card_number)
    )
    return list(cards)


def _extended(wave: Any, now: datetime) -> ColumnElement[bool]:
    return exists().where(
        Allowance.enrolment_id == Enrolment.id, Allowance.wave == wave, Allowance.until >= now
    )


def undecided(session: Session, cohort_id: uuid.UUID) -> list[int]:
    """The cards whose follow-ups have late answers that nobody has decided about, in order."""
    cards = session.scalars(
        select(Enrolment.card_number)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.deleted_at.is_(None),
            Attempt.wave.in_(FOLLOW_UPS),
            Attempt.number == 1,
            Attempt.late == Late.WAITING,
            Attempt.deleted_at.is_(None),
        )
        .distinct()
        .order_by(Enrolment.card_number)
    )
    return list(cards)


def _asked(session: Session, ids: Collection[uuid.UUID]) -> Asked:
    rows = session.execute(
        select(
            Enrolment.cohort_id,
            *(func.count().filter(_is_asked(wave)).label(wave) for wave in FOLLOW_UPS),
        )
        .where(Enrolment.cohort_id.in_(ids), counted(), Enrolment.declined_at.is_(None))
        .group_by(Enrolment.cohort_id)
    ).mappings()
    return {(row["cohort_id"], wave): row[wave] for row in rows for wave in FOLLOW_UPS}


def _is_asked(wave: Wave) -> ColumnElement[bool]:
    return or_(Enrolment.withdrawn_at.is_(None), exists().where(counting_try(wave)))


def _counts(session: Session, ids: Collection[uuid.UUID], now: datetime) -> Counts:
    rows = session.execute(
        select(
            Enrolment.cohort_id,
            Attempt.wave,
            func.count(Attempt.submitted_at).label("sent"),
            func.count().filter(Attempt.submitted_at.is_(None)).label("begun"),
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.cohort_id.in_(ids),
            counted(),
            Attempt.wave.in_(FOLLOW_UPS),
            Attempt.number == 1,
            Attempt.deleted_at.is_(None),
            or_(
                Attempt.submitted_at.is_not(None),
                and_(Attempt.answered > 0, ~_extended(Attempt.wave, now - GRACE)),
            ),
        )
        .group_by(Enrolment.cohort_id, Attempt.wave)
    )
    return {(row.cohort_id, row.wave): (row.sent, row.begun) for row in rows}


def _season(cohort: Cohort, wave: Wave, asked: Asked, counts: Counts, now: datetime) -> Season:
    window = follow_up.window(wave, cohort.ends_on, cohort.time_zone)
    sent, begun = counts.get((cohort.id, wave), (0, 0))
    collected = window.closed_at is not None and now > window.closed_at + GRACE
    first, last = follow_up.days(wave, cohort.ends_on)
    taken = sent + begun * collected
    return Season(wave, first, last, _stands(window, now), taken, asked.get((cohort.id, wave), 0))


def _stands(window: Window, now: datetime) -> Stands:
    if window.opened_at is None or now < window.opened_at:
        return Stands.COMING
    return Stands.CLOSED if window.closed_at and now > window.closed_at else Stands.OPEN
