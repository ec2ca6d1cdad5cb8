import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.results.item_sums import CrossSums, ItemSum

ANSWERS = st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3), max_size=15)


def test_two_people_by_hand():
    # Totals 3 and 1; both right on the second item.
    sums = CrossSums.of([[1, 1, 1], [0, 1, 0]], items=3)
    assert sums.both == ((1, 1, 1), (1, 2, 1), (1, 1, 1))
    assert sums.items() == (
        ItemSum(n=2, s=1, sxt=3, st=4, stt=10),
        ItemSum(n=2, s=2, sxt=4, st=4, stt=10),
        ItemSum(n=2, s=1, sxt=3, st=4, stt=10),
    )


@pytest.mark.parametrize("row", [[1, 0], [1, 0, 2], [1, 0, None]])
def test_an_answer_that_is_not_right_or_wrong_is_refused(row):
    with pytest.raises(ValueError, match="1 or 0"):
        CrossSums.of([row], items=3)


def test_tests_of_different_length_do_not_add():
    with pytest.raises(ValueError, match="different length"):
        CrossSums.of([[1]], 1) + CrossSums.of([[1, 0]], 2)


@given(ANSWERS, ANSWERS)
def test_sums_of_two_groups_are_the_sums_of_all(first, second):
    one, other = CrossSums.of(first, 3), CrossSums.of(second, 3)
    assert one + other == CrossSums.of(first + second, 3)
    added = [a + b for a, b in zip(one.items(), other.items(), strict=True)]
    assert tuple(added) == (one + other).items()
