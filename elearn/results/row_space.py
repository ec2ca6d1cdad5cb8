"""Whether published sums give away a sum over a few people: exact linear algebra. Pure.

Whoever has several sums can add and subtract them, with any weights. What can be had so is the row
space of the sums over the people; a group is given away where its own sum lies in there. Groups
are found exactly, in fractions: rounding would hide some and invent others (statistics, 3.2).
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)
Vector = dict[int, Fraction]

MOST_STEPS = 200_000
"""Combinations tried within one knot of sums before it counts as not proved."""


class TooEntangled(Exception):
    """So many sums overlap in small groups that the proof would take too long: nothing is said."""


def given_away(rows: Sequence[Collection[Person]], k: int) -> list[frozenset[Person]]:
    """The smallest groups of fewer than k people whose sums follow from the rows' sums.

    Each row is the people that one published sum is over. Groups that contain another one found
    are left out; an empty list is the proof that there is none. Raises TooEntangled.
    """
    blocks = _blocks(rows)
    sizes = [len(block) for _, block in blocks]
    # Large blocks first, so that the rows left after them touch small ones alone.
    order = sorted(range(len(blocks)), key=lambda at: (sizes[at] < k, at))
    place = {at: new for new, at in enumerate(order)}
    vectors: list[Vector] = [{} for _ in rows]
    for at, (pattern, _) in enumerate(blocks):
        for row in pattern:
            vectors[row][place[at]] = Fraction(1)
    small = {new: sizes[at] for at, new in place.items() if sizes[at] < k}
    basis = [row for row in _reduced(vectors) if min(row) in small]
    found = [group for knot in _knots(basis) for group in _groups(knot, small, k)]
    members = {new: blocks[at][1] for at, new in place.items()}
    return [
        frozenset(person for new in group for person in members[new]) for group in _smallest(found)
    ]


def _blocks(rows: Sequence[Collection[Person]]) -> list[tuple[tuple[int, ...], list[Person]]]:
    """People whom no row tells apart, with the rows that they are in."""
    patterns: dict[Person, list[int]] = {}
    for at, row in enumerate(rows):
        for person in set(row):
            patterns.setdefault(person, []).append(at)
    blocks: dict[tuple[int, ...], list[Person]] = {}
    for person, pattern in patterns.items():
        blocks.setdefault(tuple(pattern), []).append(person)
    return list(blocks.items())


def _reduced(vectors: Iterable[Vector]) -> list[Vector]:
    """The reduced echelon form: each row's first column is 1, and stands in no other row."""
    pivots: dict[int, Vector] = {}
    for vector in sorted(vectors, key=len):
        rest = dict(vector)
        # A kept row holds no other's first column, so one look at each is enough.
        for column in [one for one in rest if one in pivots]:
            _subtract(rest, pivots[column], rest[column])
        if rest:
            first = min(rest)
            fresh = {column: value / rest[first] for column, value in rest.items()}
            for kept in pivots.values():
                _subtract(kept, fresh, kept.get(first, Fraction(0)))
            pivots[first] = fresh
    return list(pivots.values())


def _subtract(vector: Vector, other: Vector, times: Fraction) -> None:
    if not times:
        return
    for column, value in other.items():
        left = vector.get(column, Fraction(0)) - times * value
        if left:
            vector[column] = left
        else:
            vector.pop(column, None)


def _knots(basis: Iterable[Vector]) -> list[list[Vector]]:
    """The rows in sets that share no column: what one set gives away needs none of another."""
    knots: list[tuple[set[int], list[Vector]]] = []
    for row in basis:
        columns, rows = set(row), [row]
        apart = []
        for known, members in knots:
            if known & columns:
                columns |= known
                rows += members
            else:
                apart.append((known, members))
        knots = [*apart, (columns, rows)]
    return [rows for _, rows in knots]


def _groups(knot: Sequence[Vector], sizes: Mapping[int, int], k: int) -> Iterator[frozenset[int]]:
    """Every sum of rows that is a group of fewer than k people.

    A row's first column stands in no other row, so a group takes a row once or not at all, and
    the first columns of the rows taken are people of the group: that bounds the search.
    """
    rows = sorted(knot, key=lambda row: sizes[min(row)])
    steps = 0
    stack: list[tuple[int, Vector, int]] = [(0, {}, 0)]
    while stack:
        at, taken, people = stack.pop()
        steps += 1
        if steps > MOST_STEPS:
            raise TooEntangled(len(knot))
        if taken and _is_group(taken) and sum(sizes[column] for column in taken) < k:
            yield frozenset(taken)
        for after in range(at, len(rows)):
            more = people + sizes[min(rows[after])]
            if more >= k:
                break
            together = dict(taken)
            _subtract(together, rows[after], Fraction(-1))
            stack.append((after + 1, together, more))


def _is_group(vector: Vector) -> bool:
    return all(value == 1 for value in vector.values())


def _smallest(groups: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Those that contain no other one."""
    found: list[frozenset[int]] = []
    for group in sorted(set(groups), key=lambda one: (len(one), sorted(one))):
        if not any(known <= group for known in found):
            found.append(group)
    return found
