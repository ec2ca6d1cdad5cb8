"""What the figures become in words."""

from fractions import Fraction

import pytest

from elearn.documents.analysis import pair_report
from elearn.documents.item_analysis import flag_words, item_report
from elearn.documents.table_errors import SENTENCES, table_error
from elearn.documents.words import words
from elearn.interchange import table_errors
from elearn.results.item_analysis import analyse_items
from elearn.results.items import Flag
from elearn.results.pair_analysis import analyse_pairs

ENGLISH, FRENCH = words("en"), words("fr")
# Twelve people out of 20: gains of 1 to 6, twice.
TWELVE = [(8 + n % 3, 9 + n % 3 + n % 6) for n in range(12)]


def told(scores, maximum=20, standard=None, language=ENGLISH):
    return pair_report(analyse_pairs(scores, maximum, standard), language)


def items_told(n, incomplete=0, language=ENGLISH):
    answers = [[int(person % 4 > item) for item in range(3)] for person in range(n)]
    return item_report(analyse_items(["Q1", "Q2", "Q3"], answers, incomplete), language)


def test_the_gain_comes_first_in_points_with_its_interval():
    first, second, third, *_ = told(TWELVE).splitlines()
    assert first == "Gain: +17.5 points (11.8 to 23.2), n = 12"
    assert second == "Points are of 100 of the maximum (20); brackets hold the 95% interval."
    assert third.startswith("Before: 45.0 on average (standard deviation 4.3). After: 62.5 (")


def test_french_numbers_have_commas():
    assert "+17,5" in told(TWELVE, language=FRENCH).splitlines()[0]


def test_the_standard_is_provisional_and_shows_its_four_counts():
    text = told(TWELVE, standard=12)
    assert "Reached the standard (12 of 20, provisional until five judges have set it)" in text
    assert "before 5% or less (0 to 24), after 67% (" in text
    assert "Both times 0, only after 8, only before 0, neither 4." in text
    everyone = told([(19, 20), (18, 19)] * 6, standard=12)
    assert "before 95% or more (76 to 100)" in everyone


def test_a_test_under_twenty_items_has_no_share_of_the_standard():
    text = told([(a // 2, b // 2) for a, b in TWELVE], maximum=10, standard=6)
    assert "a test under 20 items is too short" in text
    assert "percentage points" not in text


@pytest.mark.parametrize("n", [2, 3, 4])
def test_a_trainer_of_fewer_than_five_sees_no_average(n):
    text = told(TWELVE[:n], standard=12)
    assert text.startswith(f"{n} people have both scores: too few for an average.")
    assert "points" not in text
    assert "%" not in text


@pytest.mark.parametrize("n", [5, 9])
def test_a_trainer_of_five_to_nine_sees_averages_and_no_statistics(n):
    text = told(TWELVE[:n], standard=12)
    assert text.startswith("Before ")
    assert f"n = {n}: too few people for statistics" in text
    assert "%" not in text
    assert "points" not in text
    assert "The share that reached the standard is shown from 10 people on." in text


def test_one_person_is_spoken_of_in_the_singular():
    assert told(TWELVE[:1]).startswith("1 person has both scores")


def test_a_standardised_size_is_shown_from_thirty_people_on():
    assert "g_av" not in told(TWELVE * 2)
    assert "g_av = " in told(TWELVE * 3)
    assert "Fewer than 30 people" not in told(TWELVE * 3)


def test_a_size_that_is_not_defined_is_not_shown():
    assert "g_av" not in told([(5, 7)] * 30)


def test_a_change_that_was_the_same_for_all_is_said():
    assert told([(n, n + 2) for n in range(10)]).startswith(
        "Gain: +10.0 points, n = 10: all changed by the same amount."
    )


def test_people_with_one_score_are_counted_and_their_weight_is_told():
    missing = [(10, None)] * 4 + [(None, 12), (None, None)]
    text = told(TWELVE + missing)
    assert "12 with both scores, 4 only before, 1 only after, 1 with neither" in text
    assert (
        "Of 18 people 67% have both scores. If the others did not change, the gain of all is"
        in text
    )
    assert "+11.7 points" in text
    assert "lies between +0.6 and +25.6 points" in text


def test_nothing_is_told_of_missing_people_where_none_are():
    text = told(TWELVE)
    assert "have both scores. If the others" not in text


def test_few_missing_people_need_no_bounds():
    text = told([*TWELVE, (10, None)])
    assert "92% have both scores" in text
    assert "lies between" not in text


def test_an_interval_that_covers_zero_is_said():
    text = told([(10, 12), (12, 10)] * 6)
    assert text.startswith("Gain: 0.0 points (")
    assert "cannot tell a gain from none" in text


def test_a_test_that_was_easy_before_is_said_to_cap_the_gain():
    text = told([(18, 19), (10, 13)] * 6)
    assert "50% of the scores before were at 90% of the maximum or more" in text


def test_fractions_are_said():
    halves = [(Fraction(2 * a + 1, 2), b) for a, b in TWELVE]
    assert "Some scores have fractions; they are taken as they are." in told(halves)
    assert "fractions" not in told(TWELVE)
    assert "(20.5)" in told(halves, maximum=Fraction(41, 2))


@pytest.mark.parametrize("language", [ENGLISH, FRENCH])
def test_no_text_claims_that_the_course_did_it(language):
    text = told(TWELVE, standard=12, language=language).lower()
    for word in ("effect", "impact", "effet", "significan", "p ="):
        assert word not in text


def test_reliability_comes_first_once_enough_people_answered():
    assert items_told(100).startswith("Reliability (alpha): 0.")
    assert "Provisional" not in items_told(100)
    assert "Provisional: fewer than 100 people." in items_told(99)


def test_reliability_is_not_told_of_fewer_than_fifty():
    text = items_told(49)
    assert text.startswith("3 questions, n = 49: too few people for reliability")
    assert "Alpha" not in text
    assert "Discrimination" not in text
    assert "Q1        73% (60 to 84)" in text


def test_shares_are_not_told_of_fewer_than_ten():
    text = items_told(9)
    assert "Right answers on average: 1.3 of 3." in text
    assert "Shares by question are shown from 10 people on." in text
    assert "Q1" not in text
    assert "average" not in items_told(4)


def test_rows_left_out_are_told():
    assert "2 rows with an empty cell are left out" in items_told(12, incomplete=2)
    assert "1 row with an empty cell is left out" in items_told(12, incomplete=1)


def test_equal_totals_have_no_reliability():
    analysis = analyse_items(["Q1", "Q2"], [[1, 0], [0, 1]] * 25)
    text = item_report(analysis, ENGLISH)
    assert text.startswith("2 questions, n = 50: all totals are the same.")
    assert "\N{EN DASH}" in text


def test_the_table_of_questions_is_aligned():
    lines = items_told(100).split("\n\n")[1].splitlines()
    assert lines[0].split() == [
        "Question",
        "Right",
        "Discrimination",
        "Alpha",
        "without",
        "Look",
        "again",
    ]
    assert len({line.index("%") for line in lines[1:]}) == 1


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_has_words(flag):
    assert flag_words(flag, ENGLISH)


def events(event=table_errors.TableError):
    for kind in event.__subclasses__():
        yield kind
        yield from events(kind)


def test_every_event_of_reading_a_table_has_a_sentence():
    assert {kind.__name__ for kind in events()} == SENTENCES.keys()


def test_a_sentence_says_where_to_look():
    error = table_errors.AboveMaximum(row=1234, column="pre", cell="21", maximum=Fraction(41, 2))
    assert table_error("AboveMaximum", error.arguments, ENGLISH) == (
        "Row 1234, column pre: the score 21 is above the maximum, 20.5."
    )
    missing = table_errors.NoSuchColumn("avant", ("pre", "post"))
    assert table_error("NoSuchColumn", missing.arguments, ENGLISH) == (
        "There is no column “avant”. The columns are: pre, post."
    )


@pytest.mark.parametrize("kind", list(events()), ids=lambda kind: kind.__name__)
def test_every_event_fills_its_sentence(kind):
    example = {"name": "a.csv", "cell": "x", "column": "b", "columns": ("a", "b")}
    numbers = {"row": 3, "limit": 5, "maximum": 20, "first": "A", "second": "B"}
    known = example | numbers
    error = kind(**{name: known[name] for name in getattr(kind, "__dataclass_fields__", {})})
    assert "%(" not in table_error(kind.__name__, error.arguments, ENGLISH)


def test_an_event_without_a_sentence_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        table_error("Surprise", {}, ENGLISH)
