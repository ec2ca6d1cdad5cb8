"""The hashes that seal releases: a canonical form of every frozen sum.

The form has a number, so that what was sealed before a sum was added keeps its hash: form 1 knew
whole-programme atoms alone; form 2 adds zone, age band, named sums, follow-ups and opinions.
"""

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.reports.models import (
    Atom,
    AtomCohort,
    AtomSum,
    AtomWave,
    AtomWavePart,
    OpinionAtom,
    OpinionSum,
    Release,
    ReleaseCohort,
    ReleaseCount,
)

FORM = 2
# A cohort's part of an atom: its key in hexadecimal, pairs, and the two sums in basis points.
Piece = tuple[str, int, int, int]
FIRST_FORM = (
    *("first_release", "course_id", "sex", "profession", "region", "enrolled", "cards"),
    *("n_pre", "n_post", "pairs", "s1", "s2", "q1", "q2", "x", "with_standard", "reached"),
    *("reached_both", "reached_gained", "reached_lost", "reached_neither"),
)
SECOND_FORM = (*FIRST_FORM, "zone", "age_band")
Counts = Mapping[str, int]


def atom(
    values: Mapping[str, Any], pieces: Iterable[Piece], named: Counts, replaces: uuid.UUID | None
) -> bytes:
    """The hash of an atom in the newest form."""
    return _hash(_canonical(_second(values, pieces, named, replaces)))


def follow_up(values: Mapping[str, Any], parts: Iterable[bytes]) -> bytes:
    """The hash of a follow-up's sums: which atoms, by their hashes, and the sums."""
    return _hash(_canonical(_wave(values, parts)))


def opinions(values: Mapping[str, Any], counts: Iterable[tuple[str, str, int]]) -> bytes:
    """The hash of an atom of sheets."""
    return _hash(_canonical(_opinions(values, counts)))


def digest(session: Session, release: Release, counts: Counts | None = None) -> bytes:
    """The hash of a release: its programme, number and day, and all sums frozen so far.

    `counts`: those of a release that is being made; else the stored ones.
    """
    found: dict[str, Any] = {
        "programme": release.programme_id.hex,
        "number": release.number,
        "as_of": release.as_of.isoformat(),
        "atoms": sorted(_atoms(session, release)),
    }
    if release.form is not None:
        found |= {
            "form": release.form,
            "corrects": release.corrects,
            "waves": sorted(_waves(session, release)),
            "opinions": sorted(_all_opinions(session, release)),
            "cohorts": _release_cohorts(session, release),
            "counts": dict(counts if counts is not None else _counts(session, release)),
        }
    return _hash(_canonical(found))


def _second(
    values: Mapping[str, Any], pieces: Iterable[Piece], named: Counts, replaces: uuid.UUID | None
) -> dict[str, Any]:
    return {
        **{name: values[name] for name in SECOND_FORM},
        "cohorts": list(pieces),
        "sums": dict(named),
        "replaces": replaces.hex if replaces else None,
    }


def _wave(values: Mapping[str, Any], parts: Iterable[bytes]) -> dict[str, Any]:
    return {**values, "atoms": sorted(part.hex() for part in parts)}


def _opinions(values: Mapping[str, Any], counts: Iterable[tuple[str, str, int]]) -> dict[str, Any]:
    return {**values, "counts": sorted(counts)}


def columns(table: type[Any], without: Iterable[str]) -> tuple[str, ...]:
    """The names of a table's columns but these."""
    left_out = {"id", "programme_id", "sha256", *without}
    return tuple(one.name for one in table.__table__.columns if one.name not in left_out)


def _values(row: Any, without: Iterable[str] = ()) -> dict[str, Any]:
    return {name: getattr(row, name) for name in columns(type(row), without)}


def _of(session: Session, table: type[Any], release: Release) -> list[Any]:
    """The rows of this and all earlier releases of the programme, read anew."""
    return list(
        session.scalars(
            select(table)
            .where(
                table.programme_id == release.programme_id, table.first_release <= release.number
            )
            .execution_options(populate_existing=True)
        )
    )


def _atoms(session: Session, release: Release) -> Iterable[str]:
    pieces = _pieces(session, release.programme_id)
    named: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    rows = session.execute(
        select(AtomSum.atom_id, AtomSum.name, AtomSum.value)
        .join(Atom, Atom.id == AtomSum.atom_id)
        .where(Atom.programme_id == release.programme_id)
    )
    for atom_id, name, value in rows:
        named[atom_id][name] = value
    for one in _of(session, Atom, release):
        own = pieces.get(one.id, [])
        if one.form is None:
            values = {name: getattr(one, name) for name in FIRST_FORM}
            yield _canonical({**values, "cohorts": own})
        else:
            yield _canonical(_second(_values(one), own, named.get(one.id, {}), one.replaces))


def _pieces(session: Session, programme_id: uuid.UUID) -> dict[uuid.UUID, list[Piece]]:
    rows = session.execute(
        select(
            AtomCohort.atom_id,
            AtomCohort.cohort_key,
            AtomCohort.pairs,
            AtomCohort.s1,
            AtomCohort.s2,
        )
        .join(Atom, Atom.id == AtomCohort.atom_id)
        .where(Atom.programme_id == programme_id)
        .order_by(AtomCohort.atom_id, AtomCohort.cohort_key)
    )
    pieces: dict[uuid.UUID, list[Piece]] = {}
    for atom_id, key, n, s1, s2 in rows:
        pieces.setdefault(atom_id, []).append((key.hex(), n, s1, s2))
    return pieces


def _waves(session: Session, release: Release) -> Iterable[str]:
    parts: dict[uuid.UUID, list[bytes]] = defaultdict(list)
    rows = session.execute(
        select(AtomWavePart.wave_id, Atom.sha256)
        .join(Atom, Atom.id == AtomWavePart.atom_id)
        .where(Atom.programme_id == release.programme_id)
    )
    for wave_id, sha256 in rows:
        parts[wave_id].append(sha256)
    for one in _of(session, AtomWave, release):
        yield _canonical(_wave(_values(one), parts[one.id]))


def _all_opinions(session: Session, release: Release) -> Iterable[str]:
    counts: dict[uuid.UUID, list[tuple[str, str, int]]] = defaultdict(list)
    rows = session.execute(
        select(OpinionSum.atom_id, OpinionSum.question, OpinionSum.answer, OpinionSum.sheets)
        .join(OpinionAtom, OpinionAtom.id == OpinionSum.atom_id)
        .where(OpinionAtom.programme_id == release.programme_id)
    )
    for atom_id, question, answer, sheets in rows:
        counts[atom_id].append((question, answer, sheets))
    for one in _of(session, OpinionAtom, release):
        yield _canonical(_opinions(_values(one), counts[one.id]))


def _release_cohorts(session: Session, release: Release) -> list[list[Any]]:
    return sorted(
        [one.first_release, one.cohort_key.hex(), one.pairs, one.s1, one.s2]
        for one in _of(session, ReleaseCohort, release)
    )


def _counts(session: Session, release: Release) -> Counts:
    rows = session.execute(
        select(ReleaseCount.name, ReleaseCount.value).where(ReleaseCount.release_id == release.id)
    )
    return {name: value for name, value in rows}  # noqa: C416 - rows are no pairs


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
