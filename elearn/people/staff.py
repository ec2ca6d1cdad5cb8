"""Those who sign in with a username: adding them, what they are granted, and taking it back."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.people import accounts, audit, signing_in, usernames
from elearn.people.models import Grant, Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role

# Without 0, 1, i, l and o: read from a screen and typed on another.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, GROUP = 3, 5


class WrongScope(ValueError):
    """A role that does not go with what it was to be granted for."""

    def __init__(self, role: Role) -> None:
        super().__init__(role)
        self.role = role


class LastAdministrator(ValueError):
    """Without this grant nobody would administer the installation."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a role is granted for: a programme, a cohort, or the whole installation."""

    programme_id: uuid.UUID | None = None
    cohort_id: uuid.UUID | None = None


EVERYTHING = Scope()


def first_password(random: Random) -> str:
    """A password of fifteen signs (74 bits), to be shown once and then changed by its owner."""
    return "-".join("".join(random.choices(SIGNS, k=GROUP)) for _ in range(GROUPS))


def add(
    session: Session,
    username: str,
    password: str,
    role: Role,
    scope: Scope,
    *,
    actor: Person | None,
    keeper: Keeper,
    now: datetime,
) -> Person:
    """A new person with one role.

    Raises usernames.NotAUsername, accounts.UsernameTaken, passwords.TooShort or WrongScope.
    """
    check_scope(role, scope)
    person = accounts.add_staff(session, usernames.checked(username), password, keeper, now)
    audit.record(session, actor, "person-added", person.id, now)
    grant(session, person, role, scope, actor=actor, now=now)
    return person


def grant(
    session: Session,
    person: Person,
    role: Role,
    scope: Scope,
    *,
    actor: Person | None,
    now: datetime,
) -> None:
    """One role more, logged; given twice it is one. Raises WrongScope."""
    check_scope(role, scope)
    accounts.grant(
        session,
        person,
        role,
        now,
        programme_id=scope.programme_id,
        cohort_id=scope.cohort_id,
    )
    audit.record(session, actor, f"granted-{role}", person.id, now)


def revoke(session: Session, grant_id: uuid.UUID, *, actor: Person | None, now: datetime) -> None:
    """Take a role back, logged; one that is gone already changes nothing.

    Raises LastAdministrator.
    """
    found = session.get(Grant, grant_id)
    if found is None:
        return
    if found.role is Role.ADMINISTRATOR and _administrators(session) == 1:
        raise LastAdministrator
    session.delete(found)
    audit.record(session, actor, f"revoked-{found.role}", found.person_id, now)


def switch_off(session: Session, person: Person, *, actor: Person, now: datetime) -> None:
    """Nothing opens for this person any more and their sessions end; roles stay. Logged.

    Raises LastAdministrator. Twice is once.
    """
    if person.deleted_at is not None:
        return
    if _administers(session, person) and _administrators(session) == 1:
        raise LastAdministrator
    person.deleted_at, person.revision = now, person.revision + 1
    signing_in.close_all(session, person)
    audit.record(session, actor, "person-off", person.id, now)


def switch_on(session: Session, person: Person, *, actor: Person, now: datetime) -> None:
    """The person comes in again with the password and the roles of before. Logged."""
    if person.deleted_at is None:
        return
    person.deleted_at, person.revision = None, person.revision + 1
    audit.record(session, actor, "person-on", person.id, now)


def check_scope(role: Role, scope: Scope) -> None:
    """Raises WrongScope unless the role goes with the scope.

    An administrator's is everything, a donor's a programme, a trainer's a programme or a cohort.
    """
    fits = {
        Role.ADMINISTRATOR: scope == EVERYTHING,
        Role.DONOR: scope.programme_id is not None and scope.cohort_id is None,
        Role.TRAINER: (scope.programme_id is None) != (scope.cohort_id is None),
    }
    if not fits[role]:
        raise WrongScope(role)


def _administers(session: Session, person: Person) -> bool:
    held = select(Grant.id).where(Grant.person_id == person.id, Grant.role == Role.ADMINISTRATOR)
    return session.scalar(held) is not None


def _administrators(session: Session) -> int:
    """How many people administer; their grants stay locked, so that two cannot leave at once."""
    held = (
        select(Grant.person_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.role == Role.ADMINISTRATOR, Person.deleted_at.is_(None))
        .with_for_update(of=Grant)
    )
    return len(set(session.scalars(held)))
