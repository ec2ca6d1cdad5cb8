"""What every chart is drawn with: x in per cent, y in pixels, so that text keeps its real size.

No viewBox and no inline style; the stylesheet's classes give colour, halo and text anchors.
"""

from dataclasses import dataclass
from math import floor, log10
from typing import Literal

from markupsafe import Markup, escape

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said of a chart; `name` is unique in its page and makes the ids."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, and as text the rows of the table behind it."""

    svg: Markup
    rows: tuple[tuple[str, ...], ...]

    def __html__(self) -> str:
        return self.svg


@dataclass(frozen=True, slots=True)
class Scale:
    """Values of low…high on margin…100 - margin per cent of the width; mirrored in rtl."""

    low: float
    high: float
    margin: float = 3
    direction: Direction = "ltr"

    def at(self, value: float) -> str:
        """Where a value stands, such as 23.94%; beyond the ends it stops at the edge."""
        return _percent(self._place(value))

    def span(self, start: float, end: float) -> tuple[str, str]:
        """The left edge and the width of the stretch between two values."""
        first, last = sorted((self._place(start), self._place(end)))
        return _percent(first), _percent(last - first)

    def aside(self, pixels: float) -> float:
        """The dx of a label on the far side (positive) or near side (negative) of its mark."""
        return pixels if self.direction == "ltr" else -pixels

    def _place(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        place = self.margin + share * (100 - 2 * self.margin)
        return place if self.direction == "ltr" else 100 - place


def line(name: str, x: tuple[str, str], y: tuple[float, float]) -> str:
    """A line of class `name` from (x, y) to (x, y)."""
    return (
        f'<line class="{name}" x1="{x[0]}" x2="{x[1]}" y1="{_number(y[0])}" y2="{_number(y[1])}"/>'
    )


def upright(name: str, x: str, top: float, bottom: float) -> str:
    """A vertical line."""
    return line(name, (x, x), (top, bottom))


def disc(name: str, x: str, y: float, radius: float) -> str:
    """A mark: pre is a hollow ring, post a disc, down a disc of a fall."""
    return f'<circle class="{name}" cx="{x}" cy="{_number(y)}" r="{_number(radius)}"/>'


def box(name: str, span: tuple[str, str], top: float, height: float) -> str:
    """A rectangle over a stretch of the scale."""
    return (
        f'<rect class="{name}" x="{span[0]}" width="{span[1]}"'
        f' y="{_number(top)}" height="{_number(height)}"/>'
    )


def text(name: str, x: str, y: float, words: str, dx: float = 0) -> str:
    """A label; classes m and e anchor it in the middle and at its end."""
    moved = f' dx="{_number(dx)}"' if dx else ""
    return f'<text class="{name}" x="{x}" y="{_number(y)}"{moved}>{escape(words)}</text>'


def drawing(height: float, inner: str, caption: Caption, direction: Direction = "ltr") -> Markup:
    """The whole picture, named and described for a screen reader."""
    name = escape(caption.name)
    # Every word that is put in was escaped above; the rest is ours.
    return Markup(  # nosec B704
        f'<svg class="plot" height="{_number(height)}"{_turned(direction)} role="img"'
        f' aria-labelledby="{name}-t" aria-describedby="{name}-d">'
        f'<title id="{name}-t">{escape(caption.title)}</title>'
        f'<desc id="{name}-d">{escape(caption.description)}</desc>{inner}</svg>'
    )


def round_step(wanted: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50… that is at least `wanted`."""
    power = 10 ** floor(log10(wanted)) if wanted >= 1 else 1
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted)


def _turned(direction: Direction) -> str:
    # Text anchors follow the direction: "start" is the right-hand side in rtl.
    return ' direction="rtl"' if direction == "rtl" else ""


def _percent(share: float) -> str:
    return f"{_number(share)}%"


def _number(value: float) -> str:
    return f"{round(value, 2):g}"
