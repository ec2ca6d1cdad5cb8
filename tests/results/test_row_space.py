"""What sums over groups give away: planted leaks are found, and nothing else is."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.results import row_space
from elearn.results.row_space import TooEntangled, given_away


def test_a_small_group_published_as_it_is_is_given_away() -> None:
    assert given_away([range(9), range(20, 40)], 10) == [frozenset(range(9))]


def test_ten_people_are_not() -> None:
    assert given_away([range(10), range(20, 40)], 10) == []


def test_this_month_minus_last_month_is_who_joined() -> None:
    assert given_away([range(30), range(33)], 10) == [frozenset(range(30, 33))]


def test_a_total_and_all_parts_but_one_give_away_the_last() -> None:
    women, men, unsaid = range(20), range(20, 50), range(50, 54)
    everybody = range(54)
    assert given_away([everybody, women, men], 10) == [frozenset(unsaid)]


def test_a_session_of_another_partition_cuts_an_atom() -> None:
    atoms = [range(12), range(12, 30)]
    session = range(8, 30)
    found = given_away([*atoms, session], 10)
    assert set(found) == {frozenset(range(8, 12)), frozenset(range(8))}


def test_the_silent_few_of_a_follow_up_fall_out() -> None:
    assert given_away([range(25), range(22)], 10) == [frozenset(range(22, 25))]


def test_unions_of_atoms_never_give_anything_away() -> None:
    atoms = [range(start, start + 10) for start in range(0, 100, 10)]
    unions = [[one for atom in some for one in atom] for some in combinations(atoms, 3)]
    assert given_away([*atoms, *unions], 10) == []


def test_what_only_weights_could_reach_is_found() -> None:
    # 2 × ab + 2 × bc + 2 × ca - … : each pair's sum is known, so each part's is.
    a, b, c = range(6), range(6, 12), range(12, 18)
    rows = [[*a, *b], [*b, *c], [*c, *a]]
    assert sorted(given_away(rows, 10), key=min) == [frozenset(part) for part in (a, b, c)]


def test_where_the_proof_would_take_too_long_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(row_space, "MOST_STEPS", 1)
    with pytest.raises(TooEntangled):
        given_away([range(3), range(20)], 10)


SUMS = st.lists(st.sets(st.integers(0, 6), min_size=1), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(SUMS, st.integers(2, 5))
def test_it_finds_just_what_trying_every_group_finds(rows: list[set[int]], k: int) -> None:
    people = sorted(set().union(*rows))
    known = {
        frozenset(group)
        for size in range(1, k)
        for group in combinations(people, size)
        if follows(rows, people, group)
    }
    smallest = {one for one in known if not any(other < one for other in known)}
    assert set(given_away(rows, k)) == smallest


def follows(rows: list[set[int]], people: list[int], group: tuple[int, ...]) -> bool:
    """Whether the group adds nothing to the rank of the rows: found by plain elimination."""
    matrix = [[int(one in row) for one in people] for row in rows]
    return rank(matrix) == rank([*matrix, [int(one in group) for one in people]])


def rank(matrix: list[list[int]]) -> int:
    rows = [[Fraction(value) for value in row] for row in matrix]
    found = 0
    for column in range(len(rows[0])):
        at = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if at is None:
            continue
        rows[found], rows[at] = rows[at], rows[found]
        for i in range(found + 1, len(rows)):
            times = rows[i][column] / rows[found][column]
            rows[i] = [a - times * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found
