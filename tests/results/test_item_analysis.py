from elearn.results.item_analysis import analyse_items, item_table
from elearn.results.items import Flag
from elearn.results.thresholds import Certainty, Threshold


def test_a_test_of_nobody_has_no_figures():
    found = analyse_items(["Q1", "Q2"], [])
    assert (found.n, found.alpha, found.sem, found.total_mean) == (0, None, None, None)
    assert item_table(found)["alpha_feldt_lo"] is None
    assert found.threshold is Threshold.NOTHING


def test_a_test_without_questions_has_no_figures():
    assert analyse_items([], [[], []]).total_mean is None


def test_people_left_out_are_counted():
    found = analyse_items(["Q1", "Q2"], [[1, 1], [0, 0]], incomplete=3)
    assert (found.n, found.incomplete, item_table(found)["n_incomplete"]) == (2, 3, 3)
    assert found.certainty is Certainty.NONE


def test_a_question_against_the_grain_is_flagged_once_enough_people_answered():
    answers = [[1, 1, 1, 0], [0, 0, 0, 1]] * 25
    found = analyse_items(["Q1", "Q2", "Q3", "wrong key"], answers)
    assert found.items[3].flags == (Flag.KEY_ERROR, Flag.LOWERS_ALPHA)
    assert found.items[0].flags == ()
    assert found.certainty is Certainty.PROVISIONAL
    few = analyse_items(["Q1", "Q2", "Q3", "wrong key"], answers[:40])
    assert few.items[3].flags == ()
