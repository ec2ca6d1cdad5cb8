"""What each item of a test tells: how hard it is, and whether it goes with the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from elearn.results.exact import mean, root
from elearn.results.gains import correlation
from elearn.results.item_sums import ItemSum
from elearn.results.reliability import item_variance, total_variance, with_total
from elearn.results.thresholds import Certainty, certainty


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """p: share right; sd; rit: correlation with the total; rir: with the total of the others."""

    n: int
    right: int
    p: float | None
    sd: float | None
    rit: float | None
    rir: float | None


class Moment(Enum):
    """Which test the answers are of."""

    BEFORE = "pre"
    AFTER = "post"
    UNKNOWN = "unknown"


class Flag(Enum):
    """Why an item deserves a second look; never a reason to delete it unread."""

    KEY_ERROR = "key error"  # goes against the rest of the test
    WEAK = "weak"  # hardly goes with it
    HARD = "hard"
    EASY = "easy"
    ALREADY_KNOWN = "already known"  # before the course
    LOWERS_ALPHA = "lowers alpha"
    NOT_LEARNT = "not learnt"
    LOST = "lost"  # fewer right after than before


class Discrimination(Enum):
    """Bands of rir after Ebel & Frisbie."""

    NEGATIVE = "negative"
    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"
    VERY_GOOD = "very good"


def item_figures(item: ItemSum) -> ItemFigures:
    """The classical figures of one item; None where the item or the total does not vary."""
    own, total, shared = item_variance(item), total_variance([item]), with_total(item)
    rir = None
    if own is not None and total is not None and shared is not None:
        rir = correlation(own, total + own - 2 * shared, shared - own)
    p = mean(item.n, item.s)
    return ItemFigures(item.n, item.s, p, root(own), correlation(own, total, shared), rir)


def upper_lower(answers: Sequence[Sequence[int]], items: int) -> tuple[float | None, ...]:
    """For each item, its share right among the upper 27 % less that among the lower 27 %.

    People are sorted by total, those of equal total staying in their order, which therefore
    matters; both groups are 0.27 n, halves upwards. None for every item where that is nobody.
    """
    totals = [sum(row) for row in answers]
    return tuple(upper_lower_of([row[j] for row in answers], totals) for j in range(items))


def upper_lower_of(right: Sequence[int], totals: Sequence[int]) -> float | None:
    """The same for one item: 1 right and 0 not, and the total of each person; None of nobody."""
    size = (27 * len(totals) + 50) // 100
    if not size:
        return None
    ranked = sorted(range(len(totals)), key=totals.__getitem__)
    low, high = ranked[:size], ranked[-size:]
    return (sum(right[one] for one in high) - sum(right[one] for one in low)) / size


def discrimination(rir: float) -> Discrimination:
    """The band that this corrected item-total correlation falls in."""
    if rir < 0:
        return Discrimination.NEGATIVE
    bounds = ((0.2, Discrimination.WEAK), (0.3, Discrimination.FAIR), (0.4, Discrimination.GOOD))
    return next((band for bound, band in bounds if rir < bound), Discrimination.VERY_GOOD)


def flags(
    figures: ItemFigures,
    moment: Moment = Moment.UNKNOWN,
    alpha: float | None = None,
    alpha_without: float | None = None,
) -> tuple[Flag, ...]:
    """Why to look at this item again; nothing under 50 people, provisional under 100.

    An easy item is flagged in no pre-test (there it is already known) and in no post-test, where
    everybody right is the aim.
    """
    if figures.p is None or certainty(figures.n) is Certainty.NONE:
        return ()
    raised = alpha is not None and alpha_without is not None and alpha_without > alpha + 0.01
    checks = {
        Flag.KEY_ERROR: figures.rir is not None and figures.rir < 0,
        Flag.WEAK: figures.rir is not None and 0 <= figures.rir < 0.2,
        Flag.HARD: moment is not Moment.BEFORE and figures.p < 0.3,
        Flag.EASY: moment is Moment.UNKNOWN and figures.p > 0.95,
        Flag.ALREADY_KNOWN: moment is Moment.BEFORE and figures.p > 0.85,
        Flag.LOWERS_ALPHA: raised,
    }
    return tuple(flag for flag, raised in checks.items() if raised)


def movement_flags(right_before: int, right_after: int, n: int) -> tuple[Flag, ...]:
    """Whether a slot was not learnt or was lost, in the same n people; nothing under 50."""
    if certainty(n) is Certainty.NONE:
        return ()
    if right_after < right_before:
        return (Flag.LOST,)
    learnt = 10 * (right_after - right_before) >= n or 10 * right_after >= 8 * n
    return () if learnt else (Flag.NOT_LEARNT,)
