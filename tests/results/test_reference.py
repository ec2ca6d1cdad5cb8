"""Real data give the figures that R and Python give."""

import pytest

from elearn.results.distractors import option_counts, thirds
from elearn.results.item_analysis import analyse_items, item_table
from elearn.results.pair_analysis import analyse_pairs, pair_figures
from elearn.results.proportions import bonett_price, mcnemar_exact, mcnemar_mid_p, wilson

# Lakens 2013, Front Psychol 4:863, table 2: ten people rate two movies from 1 to 10.
LAKENS = list(zip([9, 6, 7, 8, 7, 9, 8, 8, 8, 7], [9, 7, 8, 9, 8, 9, 9, 10, 9, 9], strict=True))
NOT_REFERENCED = {"n_pre_only", "n_post_only", "n_neither", "no_change_mean_diff"}
QUESTIONS = [f"QR{number}" for number in range(1, 21)]


def exactly(value):
    return pytest.approx(value, rel=1e-9, abs=0)


@pytest.fixture(scope="module")
def hci_answers(hci_rows):
    return [[int(row[name]) for name in QUESTIONS] for row in hci_rows]


def test_every_figure_of_the_sixteen_real_pairs_is_the_reference(hci_pairs, reference):
    figures = pair_figures(analyse_pairs(hci_pairs, maximum=20, standard=12))
    assert figures.keys() >= NOT_REFERENCED
    for name in figures.keys() - NOT_REFERENCED:
        assert figures[name] == exactly(reference[f"hci_prepost.{name}"]), name


def test_every_figure_of_a_published_example_is_the_reference(reference):
    figures = pair_figures(analyse_pairs(LAKENS, maximum=10, standard=8))
    for name in figures.keys() - NOT_REFERENCED:
        assert figures[name] == exactly(reference[f"lakens2013.{name}"]), name


def test_the_published_example_has_its_published_correlation():
    analysis = analyse_pairs(LAKENS, maximum=10)
    assert analysis.gain.r == pytest.approx(0.73, abs=0.005)
    assert analysis.gain.mean_diff == exactly(1.0)


def test_every_figure_of_a_real_test_is_the_reference(hci_answers, reference):
    table = item_table(analyse_items(QUESTIONS, hci_answers))
    assert table["items"] == QUESTIONS
    assert table["n_incomplete"] == 0
    for name in table.keys() - {"items", "n_incomplete"}:
        assert table[name] == exactly(reference[f"hci669.{name}"]), name


@pytest.mark.parametrize(
    ("k", "n", "lo", "hi"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_intervals_of_newcombe_1998_table_1(k, n, lo, hi):
    found = wilson(k, n)
    assert (round(found.lo, 4), round(found.hi, 4)) == (lo, hi)


@pytest.mark.parametrize(("k", "n"), [(81, 263), (15, 148), (0, 20), (1, 29)])
def test_wilson_is_the_reference_to_the_last_digit(k, n, reference):
    found = wilson(k, n)
    assert [found.lo, found.hi] == exactly(reference[f"wilson_newcombe1998.{k}_{n}"])


def test_mcnemar_is_the_reference(hci_pairs, reference):
    assert mcnemar_mid_p(4, 2) == exactly(reference["hci_prepost.mcnemar_midp"])
    assert mcnemar_mid_p(3, 0) == exactly(reference["lakens2013.mcnemar_midp"])
    # Agresti's approval ratings: 150 went from approval to disapproval, 86 the other way.
    assert mcnemar_exact(86, 150) == exactly(reference["mcnemar_agresti.exact_p"])


def test_the_change_of_a_share_is_the_reference(reference):
    assert bonett_price(4, 2, 16).lo == exactly(reference["hci_prepost.mastery_diff_bp_lo"])


def test_thirds_of_the_right_option_give_the_published_upper_lower_index(hci_rows, reference):
    totals = [int(row["total"]) for row in hci_rows]
    size = len(totals) // 3
    for number, expected in enumerate(reference["hci669.uli_thirds"], start=1):
        right = ["right" if row[f"QR{number}"] == "1" else "wrong" for row in hci_rows]
        counts = option_counts(right, totals)["right"]
        assert (counts.high - counts.low) / size == exactly(expected)
    assert len(thirds(totals)) == 669
