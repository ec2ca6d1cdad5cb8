from fractions import Fraction

import pytest

from elearn.results.gains import Mastery
from elearn.results.pair_analysis import analyse_pairs, pair_figures, plain, reached
from elearn.results.thresholds import Threshold

CLASS = [(10, 12), (8, 14), (None, 9), (5, None), (None, None), (6, None)]


def test_people_with_one_score_are_counted_and_stay_out_of_the_gain():
    found = analyse_pairs(CLASS, maximum=20)
    assert (found.gain.n, found.gain.mean_diff) == (2, 4)
    assert (found.pre_only, found.post_only, found.neither) == (2, 1, 1)
    assert (found.flow.enrolled, found.flow.n_pre) == (6, 4)
    assert found.threshold is Threshold.INDIVIDUAL


def test_without_a_standard_nothing_is_said_of_reaching_it():
    found = analyse_pairs(CLASS, maximum=20)
    assert found.reached is None
    assert "cut" not in pair_figures(found)


def test_fractions_are_noticed():
    assert not analyse_pairs(CLASS, 20).fractional
    assert analyse_pairs([(Fraction(1, 2), 2)], 20).fractional


def test_figures_are_in_the_unit_of_the_scores():
    figures = pair_figures(analyse_pairs(CLASS, maximum=20, standard=Fraction(25, 2)))
    assert figures["mean_diff"] == 4
    assert figures["no_change_mean_diff"] == pytest.approx(8 / 6)
    assert (figures["max"], figures["cut"]) == (20, 12.5)
    assert (figures["mastery_gained"], figures["mastery_neither"]) == (1, 1)
    assert (figures["n_pre_only"], figures["n_post_only"], figures["n_neither"]) == (2, 1, 1)


def test_nobody_reached_nothing():
    assert reached(Mastery(), 12) is None
    empty = analyse_pairs([], maximum=20, standard=12)
    assert empty.reached is None
    assert pair_figures(empty)["share_pre_at_max"] is None


def test_a_whole_score_is_written_whole():
    assert (plain(Fraction(4, 2)), plain(Fraction(1, 2))) == (2, 0.5)
