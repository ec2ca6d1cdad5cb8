"""Whether an item became easier or harder with time: a leak, or content that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from elearn.results.proportions import wilson
from elearn.results.thresholds import Certainty, certainty


class Drift(Enum):
    """Which way the share right moved."""

    EASIER = "easier"
    HARDER = "harder"


@dataclass(frozen=True, slots=True)
class Period:
    """One quarter, such as 2026-4: how many people took the item, how many were right."""

    name: str
    n: int
    right: int


def drift(periods: Sequence[Period]) -> Drift | None:
    """How the latest period differs from all before it, in the order given; None if it does not.

    It takes 50 people on both sides, ten points of difference, and a share before that lies
    outside Wilson's interval of the latest.
    """
    if len(periods) < 2:
        return None
    latest, before = periods[-1], periods[:-1]
    n, right = sum(one.n for one in before), sum(one.right for one in before)
    if Certainty.NONE in (certainty(latest.n), certainty(n)):
        return None
    now = wilson(latest.right, latest.n)
    was = right / n
    if now is None or now.lo <= was <= now.hi or abs(now.value - was) < 0.1:
        return None
    return Drift.EASIER if now.value > was else Drift.HARDER
