"""One session beside earlier ones."""

from random import Random

import numpy as np
import pytest
from scipy import stats

from elearn.results.gains import PairSums
from elearn.results.sessions_compared import difference_of_gains


def session_of(random: Random, people: int, more: int) -> list[tuple[int, int]]:
    before = [random.randint(2, 12) for _ in range(people)]
    return [(score, score + more + random.randint(-2, 4)) for score in before]


def gains(pairs: list[tuple[int, int]]) -> list[int]:
    return [after - before for before, after in pairs]


def test_under_five_earlier_sessions_the_interval_is_welch_s() -> None:
    random = Random(5)
    own, *earlier = [session_of(random, people, 2) for people in (16, 21, 12, 9)]
    found = difference_of_gains([PairSums.of(one) for one in earlier], PairSums.of(own))
    others = [gain for one in earlier for gain in gains(one)]
    wanted = stats.ttest_ind(gains(own), others, equal_var=False).confidence_interval(0.95)
    assert found is not None
    assert found.value == pytest.approx(np.mean(gains(own)) - np.mean(others), rel=1e-12)
    assert (found.lo, found.hi) == pytest.approx((wanted.low, wanted.high), rel=1e-9)


def test_from_five_on_it_holds_how_much_sessions_differ() -> None:
    random = Random(6)
    own = session_of(random, 20, 2)
    earlier = [session_of(random, 12 + place, 3 * (place % 3)) for place in range(6)]
    sums = [PairSums.of(one) for one in earlier]
    found = difference_of_gains([*sums, PairSums()], PairSums.of(own))
    others = [gain for one in earlier for gain in gains(one)]
    sandwich = sum(sum(gain - np.mean(others) for gain in gains(one)) ** 2 for one in earlier)
    between = float(sandwich) * 6 / 5 / len(others) ** 2
    within = float(np.var(gains(own), ddof=1)) / 20
    degrees = (within + between) ** 2 / (within**2 / 19 + between**2 / 5)
    half = float(stats.t.ppf(0.975, degrees)) * (within + between) ** 0.5
    value = float(np.mean(gains(own)) - np.mean(others))
    assert found is not None
    assert (found.value, found.lo, found.hi) == pytest.approx(
        (value, value - half, value + half), rel=1e-9
    )
    welch = stats.ttest_ind(gains(own), others, equal_var=False).confidence_interval(0.95)
    assert found.hi - found.lo > welch.high - welch.low


def test_nobody_and_no_spread_have_no_difference() -> None:
    same, one = PairSums.of([(1, 2)] * 12), PairSums.of([(1, 2)])
    assert difference_of_gains([], same) is None
    assert difference_of_gains([same, same], PairSums()) is None
    assert difference_of_gains([same] * 5, one) is None
    assert difference_of_gains([same] * 5, same) is None
