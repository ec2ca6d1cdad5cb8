"""Signing in and out: sessions as rows, and failures that slow down but never lock.

Twenty-five people share one address in a room, so failures are counted by the name typed, and
the wait doubles up to fifteen minutes; a trainer can lift it at once.
"""

import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from elearn.people.models import Person, SignIn, Slowdown
from elearn.people.passwords import Keeper

FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
TRAINEE_SESSION = timedelta(days=30)
STAFF_SESSION = timedelta(hours=12)
# Without a failure for so long, those before are forgotten.
A_DAY = timedelta(days=1)
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Refused(Exception):
    """The name and the secret do not belong together."""


class SlowedDown(Exception):
    """Too many failures under this name: `until` says when the next try is heard."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened: the cookie's token (never stored), whose it is, until when."""

    token: str
    person: Person
    expires_at: datetime


def check(session: Session, name: str, secret: str, keeper: Keeper, now: datetime) -> Person | None:
    """The person of this code or username when the secret is theirs, else None; raises SlowedDown.

    Reads only: the slow hash runs outside the write lock, or 25 sign-ins would stand in a line.
    """
    heard(session, name, keeper, now)
    found = None
    if "\0" not in name:  # which PostgreSQL refuses in a text, and no name holds
        found = session.scalar(
            select(Person).where(
                (Person.code == name) | (Person.username == name), Person.deleted_at.is_(None)
            )
        )
    right = keeper.holds(found.secret if found else None, secret)
    return found if right else None


def heard(session: Session, name: str, keeper: Keeper, now: datetime) -> None:
    """Raises SlowedDown where a try under this name is not heard now."""
    slowdown = session.get(Slowdown, keeper.name_hash(name))
    if slowdown is not None and slowdown.until > now:
        raise SlowedDown(slowdown.until)


def count_failure(
    session: Session, name: str, keeper: Keeper, now: datetime, *, free: int = FREE_FAILURES
) -> None:
    """Remember one more failure under this name; after `free` of them each doubles the wait.

    One upsert counts and locks the row, so that guesses sent side by side are all counted.
    """
    key = keeper.name_hash(name)
    insert = _INSERTS[session.get_bind().dialect.name]
    first = insert(Slowdown).values(name_hash=key, failures=1, until=now)
    forgotten = Slowdown.until < now - A_DAY
    counted = first.on_conflict_do_update(
        index_elements=["name_hash"],
        set_={"failures": case((forgotten, 1), else_=Slowdown.failures + 1)},
    ).returning(Slowdown.failures)
    failures = session.execute(counted).scalar_one()
    session.execute(
        update(Slowdown)
        .where(Slowdown.name_hash == key)
        .values(until=now + wait_after(failures, free))
        .execution_options(synchronize_session=False)
    )


def wait_after(failures: int, free: int = FREE_FAILURES) -> timedelta:
    """How long the next try must wait after so many failures in a row."""
    if failures < free:
        return timedelta(0)
    # Ten doublings pass the longest wait; the bound keeps the power small.
    doubled: int = 2 ** min(failures - free, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def open_session(
    session: Session,
    person: Person,
    enrolment_id: uuid.UUID | None,
    keeper: Keeper,
    now: datetime,
) -> Opened:
    """Open a session for a person whose secret was right, and forget the failures before."""
    name = person.code or person.username or ""
    session.execute(delete(Slowdown).where(Slowdown.name_hash == keeper.name_hash(name)))
    token = os.urandom(32)
    lasts = TRAINEE_SESSION if person.code else STAFF_SESSION
    row = SignIn(
        token_hash=token_hash(token.hex()),
        person_id=person.id,
        enrolment_id=enrolment_id,
        opened_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    return Opened(token.hex(), person, row.expires_at)


def close_session(session: Session, token: str) -> None:
    """End the session of this cookie; nothing happens when it has ended."""
    session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def close_all(session: Session, person: Person) -> None:
    """End every session of a person: after a new PIN or password the old cookies open nothing."""
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))


def lift(session: Session, name: str, keeper: Keeper) -> None:
    """Forget the failures under a name, so that its owner need not wait."""
    session.execute(delete(Slowdown).where(Slowdown.name_hash == keeper.name_hash(name)))


def token_hash(token: str) -> bytes:
    """What the session's row is keyed by: the token itself is only in the cookie."""
    return hashlib.sha256(token.encode()).digest()
