import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.results.item_sums import CrossSums, ItemSum
from elearn.results.reliability import (
    alpha,
    alpha_without,
    feldt,
    mean_inter_item_r,
    reliable_change,
    standard_error,
)

ANSWERS = st.lists(st.lists(st.integers(0, 1), min_size=4, max_size=4), max_size=20)
# Items that all agree, and one that goes its own way.
AGREEING = [[1, 1, 1], [1, 1, 0], [0, 0, 1], [0, 0, 0]]


def items_of(answers):
    return CrossSums.of(answers, len(answers[0])).items()


def test_items_that_agree_are_perfectly_reliable():
    items = items_of([[1, 1], [0, 0], [1, 1]])
    assert alpha(items) == 1
    assert standard_error(2.0, 1.0) == 0


def test_leaving_out_the_item_that_does_not_fit_raises_alpha_to_one():
    # Variances are all 1/3; the totals 3, 2, 1, 0 have variance 5/3.
    items = items_of(AGREEING)
    assert alpha(items) == pytest.approx(1.5 * (1 - 1 / (5 / 3)))
    assert alpha_without(items)[2] == pytest.approx(1)
    assert alpha_without(items)[0] == pytest.approx(0)


def test_there_is_no_reliability_of_one_item_or_one_person_or_equal_totals():
    assert alpha(()) is None
    assert alpha(items_of([[1], [0]])) is None
    assert alpha(items_of([[1, 0]])) is None
    assert alpha(items_of([[1, 0], [0, 1]])) is None
    assert alpha_without(items_of([[1, 0]])) == (None, None)
    assert alpha_without(items_of([[1, 0], [0, 1]])) == (None, None)


def test_items_of_different_people_make_no_test():
    with pytest.raises(ValueError, match="different people"):
        alpha([ItemSum(2, 1, 1, 2, 4), ItemSum(3, 1, 1, 2, 4)])


def test_the_interval_of_alpha_needs_two_people_and_two_items():
    assert feldt(0.7, 1, 20) is None
    assert feldt(0.7, 30, 1) is None
    found = feldt(0.7, 30, 20)
    assert found.lo < 0.7 < found.hi
    assert feldt(0.7, 300, 20).lo > found.lo


def test_items_that_agree_correlate_fully_and_the_other_not_at_all():
    assert mean_inter_item_r(CrossSums.of(AGREEING, 3)) == pytest.approx(1 / 3)


def test_an_item_that_everybody_has_right_correlates_with_nothing():
    assert mean_inter_item_r(CrossSums.of([[1, 1], [1, 0]], 2)) is None
    assert mean_inter_item_r(CrossSums.of([[1], [0]], 1)) is None


def test_a_person_changed_when_the_difference_exceeds_the_noise_of_a_long_test():
    # 1.96 times 4 points times the root of a half.
    assert reliable_change(4.0, 0.75, items=20) == pytest.approx(5.5437, abs=1e-4)
    assert reliable_change(4.0, 0.75, items=19) is None


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_reliability(answers, random):
    mixed = random.sample(answers, len(answers))
    assert alpha(CrossSums.of(mixed, 4).items()) == alpha(CrossSums.of(answers, 4).items())


@given(ANSWERS)
def test_alpha_without_an_item_is_the_alpha_of_the_test_without_it(answers):
    found = alpha_without(CrossSums.of(answers, 4).items())
    for j, value in enumerate(found):
        shorter = CrossSums.of([row[:j] + row[j + 1 :] for row in answers], 3)
        assert value == alpha(shorter.items())
