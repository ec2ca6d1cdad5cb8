"""Two forms compared by who took which first: the formulas, a simulation, and too few people."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from elearn.results.equivalence import Halves, equivalence, pooled_difference
from elearn.results.gains import PairSums

SCORES = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=10, max_size=30)


def halves(ab, ba):
    return Halves(PairSums.of(ab), PairSums.of(ba))


def gains(pairs):
    return [b - a for a, b in pairs]


def simulated(random, n, learnt, easier):
    """So many people in each half, of differing ability, scores in whole points of 100."""

    def person(first, second):
        able = random.gauss(50, 12)
        before = able + first + random.gauss(0, 8)
        after = able + learnt + second + random.gauss(0, 8)
        return round(before), round(after)

    # Form A has no advantage, B has `easier`.
    ab = [person(0, easier) for _ in range(n)]
    ba = [person(easier, 0) for _ in range(n)]
    return halves(ab, ba), ab, ba


@given(SCORES, SCORES)
def test_the_difference_is_welch_s_of_the_gains_halved(ab, ba):
    found = equivalence(halves(ab, ba))
    if found is None:
        assert len(set(gains(ab))) == 1 or len(set(gains(ba))) == 1
        return
    peer = stats.ttest_ind(gains(ab), gains(ba), equal_var=False)
    interval = peer.confidence_interval(0.95)
    assert found.easier.lo == pytest.approx(interval.low / 2, abs=1e-6)
    assert found.easier.hi == pytest.approx(interval.high / 2, abs=1e-6)
    # The same difference, seen as the mean scores of the two forms.
    assert found.b.value - found.a.value == pytest.approx(found.easier.value)
    # Raw and equated differ by what the halves' sizes leave of it.
    n, m = len(ab), len(ba)
    leaves = found.easier.value * (n - m) / (n + m)
    assert found.raw - found.equated.value == pytest.approx(leaves, abs=1e-6)


def test_a_simulated_difference_is_found_and_taken_out_of_the_gain():
    found, _, _ = simulated(Random(1), 3000, learnt=15, easier=6)
    compared = equivalence(found)
    assert compared.easier.value == pytest.approx(6, abs=0.6)
    assert compared.easier.lo < 6 < compared.easier.hi
    assert compared.equated.value == pytest.approx(15, abs=0.6)
    assert compared.too_far
    assert not compared.by_chance
    assert compared.halves.firm


def test_of_two_hundred_simulated_sessions_the_interval_holds_the_truth_in_95_percent():
    random = Random(2)
    held = pooled = 0
    for _ in range(200):
        found, *_ = simulated(random, 30, learnt=10, easier=4)
        compared = equivalence(found)
        held += compared.easier.lo <= 4 <= compared.easier.hi
        both = pooled_difference([found, simulated(random, 12, learnt=30, easier=4)[0]])
        pooled += both.lo <= 4 <= both.hi
    assert 183 <= held <= 198
    assert 183 <= pooled <= 198


def test_an_unequal_session_leans_and_the_equated_gain_does_not():
    found = halves([(40, 60), (41, 63)] * 15, [(46, 54), (45, 55)] * 5)
    compared = equivalence(found)
    # The halves gained 21 and 9: B is 6 points easier; the gain is 15, not the 18 as it stands.
    assert (compared.easier.value, compared.equated.value, compared.raw) == (6, 15, 18)


@pytest.mark.parametrize(("n", "m"), [(9, 30), (30, 9), (0, 40)])
def test_nothing_is_said_under_ten_in_a_half(n, m):
    assert equivalence(halves([(i, 2 * i) for i in range(n)], [(i, 9) for i in range(m)])) is None


def test_where_all_gained_the_same_there_is_no_interval_and_so_no_word():
    assert equivalence(halves([(1, 5)] * 12, [(1, 3)] * 12)) is None
    assert pooled_difference([halves([(1, 5)] * 40, [(1, 3)] * 40)]) is None


def test_equal_scores_of_a_form_have_a_mean_without_an_interval():
    found = equivalence(halves([(5, n) for n in range(12)], [(n, 5) for n in range(12)]))
    assert (found.a.lo, found.a.value, found.a.hi) == (5, 5, 5)
    assert found.by_chance is True


def test_over_sessions_each_is_compared_within_itself():
    # The sessions gained 10 and 30, in very different shares of the two orders: only the
    # difference within each, 4 halved, may count.
    small = [(40, 51), (40, 53)], [(40, 47), (40, 49)]
    large = [(40, 71), (40, 73)], [(40, 67), (40, 69)]
    found = pooled_difference(
        [halves(small[0] * 20, small[1] * 3), halves(large[0] * 3, large[1] * 20)]
    )
    assert found.value == pytest.approx(2)
    assert found.lo < 2 < found.hi


def test_a_session_of_one_order_says_nothing_over_sessions():
    crossed = halves([(i, 2 * i) for i in range(30)], [(i, i + 3) for i in range(30)])
    alone = halves([(i, 90) for i in range(50)], [])
    assert pooled_difference([crossed, alone]) == pooled_difference([crossed])
    assert pooled_difference([alone]) is None
    assert pooled_difference([halves([(1, 2), (1, 3)] * 14, [(1, 2), (1, 4)] * 20)]) is None
