"""CSV as it comes: in several encodings, with several separators."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from elearn.interchange.table_errors import NotATable, UnclosedQuote

SEPARATORS = "\t;,"  # where two would do, the first: commas are also in numbers
SAMPLE = 20  # records that the separator is found from

Records = Iterator[tuple[int, list[str]]]


def csv_records(data: bytes, name: str, *, titled: bool = False) -> Records:
    """Each record with its number, from CSV in UTF-8, UTF-16 or windows-1252.

    The separator is a comma, a semicolon or a tab; `titled` says that lines of one cell may stand
    above the table. Raises NotATable, UnclosedQuote.
    """
    text = _text(data, name)
    hint = re.match(r"sep=([,;|\t])\r?\n", text)
    if hint:
        # Excel obeys this line and does not show it, so its readers do not count it.
        return _parsed(text[hint.end() :], hint[1])
    found = max(SEPARATORS, key=lambda separator: _consistency(text, separator, titled))
    return _parsed(text, found)


def _text(data: bytes, name: str) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotATable(name)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # Without a mark, western text in UTF-16 shows by every second byte being zero.
    half = len(data) // 2
    if half and data[1::2].count(0) > half * 0.7:
        return ("utf-16-le",)
    if half and data[::2].count(0) > half * 0.7:
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _consistency(text: str, separator: str, titled: bool) -> float:
    """The share of the first records that are as wide as the header; 0 where that is one cell."""
    try:
        widths = [len(r) for _, r in islice(_parsed(text, separator), SAMPLE) if any(r)]
    except UnclosedQuote:
        return 0
    header = next((width for width in widths if width > 1), 1) if titled else [*widths, 1][0]
    return widths.count(header) / len(widths) if header > 1 else 0


def _parsed(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        raise UnclosedQuote(number + 1) from error
