"""Making people and changing their secrets, each act of staff logged."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.installation.identity import installed
from elearn.people import audit, codes, passwords, signing_in
from elearn.people.models import Grant, Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role


class UsernameTaken(ValueError):
    """Somebody has this username already."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A PIN to print, and what is kept of it."""

    shown: str
    kept: str


def new_pins(count: int, keeper: Keeper, random: Random) -> tuple[Pin, ...]:
    """So many new PINs, hashed: made before the transaction, for the hash is slow on purpose."""
    shown = [codes.new_pin(random) for _ in range(count)]
    return tuple(Pin(pin, keeper.keep(pin)) for pin in shown)


def new_codes(session: Session, count: int, random: Random) -> list[str]:
    """So many codes that nobody has."""
    made: set[str] = set()
    while len(made) < count:
        made |= {codes.new_code(random) for _ in range(count - len(made))}
        made -= set(session.scalars(select(Person.code).where(Person.code.in_(made))))
    return sorted(made)


def add_trainee(session: Session, pin: Pin, random: Random, now: datetime) -> Person:
    """A new person with a code and this PIN, which is printed once and never kept in the clear."""
    code = codes.new_code(random)
    while session.scalar(select(Person.id).where(Person.code == code)):
        code = codes.new_code(random)
    person = Person(code=code, secret=pin.kept, made_at=now, origin=installed(session).id)
    session.add(person)
    session.flush()
    return person


def add_staff(
    session: Session, username: str, password: str, keeper: Keeper, now: datetime
) -> Person:
    """A new person with a username; raises UsernameTaken or passwords.TooShort."""
    if session.scalar(select(Person.id).where(Person.username == username)):
        raise UsernameTaken(username)
    person = Person(
        username=username,
        secret=keeper.keep(passwords.checked(password)),
        made_at=now,
        origin=installed(session).id,
    )
    session.add(person)
    session.flush()
    return person


def grant(
    session: Session,
    person: Person,
    role: Role,
    now: datetime,
    *,
    programme_id: uuid.UUID | None = None,
    cohort_id: uuid.UUID | None = None,
) -> None:
    """Give a person a role, for one programme or one cohort; a grant given twice is one grant."""
    same = select(Grant.id).where(
        Grant.person_id == person.id,
        Grant.role == role,
        Grant.programme_id.is_(None)
        if programme_id is None
        else Grant.programme_id == programme_id,
        Grant.cohort_id.is_(None) if cohort_id is None else Grant.cohort_id == cohort_id,
    )
    if session.scalar(same) is None:
        session.add(
            Grant(
                person_id=person.id,
                role=role,
                programme_id=programme_id,
                cohort_id=cohort_id,
                granted_at=now,
            )
        )


def first_pin(person: Person, pin: Pin) -> None:
    """The first PIN of somebody who had none."""
    person.secret = pin.kept
    person.revision += 1


def reissue_pin(
    session: Session,
    person: Person,
    pin: Pin,
    actor: Person,
    keeper: Keeper,
    now: datetime,
    *,
    act: str = "pin-reissued",
) -> None:
    """This new PIN for a person; open sessions end, the wait is lifted, the act is logged."""
    person.secret = pin.kept
    person.revision += 1
    signing_in.close_all(session, person)
    signing_in.lift(session, person.code or "", keeper)
    audit.record(session, actor, act, person.id, now)


def change_password(
    session: Session, person: Person, password: str, actor: Person, keeper: Keeper, now: datetime
) -> None:
    """A new password, by its owner or an administrator; raises passwords.TooShort."""
    person.secret = keeper.keep(passwords.checked(password))
    person.revision += 1
    signing_in.close_all(session, person)
    signing_in.lift(session, person.username or "", keeper)
    audit.record(session, actor, "password-changed", person.id, now)
