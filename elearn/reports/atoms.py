"""One atom: the sums over its enrolments, and the rows that keep them for good."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from elearn.programmes.dimensions import Dimension
from elearn.reports import finals, sealing
from elearn.reports.finals import Final
from elearn.reports.models import Atom, AtomCohort, AtomMember, AtomSum, ReleaseCohort
from elearn.reports.sealing import Piece
from elearn.results.disclosure import K
from elearn.results.gains import Mastery, PairSums
from elearn.results.partition import ANY, Cell

# The key of what cohorts of too few people are together.
REST = bytes(16).hex()


@dataclass(frozen=True, slots=True)
class Made:
    """What an atom keeps of its people: its columns' sums, named sums, cohorts' pieces."""

    sums: Mapping[str, int]
    named: Mapping[str, int]
    pieces: tuple[Piece, ...]


def of(
    group: Sequence[Final], named: Mapping[str, int], alone: Collection[str] | None = None
) -> Made:
    """The sums over these people; `alone` as `pieces` has it."""
    return Made(_sums(group), named, pieces(group, alone))


def freeze(
    session: Session,
    programme_id: uuid.UUID,
    number: int,
    where: Mapping[str, str],
    made: Made,
    replaces: uuid.UUID | None = None,
) -> Atom:
    """Write an atom at this place of the dimensions; never to change."""
    values = {**dict.fromkeys(map(str, Dimension), ANY), **where}
    sealed = {**values, **made.sums, "first_release": number}
    atom = Atom(
        programme_id=programme_id,
        **sealed,
        form=sealing.FORM,
        replaces=replaces,
        sha256=sealing.atom(sealed, made.pieces, made.named, replaces),
    )
    session.add(atom)
    session.flush()
    session.add_all(
        AtomCohort(atom_id=atom.id, cohort_key=bytes.fromhex(key), pairs=n, s1=s1, s2=s2)
        for key, n, s1, s2 in made.pieces
    )
    session.add_all(
        AtomSum(atom_id=atom.id, name=name, value=value) for name, value in made.named.items()
    )
    session.flush()
    return atom


def remember(session: Session, atom: Atom, group: Iterable[Final]) -> None:
    """Whom this atom counts, so that nobody is counted twice."""
    session.add_all(AtomMember(enrolment_id=one.enrolment_id, atom_id=atom.id) for one in group)
    session.flush()


def freeze_cohorts(
    session: Session,
    programme_id: uuid.UUID,
    number: int,
    people: Sequence[Final],
    again: Collection[str] | None = None,
) -> None:
    """Each cohort's pairs over all atoms of a release, for the interval of the whole."""
    session.add_all(
        ReleaseCohort(
            programme_id=programme_id,
            first_release=number,
            cohort_key=bytes.fromhex(key),
            pairs=n,
            s1=s1,
            s2=s2,
        )
        for key, n, s1, s2 in pieces(people, again)
    )
    session.flush()


def where(levels: Iterable[Dimension], cell: Cell) -> dict[str, str]:
    """A cell as the columns of an atom."""
    return dict(zip(map(str, levels), cell, strict=True))


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


def pieces(group: Sequence[Final], again: Collection[str] | None = None) -> tuple[Piece, ...]:
    """The pairs by cohort; cohorts of fewer than ten people together, and still ten or more.

    `again`: the keys under which they were frozen before, where the same people are summed anew.
    """
    by_cohort: dict[str, list[Final]] = {}
    for one in group:
        if one.pair:
            by_cohort.setdefault(one.cohort_id.hex, []).append(one)
    if again is not None:
        return _as_before(by_cohort, again)
    alone = {key: part for key, part in by_cohort.items() if _people(part) >= K}
    rest = [one for key, part in by_cohort.items() if key not in alone for one in part]
    if alone and 0 < _people(rest) < K:
        rest += alone.pop(min(alone, key=lambda key: (len(alone[key]), key)))
    if rest:
        alone[REST] = rest
    return tuple(_piece(key, alone[key]) for key in sorted(alone))


def _as_before(by_cohort: Mapping[str, list[Final]], again: Collection[str]) -> tuple[Piece, ...]:
    parts: dict[str, list[Final]] = {}
    for key, part in by_cohort.items():
        parts.setdefault(key if key in again else REST, []).extend(part)
    return tuple(_piece(key, parts[key]) for key in sorted(parts))


def _piece(key: str, part: Sequence[Final]) -> Piece:
    found = _pair_sums(part)
    return key, found.n, int(found.s1), int(found.s2)


def _people(part: Iterable[Final]) -> int:
    return len({one.person_id for one in part})
