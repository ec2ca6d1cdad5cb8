"""Which letters our fonts have: a PDF for screen readers refuses a letter that is not there."""

import struct
from collections.abc import Iterator
from functools import cache
from typing import Any

from elearn.documents.typesetting import FONTS

# The minus sign is not among our letters; a dash as wide stands for it on paper.
INSTEAD = {"\N{MINUS SIGN}": "\N{EN DASH}"}
MISSING = "?"


def printable(values: Any) -> Any:
    """The same values with each text in letters that print; lists and mappings are gone through."""
    if isinstance(values, str):
        return "".join(map(_letter, values))
    if isinstance(values, dict):
        return {name: printable(value) for name, value in values.items()}
    return [printable(value) for value in values] if isinstance(values, list) else values


def _letter(letter: str) -> str:
    found = INSTEAD.get(letter, letter)
    return found if found.isspace() or ord(found) in known() else MISSING


@cache
def known() -> frozenset[int]:
    """The code points that both our fonts draw."""
    drawn = [frozenset(_drawn(file.read_bytes())) for file in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*drawn)


def _drawn(font: bytes) -> Iterator[int]:
    """The code points of a font's table of format 4 (OpenType, cmap)."""
    table = _cmap(font)
    half = struct.unpack_from(">H", font, table + 6)[0]
    count = half // 2
    ends = struct.unpack_from(f">{count}H", font, table + 14)
    starts = struct.unpack_from(f">{count}H", font, table + 16 + half)
    for start, end in zip(starts, ends, strict=True):
        if start != 0xFFFF:
            yield from range(start, end + 1)


def _cmap(font: bytes) -> int:
    """Where the font's table of format 4 begins."""
    tables = struct.unpack_from(">H", font, 4)[0]
    for place in range(12, 12 + 16 * tables, 16):
        if font[place : place + 4] == b"cmap":
            start = struct.unpack_from(">I", font, place + 8)[0]
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        found: int = start + struct.unpack_from(">I", font, start + 8 + 8 * number)[0]
        if struct.unpack_from(">H", font, found)[0] == 4:
            return found
    raise LookupError("cmap of format 4")
