"""Arches as SVG: two quarter discs, left foot before, right foot after, a whole arch a pair.

No words inside: a label is passed in, and a drawing without a label is hidden from screen
readers. No inline style (CSP): classes a, b, c, k and z of the stylesheet give the colours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin
from typing import Literal

from markupsafe import Markup, escape

State = Literal["done", "now", "todo", "none"]
"""done: filled; now: ochre with an ink outline; todo: outline; none: nothing drawn."""

CLASSES: dict[State, str] = {"todo": "c", "now": "b", "done": "a"}
OCHRE = "#e3a72f"
CREAM = "#fff6e6"
GREEN = "#0b4a4b"
# One letter a quarter: cream, ochre, green or a hole; even columns are left feet.
WALL = (
    "coc.coco cgc.cccc ccogcc.c .gccooc. ccccgcco cooc..gg",
    "ccccgcco .ococg.c co.gcccc ccccg.oc cgcc.cgc gcocccoc",
)


@dataclass(frozen=True, slots=True)
class Foot:
    """One test of one person, in items: right, left as "I do not know", and all."""

    right: int
    unknown: int
    total: int


@dataclass(frozen=True, slots=True)
class _Quarter:
    x: int
    ground: int
    left: bool
    state: State

    def path(self) -> str:
        turn = "a19 19 0 0 1 19-19v19z" if self.left else "v-19a19 19 0 0 1 19 19z"
        return f"M{self.x} {self.ground}{turn}"


def wordmark() -> Markup:
    """The product's sign: one arch, half in the text's colour, half ochre."""
    # Every word that is put in was escaped above; the rest is ours.
    return Markup(  # nosec B704
        '<svg width="30" height="16" viewBox="0 0 40 20" aria-hidden="true">'
        '<path fill="currentColor" d="M0 20A19 20 0 0 1 19 0v20z"/>'
        f'<path fill="{OCHRE}" d="M21 20V0a19 20 0 0 1 19 20z"/></svg>'
    )


def arcade(states: Sequence[State], label: str, rows_of: int = 10) -> Markup:
    """Steps or questions as quarters, two to an arch, `rows_of` arches to a row."""
    arches = max(1, ceil(len(states) / 2))
    columns, rows = min(arches, rows_of), ceil(arches / rows_of)
    quarters = []
    for place, state in enumerate(states):
        row, column = divmod(place // 2, rows_of)
        left = place % 2 == 0
        quarters.append(_Quarter(40 * column + (1 if left else 20), 20 + 30 * row, left, state))
    ground = "".join(
        f"M-.5 {20.6 + 30 * row:g}h{40 * min(columns, arches - row * rows_of) + 1}"
        for row in range(rows)
    )
    box = f"-.5 0 {40 * columns + 1} {30 * rows - 8}"
    return _svg(f'width="{44 * columns}" viewBox="{box}"', _paths(quarters, ground), label)


def pair_arcade(
    both: int, pre_only: int, post_only: int, neither: int, label: str, rows_of: int = 10
) -> Markup:
    """Persons as arches: whole = both tests, one foot = one test, outline = none."""
    kinds: tuple[tuple[State, State, int], ...] = (
        ("done", "done", both),
        ("done", "todo", pre_only),
        ("todo", "done", post_only),
        ("todo", "todo", neither),
    )
    people = [(before, after) for before, after, count in kinds for _ in range(count)]
    quarters, ground = [], []
    for place, (before, after) in enumerate(people):
        row, column = divmod(place, rows_of)
        x, y = 48 * column, 20 + 32 * row
        quarters += [_Quarter(x + 1, y, True, before), _Quarter(x + 21, y, False, after)]
        ground.append(f"M{x} {y + 1}h41")
    columns = max(1, min(len(people), rows_of))
    rows = max(1, ceil(len(people) / rows_of))
    box = f"-1 0 {48 * columns - 5} {32 * rows - 8}"
    shape = f'width="{60 * columns}" viewBox="{box}"'
    return _svg(shape, _paths(quarters, "".join(ground), ""), label)


def feet(pre: State, post: State, label: str = "") -> Markup:
    """One small arch: a person's, a test's or a room card's two feet."""
    quarters = [_Quarter(1, 20, True, pre), _Quarter(21, 20, False, post)]
    return _svg('width="44" viewBox="-.5 0 42 22"', _paths(quarters, "M-.5 20.6h42"), label)


def kept(on_phone: bool, on_server: bool) -> Markup:
    """The sign beside a saved answer: left foot on the phone, right foot on the server."""
    quarters = [
        _Quarter(1, 20, True, "done" if on_phone else "todo"),
        _Quarter(21, 20, False, "done" if on_server else "todo"),
    ]
    shape = 'width="28" viewBox="0 0 41 21"'
    return _svg(shape, _paths(quarters), "", "arc river")


def tally(right: int, total: int, label: str = "", after: bool = True) -> Markup:
    """Items of one objective as squares, those right filled; grey before, river after."""
    inner = "".join(
        f'<path class="{name}" d="{_squares(places)}"/>'
        for name, places in (("a", range(right)), ("c", range(right, total)))
        if places
    )
    shape = f'width="{23 * total}" viewBox="0 0 {23 * total} 21"'
    return _svg(shape, inner, label, "arc river" if after else "arc grey")


def fan(before: Foot | None, after: Foot | None, label: str) -> Markup:
    """A result as an arch of rays, one a question: right long and filled, unknown short."""
    inner = _rays(before, True) + _rays(after, False)
    return _svg('viewBox="-101 -100 202 100"', inner, label, "fan")


def footer_arcade() -> Markup:
    """The arcade above the foot of the page, in the text's colour, repeated to any width."""
    holes = {2, 3, 5, 9, 10, 13}
    d = "".join(
        f"M{35 * place} 34A33 33 0 0 1 {35 * place + 33} 1v33z"
        if place % 2 == 0
        else f"M{35 * place - 1} 34V1a33 33 0 0 1 33 33z"
        for place in range(16)
        if place not in holes
    )
    # Every word that is put in was escaped above; the rest is ours.
    return Markup(  # nosec B704
        '<svg width="100%" height="34" aria-hidden="true">'
        '<pattern id="arcade" width="560" height="34" patternUnits="userSpaceOnUse">'
        f'<path fill="currentColor" d="{d}"/></pattern>'
        '<rect width="100%" height="34" fill="url(#arcade)"/></svg>'
    )


def wall() -> str:
    """The wall beside the sign-in form, a file of its own: static/wall.svg."""
    rows = " ".join(WALL).split()
    paths = "".join(
        f'<path fill="{colour}" d="{_tiles(rows, letter)}"/>'
        for letter, colour in (("c", CREAM), ("o", OCHRE), ("g", GREEN))
    )
    box = f"0 0 {2 * len(rows[0])} {2 * len(rows)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{paths}</svg>\n'


def _tiles(rows: Sequence[str], letter: str) -> str:
    # A quarter is two units wide, so that every number has one or two figures.
    return "".join(
        f"M{2 * x} {2 * y + 2}a2 2 0 0 1 2-2v2z"
        if x % 2 == 0
        else f"M{2 * x} {2 * y + 2}v-2a2 2 0 0 1 2 2z"
        for y, row in enumerate(rows)
        for x, found in enumerate(row)
        if found == letter
    )


def _squares(places: Iterable[int]) -> str:
    return "".join(f"M{23 * place + 1} 1h19v19h-19z" for place in places)


def _rays(foot: Foot | None, left: bool) -> str:
    """Rays from the ground up: right, wrong, unknown; dashes along an arc cut them apart."""
    if foot is None or foot.total == 0:
        return ""
    wrong = foot.total - foot.right - foot.unknown
    groups = (
        ("a" if left else "b", foot.right, 61.5, 77),
        ("k", wrong, 61.5, 77),
        ("u", foot.unknown, 90, 20),
    )
    first, drawn = 0, ""
    for name, count, radius, width in groups:
        if count:
            d = _arc(first / foot.total, (first + count) / foot.total, radius, left)
            drawn += (
                f'<path class="{name}" d="{d}" pathLength="{count}" stroke-width="{width}"'
                ' stroke-dasharray=".85 .15"/>'
            )
        first += count
    return drawn


def _arc(start: float, end: float, radius: float, left: bool) -> str:
    # 0 is the ground, 1 the top; a hair is left free so that the two feet stay apart.
    side, sweep = (-1, 1) if left else (1, 0)

    def point(share: float) -> str:
        angle = (0.004 + share * 0.99) * pi / 2
        return f"{side * radius * cos(angle):.2f} {-radius * sin(angle):.2f}"

    return f"M{point(start)}A{radius:g} {radius:g} 0 0 {sweep} {point(end)}"


def _paths(quarters: Iterable[_Quarter], ground: str = "", ground_class: str = "z") -> str:
    """One path a state, so that a long arcade stays small; todo first, done on top."""
    found = list(quarters)
    drawn = ""
    for state, name in CLASSES.items():
        d = "".join(quarter.path() for quarter in found if quarter.state == state)
        drawn += f'<path class="{name}" d="{d}"/>' if d else ""
    if ground:
        named = f' class="{ground_class}"' if ground_class else ""
        drawn += f'<path{named} d="{ground}"/>'
    return drawn


def _svg(shape: str, inner: str, label: str, name: str = "arc") -> Markup:
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    # Every word that is put in was escaped above; the rest is ours.
    return Markup(f'<svg class="{name}" {shape} {spoken}>{inner}</svg>')  # nosec B704
