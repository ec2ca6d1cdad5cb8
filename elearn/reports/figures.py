"""One list of figures for screen, files and paper: what each is in, rests on and is rounded to.

Pure. A figure keeps its value as calculated; `written` is what every page and file shows of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from elearn.results.proportions import Estimate
from elearn.results.rounding import Number, rounded

FEWEST = 10
"""People below whom nothing leaves the training team."""
TAIL, SMALL = 0.05, 30
"""In a small group an exact 0 % or 100 % says what each person did."""


CENTRES = frozenset({"mean", "gain", "difference"})
"""Last words of ids that make way for low and high: gain.mean, gain.low, gain.high."""


class Unit(StrEnum):
    """What a figure counts or measures; a share is kept as a part of 1 and read in per cent."""

    ENROLMENTS = "enrolments"
    PAIRS = "pairs"
    PEOPLE = "people"
    QUESTIONS = "questions"
    ANSWERS = "answers"
    POINTS = "points"
    SHARE = "share"
    HALF_DAYS = "half-days"
    SIGNATURES = "signatures"
    HOURS = "hours"
    SESSIONS = "sessions"
    SIZE = "size"


class Tail(StrEnum):
    """Whether the value is the end that stands for all beyond it."""

    NONE = ""
    AT_MOST = "≤"
    AT_LEAST = "≥"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `n` people it rests on (None: it is about nobody), `low` and `high` its interval.

    `digits` are the decimals that are shown. `inside` keeps it in the training team whatever n
    is: a part of the people, or what would tell about each of them.
    """

    id: str
    unit: Unit
    value: Number
    n: int | None = None
    low: Number | None = None
    high: Number | None = None
    digits: int = 0
    tail: Tail = Tail.NONE
    inside: bool = False

    @property
    def written(self) -> Decimal:
        """The value as it is shown, a share in per cent."""
        return self.shown(self.value)

    def shown(self, value: Number) -> Decimal:
        """A value of this figure's unit, rounded."""
        return rounded(value * 100 if self.unit is Unit.SHARE else value, self.digits)

    @property
    def bounds(self) -> tuple[tuple[str, Number], ...]:
        """The ids and values of the interval's ends: gain.low for gain.mean, x.low for x."""
        both = (("low", self.low), ("high", self.high))
        return tuple((bound(self.id, end), value) for end, value in both if value is not None)


def bound(name: str, end: str) -> str:
    """The id of an interval's end: gain.low of gain.mean, x.low of x."""
    first, _, last = name.rpartition(".")
    stem = first if last in CENTRES else name
    return f"{stem}.{end}" if stem else end


def part(name: str, unit: Unit, value: Number, n: int) -> Figure:
    """A figure about a part of n people: it stays in the training team."""
    return Figure(name, unit, value, n, inside=True)


def share(name: str, n: int, found: Number | Estimate, *, inside: bool = False) -> Figure:
    """A share of n people, with its interval where there is one, its tails coded where few."""
    if isinstance(found, Estimate):
        plain = Figure(name, Unit.SHARE, found.value, n, found.lo, found.hi, inside=inside)
    else:
        plain = Figure(name, Unit.SHARE, found, n, inside=inside)
    if n >= SMALL or TAIL < plain.value < 1 - TAIL:
        return plain
    if plain.value <= TAIL:
        return replace(plain, value=Decimal("0.05"), tail=Tail.AT_MOST)
    return replace(plain, value=Decimal("0.95"), tail=Tail.AT_LEAST)


def for_outside(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Those that may leave the training team: nothing about fewer than ten people.

    A share whose tail is coded loses its interval, which would say what the tail does not.
    """
    return tuple(
        replace(one, low=None, high=None) if one.tail else one
        for one in figures
        if not one.inside and (one.n is None or one.n >= FEWEST)
    )


def cells(figures: Iterable[Figure]) -> Iterator[tuple[str, Decimal]]:
    """Each number that is shown, by its id: the values and the ends of their intervals."""
    for one in figures:
        yield one.id, one.written
        for name, value in one.bounds:
            yield name, one.shown(value)


def subject(figure_id: str) -> str | None:
    """What the figure is about, such as slot.C2-S8; None of the cohort as a whole."""
    parts = figure_id.split(".")
    return ".".join(parts[:2]) if parts[0] in SUBJECTS else None


SUBJECTS = frozenset({"objective", "module", "slot", "half-day", "later", "state"})
"""The first words of ids whose second part names what they are about."""
