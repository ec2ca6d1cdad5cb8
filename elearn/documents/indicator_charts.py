"""The donor's charts: everyone as one bar, a share against its target, periods against targets.

Each function returns a Chart: the SVG, and the rows of its table as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from elearn.documents.plot import (
    Caption,
    Chart,
    Direction,
    Scale,
    box,
    drawing,
    line,
    round_step,
    text,
    upright,
)
from elearn.documents.words import Words

GROUND = 240.0  # where the columns stand, in pixels from the top


@dataclass(frozen=True, slots=True)
class Period:
    """One period of an indicator: its label, the year where it changes, reached and aimed at."""

    label: str
    year: str
    reached: int | None
    target: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: its class (full, band or none), its label and how many it counts."""

    kind: str
    label: str
    count: int


def whole(
    parts: Sequence[Part], caption: Caption, words: Words, *, direction: Direction = "ltr"
) -> Chart:
    """Everyone as one bar cut into parts; the parts' shares stand in the key under it."""
    total = sum(part.count for part in parts)
    scale = Scale(0, max(total, 1), margin=0, direction=direction)
    inner, start = "", 0
    for part in parts:
        inner += box(part.kind, scale.span(start, start + part.count), 1, 54)
        start += part.count
    inner += box("none", scale.span(0, max(total, 1)), 1, 54)
    rows = tuple(
        (part.label, words.number(part.count), words.percent(part.count / total) if total else "")
        for part in parts
    )
    return Chart(drawing(56, inner, caption, direction), rows)


def share(
    value: float,
    caption: Caption,
    words: Words,
    *,
    target: float | None = None,
    direction: Direction = "ltr",
) -> Chart:
    """A share of 1 as a bar; its target is a thick line that overhangs the bar."""
    scale = Scale(0, 1, margin=0.5, direction=direction)
    inner = box("none", scale.span(0, 1), 8, 28) + box("full", scale.span(0, value), 8, 28)
    if target is not None:
        inner += upright("goal", scale.at(target), 0, 44)
    row = (words.percent(value), "" if target is None else words.percent(target))
    return Chart(drawing(44, inner, caption, direction), (row,))


def periods(
    found: Sequence[Period], caption: Caption, words: Words, *, direction: Direction = "ltr"
) -> Chart:
    """Reached against target, cumulated by period; the last period reached is filled.

    Rows: label and year, target, reached, difference (empty while a period is to come).
    """
    counts = [count for each in found for count in (each.reached, each.target) if count]
    top = max(counts, default=1) * 1.05
    scale = Scale(0, max(len(found), 1), margin=0, direction=direction)
    inner = "".join(
        line("g", ("0", "100%"), (_level(grid, top),) * 2)
        + text("k", scale.at(0), _level(grid, top) - 5, words.number(grid))
        for grid in _grid(top)
    )
    last = max((place for place, each in enumerate(found) if each.reached is not None), default=-1)
    for place, each in enumerate(found):
        inner += _column(scale, each, place, place == last, top, words)
    inner += line("x", ("0", "100%"), (GROUND, GROUND))
    rows = tuple(_period_row(each, words) for each in found)
    return Chart(drawing(340, inner, caption, direction), rows)


def _column(scale: Scale, each: Period, place: int, last: bool, top: float, words: Words) -> str:
    middle, drawn = scale.at(place + 0.5), ""
    if each.reached is not None:
        y = _level(each.reached, top)
        span = scale.span(place + 0.16, place + 0.84)
        drawn += box("full" if last else "band", span, y, GROUND - y)
    if each.target is not None:
        y = _level(each.target, top)
        drawn += line("goal", (scale.at(place + 0.06), scale.at(place + 0.94)), (y, y))
    drawn += text("k m", middle, 262, each.label)
    drawn += text("k m", middle, 282, each.year) if each.year else ""
    drawn += text("h m", middle, 308, "…" if each.reached is None else words.number(each.reached))
    return drawn + text("m", middle, 332, "" if each.target is None else words.number(each.target))


def _period_row(each: Period, words: Words) -> tuple[str, ...]:
    target = "" if each.target is None else words.number(each.target)
    reached = "" if each.reached is None else words.number(each.reached)
    known = each.target is not None and each.reached is not None
    gap = words.signed((each.reached or 0) - (each.target or 0)) if known else ""
    return f"{each.label} {each.year}".strip(), target, reached, gap


def _level(count: float, top: float) -> float:
    return GROUND - count / top * (GROUND - 4)


def _grid(top: float) -> tuple[float, ...]:
    step = round_step(top / 5)
    return tuple(step * place for place in range(1, floor(top / step) + 1))
