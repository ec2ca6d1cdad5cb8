"""Releases: what leaves the training team, frozen in atoms of at least ten people.

A programme's release is a number, a day, and all atoms made so far; an atom is never changed, so a
published figure never moves (statistics, 3.3). Functions never commit: the caller stands inside
`db.writing()`.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.courses.content import Course
from elearn.people import audit
from elearn.people.models import Person
from elearn.programmes.dimensions import levels
from elearn.programmes.models import Programme
from elearn.reports import (
    atom_sums,
    atoms,
    finals,
    opinion_atoms,
    planning,
    sealing,
    session_counts,
    sheet_sums,
    wave_atoms,
)
from elearn.reports.finals import Final
from elearn.reports.models import Atom, Release, ReleaseCount
from elearn.reports.planning import PlannedAtom
from elearn.reports.sheet_sums import Slots
from elearn.reports.wave_atoms import Ready
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
    """What a release would freeze now, the final enrolments that must wait, and all the others.

    `waves` are follow-ups of atoms that were frozen before, `sheets` opinions by cell.
    """

    groups: tuple[PlannedAtom, ...]
    waiting: tuple[Final, ...]
    left: tuple[tuple[uuid.UUID, finals.Left], ...]
    whole: bool
    waves: tuple[Ready, ...] = ()
    sheets: Mapping[opinion_atoms.Cell, int] = field(default_factory=dict)

    @property
    def joining(self) -> tuple[Final, ...]:
        """Whom it would count for the first time."""
        return tuple(one for group in self.groups for one in group.people)

    @property
    def nothing(self) -> Nothing:
        """Who waits, in numbers: for the training team alone."""
        pairs = sum(one.pair is not None for one in self.waiting)
        same = sum(why is finals.Left.SAME_QUESTIONS for _, why in self.left)
        return Nothing(len(self.waiting), pairs, same)


def plan(
    session: Session,
    programme: Programme,
    as_of: date,
    courses: Mapping[str, Course],
    now: datetime,
) -> Plan:
    """What a release as of the end of this day (in the programme's zone) would freeze; reads only.

    Raises DayToCome.
    """
    until = end_of(programme, as_of, now)
    sheets = opinion_atoms.ready(session, programme.id, as_of)
    return replace(
        _people(session, programme, as_of, courses, until),
        waves=wave_atoms.ready(session, programme.id, until, wave_atoms.reader(session, now)),
        sheets={cell: len(each) for cell, each in sheets.items()},
    )


def make(
    session: Session,
    programme: Programme,
    as_of: date,
    courses: Mapping[str, Course],
    now: datetime,
    slots: Slots,
    actor: Person | None = None,
) -> Release | Nothing:
    """Freeze the programme's next release, or say how many wait; raises DayToCome,
    BeforeTheLast or Altered.

    The programme's row stays locked until the transaction ends: of two at once one wins, and the
    other finds nothing new. Follow-ups and opinions alone make a release, but never the first.
    """
    last = lock(session, programme)
    if last is not None and as_of < last.as_of:
        raise BeforeTheLast(last.as_of)
    until = end_of(programme, as_of, now)
    found = _people(session, programme, as_of, courses, until)
    if last is None and not found.groups:
        return found.nothing
    disclosure.assert_publishable([one.pending for one in group.people] for group in found.groups)
    release = Release(
        programme_id=programme.id,
        number=last.number + 1 if last else 1,
        as_of=as_of,
        made_at=now,
        form=sealing.FORM,
        whole=found.whole,
    )
    _freeze(session, programme, release, found, slots)
    if not _freeze_others(session, release, until, now) and not found.groups:
        return found.nothing
    counts = session_counts.held(session, programme.id, as_of)
    return finish(session, release, counts, actor)


def _people(
    session: Session,
    programme: Programme,
    as_of: date,
    courses: Mapping[str, Course],
    until: datetime,
) -> Plan:
    """The plan of people alone."""
    found = finals.find(session, programme.id, courses, until)
    whole = planning.takes_everybody(session, programme, as_of, found.finals)
    groups, waiting = planning.divided(found.finals, levels(programme.splits), whole=whole)
    return Plan(groups, waiting, found.left, whole)


def _freeze_others(session: Session, release: Release, until: datetime, now: datetime) -> bool:
    """Freeze follow-ups, those of the release's own people too, and opinions; whether any were."""
    programme_id, number = release.programme_id, release.number
    waves = wave_atoms.ready(session, programme_id, until, wave_atoms.reader(session, now))
    for ready in waves:
        wave_atoms.freeze(session, programme_id, number, ready)
    sheets = opinion_atoms.ready(session, programme_id, release.as_of)
    for cell, found in sheets.items():
        opinion_atoms.freeze(session, programme_id, number, cell, found)
    return bool(waves or sheets)


def _freeze(
    session: Session,
    programme: Programme,
    release: Release,
    found: Plan,
    slots: Slots,
) -> None:
    people = list(found.joining)
    named = names_of(session, programme, people, slots, sheet_sums.kept(session))
    for group in found.groups:
        made = atoms.of(group.people, named(group.people))
        atom = atoms.freeze(session, programme.id, release.number, group.where, made)
        atoms.remember(session, atom, group.people)
    if people:
        atoms.freeze_cohorts(session, programme.id, release.number, people)


def names_of(
    session: Session,
    programme: Programme,
    people: list[Final],
    slots: Slots,
    marks: sheet_sums.Marks,
) -> atom_sums.Naming:
    """Makes the named sums of any of these people; reads all that they rest on once."""
    tests = {test.attempt_id for one in people for test in (one.pre, one.post) if test}
    sheets = sheet_sums.read(session, tests, slots, marks)
    attended = atom_sums.minutes(session, {one.cohort_id for one in people})
    divided = levels(programme.splits)
    return lambda group: atom_sums.named(group, attended, sheets, divided)


def finish(
    session: Session, release: Release, counts: Mapping[str, int], actor: Person | None = None
) -> Release:
    """Seal a release whose sums are all written, keep it, and log who made it."""
    session.flush()
    release.sha256 = sealing.digest(session, release, counts)
    session.add(release)
    session.flush()
    session.add_all(
        ReleaseCount(release_id=release.id, name=name, value=value)
        for name, value in counts.items()
    )
    audit.record(session, actor, "release-made", release.id, release.made_at)
    session.flush()
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
    return sealing.digest(session, release) == release.sha256


def added(session: Session, release: Release) -> int:
    """How many enrolments this release counts for the first time."""
    total = select(func.sum(Atom.enrolled)).where(
        Atom.programme_id == release.programme_id,
        Atom.first_release == release.number,
        Atom.replaces.is_(None),
    )
    return int(session.scalar(total) or 0)


def today(programme: Programme, now: datetime) -> date:
    """The day it is for the programme."""
    return now.astimezone(ZoneInfo(programme.time_zone)).date()


def end_of(programme: Programme, as_of: date, now: datetime) -> datetime:
    """The last moment of a day where the programme is, or now; raises DayToCome."""
    if as_of > today(programme, now):
        raise DayToCome(as_of)
    next_day = datetime.combine(
        as_of + timedelta(days=1), time(), tzinfo=ZoneInfo(programme.time_zone)
    )
    # In UTC before subtracting: arithmetic within a zone ignores its changes of clock.
    return min(next_day.astimezone(UTC) - timedelta(microseconds=1), now)


def lock(session: Session, programme: Programme) -> Release | None:
    """Hold the programme's row, and return its latest release; raises Altered."""
    session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update())
    last = latest(session, programme.id)
    if last is not None and not is_intact(session, last):
        raise Altered(last.number)
    return last
