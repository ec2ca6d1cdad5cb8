"""Making programmes."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.installation.identity import installed
from elearn.people import audit
from elearn.people.models import Person
from elearn.programmes import dimensions
from elearn.programmes.models import Programme

LONGEST_NAME = 120


class NameTaken(ValueError):
    """Another programme has this name."""


class NotAName(ValueError):
    """A programme's name is not empty and has at most 120 signs."""


class UnknownTimeZone(ValueError):
    """No time zone of the IANA's list has this name."""


def make(
    session: Session,
    name: str,
    time_zone: str,
    *,
    actor: Person | None,
    now: datetime,
    splits: Iterable[str] = (),
) -> Programme:
    """A new programme, logged; raises NotAName, NameTaken, UnknownTimeZone or TooMany.

    `splits`: at most two dimensions that its published figures are divided by, for good.
    """
    divided = dimensions.chosen(splits)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise NotAName(name)
    if time_zone not in available_timezones():
        raise UnknownTimeZone(time_zone)
    if session.scalar(select(Programme.id).where(Programme.name == name)):
        raise NameTaken(name)
    programme = Programme(
        name=name,
        time_zone=time_zone,
        made_at=now,
        origin=installed(session).id,
        **dict(zip(("first_split", "second_split"), divided, strict=False)),
    )
    session.add(programme)
    session.flush()
    audit.record(session, actor, "programme-added", programme.id, now)
    return programme
