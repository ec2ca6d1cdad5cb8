"""Who signs in with a username, what they are granted, and the names of what it is for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.people.models import Grant, Person
from elearn.people.roles import Role
from elearn.programmes.models import Programme

_GRANTED = (
    select(
        Person.id,
        Person.username,
        Person.deleted_at,
        Grant.id.label("grant_id"),
        Grant.role,
        Programme.name.label("programme"),
        Cohort.name.label("cohort"),
    )
    .select_from(Person)
    .outerjoin(Grant, Grant.person_id == Person.id)
    .outerjoin(Programme, Programme.id == Grant.programme_id)
    .outerjoin(Cohort, Cohort.id == Grant.cohort_id)
    .where(Person.username.is_not(None))
    .order_by(Person.username, Grant.granted_at, Grant.id)
)


@dataclass(frozen=True, slots=True)
class Granted:
    """One grant; `of` names its programme or cohort, None for the whole installation."""

    id: uuid.UUID
    role: Role
    of: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """One person with a username."""

    person_id: uuid.UUID
    username: str
    granted: tuple[Granted, ...]
    # Switched off: nothing opens, and the roles stand as they were.
    off: bool = False


def members(
    session: Session,
    like: str = "",
    *,
    off: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[Member, ...]:
    """Those with a username that holds `like`, by username, in one query; `off`: the others."""
    found = (
        select(Person.id)
        .where(
            Person.username.contains(like, autoescape=True),
            Person.deleted_at.is_not(None) if off else Person.deleted_at.is_(None),
        )
        .order_by(Person.username)
        .offset(offset)
        .limit(limit)
        .subquery()
    )
    return _members(session.execute(_GRANTED.where(Person.id.in_(select(found.c.id)))).all())


def member(session: Session, person_id: uuid.UUID) -> Member | None:
    """One of them, switched off or not; None where nobody with a username has this id."""
    found = _members(session.execute(_GRANTED.where(Person.id == person_id)).all())
    return found[0] if found else None


def _members(rows: Sequence[Any]) -> tuple[Member, ...]:
    return tuple(
        Member(person_id, username, _granted(list(grants)), off_at is not None)
        for (person_id, username, off_at), grants in groupby(
            rows, key=lambda row: (row.id, row.username, row.deleted_at)
        )
    )


def _granted(rows: Sequence[Any]) -> tuple[Granted, ...]:
    return tuple(
        Granted(row.grant_id, row.role, row.programme or row.cohort)
        for row in rows
        if row.grant_id is not None
    )
