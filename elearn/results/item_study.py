"""One item looked at closely: its figures, who chose which option, and its way through time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from elearn.results.distractors import OptionCounts, Third, thirds
from elearn.results.drift import Drift, Period, drift
from elearn.results.item_sums import ItemSum
from elearn.results.items import ItemFigures, item_figures, upper_lower_of
from elearn.results.proportions import Estimate, wilson
from elearn.results.thresholds import Audience, Certainty, Threshold, certainty, disclosable


@dataclass(frozen=True, slots=True)
class Taker:
    """One person's test as one item sees it.

    total: right answers of the whole test; chosen: the options, several where several may be;
    period: a quarter such as 2026-4.
    """

    total: int
    right: bool
    chosen: tuple[str, ...] = ()
    period: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """What one item tells; options and everyone are counted by third of the total."""

    figures: ItemFigures
    right: Estimate | None
    upper_lower: float | None
    everyone: OptionCounts
    options: Mapping[str, OptionCounts]
    periods: tuple[Period, ...]
    drift: Drift | None

    @property
    def certainty(self) -> Certainty:
        """How firmly it may be spoken of."""
        return certainty(self.figures.n)

    def threshold(self, audience: Audience) -> Threshold:
        """What may be shown of it."""
        return disclosable(self.figures.n, audience)


def study(takers: Sequence[Taker]) -> Study:
    """What one item tells; people of equal total are ranked in the order given."""
    periods = _periods(takers)
    found = item_figures(item_sum(takers))
    totals = [one.total for one in takers]
    everyone, options = _options(takers, thirds(totals))
    return Study(
        figures=found,
        right=wilson(found.right, found.n),
        upper_lower=upper_lower_of([one.right for one in takers], totals),
        everyone=everyone,
        options=options,
        periods=periods,
        drift=drift(periods),
    )


def item_sum(takers: Collection[Taker]) -> ItemSum:
    """The sums of the item against the whole test's total."""
    return ItemSum(
        n=len(takers),
        s=sum(one.right for one in takers),
        sxt=sum(one.total for one in takers if one.right),
        st=sum(one.total for one in takers),
        stt=sum(one.total**2 for one in takers),
    )


def hidden_rows(options: Mapping[str, OptionCounts]) -> frozenset[str]:
    """The options that people outside the training team may not see: chosen by fewer than ten.

    One alone would follow from the others, so the next smallest goes with it.
    """
    chosen = sorted((name for name in options if options[name].n), key=lambda one: options[one].n)
    few = [name for name in chosen if disclosable(options[name].n, Audience.OUTSIDE) == 0]
    return frozenset(chosen[:2] if len(few) == 1 else few)


def _options(
    takers: Sequence[Taker], places: Sequence[Third]
) -> tuple[OptionCounts, dict[str, OptionCounts]]:
    counted: Counter[tuple[str, Third]] = Counter()
    for taker, third in zip(takers, places, strict=True):
        counted.update((option, third) for option in taker.chosen)
    names = sorted({option for option, _ in counted})
    people = Counter(places)
    return _counts(people), {
        name: _counts({third: counted[name, third] for third in Third}) for name in names
    }


def _counts(people: Mapping[Third, int]) -> OptionCounts:
    return OptionCounts(*(people.get(third, 0) for third in (Third.LOW, Third.MIDDLE, Third.HIGH)))


def _periods(takers: Sequence[Taker]) -> tuple[Period, ...]:
    people = Counter(one.period for one in takers if one.period)
    right = Counter(one.period for one in takers if one.period and one.right)
    return tuple(Period(name, people[name], right[name]) for name in sorted(people))
