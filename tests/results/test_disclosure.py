import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.results.disclosure import (
    CountedTwice,
    Outcome,
    Pending,
    TooFewPeople,
    assert_publishable,
    next_atom,
)


def enrolments(count, *, outcome=Outcome.REACHED, first=0, **kept):
    """So many people, each enrolled once, whose scores differ."""
    numbers = range(first, first + count)
    return [
        Pending(
            **{"enrolment": n, "person": f"card {n}", "outcome": outcome, "scores": (n, n + 1)}
            | kept
        )
        for n in numbers
    ]


def test_ten_people_make_an_atom_of_all_who_wait():
    assert next_atom(enrolments(10)) == tuple(range(10))
    assert next_atom(enrolments(12)) == tuple(range(12))


def test_nine_people_wait():
    assert next_atom(enrolments(9)) is None
    assert next_atom([]) is None


def test_ten_enrolments_of_nine_people_wait():
    again = Pending(99, "card 0", Outcome.REACHED, (1, 2))
    assert next_atom([*enrolments(9), again]) is None


def test_ten_people_of_whom_one_has_no_pair_of_scores_wait():
    untested = Pending(99, "card 99", Outcome.NOT_TESTED)
    assert next_atom([*enrolments(9), untested]) is None
    assert next_atom([*enrolments(10), untested]) == (*range(10), 99)


@pytest.mark.parametrize(("reached", "published"), [(0, False), (1, False), (2, True)])
def test_a_group_that_nearly_all_failed_waits(reached, published):
    pending = enrolments(reached) + enrolments(
        12 - reached, outcome=Outcome.NOT_REACHED, first=reached
    )
    assert (next_atom(pending) is not None) is published


@pytest.mark.parametrize("scores", [[(3, n) for n in range(10)], [(n, 7) for n in range(10)]])
def test_a_group_that_scored_all_the_same_waits(scores):
    alike = [Pending(n, n, Outcome.REACHED, pair) for n, pair in enumerate(scores)]
    assert next_atom(alike) is None


def test_a_test_too_short_for_a_standard_is_not_held_back_by_it():
    short = enrolments(10, outcome=Outcome.NOT_REACHED, has_standard=False)
    assert next_atom(short) == tuple(range(10))


def test_a_standard_that_covers_a_few_waits():
    covered = enrolments(3, first=20)
    assert next_atom(enrolments(10, has_standard=False) + covered) is None


def test_another_k_may_be_asked_for():
    assert next_atom(enrolments(5), k=5) == tuple(range(5))


def test_atoms_of_ten_that_share_nobody_may_be_published():
    assert_publishable([enrolments(10), enrolments(11, first=10)])


def test_an_atom_about_nine_people_is_refused():
    with pytest.raises(TooFewPeople) as refused:
        assert_publishable([enrolments(10), enrolments(9, first=10)])
    assert (refused.value.people, refused.value.k) == (9, 10)


def test_atoms_that_share_an_enrolment_are_refused():
    with pytest.raises(CountedTwice) as refused:
        assert_publishable([enrolments(10), enrolments(10, first=9)])
    assert refused.value.enrolment == 9


@given(
    st.lists(
        st.builds(
            Pending,
            enrolment=st.uuids(),
            person=st.integers(0, 15),
            outcome=st.sampled_from(Outcome),
            scores=st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
        ),
        max_size=30,
    )
)
def test_whatever_waits_an_atom_made_of_it_may_be_published(pending):
    made = next_atom(pending)
    if made is not None:
        assert_publishable([[one for one in pending if one.enrolment in made]])
