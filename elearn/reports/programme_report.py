"""What a donor reads of a programme: figures of its latest release, from sums over atoms alone.

No statement here names a person, an enrolment, an attempt or an answer; a test holds to that.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from elearn.programmes.models import Programme
from elearn.reports.models import Atom, AtomCohort, Release
from elearn.results.pooled import CohortPiece, PooledGain, pooled_gain

# NCES tail coding: nearer to nobody or everybody than this, a share names no figure.
TAIL = Fraction(5, 100)
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
    """These programmes (None: all) by name, each with its latest release."""
    latest = (
        select(Release.programme_id, func.max(Release.number).label("number"))
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


def report(session: Session, programme_id: uuid.UUID) -> ProgrammeReport | None:
    """The figures of the programme's latest release; None before the first."""
    row = session.execute(
        select(Programme.name, Release)
        .join(Release, Release.programme_id == Programme.id)
        .where(Programme.id == programme_id, Programme.deleted_at.is_(None))
        .order_by(Release.number.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    release: Release = row.Release
    sums = _sums(session, release)
    pairs = int(sums.pairs)
    gain = pooled_gain(_pieces(session, release))
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


def _sums(session: Session, release: Release) -> Any:
    """Sums over the release's atoms; an atom is judged by a standard as a whole or not at all."""
    judged = func.sum(case((Atom.with_standard > 0, Atom.n_post), else_=0))
    return session.execute(
        select(
            *(func.sum(getattr(Atom, name)).label(name) for name in SUMMED),
            judged.label("judged"),
        ).where(Atom.programme_id == release.programme_id, Atom.first_release <= release.number)
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


def _pieces(session: Session, release: Release) -> tuple[CohortPiece, ...]:
    """Each cohort's pairs over all atoms, its sums in points of 100."""
    rows = session.execute(
        select(func.sum(AtomCohort.pairs), func.sum(AtomCohort.s1), func.sum(AtomCohort.s2))
        .join(Atom, Atom.id == AtomCohort.atom_id)
        .where(Atom.programme_id == release.programme_id, Atom.first_release <= release.number)
        .group_by(AtomCohort.cohort_key)
    )
    return tuple(
        CohortPiece(int(n), Fraction(int(s1), 100), Fraction(int(s2), 100)) for n, s1, s2 in rows
    )
