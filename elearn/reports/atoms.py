"""One atom: the sums over its enrolments, the rows that keep them, and the hash that seals them."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.reports import finals
from elearn.reports.finals import Final
from elearn.reports.models import Atom, AtomCohort, AtomMember
from elearn.results.gains import Mastery, PairSums

# A cohort's part of an atom: its key in hexadecimal, pairs, and the two sums in basis points.
Piece = tuple[str, int, int, int]
SEALED = tuple(
    column.name
    for column in Atom.__table__.columns
    if column.name not in ("id", "programme_id", "sha256")
)


def freeze(session: Session, programme_id: uuid.UUID, number: int, group: Sequence[Final]) -> None:
    """Write the atom of these enrolments, its cohorts' pieces and its members; never to change."""
    sums = _sums(group)
    pieces = _pieces(group)
    text = _canonical({**_dimensions(), **sums, "first_release": number, "cohorts": pieces})
    atom = Atom(
        programme_id=programme_id, first_release=number, **sums, **_dimensions(), sha256=_hash(text)
    )
    session.add(atom)
    session.flush()
    session.add_all(
        AtomCohort(atom_id=atom.id, cohort_key=bytes.fromhex(key), pairs=n, s1=s1, s2=s2)
        for key, n, s1, s2 in pieces
    )
    session.add_all(AtomMember(enrolment_id=one.enrolment_id, atom_id=atom.id) for one in group)
    session.flush()


def _dimensions() -> dict[str, str]:
    # The first version divides a programme by nothing.
    return dict.fromkeys(("course_id", "sex", "profession", "region"), "*")


def _sums(group: Sequence[Final]) -> dict[str, int]:
    pairs = _pair_sums(group)
    mastery = sum((_mastery(one) for one in group), Mastery())
    return {
        "enrolled": len(group),
        "cards": len({one.person_id for one in group}),
        "n_pre": sum(one.pre is not None for one in group),
        "n_post": sum(one.post is not None for one in group),
        "pairs": pairs.n,
        **{name: int(getattr(pairs, name)) for name in ("s1", "s2", "q1", "q2", "x")},
        "with_standard": sum(one.standard is not None for one in group),
        "reached": sum(one.reached for one in group),
        **{
            f"reached_{name}": getattr(mastery, name)
            for name in ("both", "gained", "lost", "neither")
        },
    }


def _pair_sums(group: Iterable[Final]) -> PairSums:
    return PairSums.of(
        (one.pair[0].basis_points, one.pair[1].basis_points) for one in group if one.pair
    )


def _mastery(one: Final) -> Mastery:
    if one.pair is None or one.standard is None:
        return Mastery()
    pre, post = one.pair
    if min(pre.maximum, post.maximum) < finals.ITEMS_FOR_A_STANDARD:
        return Mastery()
    return Mastery.one(pre.reaches(one.standard), post.reaches(one.standard))


def _pieces(group: Sequence[Final]) -> list[Piece]:
    cohorts = sorted({one.cohort_id.hex for one in group if one.pair})
    sums = {key: _pair_sums(one for one in group if one.cohort_id.hex == key) for key in cohorts}
    return [(key, found.n, int(found.s1), int(found.s2)) for key, found in sums.items()]


def digest(session: Session, programme_id: uuid.UUID, number: int, as_of: date) -> bytes:
    """The hash of a release: its programme, number and day, and the sums of all its atoms."""
    atoms = session.scalars(
        select(Atom)
        .where(Atom.programme_id == programme_id, Atom.first_release <= number)
        .execution_options(populate_existing=True)
    ).all()
    pieces = _stored_pieces(session, programme_id)
    return _hash(
        _canonical(
            {
                "programme": programme_id.hex,
                "number": number,
                "as_of": as_of.isoformat(),
                "atoms": sorted(_stored(atom, pieces.get(atom.id, [])) for atom in atoms),
            }
        )
    )


def _stored(atom: Atom, pieces: list[Piece]) -> str:
    values = {name: getattr(atom, name) for name in SEALED}
    return _canonical({**values, "cohorts": pieces})


def _stored_pieces(session: Session, programme_id: uuid.UUID) -> dict[uuid.UUID, list[Piece]]:
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


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
