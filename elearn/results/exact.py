"""Sums kept exact: variance and covariance of a sample from its sums, without rounding."""

from fractions import Fraction
from math import sqrt

# Marks are whole points, or halves and tenths where a paper test gives them; never a float.
Score = int | Fraction


def variance(n: int, s: Score, q: Score) -> Fraction | None:
    """Sample variance of n values from their sum and sum of squares; None below two values."""
    return covariance(n, s, s, q)


def covariance(n: int, s1: Score, s2: Score, x: Score) -> Fraction | None:
    """Sample covariance of n pairs from both sums and the sum of products; None below two pairs."""
    if n < 2:
        return None
    return Fraction(n * x - s1 * s2) / (n * (n - 1))


def mean(n: int, s: Score) -> float | None:
    """The average of n values from their sum; None of nobody."""
    return float(Fraction(s) / n) if n else None


def root(value: Fraction | None) -> float | None:
    """The square root, as of a variance into a standard deviation; None of None."""
    return None if value is None else sqrt(value)


def ratio(part: float | None, whole: float | None) -> float | None:
    """One over the other; None where either is unknown or the whole is zero."""
    return None if part is None or not whole else part / whole
