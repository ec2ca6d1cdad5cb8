"""A programme's new name, kept so that it can be taken back."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.people import undoing
from elearn.people.models import Change, Person
from elearn.people.undoing import CannotUndo, Kind, Values
from elearn.programmes.making import LONGEST_NAME, NameTaken, NotAName
from elearn.programmes.models import Programme


def rename(
    session: Session, programme_id: uuid.UUID, name: str, *, actor: Person, now: datetime
) -> Change | None:
    """Call the programme so; None where it is called so. Raises NotAName or NameTaken."""
    programme = _locked(session, programme_id)
    before, name = programme.name, " ".join(name.split())
    if name == before:
        return None
    _write(session, programme, name)
    return undoing.keep(
        session,
        RENAMED,
        place_id=programme_id,
        subject_id=programme_id,
        before={"name": before},
        after={"name": name},
        actor=actor,
        now=now,
    )


def _read(session: Session, change: Change) -> Values:
    return {"name": _locked(session, change.subject_id).name}


def _put_back(session: Session, change: Change, _now: datetime) -> None:
    try:
        _write(session, _locked(session, change.subject_id), change.before["name"])
    except NameTaken as taken:
        raise CannotUndo("name-taken") from taken


RENAMED = Kind("programme-renamed", _read, _put_back)


def _write(session: Session, programme: Programme, name: str) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise NotAName(name)
    same = select(Programme.id).where(Programme.name == name, Programme.id != programme.id)
    if session.scalar(same):
        raise NameTaken(name)
    programme.name = name
    programme.revision += 1
    session.flush()


def _locked(session: Session, programme_id: uuid.UUID) -> Programme:
    return session.get_one(Programme, programme_id, with_for_update=True, populate_existing=True)
