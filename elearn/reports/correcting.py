"""A corrected release: the same people summed again after a ruling or a recount.

The old figures stay in their release; the new one says which it corrects, why, and what changed.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.content import Course
from elearn.programmes.models import Programme
from elearn.reports import (
    atoms,
    correctable,
    finals,
    frozen,
    recomputing,
    releases,
    sealing,
    sheet_sums,
)
from elearn.reports.atoms import Made
from elearn.reports.correctable import AnswersGone, TooFew
from elearn.reports.finals import Final
from elearn.reports.models import Atom, Release, ReleaseCount
from elearn.reports.recomputing import Difference
from elearn.reports.sheet_sums import Slots


class NothingToCorrect(Exception):
    """The same people still have the same sums."""


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
    AnswersGone, TooFew or Altered. The caller stands inside `writing()`.

    What rests on profiles, cards and attendance stays as it was frozen.
    """
    last = releases.lock(session, programme)
    assert last is not None
    number = recomputing.root(release)
    newest = newest_of(session, release)
    refused = refusal(session, programme, release)
    if isinstance(refused, AnswersGone):
        raise refused
    groups, made = _again(session, programme, newest, courses, slots)
    changed = _changed(session, newest, made)
    if not changed:
        raise NothingToCorrect(number)
    if refused is not None:
        raise refused
    # What no ruling explains is not corrected: somebody must look first.
    if changed - correctable.asked_again(session, programme.id, number, newest.made_at).keys():
        raise TooFew(number)
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
    again = frozen.keys(session, newest)[None]
    atoms.freeze_cohorts(session, programme.id, found.number, people, again)
    return releases.finish(session, found, _counts(session, last))


def refusal(session: Session, programme: Programme, release: Release) -> Exception | None:
    """Why no correction of this release can be made; None where one can, if anything changed."""
    made_at = newest_of(session, release).made_at
    until = recomputing.until(session, programme, release)
    number = recomputing.root(release)
    return correctable.refusal(session, programme.id, number, made_at, until)


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
    newest: Release,
    courses: Mapping[str, Course],
    slots: Slots,
) -> tuple[dict[uuid.UUID, list[Final]], dict[uuid.UUID, Made]]:
    until = recomputing.until(session, programme, newest)
    number = recomputing.root(newest)
    groups = finals.again(session, programme.id, number, courses, until, finals.stored)
    people = [one for group in groups.values() for one in group]
    named = releases.names_of(session, programme, people, slots, sheet_sums.kept(session))
    before, keys = frozen.of_atoms(session, newest), frozen.keys(session, newest)
    return groups, {
        key: _with_people(atoms.of(group, named(group), keys[key]), *before[key])
        for key, group in groups.items()
    }


def _with_people(made: Made, sums: Mapping[str, int], named: Mapping[str, int]) -> Made:
    """The new sums of tests beside the frozen sums of people."""
    tests = {name: value for name, value in made.named.items() if not frozen.of_people(name)}
    return Made(
        {**made.sums, **{name: value for name, value in sums.items() if frozen.of_people(name)}},
        {**{name: value for name, value in named.items() if frozen.of_people(name)}, **tests},
        made.pieces,
    )


def _changed(
    session: Session, newest: Release, made: Mapping[uuid.UUID, Made]
) -> frozenset[uuid.UUID]:
    """The atoms whose sums are no longer the same."""
    names, kept = frozen.names(session, newest), _sums(session, newest)
    changed = set()
    for key, one in made.items():
        found = dict(frozen.flat(names[key], one.sums, one.named, one.pieces))
        # The first form had no named sums: what it did not keep has not changed.
        known = kept.keys() if newest.form is None else found.keys()
        if any(found[name] != kept.get(name) for name in found if name in known):
            changed.add(key)
    return frozenset(changed)


def _sums(session: Session, release: Release) -> dict[str, int]:
    found = frozen.sums(session, release)
    return {name: value for name, value in found.items() if name.startswith("atom ")}


def _counts(session: Session, last: Release) -> dict[str, int]:
    rows: Iterator[ReleaseCount] = iter(
        session.scalars(select(ReleaseCount).where(ReleaseCount.release_id == last.id))
    )
    return {row.name: row.value for row in rows}
