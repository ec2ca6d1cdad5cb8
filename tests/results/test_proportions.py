import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from elearn.results.proportions import (
    bonett_price,
    held_down,
    mcnemar_exact,
    mcnemar_mid_p,
    wilson,
)

COUNTS = st.tuples(st.integers(0, 300), st.integers(0, 300))


def test_nobody_has_no_share():
    assert wilson(0, 0) is None
    assert bonett_price(0, 0, 0) is None


def test_more_than_everyone_is_refused():
    with pytest.raises(ValueError, match="5 of 4"):
        wilson(5, 4)
    with pytest.raises(ValueError, match="3 and 2 of 4"):
        bonett_price(3, 2, 4)
    with pytest.raises(ValueError, match="-1 and 2 of 4"):
        bonett_price(-1, 2, 4)


@given(COUNTS)
def test_a_share_lies_in_its_interval_and_the_interval_among_shares(counts):
    k, rest = counts
    found = wilson(k, k + rest)
    if found:
        assert 0 <= found.lo <= found.value <= found.hi <= 1


@given(COUNTS, st.integers(0, 300))
def test_a_change_of_shares_stays_between_minus_one_and_one(counts, same):
    gained, lost = counts
    found = bonett_price(gained, lost, gained + lost + same)
    if found:
        assert -1 <= found.lo < found.hi <= 1
        mirrored = bonett_price(lost, gained, gained + lost + same)
        assert (mirrored.lo, mirrored.hi) == pytest.approx((-found.hi, -found.lo), abs=1e-12)


@given(COUNTS)
def test_the_other_way_round_is_the_same_test(counts):
    b, c = counts
    assert mcnemar_exact(b, c) == mcnemar_exact(c, b)
    assert 0 <= mcnemar_mid_p(b, c) <= mcnemar_exact(b, c) <= 1


def test_nobody_changed_says_nothing():
    assert mcnemar_exact(0, 0) == 1
    assert mcnemar_mid_p(0, 0) == 1


def test_as_many_each_way_is_no_change():
    assert mcnemar_exact(3, 3) == 1
    assert mcnemar_mid_p(1, 1) == 0.75  # one less half of the chance of one each, 1/2


def test_several_figures_are_held_down_as_benjamini_and_hochberg_do() -> None:
    several = [0.01, 0.9, 0.04, 0.03, 0.04, 1.0, 0.002]
    assert held_down(several) == pytest.approx(list(false_discovery_control(several)))
    assert held_down([]) == []
