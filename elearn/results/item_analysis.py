"""A table of right and wrong answers, analysed as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from elearn.results.exact import mean, root
from elearn.results.item_sums import CrossSums
from elearn.results.items import Flag, ItemFigures, flags, item_figures, upper_lower
from elearn.results.proportions import Estimate
from elearn.results.reliability import (
    alpha,
    alpha_without,
    feldt,
    mean_inter_item_r,
    standard_error,
    total_variance,
)
from elearn.results.thresholds import Audience, Certainty, Threshold, certainty, disclosable


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item: its figures, the alpha without it, the upper-lower index, what to look at."""

    name: str
    figures: ItemFigures
    alpha_without: float | None
    upper_lower: float | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """What right and wrong answers say of a test; totals in items, shares of 1."""

    n: int
    k: int
    incomplete: int
    total_mean: float | None
    total_sd: float | None
    alpha: Estimate | None
    sem: float | None
    mean_inter_item_r: float | None
    items: tuple[ItemLine, ...]
    threshold: Threshold
    certainty: Certainty


def analyse_items(
    names: Sequence[str], answers: Sequence[Sequence[int]], incomplete: int = 0
) -> ItemAnalysis:
    """Everything that is said of a test: one row of answers a person, 1 right and 0 not.

    incomplete: people left out because an answer of theirs is unknown; they are only counted.
    """
    sums = CrossSums.of(answers, len(names))
    items = sums.items()
    value = alpha(items)
    sd = root(total_variance(items))
    return ItemAnalysis(
        n=sums.n,
        k=len(names),
        incomplete=incomplete,
        total_mean=mean(sums.n, items[0].st) if items else None,
        total_sd=sd,
        alpha=None if value is None else feldt(value, sums.n, len(names)),
        sem=None if value is None or sd is None else standard_error(sd, value),
        mean_inter_item_r=mean_inter_item_r(sums),
        items=_lines(names, answers, sums, value),
        threshold=disclosable(sums.n, Audience.TRAINER),
        certainty=certainty(sums.n),
    )


def _lines(
    names: Sequence[str], answers: Sequence[Sequence[int]], sums: CrossSums, value: float | None
) -> tuple[ItemLine, ...]:
    figures = [item_figures(item) for item in sums.items()]
    without = alpha_without(sums.items())
    columns = zip(names, figures, without, upper_lower(answers, len(names)), strict=True)
    return tuple(
        ItemLine(name, found, rest, index, flags(found, alpha=value, alpha_without=rest))
        for name, found, rest, index in columns
    )


def item_table(analysis: ItemAnalysis) -> dict[str, object]:
    """The figures by name, for programs; one value an item, in their order, where it is a list."""
    lines, interval = analysis.items, analysis.alpha
    return {
        "n": analysis.n,
        "k": analysis.k,
        "n_incomplete": analysis.incomplete,
        "total_mean": analysis.total_mean,
        "total_sd": analysis.total_sd,
        "alpha": interval and interval.value,
        "alpha_feldt_lo": interval and interval.lo,
        "alpha_feldt_hi": interval and interval.hi,
        "sem": analysis.sem,
        "mean_interitem_r": analysis.mean_inter_item_r,
        "items": [line.name for line in lines],
        "p": [line.figures.p for line in lines],
        "sd": [line.figures.sd for line in lines],
        "rit": [line.figures.rit for line in lines],
        "rir": [line.figures.rir for line in lines],
        "alpha_drop": [line.alpha_without for line in lines],
        "uli27_sorted": [line.upper_lower for line in lines],
    }
