"""What the technical annex says of each slot. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from elearn.courses.content import Slot
from elearn.reports.movement import SlotMovement
from elearn.results.proportions import Estimate, held_down, mcnemar_exact, wilson
from elearn.results.thresholds import Audience, Threshold, disclosable


@dataclass(frozen=True, slots=True)
class SlotAnnex:
    """Shares right before and after with Wilson's intervals, and McNemar's exact figure.

    `together` is that figure held down for all the slots of the annex (Benjamini-Hochberg).
    """

    slot: Slot
    n: int
    before: Estimate
    after: Estimate
    mcnemar: float
    together: float


def annex(movements: Collection[SlotMovement]) -> tuple[SlotAnnex, ...]:
    """The slots that ten people or more answered in both tests, in the order given."""
    enough = [
        one
        for one in movements
        if disclosable(one.pairs.n, Audience.TRAINER) >= Threshold.STATISTICS
    ]
    exact = [mcnemar_exact(one.pairs.gained, one.pairs.lost) for one in enough]
    return tuple(
        SlotAnnex(one.slot, one.pairs.n, before, after, alone, together)
        for one, alone, together in zip(enough, exact, held_down(exact), strict=True)
        if (before := wilson(one.pairs.before, one.pairs.n)) is not None
        and (after := wilson(one.pairs.after, one.pairs.n)) is not None
    )
