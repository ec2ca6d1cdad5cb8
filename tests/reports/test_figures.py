"""One list of figures: rounded once, its tails coded, and nothing outside about fewer than ten."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from elearn.cohorts.attendance import Attendance, Held
from elearn.cohorts.models import Half, HalfDay
from elearn.reports import attendance_figures, figures
from elearn.reports.figures import Figure, Tail, Unit
from elearn.results.proportions import wilson


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (Fraction(25, 2), 0, "13"),
        (Fraction(1, 3), 2, "0.33"),
        (Decimal("0.05"), 1, "0.1"),
        (-0.04, 1, "0.0"),
        (7, 1, "7.0"),
    ],
)
def test_halves_go_away_from_zero_and_there_is_no_negative_zero(value, digits, written) -> None:
    assert str(Figure("x", Unit.POINTS, value, digits=digits).written) == written


def test_a_share_is_kept_as_a_part_of_1_and_read_in_per_cent() -> None:
    assert Figure("x", Unit.SHARE, Fraction(1, 8), 16).written == Decimal(13)


def test_the_ends_of_an_interval_are_named_after_the_figure() -> None:
    gain = Figure("gain.mean", Unit.POINTS, 11.84, 19, -0.76, 24.46, digits=1)
    assert dict(figures.cells([gain, Figure("pairs", Unit.PAIRS, 19, 19)])) == {
        "gain.mean": Decimal("11.8"),
        "gain.low": Decimal("-0.8"),
        "gain.high": Decimal("24.5"),
        "pairs": Decimal(19),
    }
    assert figures.bound("module.a.gain", "low") == "module.a.low"
    assert figures.bound("slot.a.before-share", "high") == "slot.a.before-share.high"
    assert figures.bound("gain", "low") == "low"


@pytest.mark.parametrize(
    ("count", "n", "written", "tail"),
    [
        (0, 12, 5, Tail.AT_MOST),
        (12, 12, 95, Tail.AT_LEAST),
        (1, 12, 8, Tail.NONE),
        (30, 30, 100, Tail.NONE),
        (0, 30, 0, Tail.NONE),
    ],
)
def test_in_a_small_group_nobody_and_everybody_are_not_told(count, n, written, tail) -> None:
    found = wilson(count, n)
    assert found is not None
    one = figures.share("x", n, found)
    assert (one.written, one.tail) == (written, tail)
    assert one.low is not None
    outside = figures.for_outside([one])[0]
    assert (outside.low is None) == bool(tail)
    assert figures.share("x", n, count / n).low is None


def test_outside_nothing_is_about_fewer_than_ten_people_or_a_part_of_them() -> None:
    found = [
        Figure("pairs", Unit.PAIRS, 9, 9),
        Figure("enrolled", Unit.ENROLMENTS, 10, 10),
        Figure("standard.value", Unit.SHARE, Fraction(60, 100)),
        figures.part("moves.down", Unit.PEOPLE, 2, 25),
        figures.share("x", 25, 0.5, inside=True),
    ]
    assert [one.id for one in figures.for_outside(found)] == ["enrolled", "standard.value"]


def test_an_id_says_what_it_is_about() -> None:
    assert figures.subject("slot.C2-S8.before") == "slot.C2-S8"
    assert figures.subject("gain.mean") is None


@pytest.mark.parametrize(
    ("came", "always", "outside"),
    [
        (12, 12, {"came", "always", "all-hours"}),
        (12, 11, {"came", "all-hours"}),
        (25, 12, {"came", "always", "all-hours"}),
        (9, 9, set()),
    ],
)
def test_the_hours_of_a_few_are_not_told_outside(came: int, always: int, outside: set[str]) -> None:
    day = date(2026, 11, 16)
    attendance = Attendance(
        tuple(
            Held(day, half, HalfDay(minutes=180), frozenset(range(there)))
            for half, there in zip(Half, (came, always), strict=True)
        ),
        tuple(range(came + 5)),
    )
    told = figures.for_outside(attendance_figures.of_cohort(attendance))
    people = {one.id.removeprefix("attendance.") for one in told if one.n is not None}
    assert people == outside
