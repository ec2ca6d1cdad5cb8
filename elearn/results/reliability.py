"""How much of a test's scores is signal: alpha, its interval, and the error of one score."""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

from elearn.results.distributions import f_quantile, z_quantile
from elearn.results.exact import covariance, variance
from elearn.results.gains import correlation
from elearn.results.item_sums import CrossSums, ItemSum
from elearn.results.proportions import Estimate

# A shorter test measures one person too roughly to say that the person changed.
ITEMS_FOR_ONE_PERSON = 20


def alpha(items: Sequence[ItemSum]) -> float | None:
    """Cronbach's alpha (KR-20) of one test; None under two items or where totals do not vary.

    All items must be of the same people and total, else raises ValueError.
    """
    if len({(item.n, item.st, item.stt) for item in items}) > 1:
        raise ValueError("items of different people")
    return _alpha([item_variance(item) for item in items], total_variance(items))


def alpha_without(items: Sequence[ItemSum]) -> tuple[float | None, ...]:
    """For each item, the alpha of the test without it."""
    variances, total = [item_variance(item) for item in items], total_variance(items)
    return tuple(
        _alpha(variances[:j] + variances[j + 1 :], _rest(total, variances[j], with_total(item)))
        for j, item in enumerate(items)
    )


def feldt(value: float, n: int, items: int, level: float = 0.95) -> Estimate | None:
    """Alpha with its interval, for n people and so many items; None under two of either.

    Feldt 1965, Psychometrika 30:357.
    """
    if n < 2 or items < 2:
        return None
    upper, lower, tail = n - 1, (n - 1) * (items - 1), (1 - level) / 2
    lo = 1 - (1 - value) * f_quantile(1 - tail, upper, lower)
    return Estimate(value, lo, 1 - (1 - value) * f_quantile(tail, upper, lower))


def standard_error(sd: float, value: float) -> float:
    """The standard error of measurement of one score, from the totals' sd and alpha."""
    return sd * sqrt(1 - value)


def mean_inter_item_r(sums: CrossSums) -> float | None:
    """The average correlation of two items; None where a pair has none."""
    width, own = len(sums.both), [sums.both[j][j] for j in range(len(sums.both))]
    spread = [variance(sums.n, s, s) for s in own]
    found = [
        correlation(spread[j], spread[i], covariance(sums.n, own[j], own[i], sums.both[j][i]))
        for j in range(width)
        for i in range(j)
    ]
    known = [r for r in found if r is not None]
    return sum(known) / len(known) if known and len(known) == len(found) else None


def reliable_change(
    sd_before: float, value: float, items: int, level: float = 0.95
) -> float | None:
    """A difference beyond this is more than the test's noise for one person; unit of sd_before.

    None for a test under twenty items. Jacobson & Truax 1991, J Consult Clin Psychol 59:12.
    """
    if items < ITEMS_FOR_ONE_PERSON:
        return None
    return z_quantile(level) * sd_before * sqrt(2 * (1 - value))


def item_variance(item: ItemSum) -> Fraction | None:
    """The sample variance of being right on the item; None below two people."""
    return variance(item.n, item.s, item.s)


def with_total(item: ItemSum) -> Fraction | None:
    """The covariance of the item with the total; None below two people."""
    return covariance(item.n, item.s, item.st, item.sxt)


def total_variance(items: Sequence[ItemSum]) -> Fraction | None:
    """The sample variance of the total; None below two people or without items."""
    return variance(items[0].n, items[0].st, items[0].stt) if items else None


def _rest(total: Fraction | None, own: Fraction | None, shared: Fraction | None) -> Fraction | None:
    if total is None or own is None or shared is None:
        return None
    return total + own - 2 * shared


def _alpha(variances: Sequence[Fraction | None], total: Fraction | None) -> float | None:
    known = [v for v in variances if v is not None]
    k = len(known)
    return float(Fraction(k, k - 1) * (1 - sum(known) / total)) if total and k > 1 else None
