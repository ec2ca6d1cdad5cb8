"""Which people the next release would unite in which atoms."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.learners import counted
from elearn.cohorts.models import Cohort, Enrolment
from elearn.people.models import Person
from elearn.programmes.dimensions import UNSAID, Dimension, levels
from elearn.programmes.models import Programme
from elearn.reports import atoms
from elearn.reports.finals import Final
from elearn.reports.models import AtomMember, Release
from elearn.results import partition
from elearn.results.disclosure import Outcome, Pending
from elearn.results.partition import ANY, SMALL, Placed

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PlannedAtom:
    """People of the next atom, and what they share: columns of `atom`."""

    where: Mapping[str, str]
    people: tuple[Final, ...]


def divided(
    found: Sequence[Final], wanted: tuple[Dimension, ...], *, whole: bool
) -> tuple[tuple[PlannedAtom, ...], tuple[Final, ...]]:
    """The next atoms, and who must wait.

    Tests long enough for a standard and shorter ones make atoms of their own, so that the share
    that reached the standard has exactly its own people under it.
    """
    groups: list[PlannedAtom] = []
    waiting: list[Final] = []
    for judged in (True, False):
        stream = {one.enrolment_id: one for one in found if (one.standard is not None) is judged}
        division = partition.divide([one.placed(wanted) for one in stream.values()], whole=whole)
        groups += [
            PlannedAtom(
                atoms.where(wanted, group.cell), tuple(stream[one] for one in group.enrolments)
            )
            for group in division.groups
        ]
        waiting += [stream[one.one.enrolment] for one in division.waiting]
    return tuple(groups), tuple(waiting)


def takes_everybody(
    session: Session, programme: Programme, as_of: date, found: Iterable[Final]
) -> bool:
    """Whether a release takes all who wait: nothing divides the programme, it is small, or a year
    has passed since the last time."""
    if not programme.splits:
        return True
    people = _counted(session, programme.id) | {one.person_id for one in found}
    if len(people) < SMALL:
        return True
    last = session.scalar(
        select(func.max(Release.as_of)).where(
            Release.programme_id == programme.id,
            Release.whole.is_not(False),
            Release.corrects.is_(None),
        )
    )
    return as_of >= (last or programme.made_at.date()) + YEAR


def _counted(session: Session, programme_id: uuid.UUID) -> set[uuid.UUID]:
    rows = session.scalars(
        select(Enrolment.person_id)
        .join(AtomMember, AtomMember.enrolment_id == Enrolment.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.programme_id == programme_id)
    )
    return set(rows)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be seen of so many people: the total, and of each value the share seen.

    A value of which nothing can be shown alone stands with 0.
    """

    people: int
    total: bool
    seen: Mapping[Dimension, Mapping[str, float]]


def preview(session: Session, programme_id: uuid.UUID, wanted: Iterable[Dimension]) -> Preview:
    """What a programme's people, as they are enrolled now, would let be seen of these dimensions.

    From counts alone, as if everybody finished both tests.
    """
    places = levels(wanted)
    placed = [
        Placed(
            tuple(getattr(row, one) or UNSAID for one in places),
            Pending(row.id, row.person_id, Outcome.REACHED, (0, 0)),
        )
        for row in session.execute(
            select(Enrolment.id, Enrolment.person_id, *(_column(one) for one in places))
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .join(Person, Person.id == Enrolment.person_id)
            .where(
                Cohort.programme_id == programme_id,
                counted(),
                *(table.deleted_at.is_(None) for table in (Cohort, Person)),
            )
        )
    ]
    groups = partition.by_counts(placed)
    seen = {one: _seen(placed, groups, place) for place, one in enumerate(places)}
    return Preview(len({one.one.person for one in placed}), bool(groups), seen)


def _column(one: Dimension) -> object:
    return Cohort.course_id if one is Dimension.COURSE else getattr(Enrolment, one)


def _seen(
    placed: Iterable[Placed[uuid.UUID]], groups: Iterable[partition.Group[uuid.UUID]], place: int
) -> dict[str, float]:
    whole: dict[str, int] = defaultdict(int)
    shown: dict[str, int] = defaultdict(int)
    for one in placed:
        whole[one.cell[place]] += 1
    for group in groups:
        if group.cell[place] not in (ANY, partition.OTHER):
            shown[group.cell[place]] += len(group.members)
    return {value: shown[value] / count for value, count in sorted(whole.items())}
