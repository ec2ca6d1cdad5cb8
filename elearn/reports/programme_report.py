"""What a donor reads of a programme: figures of its latest signed release, from sums over atoms.

No statement here names a person, an enrolment, an attempt or an answer; a test holds to that.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, case, func, select, union_all
from sqlalchemy.orm import Session

from elearn.programmes.dimensions import Dimension
from elearn.programmes.models import Programme
from elearn.reports import standings
from elearn.reports.models import Atom, AtomCohort, Release, ReleaseCohort
from elearn.results.pooled import CohortPiece, PooledGain, pooled_gain

# NCES tail coding: nearer to nobody or everybody than this, a share names no figure.
TAIL = Fraction(5, 100)
Within = Mapping[Dimension, str]
"""A part of the programme: of each of these dimensions one value."""
SUMMED = ("enrolled", "n_pre", "n_post", "pairs", "s1", "s2", "with_standard", "reached")


@dataclass(frozen=True, slots=True)
class Listed:
    """A programme in a list, and its latest release where there is one."""

    id: uuid.UUID
    name: str
    number: int | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `whole` enrolments."""

    count: int
    whole: int

    @property
    def value(self) -> float:
        """The share of 1, its tails coded: never under 5 % nor over 95 %."""
        return float(min(max(self._exact, TAIL), 1 - TAIL))

    @property
    def tail(self) -> int:
        """-1 where it is 5 % or less, 1 where it is 95 % or more, else 0: then it is exact."""
        if TAIL < self._exact < 1 - TAIL:
            return 0
        return -1 if self._exact <= TAIL else 1

    @property
    def _exact(self) -> Fraction:
        return Fraction(self.count, self.whole)


@dataclass(frozen=True, slots=True)
class AgainstStandard:
    """Everyone whose test is long enough for a standard, in three parts that leave out nobody."""

    reached: Share
    not_reached: Share
    not_tested: Share

    @property
    def enrolled(self) -> int:
        """The whole."""
        return self.reached.whole


@dataclass(frozen=True, slots=True)
class ProgrammeReport:
    """A release in figures: enrolments counted, means and gains in points of 100.

    `unchanged`: the gain if nobody without both tests had changed. `standard` is None where every
    test of the release is too short for one.
    """

    name: str
    number: int
    as_of: date
    sha256: str
    enrolled: int
    n_pre: int
    n_post: int
    pairs: int
    before: float
    after: float
    gain: PooledGain
    unchanged: float
    standard: AgainstStandard | None

    @property
    def completed(self) -> Share:
        """Completed means that the last test was handed in or collected."""
        return Share(self.n_post, self.enrolled)

    @property
    def has_one_measure(self) -> bool:
        """Whether the standard speaks of everyone the release counts."""
        return self.standard is not None and self.standard.enrolled == self.enrolled


def listed(session: Session, only: frozenset[uuid.UUID] | None) -> tuple[Listed, ...]:
    """These programmes (None: all) by name, each with its latest release that may be seen."""
    latest = (
        select(Release.programme_id, func.max(Release.number).label("number"))
        .where(standings.is_visible())
        .group_by(Release.programme_id)
        .subquery()
    )
    rows = session.execute(
        select(Programme.id, Programme.name, Release.number, Release.as_of)
        .outerjoin(latest, latest.c.programme_id == Programme.id)
        .outerjoin(
            Release,
            and_(Release.programme_id == Programme.id, Release.number == latest.c.number),
        )
        .where(Programme.deleted_at.is_(None), *([] if only is None else [Programme.id.in_(only)]))
        .order_by(Programme.name)
    )
    return tuple(Listed(*row) for row in rows)


def report(
    session: Session, programme_id: uuid.UUID, within: Within | None = None
) -> ProgrammeReport | None:
    """The figures of the programme's latest signed release; None before the first.

    `within`: of the atoms of a part alone; None where no atom lies inside it.
    """
    row = session.execute(
        select(Programme.name, Release)
        .join(Release, Release.programme_id == Programme.id)
        .where(Programme.id == programme_id, Programme.deleted_at.is_(None), standings.is_visible())
        .order_by(Release.number.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    release: Release = row.Release
    sums = _sums(session, release, within or {})
    if not sums.pairs:
        return None
    pairs = int(sums.pairs)
    gain = pooled_gain(_pieces(session, release, within or {}))
    return ProgrammeReport(
        name=row.name,
        number=release.number,
        as_of=release.as_of,
        sha256=release.sha256.hex(),
        enrolled=int(sums.enrolled),
        n_pre=int(sums.n_pre),
        n_post=int(sums.n_post),
        pairs=pairs,
        before=int(sums.s1) / pairs / 100,
        after=int(sums.s2) / pairs / 100,
        gain=gain,
        unchanged=int(sums.s2 - sums.s1) / int(sums.enrolled) / 100,
        standard=_standard(sums),
    )


def inside(release: Release, within: Within) -> tuple[Any, ...]:
    """Which atoms make up a part of a release: conditions on `Atom`."""
    return (
        Atom.programme_id == release.programme_id,
        Atom.first_release.in_(standings.current(release.programme_id, release.number)),
        *(getattr(Atom, dimension) == value for dimension, value in within.items()),
    )


def _sums(session: Session, release: Release, within: Within) -> Any:
    """Sums over the release's atoms; an atom is judged by a standard as a whole or not at all."""
    judged = func.sum(case((Atom.with_standard > 0, Atom.n_post), else_=0))
    return session.execute(
        select(
            *(func.sum(getattr(Atom, name)).label(name) for name in SUMMED),
            judged.label("judged"),
        ).where(*inside(release, within))
    ).one()


def _standard(sums: Any) -> AgainstStandard | None:
    whole, tested, reached = int(sums.with_standard), int(sums.judged), int(sums.reached)
    if not whole:
        return None
    return AgainstStandard(
        reached=Share(reached, whole),
        not_reached=Share(tested - reached, whole),
        not_tested=Share(whole - tested, whole),
    )


def _pieces(session: Session, release: Release, within: Within) -> tuple[CohortPiece, ...]:
    """Each cohort's pairs over all atoms, its sums in points of 100.

    Of a part only what the atoms keep of cohorts with ten people in them: the others are one.
    """
    of_atoms = (
        select(AtomCohort.cohort_key, AtomCohort.pairs, AtomCohort.s1, AtomCohort.s2)
        .join(Atom, Atom.id == AtomCohort.atom_id)
        .where(*inside(release, within))
    )
    kept: Any = of_atoms
    if not within:
        kept = union_all(of_atoms.where(Atom.form.is_(None)), _of_releases(release))
    found = kept.subquery()
    rows = session.execute(
        select(func.sum(found.c.pairs), func.sum(found.c.s1), func.sum(found.c.s2)).group_by(
            found.c.cohort_key
        )
    )
    return tuple(
        CohortPiece(int(n), Fraction(int(s1), 100), Fraction(int(s2), 100)) for n, s1, s2 in rows
    )


def _of_releases(release: Release) -> Any:
    return select(
        ReleaseCohort.cohort_key, ReleaseCohort.pairs, ReleaseCohort.s1, ReleaseCohort.s2
    ).where(
        ReleaseCohort.programme_id == release.programme_id,
        ReleaseCohort.first_release.in_(standings.current(release.programme_id, release.number)),
    )
