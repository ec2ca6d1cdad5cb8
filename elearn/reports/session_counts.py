"""A programme's sessions: how many were held, and which are not wholly in a release and why."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.learners import counted
from elearn.cohorts.models import Cohort, Enrolment
from elearn.reports.finals import Final, Left
from elearn.reports.models import AtomMember


@dataclass(frozen=True, slots=True)
class Sessioned:
    """One session: enrolments in a release already, that the next would add, that wait for more
    people, and the others by reason."""

    name: str
    starts_on: date
    counted: int
    added: int
    waiting: int
    left: Mapping[Left, int]

    @property
    def wholly_in(self) -> bool:
        """Whether nothing of it is missing from the releases so far."""
        missing = sum(count for why, count in self.left.items() if why is not Left.COUNTED)
        return not (self.added or self.waiting or missing)


def held(session: Session, programme_id: uuid.UUID, as_of: date) -> dict[str, int]:
    """Sessions with anybody in them that were over by this day, and their regions."""
    over = (
        Cohort.programme_id == programme_id,
        Cohort.ends_on <= as_of,
        Cohort.deleted_at.is_(None),
        Cohort.id.in_(select(Enrolment.cohort_id).where(counted())),
    )
    row = session.execute(
        select(func.count(Cohort.id), func.count(Cohort.region.distinct())).where(*over)
    ).one()
    return {"sessions": row[0], "regions": row[1]}


class Planned(Protocol):
    """What a release would freeze, and whom it leaves."""

    @property
    def joining(self) -> Iterable[Final]:
        """Whom it would add."""

    @property
    def waiting(self) -> Iterable[Final]:
        """Who is final and waits for more people."""

    @property
    def left(self) -> Iterable[tuple[uuid.UUID, Left]]:
        """Of everybody else the session and why."""


def standing(session: Session, programme_id: uuid.UUID, plan: Planned) -> tuple[Sessioned, ...]:
    """Every session of the programme with people, by its first day."""
    joining = Counter(one.cohort_id for one in plan.joining)
    pending = Counter(one.cohort_id for one in plan.waiting)
    out: dict[uuid.UUID, Counter[Left]] = defaultdict(Counter)
    for cohort_id, why in plan.left:
        out[cohort_id][why] += 1
    rows = session.execute(
        select(Cohort.id, Cohort.name, Cohort.starts_on, func.count(AtomMember.enrolment_id))
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .outerjoin(AtomMember, AtomMember.enrolment_id == Enrolment.id)
        .where(Cohort.programme_id == programme_id, Cohort.deleted_at.is_(None))
        .group_by(Cohort.id, Cohort.name, Cohort.starts_on)
        .order_by(Cohort.starts_on, Cohort.name, Cohort.id)
    )
    return tuple(
        Sessioned(name, starts_on, counted, joining[key], pending[key], out[key])
        for key, name, starts_on, counted in rows
    )
