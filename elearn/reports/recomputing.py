"""A release's sums made again from the raw answers, by a second person, and what differed.

No sum and no mark that is kept of a score is read: every answer that ever arrived is marked anew by
its wording and the rulings. What rests on profiles, cards and attendance is not made again, since
these change from day to day; follow-ups are read as of the release's making.

Totals from paper have no answers, and of some tests the answers were deleted after their time:
these are taken as they are, and counted.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.courses.content import Course
from elearn.people import audit
from elearn.people.models import Person
from elearn.programmes.models import Programme
from elearn.quizzes import common_slots, recounting
from elearn.quizzes.marking import Score
from elearn.quizzes.models import Attempt
from elearn.reports import (
    atoms,
    finals,
    frozen,
    opinion_atoms,
    releases,
    wave_atoms,
)
from elearn.reports.models import Atom, AtomMember, AtomWave, OpinionAtom, Release, ReleaseCheck
from elearn.reports.sheet_sums import Remarking, Slots

Difference = tuple[str, int | None, int | None]
"""A sum's name, as it was frozen, and as the answers say; None where it is missing."""
Sums = Mapping[str, int]


@dataclass(slots=True)
class Marked:
    """The scores made again, and how many tests had to be taken as they are."""

    scores: dict[uuid.UUID, Score] = field(default_factory=dict)
    forgotten: int = 0
    totals: int = 0

    def __call__(self, row: Row[Any], test: str) -> tuple[int, int, int | None]:
        """The score of a test of a row: made again, or where that cannot be, as it is stored."""
        score = self.scores.get(getattr(row, f"{test}_id"))
        if score is not None:
            return score.points, score.maximum, score.unknown
        stored = (getattr(row, f"{test}_{name}") for name in ("points", "maximum", "unknown"))
        points, maximum, unknown = stored
        return points, maximum, unknown


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a recomputation found, before it is recorded."""

    sha256: bytes
    marked: Marked
    differences: tuple[Difference, ...]


def recompute(
    session: Session,
    programme: Programme,
    release: Release,
    courses: Mapping[str, Course],
    slots: Slots,
    *,
    by: Person,
    now: datetime,
) -> ReleaseCheck:
    """Recompute what this release froze, and record who did it and what differed.

    The caller stands inside `writing()`.
    """
    found = compute(session, programme, release, courses, slots)
    return record(session, release, found, by=by, now=now)


def compute(
    session: Session,
    programme: Programme,
    release: Release,
    courses: Mapping[str, Course],
    slots: Slots,
) -> Recomputed:
    """Make the sums again and compare: reads only, so that nobody's answer waits for it."""
    again = Remarking(session)
    marked = _scores(session, programme.id, release, again)
    found = {
        **dict(_atoms(session, programme, release, courses, slots, marked, again)),
        **dict(_waves(session, release, again)),
        **dict(_opinions(session, release)),
    }
    found, kept = frozen.of_tests(found), frozen.of_tests(frozen.sums(session, release))
    if release.form is None:
        # The first form kept fewer sums: only what both have can be compared.
        found = {name: value for name, value in found.items() if name in kept}
        kept = {name: value for name, value in kept.items() if name in found}
    text = json.dumps(found, sort_keys=True, separators=(",", ":"))
    sha256 = hashlib.sha256(text.encode()).digest()
    return Recomputed(sha256, marked, tuple(differences(kept, found)))


def record(
    session: Session, release: Release, found: Recomputed, *, by: Person, now: datetime
) -> ReleaseCheck:
    """Keep for good who recomputed a release, and what differed. Inside `writing()`."""
    check = ReleaseCheck(
        release_id=release.id,
        checked_at=now,
        checked_by=by.id,
        sha256=found.sha256,
        tests=len(found.marked.scores),
        forgotten=found.marked.forgotten,
        totals=found.marked.totals,
        differences=[list(one) for one in found.differences],
    )
    session.add(check)
    session.flush()
    audit.record(session, by, "release-recomputed", release.id, now)
    return check


def differences(kept: Sums, found: Sums) -> Iterator[Difference]:
    """The sums that are not the same, by name."""
    for name in sorted(kept.keys() | found.keys()):
        if kept.get(name) != found.get(name):
            yield name, kept.get(name), found.get(name)


def _scores(
    session: Session, programme_id: uuid.UUID, release: Release, again: Remarking
) -> Marked:
    rows = session.execute(
        select(Attempt.id, Attempt.shown)
        .join(AtomMember, AtomMember.enrolment_id == Attempt.enrolment_id)
        .join(Atom, Atom.id == AtomMember.atom_id)
        .where(
            Atom.programme_id == programme_id,
            Atom.first_release == root(release),
            Attempt.number == 1,
            Attempt.deleted_at.is_(None),
        )
    ).all()
    shown = [row.id for row in rows if row.shown]
    marked = Marked(totals=len(rows) - len(shown))
    for batch in recounting.batches(shown):
        marked.scores |= again.scores(batch)
    marked.forgotten = len(shown) - len(marked.scores)
    return marked


def root(release: Release) -> int:
    """The number of the release whose people this one counts."""
    return release.corrects or release.number


def until(session: Session, programme: Programme, release: Release) -> datetime:
    """The moment up to which facts counted when these people were first published."""
    first = session.scalars(
        select(Release).where(Release.programme_id == programme.id, Release.number == root(release))
    ).one()
    return releases.end_of(programme, first.as_of, first.made_at)


def _atoms(
    session: Session,
    programme: Programme,
    release: Release,
    courses: Mapping[str, Course],
    slots: Slots,
    marked: Marked,
    again: Remarking,
) -> Iterator[tuple[str, int]]:
    moment = until(session, programme, release)
    groups = finals.again(session, programme.id, root(release), courses, moment, marked)
    people = [one for group in groups.values() for one in group]
    named = releases.names_of(session, programme, people, slots, again.points)
    names, keys = frozen.names(session, release), frozen.keys(session, release)
    for atom_id, group in groups.items():
        made = atoms.of(group, named(group), keys[atom_id])
        yield from frozen.flat(names[atom_id], made.sums, made.named, made.pieces)
    yield from frozen.flat_pieces("sessions", atoms.pieces(people, keys[None]))


def _waves(session: Session, release: Release, again: Remarking) -> Iterator[tuple[str, int]]:
    rows = session.scalars(
        select(AtomWave).where(
            AtomWave.programme_id == release.programme_id,
            AtomWave.first_release == release.number,
        )
    )
    read = _reader(session, again, release.made_at)
    for name, row in frozen.numbered("follow-up", rows):
        people = wave_atoms.of_atoms(session, frozen.parts(session, row.id))
        group = [
            wave_atoms.answered(atom, members, row.wave, read) for atom, members in people.items()
        ]
        yield from frozen.flat(name, wave_atoms.sums(group), {}, ())


def _reader(session: Session, again: Remarking, made_at: datetime) -> wave_atoms.Read:
    def read(cohort_id: uuid.UUID) -> common_slots.Later:
        tests = session.scalars(
            select(Attempt.id)
            .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
            .where(Enrolment.cohort_id == cohort_id)
        ).all()
        points: dict[uuid.UUID, Mapping[str, int]] = {}
        for batch in recounting.batches(tests):
            points |= again.points(batch)
        return common_slots.read(session, cohort_id, made_at, points)

    cohorts: dict[uuid.UUID, common_slots.Later] = {}

    def once(cohort_id: uuid.UUID) -> common_slots.Later:
        if cohort_id not in cohorts:
            cohorts[cohort_id] = read(cohort_id)
        return cohorts[cohort_id]

    return once


def _opinions(session: Session, release: Release) -> Iterable[tuple[str, int]]:
    rows = session.scalars(
        select(OpinionAtom).where(
            OpinionAtom.programme_id == release.programme_id,
            OpinionAtom.first_release == release.number,
        )
    )
    for name, row in frozen.numbered("opinions", rows):
        sheets = opinion_atoms.members(session, row.id)
        yield f"{name} sheets", len(sheets)
        yield from frozen.flat_counts(name, opinion_atoms.counts(sheets))
