"""What one release froze, as sums under names that a person can compare."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.reports import opinion_atoms
from elearn.reports.models import (
    Atom,
    AtomCohort,
    AtomSum,
    AtomWave,
    AtomWavePart,
    OpinionAtom,
    Release,
    ReleaseCohort,
)
from elearn.reports.sealing import Piece, columns

Row = TypeVar("Row", Atom, AtomWave, OpinionAtom)
PLACE = (
    *("first_release", "course_id", "sex", "profession", "zone", "region", "age_band"),
    *("form", "replaces"),
)

# What a programme knows of its people, and not what they answered: it changes from day to day
# (a profile, a ticked half-day, two cards made one), so it stays as it was frozen.
OF_PEOPLE = frozenset(
    (
        *("enrolled", "cards", "reused", "submitted", "women", "men", "age_known", "under_35"),
        *("minutes", "with_minutes"),
    )
)


def of_people(name: str) -> bool:
    """Whether a sum of an atom rests on profiles, cards or attendance instead of tests."""
    return name in OF_PEOPLE or name.startswith("of:")


def of_tests(found: Mapping[str, int]) -> dict[str, int]:
    """Of all sums of a release, under their whole names, those that rest on tests."""
    return {name: value for name, value in found.items() if not of_people(_last(name))}


def _last(name: str) -> str:
    return name.split(" ", 2)[-1]


def sums(session: Session, release: Release) -> dict[str, int]:
    """Every sum that this release froze, under its name."""
    return {
        **dict(_atoms(session, release)),
        **dict(flat_pieces("sessions", _cohorts(session, release))),
        **dict(_waves(session, release)),
        **dict(_opinions(session, release)),
    }


def names(session: Session, release: Release) -> dict[uuid.UUID, str]:
    """The name of each atom of a release, by its id and by that of the atom it replaces."""
    found = {}
    for name, atom in numbered("atom", _rows(session, Atom, release)):
        found[atom.id] = name
        if atom.replaces is not None:
            found[atom.replaces] = name
    return found


def numbered(kind: str, rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Rows with a name each: their kind and place, an atom's that of the one it replaces."""
    first = {row: getattr(row, "replaces", None) or row.id for row in rows}
    for place, row in enumerate(sorted(first, key=first.__getitem__), start=1):
        yield f"{kind} {place}", row


def flat(
    name: str, values: Mapping[str, int], named: Mapping[str, int], pieces: Iterable[Piece]
) -> Iterator[tuple[str, int]]:
    """All sums of one row under its name."""
    for key, value in (*values.items(), *named.items()):
        yield f"{name} {key}", value
    yield from flat_pieces(name, pieces)


def keys(session: Session, release: Release) -> dict[uuid.UUID | None, set[str]]:
    """The keys of the cohorts that stand alone in each first atom, and (None) in the whole."""
    found: dict[uuid.UUID | None, set[str]] = {
        atom.replaces or atom.id: {
            key.hex()
            for key in session.scalars(
                select(AtomCohort.cohort_key).where(AtomCohort.atom_id == atom.id)
            )
        }
        for atom in _rows(session, Atom, release)
    }
    found[None] = {key for key, *_ in _cohorts(session, release)}
    return found


def flat_pieces(name: str, pieces: Iterable[Piece]) -> Iterator[tuple[str, int]]:
    """The sums of cohorts' pieces; a cohort is named by the beginning of its key."""
    for key, n, s1, s2 in pieces:
        for what, value in (("pairs", n), ("s1", s1), ("s2", s2)):
            yield f"{name} {key} {what}", value


def flat_counts(name: str, counts: Mapping[tuple[str, str], int]) -> Iterator[tuple[str, int]]:
    """The counts of answers of one row."""
    for (question, answer), count in counts.items():
        yield f"{name} {question} {answer}", count


def parts(session: Session, wave_id: uuid.UUID) -> list[uuid.UUID]:
    """The atoms that a follow-up's sums are about."""
    return list(
        session.scalars(select(AtomWavePart.atom_id).where(AtomWavePart.wave_id == wave_id))
    )


def _rows(session: Session, table: type[Row], release: Release) -> list[Row]:
    return list(
        session.scalars(
            select(table).where(
                table.programme_id == release.programme_id,
                table.first_release == release.number,
            )
        )
    )


def of_atoms(
    session: Session, release: Release
) -> dict[uuid.UUID, tuple[Mapping[str, int], Mapping[str, int]]]:
    """Of each first atom its columns' sums and its named sums, as this release froze them."""
    return {
        atom.replaces or atom.id: _values(session, atom) for atom in _rows(session, Atom, release)
    }


def _values(session: Session, atom: Atom) -> tuple[dict[str, int], dict[str, int]]:
    named = session.scalars(select(AtomSum).where(AtomSum.atom_id == atom.id))
    return (
        {one: getattr(atom, one) for one in columns(Atom, PLACE)},
        {row.name: row.value for row in named},
    )


def _atoms(session: Session, release: Release) -> Iterator[tuple[str, int]]:
    for name, atom in numbered("atom", _rows(session, Atom, release)):
        values, named = _values(session, atom)
        cohorts = session.scalars(select(AtomCohort).where(AtomCohort.atom_id == atom.id))
        yield from flat(name, values, named, map(_piece, cohorts))


def _cohorts(session: Session, release: Release) -> list[Piece]:
    rows = session.scalars(
        select(ReleaseCohort).where(
            ReleaseCohort.programme_id == release.programme_id,
            ReleaseCohort.first_release == release.number,
        )
    )
    return [_piece(row) for row in rows]


def _piece(row: Any) -> Piece:
    return row.cohort_key.hex(), row.pairs, row.s1, row.s2


def _waves(session: Session, release: Release) -> Iterator[tuple[str, int]]:
    for name, row in numbered("follow-up", _rows(session, AtomWave, release)):
        values = {one: getattr(row, one) for one in columns(AtomWave, ("wave", "first_release"))}
        yield from flat(name, values, {}, ())


def _opinions(session: Session, release: Release) -> Iterator[tuple[str, int]]:
    for name, row in numbered("opinions", _rows(session, OpinionAtom, release)):
        yield f"{name} sheets", row.sheets
        yield from flat_counts(name, opinion_atoms.stored(session, row.id))
