"""What is left of a gain weeks or months later, of the same people at all three tests."""

from collections.abc import Sequence
from dataclasses import dataclass

from elearn.results.exact import Score
from elearn.results.gains import Gain, PairSums, paired_gain
from elearn.results.thresholds import Audience, Threshold, disclosable

Triple = tuple[Score, Score, Score]


@dataclass(frozen=True, slots=True)
class Lasting:
    """Scores before (x), after (y) and later (F), as three gains of the same people.

    `share` of the gain that is left, (F - x) / (y - x), is None under thirty people, where the
    gain itself may be chance, and where it would lie outside 0 to 1: more than all of a gain is
    later learning or practice, nothing that was retained (statistics, 1.3 (5)).
    """

    gained: Gain
    left: Gain
    since: Gain
    share: float | None

    @property
    def n(self) -> int:
        """The people at all three tests."""
        return self.gained.n

    @property
    def threshold(self) -> Threshold:
        """What their own trainer may see of so many."""
        return disclosable(self.n, Audience.TRAINER)


def lasting(scores: Sequence[Triple], maximum: Score) -> Lasting:
    """What (before, after, later) scores say, each of the three gains with its t interval."""
    return of_sums(
        PairSums.of((x, y) for x, y, _ in scores),
        PairSums.of((x, f) for x, _, f in scores),
        PairSums.of((y, f) for _, y, f in scores),
        maximum,
    )


def of_sums(gained: PairSums, left: PairSums, since: PairSums, maximum: Score) -> Lasting:
    """The same from sums: of before and after, before and later, after and later."""
    first = paired_gain(gained, maximum)
    second = paired_gain(left, maximum)
    return Lasting(first, second, paired_gain(since, maximum), _share(first, second))


def _share(gained: Gain, left: Gain) -> float | None:
    if disclosable(gained.n, Audience.TRAINER) < Threshold.FULL:
        return None
    if gained.ci_lo is None or gained.ci_lo <= 0 or not gained.mean_diff:
        return None
    share = (left.mean_diff or 0.0) / gained.mean_diff
    return share if 0 <= share <= 1 else None
