"""A corrected release: the same people summed again after a ruling or a recount.

The old figures stay in their release; the new one says which it corrects, why, and what changed.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from elearn.courses.content import Course
from elearn.programmes.models import Programme
from elearn.quizzes.models import Attempt, Response
from elearn.reports import atoms, finals, frozen, recomputing, releases, sealing, sheet_sums
from elearn.reports.atoms import Made
from elearn.reports.finals import Final
from elearn.reports.models import Atom, AtomMember, Release, ReleaseCount
from elearn.reports.recomputing import Difference
from elearn.reports.sheet_sums import Slots


class NothingToCorrect(Exception):
    """The same people still have the same sums."""


class AnswersGone(Exception):
    """Single answers were deleted after their time: what changed could not be said of them all."""


def correct(
    session: Session,
    programme: Programme,
    release: Release,
    reason: str,
    courses: Mapping[str, Course],
    slots: Slots,
    now: datetime,
) -> Release:
    """Make the people of this release a new one of their sums now; raises NothingToCorrect,
    AnswersGone or Altered. The caller stands inside `writing()`."""
    last = releases.lock(session, programme)
    assert last is not None
    number = recomputing.root(release)
    if _forgotten(session, programme.id, number):
        raise AnswersGone(number)
    groups, made = _again(session, programme, release, courses, slots)
    newest = newest_of(session, release)
    if not _changed(session, newest, groups, made):
        raise NothingToCorrect(number)
    found = Release(
        programme_id=programme.id,
        number=last.number + 1,
        as_of=last.as_of,
        made_at=now,
        form=sealing.FORM,
        whole=None,
        corrects=number,
        reason=reason,
    )
    for atom in session.scalars(select(Atom).where(Atom.id.in_(groups))).all():
        place = {one: getattr(atom, one) for one in frozen.PLACE[1:7]}
        atoms.freeze(session, programme.id, found.number, place, made[atom.id], atom.id)
    people = [one for group in groups.values() for one in group]
    atoms.freeze_cohorts(session, programme.id, found.number, people)
    return releases.finish(session, found, _counts(session, last))


def changes(session: Session, release: Release) -> tuple[Difference, ...]:
    """What a corrected release changed: each sum as it was, and as it is; none of any other."""
    if release.corrects is None:
        return ()
    before = newest_of(session, release, before=release.number)
    return tuple(recomputing.differences(_sums(session, before), _sums(session, release)))


def newest_of(session: Session, release: Release, before: int | None = None) -> Release:
    """The newest release of the same people, or the newest before this number."""
    number = recomputing.root(release)
    wanted = select(Release).where(
        Release.programme_id == release.programme_id,
        (Release.number == number) | (Release.corrects == number),
    )
    if before is not None:
        wanted = wanted.where(Release.number < before)
    return session.scalars(wanted.order_by(Release.number.desc()).limit(1)).one()


def _again(
    session: Session,
    programme: Programme,
    release: Release,
    courses: Mapping[str, Course],
    slots: Slots,
) -> tuple[dict[uuid.UUID, list[Final]], dict[uuid.UUID, Made]]:
    until = recomputing.until(session, programme, release)
    number = recomputing.root(release)
    groups = finals.again(session, programme.id, number, courses, until, finals.stored)
    people = [one for group in groups.values() for one in group]
    named = releases.names_of(session, programme, people, slots, sheet_sums.kept(session))
    return groups, {key: atoms.of(group, named(group)) for key, group in groups.items()}


def _changed(
    session: Session,
    newest: Release,
    groups: Mapping[uuid.UUID, list[Final]],
    made: Mapping[uuid.UUID, Made],
) -> bool:
    names = frozen.names(session, newest)
    found: dict[str, int] = {}
    for key, one in made.items():
        found |= dict(frozen.flat(names[key], one.sums, one.named, one.pieces))
    kept = _sums(session, newest)
    # The first form had no named sums: what it did not keep has not changed.
    known = kept.keys() if newest.form is None else found.keys()
    return any(found[name] != kept.get(name) for name in found if name in known)


def _sums(session: Session, release: Release) -> dict[str, int]:
    found = frozen.sums(session, release)
    return {name: value for name, value in found.items() if name.startswith("atom ")}


def _forgotten(session: Session, programme_id: uuid.UUID, number: int) -> bool:
    """Whether any test of these people has lost its single answers."""
    rows = session.execute(
        select(Attempt.shown)
        .join(AtomMember, AtomMember.enrolment_id == Attempt.enrolment_id)
        .join(Atom, Atom.id == AtomMember.atom_id)
        .where(
            Atom.programme_id == programme_id,
            Atom.first_release == number,
            Attempt.number == 1,
            Attempt.answered > 0,
            Attempt.deleted_at.is_(None),
            ~exists().where(Response.attempt_id == Attempt.id),
        )
    )
    return any(row.shown for row in rows)


def _counts(session: Session, last: Release) -> dict[str, int]:
    rows: Iterator[ReleaseCount] = iter(
        session.scalars(select(ReleaseCount).where(ReleaseCount.release_id == last.id))
    )
    return {row.name: row.value for row in rows}
