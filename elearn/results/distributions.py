"""Quantiles of the three distributions that intervals are made of."""

from statistics import NormalDist

from scipy.special import fdtri, stdtrit


def z_quantile(level: float) -> float:
    """How many standard errors a two-sided normal interval of this level reaches."""
    return NormalDist().inv_cdf((1 + level) / 2)


def t_quantile(level: float, degrees: float) -> float:
    """The same for Student's t."""
    return float(stdtrit(degrees, (1 + level) / 2))


def f_quantile(probability: float, upper: int, lower: int) -> float:
    """The quantile of F with upper and lower degrees of freedom."""
    return float(fdtri(upper, lower, probability))
