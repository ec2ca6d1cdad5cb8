"""Follow-ups of the people of frozen atoms, published once, when nobody can take them any more.

Atoms are united until those who answered are ten or more, and those who did not nobody or ten or
more: else the silent few would fall out by subtraction (statistics, 3.3, rule 6).
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.quizzes import common_slots, follow_up, states
from elearn.quizzes.common_slots import Later, Triple
from elearn.quizzes.models import Attempt
from elearn.quizzes.states import Late
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.reports import sealing
from elearn.reports.models import Atom, AtomMember, AtomWave, AtomWavePart
from elearn.results import uniting
from elearn.results.gains import basis_points
from elearn.results.uniting import Answered

Read = Callable[[uuid.UUID], Later]
"""The people of a cohort with both tests, and their follow-ups."""
Group = tuple[Answered[uuid.UUID], ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """Atoms whose follow-up is over and can be published together."""

    wave: Wave
    group: Group


def reader(session: Session, now: datetime) -> Read:
    """Reads each cohort once, from what is kept with its answers."""
    found: dict[uuid.UUID, Later] = {}

    def read(cohort_id: uuid.UUID) -> Later:
        if cohort_id not in found:
            found[cohort_id] = common_slots.read(session, cohort_id, now)
        return found[cohort_id]

    return read


def ready(
    session: Session, programme_id: uuid.UUID, until: datetime, read: Read
) -> tuple[Ready, ...]:
    """What can be published by this moment and was not yet."""
    members = _members(session, Atom.programme_id == programme_id, Atom.replaces.is_(None))
    undecided = _undecided(session, programme_id)
    found = []
    for wave in FOLLOW_UPS:
        done = _published(session, programme_id, wave)
        came = _came(session, programme_id, wave)
        over = [
            answered(atom_id, people, wave, read)
            for atom_id, people in members.items()
            if atom_id not in done
            and any(one.id in came for one in people)
            and all(_over(one, wave, until) for one in people)
            and not any((one.id, wave) in undecided for one in people)
        ]
        asked = [one for one in over if one.scores]
        found += [Ready(wave, group) for group in uniting.unite(asked)]
    return tuple(found)


def freeze(session: Session, programme_id: uuid.UUID, number: int, one: Ready) -> None:
    """Write the follow-up's sums over these atoms; never to change."""
    values = {"wave": one.wave, "first_release": number, **sums(one.group)}
    atoms = [part.atom for part in one.group]
    hashes = session.scalars(select(Atom.sha256).where(Atom.id.in_(atoms)))
    row = AtomWave(
        programme_id=programme_id, **values, sha256=sealing.follow_up(values, hashes.all())
    )
    session.add(row)
    session.flush()
    session.add_all(AtomWavePart(wave_id=row.id, atom_id=atom) for atom in atoms)
    session.flush()


def sums(group: Iterable[Answered[Any]]) -> dict[str, int]:
    """What is kept of a follow-up: counts, sums, squares, products."""
    parts = list(group)
    scores = [triple for part in parts for _, triple in part.scores]
    found = {"answered": len(scores), "silent": sum(len(part.silent) for part in parts)}
    for place in (1, 2, 3):
        test = [triple[place - 1] for triple in scores]
        found |= {f"s{place}": sum(test), f"q{place}": sum(score * score for score in test)}
    for a, b in ((1, 2), (1, 3), (2, 3)):
        found[f"x{a}{b}"] = sum(triple[a - 1] * triple[b - 1] for triple in scores)
    return found


def answered(
    atom_id: uuid.UUID, people: Sequence[Row[Any]], wave: Wave, read: Read
) -> Answered[uuid.UUID]:
    """An atom at a follow-up; each enrolment of it is a person's of its own course."""
    scores, silent = [], set()
    for one in people:
        later = read(one.cohort_id)
        triple = later.triples[wave].get(one.id)
        if triple is not None:
            scores.append((one.person_id, _points(triple)))
        elif one.id in later.people:
            silent.add(one.person_id)
    return Answered(atom_id, tuple(scores), frozenset(silent))


def _points(triple: Triple) -> tuple[int, int, int]:
    before, after, later = (
        basis_points(points, triple.maximum)
        for points in (triple.before, triple.after, triple.later)
    )
    return before, after, later


def of_atoms(session: Session, atoms: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The people of these atoms."""
    return _members(session, Atom.id.in_(atoms))


def _members(session: Session, *which: Any) -> dict[uuid.UUID, list[Row[Any]]]:
    rows = session.execute(
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.cohort_id,
            Cohort.ends_on,
            Cohort.time_zone.label("time_zone"),
            AtomMember.atom_id,
        )
        .join(AtomMember, AtomMember.enrolment_id == Enrolment.id)
        .join(Atom, Atom.id == AtomMember.atom_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(*which)
        .order_by(Atom.sex, Atom.profession, Atom.zone, Atom.region, Atom.first_release, Atom.id)
    )
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows.all():
        found[row.atom_id].append(row)
    return found


def _over(one: Row[Any], wave: Wave, until: datetime) -> bool:
    # Not the window's end: one person may have been given some days more.
    return follow_up.latest(wave, one.ends_on, one.time_zone) + states.GRACE < until


def _published(session: Session, programme_id: uuid.UUID, wave: Wave) -> set[uuid.UUID]:
    rows = session.scalars(
        select(AtomWavePart.atom_id)
        .join(AtomWave, AtomWave.id == AtomWavePart.wave_id)
        .where(AtomWave.programme_id == programme_id, AtomWave.wave == wave)
    )
    return set(rows)


def _came(session: Session, programme_id: uuid.UUID, wave: Wave) -> set[uuid.UUID]:
    """Who began this follow-up: atoms of nobody else need no reading."""
    rows = session.scalars(
        select(Attempt.enrolment_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.programme_id == programme_id, Attempt.wave == wave)
    )
    return set(rows)


def _undecided(session: Session, programme_id: uuid.UUID) -> set[tuple[uuid.UUID, Wave]]:
    """Whose late answers to a follow-up wait for a decision."""
    rows = session.execute(
        select(Attempt.enrolment_id, Attempt.wave)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.programme_id == programme_id, Attempt.late == Late.WAITING)
    )
    return {(enrolment_id, wave) for enrolment_id, wave in rows}
