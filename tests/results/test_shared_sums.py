from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.results.shared_sums import Part, publishable


def parts(count, first=0, **values):
    return [Part(n, values) for n in range(first, first + count)]


def test_what_everybody_has_a_part_in_is_summed():
    assert publishable(parts(10, right=2, asked=3)) == {"asked": 30, "right": 20}


def test_what_nine_have_a_part_in_is_left_out():
    assert publishable(parts(20, total=1) + parts(9, 30, total=1, fine=5)) == {"total": 29}


def test_what_all_but_nine_have_a_part_in_is_left_out_too():
    assert publishable(parts(9, total=1) + parts(20, 30, total=1, fine=5)) == {"total": 29}


def test_two_halves_of_ten_may_have_names_of_their_own():
    found = publishable(parts(10, total=1, a=2) + parts(11, 30, total=1, b=3))
    assert found == {"a": 20, "b": 33, "total": 21}


def test_a_few_who_have_a_part_in_nothing_leave_nothing_to_sum():
    assert publishable(parts(20, total=1) + parts(3, 30)) == {}


def test_two_halves_and_five_others_would_leave_the_five_by_subtraction():
    three = parts(12, total=1, a=2) + parts(12, 30, total=1, b=2) + parts(5, 60, total=1, c=1)
    assert publishable(three) == {"total": 29}


def test_ten_enrolments_of_nine_people_are_nine():
    assert publishable([*parts(9, total=1), *parts(1, total=1)]) == {}
    assert publishable([]) == {}


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.frozensets(st.sampled_from(["a", "b", "c"]))),
        min_size=10,
        max_size=90,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_combination_of_published_sums_is_about_fewer_than_ten_people(people):
    """Whatever adds and subtracts sums treats people alike who are in the same ones."""
    found = publishable([Part(person, dict.fromkeys(names, 1)) for person, names in people])
    alike = defaultdict(set)
    for person, names in people:
        alike[names & frozenset(found)].add(person)
    if found:
        assert all(len(same) >= 10 for same in alike.values())
