"""Atoms by cells: at least ten people each, nobody twice, nobody lost, and never changed."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.results.disclosure import Outcome, Pending, assert_publishable, people
from elearn.results.partition import ANY, OTHER, Placed, by_cell, divide, top_down


def placed(count, *cell, first=0, reached=True):
    """So many people in one cell, whose scores differ."""
    outcome = Outcome.REACHED if reached else Outcome.NOT_REACHED
    return [
        Placed(cell, Pending(n, f"card {n}", outcome, (n, n + 1)))
        for n in range(first, first + count)
    ]


def sizes(division):
    return {group.cell: len(group.members) for group in division.groups}


def test_a_full_cell_of_ten_is_an_atom_and_a_smaller_one_waits():
    found = by_cell(placed(10, "woman", "police") + placed(9, "man", "police", first=20))
    assert sizes(found) == {("woman", "police"): 10}
    assert len(found.waiting) == 9


def test_of_92_people_with_14_women_the_women_are_seen_and_nobody_waits():
    people = placed(14, "woman", "Gao") + placed(78, "man", "Gao", first=20)
    assert sizes(top_down(people)) == {("woman", "Gao"): 14, ("man", "Gao"): 78}


def test_three_who_did_not_say_join_the_larger_half_so_that_women_stay_visible():
    people = placed(14, "woman") + placed(75, "man", first=20) + placed(3, "undisclosed", first=99)
    found = top_down(people)
    assert sizes(found) == {("woman",): 14, (OTHER,): 78}
    assert not found.waiting


def test_of_several_parts_the_smallest_takes_in_the_few():
    people = (
        placed(30, "Bamako")
        + placed(25, "Gao", first=40)
        + placed(12, "Kita", first=70)
        + placed(2, "Nara", first=90)
    )
    assert sizes(top_down(people)) == {("Bamako",): 30, ("Gao",): 25, (OTHER,): 14}


def test_small_values_that_are_enough_together_are_counted_together():
    people = placed(20, "Gao") + placed(6, "Kita", first=30) + placed(5, "Nara", first=40)
    assert sizes(top_down(people)) == {("Gao",): 20, (OTHER,): 11}


def test_what_cannot_be_divided_is_one_atom_of_all():
    people = placed(9, "woman", "a") + placed(9, "man", "b", first=20)
    assert sizes(top_down(people)) == {(ANY, ANY): 18}


def test_a_part_is_divided_further_where_it_is_large_enough():
    people = (
        placed(12, "man", "a")
        + placed(13, "man", "b", first=20)
        + placed(11, "woman", "a", first=40)
    )
    assert sizes(top_down(people)) == {
        ("man", "a"): 12,
        ("man", "b"): 13,
        ("woman", "a"): 11,
    }


def test_a_group_that_nearly_all_failed_is_united_with_its_neighbour():
    failed = placed(12, "man", "a", reached=False)
    others = placed(12, "man", "b", first=20) + placed(12, "woman", "b", first=40)
    assert sizes(by_cell(failed + others)) == {("man", ANY): 24, ("woman", "b"): 12}


def test_people_who_all_failed_wait_where_there_is_no_neighbour():
    found = top_down(placed(30, "man", reached=False))
    assert (found.groups, len(found.waiting)) == ((), 30)


@pytest.mark.parametrize(("whole", "atoms"), [(True, {(ANY,): 12}), (False, {})])
def test_full_cells_or_everybody(whole, atoms):
    people = placed(6, "a") + placed(6, "b", first=20)
    assert sizes(divide(people, whole=whole)) == atoms


def test_nobody_makes_no_atom():
    assert top_down([]).groups == ()
    assert by_cell([]).groups == ()


ENROLMENTS = st.lists(
    st.tuples(
        st.sampled_from(["woman", "man", "undisclosed"]),
        st.sampled_from(["police", "prison", "cndh"]),
        st.integers(0, 45),
        st.sampled_from(Outcome),
        st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
        st.booleans(),
    ),
    min_size=20,
    max_size=90,
)


RELEASES = st.lists(st.tuples(ENROLMENTS, st.booleans()), min_size=1, max_size=4)


@given(RELEASES)
@settings(max_examples=25, deadline=None)
def test_over_any_releases_atoms_stay_large_disjoint_and_as_they_were(releases):
    run_through(releases)


@pytest.mark.long
@given(RELEASES)
@settings(max_examples=400, deadline=None)
def test_over_very_many_releases_too(releases):
    run_through(releases)


def run_through(releases):
    published, pending, everybody = [], [], Counter()
    for number, (newly, whole) in enumerate(releases):
        for place, (sex, profession, person, outcome, scores, judged) in enumerate(newly):
            enrolment = (number, place)
            everybody[enrolment] += 1
            pending.append(
                Placed((sex, profession), Pending(enrolment, person, outcome, scores, judged))
            )
        found = divide(pending, whole=whole)
        before = list(published)
        published += found.groups
        pending = list(found.waiting)
        assert published[: len(before)] == before
        assert_publishable([[one.one for one in group.members] for group in published])
        counted = Counter(one for group in published for one in group.enrolments)
        counted.update(one.one.enrolment for one in pending)
        assert counted == everybody
        for group in found.groups:
            paired = [one.one for one in group.members if one.one.scores is not None]
            assert people(paired) >= 10


@given(ENROLMENTS)
@settings(max_examples=25, deadline=None)
def test_an_atom_s_cell_is_true_of_everybody_in_it(newly):
    people = [
        Placed((sex, profession), Pending(place, person, Outcome.REACHED, (place, place + 1)))
        for place, (sex, profession, person, *_) in enumerate(newly)
    ]
    for found in (by_cell(people), top_down(people)):
        for group in found.groups:
            for place, label in enumerate(group.cell):
                if label not in (ANY, OTHER):
                    assert {one.cell[place] for one in group.members} == {label}
