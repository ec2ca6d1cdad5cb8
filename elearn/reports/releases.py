"""Releases: what leaves the training team, frozen in atoms of at least ten people.

A programme's release is a number, a day, and all atoms made so far; an atom is never changed, so a
published figure never moves (statistics, 3.3). Functions never commit: the caller stands inside
`db.writing()`.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.courses.content import Course
from elearn.people import audit
from elearn.programmes.models import Programme
from elearn.reports import atoms, finals
from elearn.reports.finals import Final
from elearn.reports.models import Atom, Release
from elearn.results import disclosure


class DayToCome(ValueError):
    """The day asked for has not begun in the programme's time zone."""


class BeforeTheLast(ValueError):
    """The day asked for lies before `as_of`, that of the latest release."""

    def __init__(self, as_of: date) -> None:
        super().__init__(as_of)
        self.as_of = as_of


class Altered(RuntimeError):
    """The atoms in the database are not those that the latest release froze."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No release was made: so many enrolments are final and wait, so many of them with a pair."""

    pending: int
    pairs: int
    same_questions: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The groups that a release would freeze now, and the final enrolments that must wait."""

    groups: tuple[tuple[Final, ...], ...]
    waiting: tuple[Final, ...]
    same_questions: int

    @property
    def nothing(self) -> Nothing:
        """Who waits, in numbers: for the training team alone."""
        pairs = sum(one.pair is not None for one in self.waiting)
        return Nothing(len(self.waiting), pairs, self.same_questions)


def plan(
    session: Session,
    programme: Programme,
    as_of: date,
    courses: Mapping[str, Course],
    now: datetime,
) -> Plan:
    """What a release as of the end of this day (in the programme's zone) would freeze; reads only.

    Tests long enough for a standard and shorter ones make atoms of their own, so that the share
    that reached the standard has exactly its own people under it. Raises DayToCome.
    """
    found = finals.find(session, programme.id, courses, _until(programme, as_of, now))
    groups, waiting = [], []
    for judged in (True, False):
        stream = [one for one in found.finals if (one.standard is not None) is judged]
        if disclosure.next_atom([one.pending for one in stream]) is None:
            waiting += stream
        else:
            groups.append(tuple(stream))
    return Plan(tuple(groups), tuple(waiting), found.same_questions)


def make(
    session: Session,
    programme: Programme,
    as_of: date,
    courses: Mapping[str, Course],
    now: datetime,
) -> Release | Nothing:
    """Freeze the programme's next release, or say how many wait; raises DayToCome,
    BeforeTheLast or Altered.

    The programme's row stays locked until the transaction ends: of two at once one wins, and the
    other finds nothing new.
    """
    _lock(session, programme)
    last = latest(session, programme.id)
    if last is not None:
        _check(session, last, as_of)
    found = plan(session, programme, as_of, courses, now)
    if not found.groups:
        return found.nothing
    disclosure.assert_publishable([one.pending for one in group] for group in found.groups)
    number = last.number + 1 if last else 1
    for group in found.groups:
        atoms.freeze(session, programme.id, number, group)
    release = Release(
        programme_id=programme.id,
        number=number,
        as_of=as_of,
        made_at=now,
        sha256=atoms.digest(session, programme.id, number, as_of),
    )
    session.add(release)
    session.flush()
    audit.record(session, None, "release-made", release.id, now)
    return release


def latest(session: Session, programme_id: uuid.UUID) -> Release | None:
    """The programme's release with the highest number."""
    return session.scalar(
        select(Release)
        .where(Release.programme_id == programme_id)
        .order_by(Release.number.desc())
        .limit(1)
    )


def is_intact(session: Session, release: Release) -> bool:
    """Whether the atoms in the database are those that this release froze."""
    digest = atoms.digest(session, release.programme_id, release.number, release.as_of)
    return digest == release.sha256


def added(session: Session, release: Release) -> int:
    """How many enrolments this release counts for the first time."""
    total = select(func.sum(Atom.enrolled)).where(
        Atom.programme_id == release.programme_id, Atom.first_release == release.number
    )
    return int(session.scalar(total) or 0)


def today(programme: Programme, now: datetime) -> date:
    """The day it is for the programme."""
    return now.astimezone(ZoneInfo(programme.time_zone)).date()


def _until(programme: Programme, as_of: date, now: datetime) -> datetime:
    if as_of > today(programme, now):
        raise DayToCome(as_of)
    next_day = datetime.combine(
        as_of + timedelta(days=1), time(), tzinfo=ZoneInfo(programme.time_zone)
    )
    # In UTC before subtracting: arithmetic within a zone ignores its changes of clock.
    return min(next_day.astimezone(UTC) - timedelta(microseconds=1), now)


def _lock(session: Session, programme: Programme) -> None:
    session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update())


def _check(session: Session, last: Release, as_of: date) -> None:
    if as_of < last.as_of:
        raise BeforeTheLast(last.as_of)
    if not is_intact(session, last):
        raise Altered(last.number)
