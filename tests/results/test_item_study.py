import pytest

from elearn.results.dif import Answered, Size, dif
from elearn.results.distractors import OptionCounts
from elearn.results.drift import Drift, Period, drift
from elearn.results.item_study import Taker, hidden_rows, study
from elearn.results.items import upper_lower
from elearn.results.thresholds import Audience, Certainty, Threshold


def test_one_item_says_what_the_whole_table_says_of_it(hci_rows, reference):
    rows = [[int(row[f"QR{place}"]) for place in range(1, 21)] for row in hci_rows]
    for place in range(20):
        takers = [
            Taker(sum(row), bool(row[place]), (whole[f"A{place + 1}"],))
            for row, whole in zip(rows, hci_rows, strict=True)
        ]
        found = study(takers)
        assert found.figures.p == pytest.approx(reference["hci669.p"][place], rel=1e-9)
        assert found.figures.rir == pytest.approx(reference["hci669.rir"][place], rel=1e-9)
        assert found.upper_lower == pytest.approx(reference["hci669.uli27_sorted"][place])
        assert sum(option.n for option in found.options.values()) == found.everyone.n == 669
    assert found.upper_lower == upper_lower(rows, 20)[19]
    assert found.certainty is Certainty.FIRM


def test_options_are_counted_by_third_and_quarters_apart():
    takers = [
        Taker(1, False, ("b",), "2026-3"),
        Taker(2, False, (), "2026-4"),
        Taker(3, True, ("a", "c"), "2026-4"),
    ]
    found = study(takers)
    assert found.everyone == OptionCounts(1, 1, 1)
    assert found.options["b"] == OptionCounts(low=1)
    assert found.options["a"] == found.options["c"] == OptionCounts(high=1)
    assert found.periods == (Period("2026-3", 1, 0), Period("2026-4", 2, 1))
    assert found.threshold(Audience.OUTSIDE) is Threshold.NOTHING
    assert study([]).right is None


def test_an_option_of_few_is_hidden_from_outsiders_and_never_alone():
    rare, some, many = OptionCounts(1, 2, 3), OptionCounts(5, 5, 5), OptionCounts(20, 20, 20)
    assert hidden_rows({"a": rare, "b": some, "c": many}) == {"a", "b"}
    assert hidden_rows({"a": rare, "b": rare, "c": many, "d": OptionCounts()}) == {"a", "b"}
    assert hidden_rows({"b": some, "c": many}) == frozenset()


@pytest.mark.parametrize(
    ("before", "latest", "expected"),
    [
        ((100, 50), (100, 75), Drift.EASIER),
        ((100, 50), (100, 25), Drift.HARDER),
        ((100, 50), (100, 59), None),
        ((49, 10), (100, 90), None),
        ((100, 10), (49, 45), None),
    ],
)
def test_drift_takes_fifty_people_ten_points_and_more_than_chance(before, latest, expected):
    periods = [Period("2026-3", *before), Period("2026-4", *latest)]
    assert drift(periods) is expected


def test_one_quarter_has_not_drifted():
    assert drift([Period("2026-4", 100, 50)]) is None


def people(focal, total, right, wrong):
    return [Answered(focal, total, True)] * right + [Answered(focal, total, False)] * wrong


def test_a_difference_between_groups_by_hand():
    # One total: odds 80:20 in the reference group, 40:60 in the other; alpha = 6.
    found = dif(people(False, 5, 80, 20) + people(True, 5, 40, 60))
    assert found is not None
    assert (found.reference, found.focal, found.size) == (100, 100, Size.C)
    assert found.delta == pytest.approx(-2.35 * 1.791759469)
    # With one stratum the variance of the log is that of a plain odds ratio.
    error = 2.35 * (1 / 80 + 1 / 20 + 1 / 40 + 1 / 60) ** 0.5
    assert found.hi - found.lo == pytest.approx(2 * 1.959963985 * error)


def test_small_differences_are_negligible_and_middling_ones_wait():
    same = people(False, 5, 60, 40) + people(True, 5, 60, 40)
    assert dif(same).size is Size.A
    middling = people(False, 5, 70, 30) + people(True, 5, 52, 48)
    assert dif(middling).size is Size.B
    alone = [Answered(True, 9, True)]
    assert dif(same + alone).delta == pytest.approx(0)


def test_groups_under_a_hundred_or_that_do_not_meet_are_not_compared():
    assert dif(people(False, 5, 60, 40) + people(True, 5, 60, 39)) is None
    assert dif(people(False, 5, 100, 0) + people(True, 6, 0, 100)) is None
