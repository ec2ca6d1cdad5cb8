"""The parts of a programme that may be shown alone: unions of atoms that hold most of a group."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.programmes.dimensions import UNSAID, Dimension
from elearn.reports import atom_sums, standings
from elearn.reports.models import Atom, AtomSum, Release
from elearn.results.disclosure import K
from elearn.results.partition import ANY, OTHER

# Of a group less than this share in atoms of its own would be taken for the whole.
LEAST = 0.8
STEP = 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a dimension: `enrolled` are in atoms of it alone, of `whole` in the release."""

    dimension: Dimension
    value: str
    enrolled: int
    whole: int

    @property
    def covers(self) -> float:
        """The share of the group that is shown, to 5 %; 1 only where it is everybody."""
        if self.enrolled >= self.whole:
            return 1.0
        return min(round(self.enrolled / self.whole / STEP) * STEP, 1 - STEP)


def offered(session: Session, programme_id: uuid.UUID) -> tuple[Part, ...]:
    """The parts of the latest release that may be seen, by dimension and value; two queries."""
    latest = (
        select(func.max(Release.number))
        .where(Release.programme_id == programme_id, standings.is_visible())
        .scalar_subquery()
    )
    current = (
        Atom.programme_id == programme_id,
        Atom.first_release.in_(standings.current(programme_id, latest)),
    )
    columns = [getattr(Atom, one) for one in Dimension]
    rows = session.execute(select(Atom.form, Atom.enrolled, *columns).where(*current)).all()
    if all(getattr(row, one) == ANY for row in rows for one in Dimension):
        return ()
    alone: dict[tuple[Dimension, str], int] = defaultdict(int)
    for row in rows:
        for one in Dimension:
            alone[one, getattr(row, one)] += row.enrolled
    # Of atoms from before, whose values were not counted, anybody may be of the group.
    unknown = sum(row.enrolled for row in rows if row.form is None)
    heads = session.execute(
        select(AtomSum.name, func.sum(AtomSum.value).label("people"))
        .join(Atom, Atom.id == AtomSum.atom_id)
        .where(*current, AtomSum.name.like("of:%"))
        .group_by(AtomSum.name)
    )
    whole = {row.name: int(row.people) + unknown for row in heads}
    return _large_enough(alone, whole)


def _large_enough(
    alone: Mapping[tuple[Dimension, str], int], whole: Mapping[str, int]
) -> tuple[Part, ...]:
    found = [
        Part(one, value, enrolled, whole.get(atom_sums.of(one, value), enrolled))
        for (one, value), enrolled in sorted(alone.items())
        if value not in (ANY, OTHER, UNSAID)
    ]
    return tuple(
        part for part in found if part.enrolled >= K and part.enrolled >= LEAST * part.whole
    )
