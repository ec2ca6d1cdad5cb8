import pytest

from elearn.results.thresholds import Audience, Certainty, Threshold, certainty, disclosable


@pytest.mark.parametrize(
    ("n", "trainer", "outside"),
    [
        (0, Threshold.NOTHING, Threshold.NOTHING),
        (1, Threshold.INDIVIDUAL, Threshold.NOTHING),
        (4, Threshold.INDIVIDUAL, Threshold.NOTHING),
        (5, Threshold.COUNTS, Threshold.NOTHING),
        (9, Threshold.COUNTS, Threshold.NOTHING),
        (10, Threshold.STATISTICS, Threshold.STATISTICS),
        (29, Threshold.STATISTICS, Threshold.STATISTICS),
        (30, Threshold.FULL, Threshold.FULL),
    ],
)
def test_what_is_shown_depends_on_how_many_and_to_whom(n, trainer, outside):
    assert disclosable(n, Audience.TRAINER) is trainer
    assert disclosable(n, Audience.OUTSIDE) is outside


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (49, Certainty.NONE),
        (50, Certainty.PROVISIONAL),
        (99, Certainty.PROVISIONAL),
        (100, Certainty.FIRM),
    ],
)
def test_questions_are_judged_from_fifty_people_and_firmly_from_a_hundred(n, expected):
    assert certainty(n) is expected
