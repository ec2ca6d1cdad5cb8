"""Figures as CSV that the reader's own spreadsheet opens with a double click.

French: semicolons and decimal commas, as French spreadsheets read them. English: RFC 4180.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

from elearn.documents import figure_dictionary
from elearn.documents.figure_book import Book
from elearn.documents.words import Words
from elearn.reports.figures import Figure
from elearn.results.rounding import rounded

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it spreadsheets take UTF-8 for something older."""
RUNS = tuple("=+-@\t\r\n")
"""What a cell must not begin with: a spreadsheet would run it."""


def figures_csv(book: Book, words: Words) -> bytes:
    """The whole file: its head, then a line a figure with its own line of the dictionary."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";" if words.language == "fr" else ",")
    writer.writerows(_head(book, words))
    writer.writerow([])
    writer.writerow(_headings(words))
    writer.writerows(_line(one, book, words) for one in book.figures)
    for table in book.lines:
        writer.writerows([[], [safe(table.name)], [*map(safe, table.headings)]])
        for row in table.rows:
            writer.writerow([number(rounded(cell, table.digits), words) for cell in row])
    return (MARK + written.getvalue()).encode()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RUNS) else text


def number(value: Decimal, words: Words) -> str:
    """A number as the reader's spreadsheet reads it: no sign of plus, no grouping."""
    written = format(value, "f")
    return written.replace(".", ",") if words.language == "fr" else written


def _head(book: Book, words: Words) -> Iterator[list[str]]:
    if book.reserved:
        yield [safe(book.reserved)]
    yield [safe(book.finding)]
    for label, value in book.head:
        yield [safe(label), safe(value)]
    for note in book.notes:
        yield [safe(note)]


def _headings(words: Words) -> list[str]:
    return [
        words.say("id"),
        words.say("figure"),
        words.say("value"),
        words.say("bound"),
        words.say("unit"),
        words.say("low"),
        words.say("high"),
        words.say("n"),
        words.say("how it is calculated"),
        words.say("rounding (halves away from zero)"),
    ]


def _line(one: Figure, book: Book, words: Words) -> list[str]:
    low, high = (
        "" if end is None else number(one.shown(end), words) for end in (one.low, one.high)
    )
    return [
        one.id,
        safe(book.label(one, words)),
        number(one.written, words),
        str(one.tail),
        figure_dictionary.unit(one.unit, words),
        low,
        high,
        "" if one.n is None else str(one.n),
        safe(book.entry(one).rule),
        figure_dictionary.rounding(one.digits, words),
    ]
