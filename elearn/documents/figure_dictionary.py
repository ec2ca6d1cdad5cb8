"""The data dictionary: what each figure is, what it is in, how it is made and rounded.

A pattern is an id whose `*` stands for what the figure is about: slot.*.before. Every file of
figures and the page of the dictionary read it here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from elearn.documents.words import Words
from elearn.reports.figures import Figure, Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the dictionary: the sentence, how it is calculated, who may read it."""

    pattern: str
    unit: Unit
    meaning: str
    rule: str
    digits: int = 0


class Unexplained(LookupError):
    """A figure that the dictionary does not know: a mistake of ours."""


def entry(figure_id: str, entries: Iterable[Entry]) -> Entry:
    """The line of a figure; raises Unexplained."""
    for one in entries:
        if fnmatchcase(figure_id, one.pattern):
            return one
    raise Unexplained(figure_id)


def used(figures: Iterable[Figure], entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The lines that these figures need, in the dictionary's order."""
    ids = [one.id for one in figures]
    return tuple(one for one in entries if any(fnmatchcase(each, one.pattern) for each in ids))


def unit(one: Unit, words: Words) -> str:
    """A unit in the reader's language."""
    return {
        Unit.ENROLMENTS: words.say("enrolments"),
        Unit.PAIRS: words.say("pairs"),
        Unit.PEOPLE: words.say("people"),
        Unit.QUESTIONS: words.say("questions"),
        Unit.ANSWERS: words.say("answers"),
        Unit.POINTS: words.say("points of 100"),
        Unit.SHARE: words.say("per cent"),
        Unit.HALF_DAYS: words.say("half-days"),
        Unit.SIGNATURES: words.say("signatures"),
        Unit.HOURS: words.say("hours"),
        Unit.SESSIONS: words.say("sessions"),
        Unit.SIZE: words.say("no unit"),
    }[one]


def rounding(digits: int, words: Words) -> str:
    """To how many decimals, in words; halves go away from zero, as the heading says."""
    if not digits:
        return words.say("to a whole number")
    return words.say_many("to %(n)s decimal", "to %(n)s decimals", digits)
