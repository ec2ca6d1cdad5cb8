"""What a guesser sees of a question who never read the module: its form, not its matter. Pure.

Each option is measured beside its siblings, without the key. Lengths are as an eye sees them:
a difference below a tenth is none, since nobody counts letters in a test. Single and multiple
choice alone; the places of the options are those of the file, though most are shown shuffled.
"""

import re
from collections.abc import Callable, Sequence
from math import log, trunc
from typing import NamedTuple

from elearn.courses import measures
from elearn.courses.cue_words import MARKS
from elearn.courses.item_rules import CHOSEN_FROM
from elearn.courses.items import Item

# The least difference of lengths that an eye sees, as a share of the shorter text.
SEEN = 0.1


class Sheet(NamedTuple):
    """A question as it is printed: what it asks, and its options in the order of the file."""

    stem: str
    options: tuple[str, ...]


Cue = Callable[[Sheet], Sequence[float]]
"""A number for each option of a sheet: how much of the cue it shows."""


def sheet(item: Item, language: str) -> Sheet:
    """The printed side of an item in a language: no key, no tag."""
    rows = (text for row in item.exhibit for text in (row.label, row.value))
    stem = " ".join(text.in_(language) for text in (item.stem, *rows))
    return Sheet(stem, tuple(option.text.in_(language) for option in item.options))


def guessable(item: Item) -> bool:
    """Whether an item is of a kind whose options are chosen from."""
    return item.kind in CHOSEN_FROM


def table(sheet: Sheet, language: str) -> list[list[float]]:
    """A row for each option, a column for each cue of `names()`, less the mean of the siblings."""
    columns = [_centred(cue(sheet)) for cue in _cues(language).values()]
    return [list(row) for row in zip(*columns, strict=True)]


def letters(sheet: Sheet) -> list[int]:
    """The length of each option, letter by letter: no eye sees it, a program does."""
    return [len(option) for option in sheet.options]


def names() -> tuple[str, ...]:
    """The names of the cues, in the order of the columns."""
    return tuple(_cues("fr"))


def _cues(language: str) -> dict[str, Cue]:
    return {**_SHAPES, **{name: _marks(pattern) for name, pattern in MARKS[language].items()}}


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def _marks(pattern: re.Pattern[str]) -> Cue:
    return lambda sheet: [float(bool(pattern.search(option))) for option in sheet.options]


def _lengths(sheet: Sheet) -> list[float]:
    return _beyond_sight(letters(sheet))


def _beyond_sight(counts: Sequence[int]) -> list[float]:
    """How far each count is from their mean, in whole steps that an eye sees."""
    mean = sum(counts) / len(counts)
    return [trunc(log(count / mean) / SEEN) * SEEN for count in counts]


def _longest(sheet: Sheet) -> list[float]:
    return [
        float(all(len(one) >= (1 + SEEN) * len(other) for other in _siblings(sheet, place)))
        for place, one in enumerate(sheet.options)
    ]


def _shortest(sheet: Sheet) -> list[float]:
    return [
        float(all(len(other) >= (1 + SEEN) * len(one) for other in _siblings(sheet, place)))
        for place, one in enumerate(sheet.options)
    ]


def _siblings(sheet: Sheet, place: int) -> list[str]:
    return [option for other, option in enumerate(sheet.options) if other != place]


def _words(sheet: Sheet) -> list[float]:
    return _beyond_sight([measures.words(option) for option in sheet.options])


def _first(sheet: Sheet) -> list[float]:
    return [float(place == 0) for place in range(len(sheet.options))]


def _last(sheet: Sheet) -> list[float]:
    return [float(place == len(sheet.options) - 1) for place in range(len(sheet.options))]


def _echo(sheet: Sheet) -> list[float]:
    said = measures.stems(sheet.stem)
    return [float(len(measures.stems(option) & said)) for option in sheet.options]


def _echo_of_a_voice(sheet: Sheet) -> list[float]:
    """The words shared with what somebody says in the stem."""
    said = measures.stems(" ".join(_VOICE.findall(sheet.stem)))
    return [float(len(measures.stems(option) & said)) for option in sheet.options]


def _shared(sheet: Sheet) -> list[float]:
    stems = [measures.stems(option) for option in sheet.options]
    return [
        float(sum(len(mine & theirs) for other, theirs in enumerate(stems) if other != place))
        for place, mine in enumerate(stems)
    ]


def _same_opening(sheet: Sheet) -> list[float]:
    openings = [option.split()[0].lower() for option in sheet.options]
    return [float(openings.count(opening) > 1) for opening in openings]


def _alone(sheet: Sheet) -> list[float]:
    """The one that opens otherwise, where all the others open alike."""
    openings = [option.split()[0].lower() for option in sheet.options]
    return [
        float(len(openings) > 2 and openings.count(one) == 1 and len(set(openings)) == 2)
        for one in openings
    ]


def _commas(sheet: Sheet) -> list[float]:
    return [float(option.count(",")) for option in sheet.options]


_VOICE = re.compile(r"[«“]([^»”]*)[»”]")
_SHAPES: dict[str, Cue] = {
    "length": _lengths,
    "longest": _longest,
    "shortest": _shortest,
    "words": _words,
    "first": _first,
    "last": _last,
    "echo": _echo,
    "echo of a voice": _echo_of_a_voice,
    "shared": _shared,
    "same opening": _same_opening,
    "opens alone": _alone,
    "commas": _commas,
}
