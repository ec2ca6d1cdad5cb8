from hypothesis import given
from hypothesis import strategies as st

from elearn.results.uniting import Answered, publishable, unite


def atom(name, answered, silent, first=0):
    """An atom of which so many answered and so many did not."""
    people = range(first, first + answered)
    scores = tuple((n, (n % 7, n % 5, n % 3)) for n in people)
    return Answered(name, scores, frozenset(range(first + answered, first + answered + silent)))


def names(groups):
    return [tuple(one.atom for one in group) for group in groups]


def test_an_atom_whose_silent_are_nobody_or_ten_stands_alone():
    assert names(unite([atom("a", 10, 0), atom("b", 12, 10, 50)])) == [("a",), ("b",)]


def test_three_silent_people_are_hidden_among_others():
    assert names(unite([atom("a", 20, 3)])) == []
    assert names(unite([atom("a", 20, 3), atom("b", 9, 8, 50)])) == [("a", "b")]


def test_what_is_left_over_joins_the_groups_before_it():
    ready = [atom("a", 10, 0), atom("b", 12, 10, 50), atom("c", 12, 3, 100)]
    assert names(unite(ready)) == [("a",), ("b", "c")]
    assert names(unite([atom("a", 10, 0), atom("c", 12, 3, 100)])) == []


def test_people_who_all_scored_the_same_wait():
    same = Answered("a", tuple((n, (5, 6, 7)) for n in range(12)), frozenset())
    assert unite([same]) == []
    assert not publishable([])


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=8))
def test_whatever_is_united_may_be_published_and_stands_once(counts):
    ready = [atom(place, a, s, 100 * place) for place, (a, s) in enumerate(counts)]
    groups = unite(ready)
    assert all(publishable(group) for group in groups)
    taken = [one.atom for group in groups for one in group]
    assert len(taken) == len(set(taken))
