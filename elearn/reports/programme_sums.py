"""Everything that indicators are counted from, of a programme's latest signed release.

Sums over whole atoms alone: named sums, sessions held, follow-ups, opinions. No statement here
names a person, an enrolment, an attempt, an answer or a sheet.
"""

import uuid
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.programmes.dimensions import Dimension
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.reports import programme_report, standings
from elearn.reports.models import (
    Atom,
    AtomSum,
    AtomWave,
    OpinionAtom,
    OpinionSum,
    Release,
    ReleaseCount,
)
from elearn.results.gains import PairSums
from elearn.results.lasting import Lasting, of_sums

HUNDRED = 100
SUMMED = ("s1", "s2", "s3", "q1", "q2", "q3", "x12", "x13", "x23")
Opinion = tuple[str, int, str, str, str]
"""Questionnaire, version, moment, question, answer ("*": all who answered)."""


def seen(session: Session, programme_id: uuid.UUID) -> Release | None:
    """The latest release that partners may see."""
    return session.scalar(
        select(Release)
        .where(Release.programme_id == programme_id, standings.is_visible())
        .order_by(Release.number.desc())
        .limit(1)
    )


def named(
    session: Session, release: Release, within: Mapping[Dimension, str] | None = None
) -> dict[str, int]:
    """The named sums over the atoms of a release, or of a part of it (`atom_sums` has the names).

    A name that some atom could not publish is the sum over the others; "<name> of" says over how
    many enrolments.
    """
    rows = session.execute(
        select(
            AtomSum.name,
            func.sum(AtomSum.value).label("value"),
            func.sum(Atom.enrolled).label("enrolled"),
        )
        .join(Atom, Atom.id == AtomSum.atom_id)
        .where(*programme_report.inside(release, within or {}))
        .group_by(AtomSum.name)
    )
    found: dict[str, int] = {}
    for name, value, enrolled in rows:
        found[name], found[f"{name} of"] = int(value), int(enrolled)
    return found


def counts(session: Session, release: Release) -> dict[str, int]:
    """Sessions held and regions reached by the day of the release; empty of the first form."""
    rows = session.scalars(select(ReleaseCount).where(ReleaseCount.release_id == release.id))
    return {row.name: row.value for row in rows}


def lasting(session: Session, release: Release) -> dict[Wave, tuple[Lasting, int]]:
    """What is left at each follow-up, in points of 100, and how many pairs did not come back."""
    rows = session.execute(
        select(
            AtomWave.wave,
            func.sum(AtomWave.answered).label("n"),
            func.sum(AtomWave.silent).label("silent"),
            *(func.sum(getattr(AtomWave, name)).label(name) for name in SUMMED),
        )
        .where(
            AtomWave.programme_id == release.programme_id,
            AtomWave.first_release <= release.number,
        )
        .group_by(AtomWave.wave)
    )
    found = {row.wave: (_lasting(row), int(row.silent)) for row in rows}
    return {wave: found[wave] for wave in FOLLOW_UPS if wave in found}


def _lasting(row: Any) -> Lasting:
    pairs = [_pair(row, a, b) for a, b in ((1, 2), (1, 3), (2, 3))]
    return of_sums(pairs[0], pairs[1], pairs[2], HUNDRED)


def _pair(row: Any, a: int, b: int) -> PairSums:
    def points(name: str, unit: int) -> Fraction:
        return Fraction(int(getattr(row, name)), unit)

    square = HUNDRED * HUNDRED
    return PairSums(
        int(row.n),
        points(f"s{a}", HUNDRED),
        points(f"s{b}", HUNDRED),
        points(f"q{a}", square),
        points(f"q{b}", square),
        points(f"x{a}{b}", square),
    )


def opinions(session: Session, release: Release) -> dict[Opinion, int]:
    """How often each answer was ticked in the sheets frozen up to a release."""
    key = (OpinionAtom.survey, OpinionAtom.version, OpinionAtom.moment)
    rows = session.execute(
        select(*key, OpinionSum.question, OpinionSum.answer, func.sum(OpinionSum.sheets))
        .join(OpinionAtom, OpinionAtom.id == OpinionSum.atom_id)
        .where(
            OpinionAtom.programme_id == release.programme_id,
            OpinionAtom.first_release <= release.number,
        )
        .group_by(*key, OpinionSum.question, OpinionSum.answer)
    )
    return {(row[0], row[1], row[2], row[3], row[4]): int(row[5]) for row in rows}
