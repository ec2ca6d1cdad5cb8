"""The charts of the look: a hollow ring is before, a disc is after, a laterite disc is a fall.

Each function returns a Chart: the SVG, and the rows of its table as text. Words come in as
arguments, numbers are written by Words. Shares are of 1, gains in percentage points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from markupsafe import Markup

from elearn.documents.plot import (
    Caption,
    Chart,
    Direction,
    Scale,
    box,
    disc,
    drawing,
    line,
    round_step,
    text,
    upright,
)
from elearn.documents.words import Words

KEYS = {
    "pre": '<circle class="pre" cx="7" cy="7" r="5.5"/>',
    "post": '<circle class="post" cx="7" cy="7" r="6"/>',
    "down": '<circle class="down" cx="7" cy="7" r="6"/>',
    "std": '<path class="std" d="M7 0v14"/>',
    "goal": '<path class="goal" d="M0 7h14"/>',
    "full": '<rect class="full" width="14" height="14"/>',
    "band": '<rect class="band" x="1" y="1" width="12" height="12"/>',
    "none": '<rect class="none" x="1" y="1" width="12" height="12"/>',
}
ROOM = 0.4  # share of the width that the word for "mean" needs on a narrow phone
MANY = 30  # above this number of pairs the rows stand closer


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One line of a comparison: shares of 1 before and after."""

    label: str
    before: float
    after: float


def key(kind: str) -> Markup:
    """The small mark of a caption's key: pre, post, down, std, goal, full, band or none."""
    # Every word that is put in was escaped above; the rest is ours.
    return Markup(f'<svg width="14" height="14" aria-hidden="true">{KEYS[kind]}</svg>')  # nosec B704


def interval(
    value: float,
    low: float,
    high: float,
    caption: Caption,
    words: Words,
    *,
    axis: tuple[float, float] | None = None,
    direction: Direction = "ltr",
) -> Chart:
    """A gain with its interval, in points; zero is always on the axis."""
    step, ends = _axis(axis or (low, high))
    scale = Scale(*ends, margin=4, direction=direction)
    inner = box("band", scale.span(low, high), 4, 28)
    inner += upright("mean", scale.at(value), 0, 36)
    inner += line("x", (scale.at(ends[0]), scale.at(ends[1])), (36, 36))
    for tick in _ticks(ends, step):
        inner += upright("x", scale.at(tick), 36, 46 if tick == 0 else 41)
        inner += text("k m", scale.at(tick), 62, words.signed(tick))
    row = tuple(words.signed(number, 1) for number in (value, low, high))
    return Chart(drawing(68, inner, caption, direction), (row,))


def pairs(
    scores: Iterable[tuple[float, float]],
    maximum: float,
    caption: Caption,
    words: Words,
    *,
    means: tuple[float, float] | None = None,
    mean_label: str = "",
    standard: float | None = None,
    direction: Direction = "ltr",
) -> Chart:
    """Scores before and after, a row a person without name or code, from the lowest before.

    `standard` and `means` are shares of 1; without means (fewer than ten people) none is drawn.
    """
    ordered = sorted(scores)
    step = 22 if len(ordered) <= MANY else 12
    top = 70 if means else 46
    height = top + step * max(len(ordered) - 1, 0) + 16
    scale = Scale(0, 1, direction=direction)
    inner = _share_axis(scale, words, height)
    if standard is not None:
        inner += upright("std", scale.at(standard), 24, height)
    for place, (before, after) in enumerate(ordered):
        inner += _movement(scale, before / maximum, after / maximum, top + step * place)
    if means:
        inner += _means(scale, means, mean_label, words)
    rows = tuple(
        (_score(before, words), _score(after, words), _change(after - before, words))
        for before, after in ordered
    )
    return Chart(drawing(height, inner, caption, direction), rows)


def before_after(
    lines: Sequence[BeforeAfter],
    names: tuple[str, str],
    words: Words,
    *,
    name: str,
    standard: float | None = None,
    direction: Direction = "ltr",
) -> tuple[Chart, ...]:
    """One small chart a line, so that its label can wrap as text beside it.

    `names` are the words for before and after; `name` begins the ids of the charts.
    """
    return tuple(
        _comparison(each, names, words, f"{name}-{place}", standard, direction)
        for place, each in enumerate(lines)
    )


def small(before: float, after: float, *, direction: Direction = "ltr") -> Markup:
    """Shares of 1 as a mark in a row of a table, whose cells say the same in numbers."""
    scale = Scale(0, 1, direction=direction)
    inner = line("g", ("0", "100%"), (10, 10)) + _movement(scale, before, after, 10)
    # Nothing in it is text of anybody's.
    return Markup(f'<svg class="plot" height="20" aria-hidden="true">{inner}</svg>')  # nosec B704


def _share_axis(scale: Scale, words: Words, height: float) -> str:
    drawn = ""
    for tick in (0, 0.25, 0.5, 0.75, 1):
        label = words.percent(1) if tick == 1 else words.number(tick * 100)
        anchor = "e" if tick == 1 else "m"
        drawn += upright("g", scale.at(tick), 22, height)
        drawn += text(f"k {anchor}", scale.at(tick), 14, label, scale.aside(8 if tick == 1 else 0))
    return drawn


def _movement(scale: Scale, before: float, after: float, y: float, big: float = 0) -> str:
    """Ring, disc and the segment between them; no change is a small disc inside the ring."""
    if before == after:
        return disc("pre", scale.at(before), y, 5.5 + big) + disc(
            "post", scale.at(after), y, 3 + big / 2
        )
    falls = after < before
    return (
        line("seg dn" if falls else "seg", (scale.at(before), scale.at(after)), (y, y))
        + disc("pre", scale.at(before), y, 5.5 + big)
        + disc("down" if falls else "post", scale.at(after), y, 6 + big)
    )


def _means(scale: Scale, means: tuple[float, float], label: str, words: Words) -> str:
    rises = means[0] <= means[1]
    before, after = (words.percent(mean) for mean in means)
    lower, upper = (before, after) if rises else (after, before)
    # The word stands on the side that has room for it on a phone.
    if min(means) >= ROOM:
        lower = f"{label} {lower}".strip()
    else:
        upper = f"{upper} – {label}" if label else upper
    return (
        line("goal", (scale.at(means[0]), scale.at(means[1])), (38, 38))
        + disc("pre", scale.at(means[0]), 38, 7)
        + disc("post" if rises else "down", scale.at(means[1]), 38, 8)
        + text("h e", scale.at(min(means)), 44, lower, scale.aside(-14))
        + text("h", scale.at(max(means)), 44, upper, scale.aside(14))
    )


def _comparison(
    each: BeforeAfter,
    names: tuple[str, str],
    words: Words,
    name: str,
    standard: float | None,
    direction: Direction,
) -> Chart:
    scale = Scale(0, 1, margin=5, direction=direction)
    before, after = words.percent(each.before), words.percent(each.after)
    inner = line("g", ("0", "100%"), (30, 30))
    if standard is not None:
        inner += upright("std", scale.at(standard), 20, 40)
    inner += _movement(scale, each.before, each.after, 30, 1.5)
    # Before above the line, after below it: the two numbers never collide.
    inner += text(_anchor(each.before), scale.at(each.before), 15, before)
    inner += text(f"h {_anchor(each.after)}".strip(), scale.at(each.after), 57, after)
    said = f"{names[0]} {before}, {names[1]} {after}"
    gain = words.signed((each.after - each.before) * 100)
    picture = drawing(62, inner, Caption(name, each.label, said), direction)
    return Chart(picture, ((each.label, before, after, gain),))


def _anchor(value: float) -> str:
    # Near an end the label leans inwards, so that it stays in the picture.
    if value < 0.1:
        return ""
    return "e" if value > 0.9 else "m"


def _axis(ends: tuple[float, float]) -> tuple[float, tuple[float, float]]:
    """A round step, and ends on it that hold the values and zero with air around."""
    low, high = min(ends[0], 0.0), max(ends[1], 0.0)
    step = round_step((high - low) / 5 or 1)
    first, last = floor(low / step) * step, ceil(high / step) * step
    return step, (first - step if first == low == 0 else first, last)


def _ticks(ends: tuple[float, float], step: float) -> tuple[float, ...]:
    return tuple(ends[0] + step * place for place in range(round((ends[1] - ends[0]) / step) + 1))


def _score(score: float, words: Words) -> str:
    return words.number(score, 0 if score == int(score) else 1)


def _change(change: float, words: Words) -> str:
    return words.signed(change, 0 if change == int(change) else 1)
