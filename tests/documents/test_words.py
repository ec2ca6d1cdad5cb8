"""Sentences, numbers and dates as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.documents.words import MINUS, Words, words

NARROW, HARD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.fixture
def french() -> Words:
    return words("fr")


@pytest.fixture
def english() -> Words:
    return words("en")


def test_french_writes_a_comma_and_narrow_spaces(french: Words, english: Words) -> None:
    assert french.number(1234567.5, 1) == f"1{NARROW}234{NARROW}567,5"
    assert english.number(1234567.5, 1) == "1,234,567.5"
    assert french.percent(0.4567, 1) == f"45,7{NARROW}%"
    assert english.percent(0.4567) == "46%"


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-0.5, 0, f"{MINUS}1"),
        (1.005, 2, "1.01"),
        (Decimal("0.25"), 1, "0.3"),
        (11.6, 1, "11.6"),
        (-3.2, 1, f"{MINUS}3.2"),
    ],
)
def test_halves_go_away_from_zero_as_printed(
    english: Words, value: float | Decimal, digits: int, written: str
) -> None:
    assert english.number(value, digits) == written


@pytest.mark.parametrize("value", [0, 0.0, -0.0, 0.04, -0.04, Decimal("-0.049"), Decimal("-0.0")])
def test_zero_has_no_sign(french: Words, value: float | Decimal) -> None:
    assert french.number(value, 1) == "0,0"
    assert french.signed(value, 1) == "0,0"
    assert french.percent(value / 100, 1) == f"0,0{NARROW}%"


def test_a_gain_shows_its_sign(french: Words) -> None:
    assert french.signed(11.64, 1) == "+11,6"
    assert french.signed(-11.65, 1) == f"{MINUS}11,7"
    assert french.signed(0.05, 1) == "+0,1"
    assert french.signed(-0.05, 1) == f"{MINUS}0,1"


@settings(database=None, deadline=None)
@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_a_number_and_its_opposite_differ_by_their_sign_alone(value: float, digits: int) -> None:
    english = words("en")
    plain = english.number(abs(value), digits)
    assert english.number(-abs(value), digits).lstrip(MINUS) == plain
    assert english.signed(value, digits).lstrip("+" + MINUS) == plain
    has_sign = english.signed(value, digits) != plain
    assert has_sign == any(figure in plain for figure in "123456789")


def test_days_months_and_hours(french: Words, english: Words) -> None:
    day = date(2026, 11, 16)
    assert french.day(day) == f"16{HARD}novembre 2026"
    assert english.day(day) == f"16{HARD}November 2026"
    assert french.month(day) == "novembre 2026"
    assert english.weekday(day) == "Mon"
    assert french.weekday(day) == "lun."


def test_an_hour_is_told_in_the_programme_s_zone(french: Words, english: Words) -> None:
    at = datetime(2026, 11, 16, 23, 5, tzinfo=UTC)
    assert french.hour(at, "Africa/Bamako") == f"23{HARD}h{HARD}05"
    assert english.hour(at, "Pacific/Auckland") == "12:05"


def test_a_sentence_without_arguments_keeps_its_percent_sign(english: Words) -> None:
    assert english.say("100 % of it") == "100 % of it"
    assert english.say("%(n)s of it", n=3) == "3 of it"


CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "%(n)s goat"
msgid_plural "%(n)s goats"
msgstr[0] "%(n)s chèvre"
msgstr[1] "%(n)s chèvres"
"""


def test_plurals_follow_the_language(tmp_path: Path, english: Words) -> None:
    catalogue = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    french = words("fr", tmp_path)
    goats = ("%(n)s goat", "%(n)s goats")
    assert [english.say_many(*goats, n) for n in (0, 1)] == ["0 goats", "1 goat"]
    # French counts zero with one.
    assert [french.say_many(*goats, n) for n in (0, 1)] == ["0 chèvre", "1 chèvre"]
    assert french.say_many(*goats, 2000) == f"2{NARROW}000 chèvres"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        words("xx")
