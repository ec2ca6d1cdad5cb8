"""What wants an administrator's attention, and what maintenance did: counts, in one query each."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.people.models import AuditEntry, AuthorNote, Grant, Person
from elearn.people.roles import Role
from elearn.programmes.models import Programme
from elearn.reports import acts_log
from elearn.reports.acts_log import Kind
from elearn.reports.models import Release
from elearn.surveys.models import Box

RECENTLY = timedelta(days=30)
# A session that is over for so long and still open keeps its people out of every release.
OPEN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Attention:
    """Counts of what may want somebody; `looks` and `downloads` are those of thirty days."""

    notes: int
    looks: int
    downloads: int
    sessions_to_close: int
    without_role: int
    administrators: int


@dataclass(frozen=True, slots=True)
class Made:
    """One release: whose, its number, the day of its facts, and when it was made."""

    programme_id: uuid.UUID
    programme: str
    number: int
    as_of: date
    made_at: datetime


def attention(session: Session, now: datetime) -> Attention:
    """The counts as they are now."""
    recent = AuditEntry.at >= now - RECENTLY
    granted = exists().where(Grant.person_id == Person.id)
    active = Person.username.is_not(None) & Person.deleted_at.is_(None)
    row = session.execute(
        select(
            _count(AuthorNote.id, AuthorNote.handled_at.is_(None)),
            _count(AuditEntry.id, recent & acts_log.of_kind(Kind.LOOKS)),
            _count(AuditEntry.id, recent & acts_log.of_kind(Kind.DOWNLOADS)),
            _count(
                Cohort.id,
                Cohort.ends_on < (now - OPEN_FOR).date(),
                Cohort.closed_at.is_(None),
                Cohort.deleted_at.is_(None),
            ),
            _count(Person.id, active, ~granted),
            _count(
                Person.id,
                active,
                exists().where(Grant.person_id == Person.id, Grant.role == Role.ADMINISTRATOR),
            ),
        )
    ).one()
    return Attention(*row)


def releases_made(session: Session, limit: int) -> Sequence[Made]:
    """The latest releases of all programmes."""
    rows = session.execute(
        select(Programme.id, Programme.name, Release.number, Release.as_of, Release.made_at)
        .join(Programme, Programme.id == Release.programme_id)
        .order_by(Release.made_at.desc())
        .limit(limit)
    )
    return [Made(*row) for row in rows]


def boxes(session: Session) -> Sequence[tuple[str, int]]:
    """The boxes of opinions that wait for a tenth sheet: how many, by programme."""
    rows = session.execute(
        select(Programme.name, func.count())
        .join(Box, Box.programme_id == Programme.id)
        .group_by(Programme.id, Programme.name)
        .order_by(Programme.name)
    )
    return [(row[0], row[1]) for row in rows]


def _count(of: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(func.count(of)).where(*conditions).scalar_subquery()
