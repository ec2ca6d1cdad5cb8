"""The table of who chooses which option, by third of the total, as far as it may be shown."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from elearn.courses.items import Item
from elearn.reports.instrument_report import EMPTY
from elearn.reports.item_report import NONE, OTHER, UNKNOWN, right_parts
from elearn.results.distractors import OptionCounts
from elearn.results.item_study import Study, hidden_rows
from elearn.results.thresholds import Audience, Certainty, Threshold
from elearn.web import item_words
from elearn.web.languages import here, say

NOT_AN_OPTION = (UNKNOWN, NONE, OTHER, EMPTY)


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option: its words, whether it is right, and its people as cells."""

    label: str
    right: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionTable:
    """The rows under these headings; thirds from fifty people on, else everybody together."""

    headings: tuple[str, ...]
    rows: tuple[OptionRow, ...]
    thirds: bool


Found = tuple[list[str], OptionTable | None]


def of_item(item: Item, study: Study, audience: Audience) -> Found:
    """What is odd about a question's wrong options, and the table of all; None of too few."""
    right = right_parts(item)
    if item.kind in ("match", "order"):
        names = [*right, *(name for name in study.options if name not in (*right, *NOT_AN_OPTION))]
    else:
        names = [one.id for one in item.options]
    names += [name for name in NOT_AN_OPTION if name in study.options]
    judged = item.kind in ("single", "multiple")
    return _table(
        names, right, study, audience, lambda name: item_words.option(item, name), judged=judged
    )


def of_instrument(key: str | None, study: Study, audience: Audience) -> Found:
    """The same of an outside test, whose options are letters."""
    names = sorted(name for name in study.options if name)
    names += [EMPTY] if EMPTY in study.options else []
    right = (key or "1",)

    def label(name: str) -> str:
        if not name:
            return say("No answer")
        if key is None:
            return say("Right") if name == "1" else say("Wrong")
        return name

    return _table(names, right, study, audience, label, judged=key is not None)


def _table(
    names: Collection[str],
    right: Collection[str],
    study: Study,
    audience: Audience,
    label: Callable[[str], str],
    *,
    judged: bool,
) -> Found:
    if study.threshold(audience) < Threshold.STATISTICS:
        return [], None
    thirds = study.certainty is not Certainty.NONE
    hidden = hidden_rows(study.options) if audience is Audience.OUTSIDE else frozenset()
    counts = {name: study.options.get(name, OptionCounts()) for name in names}
    rows = [
        OptionRow(label(name), name in right, _cells(counts[name], name in hidden, thirds))
        for name in names
    ]
    odd = _odd(counts, right, study, label) if judged else []
    return odd, OptionTable(_headings(thirds), tuple(rows), thirds)


def _odd(
    counts: Mapping[str, OptionCounts],
    right: Collection[str],
    study: Study,
    label: Callable[[str], str],
) -> list[str]:
    return [
        sentence
        for name, one in counts.items()
        if name not in right and name not in NOT_AN_OPTION
        for sentence in item_words.odd_option(label(name), one, study.everyone)
    ]


def _headings(thirds: bool) -> tuple[str, ...]:
    people = (say("Everybody"),)
    if not thirds:
        return people
    return (say("Lowest third"), say("Middle third"), say("Highest third"), *people)


def _cells(counts: OptionCounts, hidden: bool, thirds: bool) -> tuple[str, ...]:
    shown = (counts.low, counts.middle, counts.high, counts.n) if thirds else (counts.n,)
    if hidden:
        return (item_words.DASH,) * len(shown)
    return tuple(here().number(one) for one in shown)
