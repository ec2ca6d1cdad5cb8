"""Who is published together: waiting enrolments divided into atoms by a few dimensions. Pure.

A cell says one value a dimension, in a fixed order. Divisions follow from counts alone, or the
pattern itself would tell something; the one exception are groups whose sums would tell what nearly
each of their people did: they are united with a neighbour (statistics, 3.3, rules 2, 4 and 5).
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from elearn.results import disclosure
from elearn.results.disclosure import K, Pending

# Stands where an atom is not divided by a dimension, and for small values counted together.
ANY, OTHER = "*", "other"
# Programmes of fewer people keep nobody waiting for a full cell.
SMALL = 200

Id = TypeVar("Id", bound=Hashable)
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed(Generic[Id]):
    """A waiting enrolment and its full cell."""

    cell: Cell
    one: Pending[Id]


@dataclass(frozen=True, slots=True)
class Group(Generic[Id]):
    """People of one atom: at each place a value, OTHER (several small values) or ANY."""

    cell: Cell
    members: tuple[Placed[Id], ...]

    @property
    def enrolments(self) -> tuple[Id, ...]:
        """Whom it counts."""
        return tuple(member.one.enrolment for member in self.members)


@dataclass(frozen=True, slots=True)
class Division(Generic[Id]):
    """The next atoms, and those who wait for more."""

    groups: tuple[Group[Id], ...]
    waiting: tuple[Placed[Id], ...]


def divide(placed: Sequence[Placed[Id]], *, whole: bool, k: int = K) -> Division[Id]:
    """The next atoms: all who wait where `whole` (a small programme, or the yearly flush), else
    full cells of at least k people alone."""
    return top_down(placed, k) if whole else by_cell(placed, k)


def by_cell(placed: Sequence[Placed[Id]], k: int = K) -> Division[Id]:
    """One atom from everybody of each full cell that is large enough; the others wait."""
    cells: dict[Cell, list[Placed[Id]]] = defaultdict(list)
    for one in placed:
        cells[one.cell].append(one)
    groups = [Group(cell, tuple(cells[cell])) for cell in sorted(cells) if _enough(cells[cell], k)]
    return _division(placed, _mended(groups))


def top_down(placed: Sequence[Placed[Id]], k: int = K) -> Division[Id]:
    """Everybody who waits, divided as far as counts allow; nobody where they are too few."""
    return _division(placed, _mended(by_counts(placed, k)))


def by_counts(placed: Sequence[Placed[Id]], k: int = K) -> list[Group[Id]]:
    """The same by counts alone, before any group is looked into."""
    if not placed or not _enough(placed, k):
        return []
    return _split(tuple(placed), (), k)


def _split(members: tuple[Placed[Id], ...], cell: Cell, k: int) -> list[Group[Id]]:
    if len(cell) == len(members[0].cell):
        return [Group(cell, members)]
    return [
        leaf
        for label, child in sorted(_children(members, len(cell), k).items())
        for leaf in _split(tuple(child), (*cell, label), k)
    ]


def _children(members: Sequence[Placed[Id]], place: int, k: int) -> dict[str, Sequence[Placed[Id]]]:
    """The parts by the value at this place, each large enough; all under ANY where none can be."""
    values: dict[str, list[Placed[Id]]] = defaultdict(list)
    for one in members:
        values[one.cell[place]].append(one)
    parts = {value: part for value, part in values.items() if _enough(part, k)}
    small = [one for one in members if one.cell[place] not in parts]
    if small and parts and not _enough(small, k):
        del parts[_host(parts)]
        small = [one for one in members if one.cell[place] not in parts]
    if not parts:
        return {ANY: members}
    return {**parts, **({OTHER: small} if small else {})}


def _host(parts: dict[str, list[Placed[Id]]]) -> str:
    """Which part takes in the few that cannot stand alone: of two the larger, so that the smaller
    (women, say) stays visible; of more the smallest."""
    size = {value: (len(part), value) for value, part in parts.items()}
    return max(size, key=size.__getitem__) if len(parts) == 2 else min(size, key=size.__getitem__)


def _mended(groups: list[Group[Id]]) -> list[Group[Id]]:
    """Each group that would tell on its people is united with its nearest neighbour."""
    found = list(groups)
    while (bad := next((one for one in found if _tells(one)), None)) is not None:
        found.remove(bad)
        if not found:
            return []
        near = min(found, key=lambda one: (-_agree(one, bad), len(one.members), one.cell))
        found[found.index(near)] = _united(near, bad)
    return found


def _agree(one: Group[Id], other: Group[Id]) -> int:
    return sum(a == b for a, b in zip(one.cell, other.cell, strict=True))


def _united(one: Group[Id], other: Group[Id]) -> Group[Id]:
    cell = tuple(a if a == b else ANY for a, b in zip(one.cell, other.cell, strict=True))
    return Group(cell, (*one.members, *other.members))


def _tells(group: Group[Id]) -> bool:
    return disclosure.homogeneous([member.one for member in group.members])


def _enough(members: Sequence[Placed[Id]], k: int) -> bool:
    return disclosure.enough([member.one for member in members], k)


def _division(placed: Sequence[Placed[Id]], groups: list[Group[Id]]) -> Division[Id]:
    taken = {enrolment for group in groups for enrolment in group.enrolments}
    waiting = tuple(one for one in placed if one.one.enrolment not in taken)
    return Division(tuple(groups), waiting)
