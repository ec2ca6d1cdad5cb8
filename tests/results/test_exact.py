from fractions import Fraction

from elearn.results.exact import covariance, mean, ratio, root, variance


def test_one_value_has_no_spread():
    assert variance(1, 5, 25) is None
    assert root(None) is None


def test_nobody_has_no_average():
    assert mean(0, 0) is None


def test_sums_of_large_scores_do_not_cancel():
    # 10**9 and 10**9 + 1: a float would lose the half.
    a, b = 10**9, 10**9 + 1
    assert variance(2, a + b, a * a + b * b) == Fraction(1, 2)
    assert covariance(2, a + b, 3, a * 1 + b * 2) == Fraction(1, 2)


def test_nothing_is_divided_by_nothing():
    assert ratio(1.0, 0.0) is None
    assert ratio(1.0, None) is None
    assert ratio(None, 2.0) is None
    assert ratio(1.0, 2.0) == 0.5
