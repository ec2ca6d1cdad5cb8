from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.results.extremes import Extremes, guessing

SCORES = st.lists(st.integers(0, 20))


def test_scores_at_the_ends_of_the_test_are_counted():
    found = Extremes.of([20, 18, 17, 7, 6, 0], maximum=20, chance=Fraction(20, 3))
    assert found == Extremes(n=6, at_maximum=1, from_ninety=2, at_chance=2)
    assert found.share(found.from_ninety) == pytest.approx(1 / 3)


def test_nobody_has_no_share_and_no_ceiling():
    assert Extremes().share(0) is None
    assert not Extremes().capped


@pytest.mark.parametrize(("near", "capped"), [(3, True), (2, False)])
def test_a_test_is_capped_from_fifteen_in_a_hundred_near_its_top(near, capped):
    assert Extremes.of([18] * near + [10] * (20 - near), 20).capped is capped


@given(SCORES, SCORES)
def test_extremes_of_two_cohorts_add_up(first, second):
    assert Extremes.of(first, 20) + Extremes.of(second, 20) == Extremes.of(first + second, 20)


def test_a_move_from_not_knowing_to_guessing_makes_five_points():
    # Three options, 20 % before, 5 % after: 15 % guess, one in three is right.
    found = guessing((20, 100), (5, 100), options=3)
    assert (found.before, found.after, found.points) == (0.2, 0.05, 5.0)
    assert found.worth_saying


def test_a_small_move_is_not_worth_a_sentence():
    assert not guessing((20, 100), (15, 100), options=3).worth_saying
    assert guessing((5, 100), (20, 100), options=3).worth_saying


def test_no_answers_make_no_points():
    assert guessing((0, 0), (5, 100), options=3) is None
    assert guessing((5, 100), (0, 0), options=3) is None
