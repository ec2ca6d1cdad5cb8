import pytest

from elearn.results.item_sums import CrossSums, ItemSum
from elearn.results.items import (
    Discrimination,
    Flag,
    ItemFigures,
    Moment,
    discrimination,
    flags,
    item_figures,
    movement_flags,
    upper_lower,
)


def figures(n=100, p=0.5, rir=0.3):
    return ItemFigures(n=n, right=round(n * p), p=p, sd=0.5, rit=rir, rir=rir)


def test_four_people_by_hand():
    # The third item is unrelated to the two others, whose sums are 2, 2, 0, 0.
    answers = [[1, 1, 1], [1, 1, 0], [0, 0, 1], [0, 0, 0]]
    third = item_figures(CrossSums.of(answers, 3).items()[2])
    assert (third.n, third.right, third.p) == (4, 2, 0.5)
    assert third.sd == pytest.approx((1 / 3) ** 0.5)
    assert third.rit == pytest.approx(1 / 5**0.5)
    assert third.rir == pytest.approx(0)


def test_an_item_without_people_or_spread_has_no_correlation():
    nobody = item_figures(ItemSum())
    assert (nobody.p, nobody.sd, nobody.rit, nobody.rir) == (None,) * 4
    everybody_right = item_figures(CrossSums.of([[1, 1], [1, 0]], 2).items()[0])
    assert (everybody_right.p, everybody_right.sd) == (1, 0)
    assert (everybody_right.rit, everybody_right.rir) == (None, None)


def test_an_item_alone_has_no_others_to_go_with():
    assert item_figures(CrossSums.of([[1], [0]], 1).items()[0]).rir is None


def test_the_upper_group_is_compared_with_the_lower():
    # 27 % of four is one: the best and the weakest.
    assert upper_lower([[0, 0], [1, 0], [0, 1], [1, 1]], 2) == (1, 1)


def test_people_of_equal_total_stay_in_their_order():
    assert upper_lower([[1, 0], [0, 1]], 2) == (-1, 1)


def test_a_group_of_nobody_tells_nothing():
    assert upper_lower([[1, 0]], 2) == (None, None)


@pytest.mark.parametrize(
    ("rir", "band"),
    [
        (-0.01, Discrimination.NEGATIVE),
        (0.0, Discrimination.WEAK),
        (0.19, Discrimination.WEAK),
        (0.2, Discrimination.FAIR),
        (0.3, Discrimination.GOOD),
        (0.4, Discrimination.VERY_GOOD),
    ],
)
def test_discrimination_falls_in_a_band(rir, band):
    assert discrimination(rir) is band


@pytest.mark.parametrize(
    ("moment", "p", "rir", "expected"),
    [
        (Moment.UNKNOWN, 0.5, 0.3, ()),
        (Moment.UNKNOWN, 0.5, -0.1, (Flag.KEY_ERROR,)),
        (Moment.UNKNOWN, 0.5, 0.1, (Flag.WEAK,)),
        (Moment.UNKNOWN, 0.2, None, (Flag.HARD,)),
        (Moment.UNKNOWN, 0.96, 0.3, (Flag.EASY,)),
        (Moment.BEFORE, 0.2, 0.3, ()),
        (Moment.BEFORE, 0.86, 0.3, (Flag.ALREADY_KNOWN,)),
        (Moment.AFTER, 0.29, 0.3, (Flag.HARD,)),
        (Moment.AFTER, 0.99, 0.3, ()),
    ],
)
def test_a_question_is_flagged_for_what_its_moment_makes_of_it(moment, p, rir, expected):
    assert flags(figures(p=p, rir=rir), moment) == expected


def test_a_question_without_which_the_test_is_better_is_flagged():
    assert flags(figures(), alpha=0.7, alpha_without=0.72) == (Flag.LOWERS_ALPHA,)
    assert flags(figures(), alpha=0.7, alpha_without=0.71) == ()
    assert flags(figures(), alpha=0.7) == ()


def test_no_question_is_flagged_under_fifty_people():
    assert flags(figures(n=49, rir=-0.5)) == ()
    assert flags(ItemFigures(100, 0, None, None, None, None)) == ()
    assert movement_flags(40, 0, 49) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (50, 49, (Flag.LOST,)),
        (50, 59, (Flag.NOT_LEARNT,)),
        (50, 60, ()),
        (80, 80, ()),
    ],
)
def test_a_slot_is_learnt_by_ten_in_a_hundred_more_or_by_eighty_in_all(before, after, expected):
    assert movement_flags(before, after, 100) == expected
