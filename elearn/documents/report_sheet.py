"""A report of figures on paper: A4, tagged, drawings as vectors, a table a kind of figure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest
from math import ceil
from typing import Any

from elearn.documents import figure_dictionary, print_charts
from elearn.documents.figure_book import Book, Group, Lines, groups, single
from elearn.documents.figure_dictionary import Entry
from elearn.documents.figure_workbook import titles_of_kinds
from elearn.documents.letters import printable
from elearn.documents.plot import Chart
from elearn.documents.typesetting import typeset
from elearn.documents.words import Words
from elearn.reports.figures import Figure, Tail, Unit
from elearn.results.rounding import Number

ON_A_LINE = 6
"""Columns of figures beside a subject's name on A4."""
STRANDS = 3
NEVER_BROKEN = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands on paper before the tables: sentences, and drawings with their labels."""

    title: str
    lines: Sequence[str] = ()
    charts: Sequence[tuple[str, Chart]] = ()


def figures_pdf(book: Book, sections: Sequence[Section], words: Words, now: datetime) -> bytes:
    """The whole report: these sections, then every figure of the book, then the dictionary."""
    told = words.say("%(label)s: %(value)s", label="%s", value="%s")
    values = {
        "title": book.finding,
        "language": words.language,
        "reserved": book.reserved,
        "head": [" · ".join(told % pair for pair in book.head), *book.notes],
        "footer": " · ".join(value for _, value in book.head),
        "sections": [
            *(_section(one) for one in sections),
            _tables(words.say("Figures"), [_single(book, words)]),
            *_groups(book, words),
            *(_tables(one.name, [_lines(one, words)]) for one in book.lines),
            _tables(words.say("What each figure is"), [_dictionary(book, words)]),
        ],
    }
    return typeset("report", printable(values), now)


def shown(figure: Figure, value: Number, words: Words) -> str:
    """A number of the report, as the page writes it."""
    if figure.unit is Unit.SHARE:
        return words.percent(value, figure.digits)
    return words.number(value, figure.digits)


def _section(one: Section) -> dict[str, Any]:
    charts = [{"label": label, **print_charts.drawing(chart)} for label, chart in one.charts]
    return {"title": one.title, "lines": list(one.lines), "charts": charts, "tables": []}


def _tables(title: str, tables: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "lines": [], "charts": [], "tables": list(tables)}


def _table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Sequence[int],
    right: Sequence[int] = (),
    small: bool = False,
) -> dict[str, Any]:
    """`columns`: shares of the width, 0 as wide as needed; `right`: columns of numbers."""
    return {
        "caption": "",
        "headings": list(headings),
        "rows": [list(row) for row in rows],
        "columns": list(columns),
        "right": list(right),
        "small": small,
    }


def _single(book: Book, words: Words) -> dict[str, Any]:
    headings = [words.say("figure"), words.say("value"), words.say("low"), words.say("high")]
    rows = [_line(one, book, words) for one in single(book.figures)]
    named = [*headings, words.say("n"), words.say("unit"), words.say("id")]
    return _table(named, rows, [1, 0, 0, 0, 0, 0, 0], right=[1, 2, 3, 4])


def _line(one: Figure, book: Book, words: Words) -> list[str]:
    value = _tailed(one, words)
    ends = ["" if end is None else shown(one, end, words) for end in (one.low, one.high)]
    n = "" if one.n is None else words.number(one.n)
    unit = figure_dictionary.unit(one.unit, words)
    return [book.label(one, words), value, *ends, n, unit, one.id]


def _groups(book: Book, words: Words) -> list[dict[str, Any]]:
    titles = titles_of_kinds(words)
    return [_tables(titles[one.kind], [*_group(one, book, words)]) for one in groups(book)]


def _group(group: Group, book: Book, words: Words) -> Iterator[dict[str, Any]]:
    """Tables that are not too wide for the paper; the first says the names of the subjects."""
    for place in range(0, len(group.entries), ON_A_LINE):
        entries = group.entries[place : place + ON_A_LINE]
        headings = [words.say("n"), *(one.meaning for one in entries), words.say("id")]
        rows = [_subject(name, found, entries, words) for name, found in group.subjects.items()]
        # An interval in brackets needs twice the room of a number.
        widths = [2 if "(" in "".join(cells) else 1 for cells in zip(*rows, strict=True)]
        columns, named = [0, *widths[1:-1], 0], not place
        if named:
            headings, columns = ["", *headings], [max(3, sum(columns) // 2), *columns]
            rows = [[book.names[row[-1]], *row] for row in rows]
        right = range(named, len(columns) - 1)
        yield _table(headings, rows, columns, list(right), small=True)


def _subject(
    name: str, found: Mapping[str, Figure], entries: Sequence[Entry], words: Words
) -> list[str]:
    rests_on = max((one.n for one in found.values() if one.n is not None), default=None)
    cells = [_cell(found.get(one.pattern), words) for one in entries]
    return ["" if rests_on is None else words.number(rests_on), *cells, name]


def _cell(figure: Figure | None, words: Words) -> str:
    """A figure in a table of subjects, its interval in brackets behind it, on one line."""
    if figure is None:
        return "–"
    value = _tailed(figure, words).replace(" ", NEVER_BROKEN)
    if figure.low is None or figure.high is None:
        return value
    low, high = (
        words.number(figure.shown(end), figure.digits) for end in (figure.low, figure.high)
    )
    interval = words.say("(%(lo)s to %(hi)s)", lo=low, hi=high)
    return f"{value} {interval}".replace(" ", NEVER_BROKEN)


def _tailed(figure: Figure, words: Words) -> str:
    value = shown(figure, figure.value, words)
    if figure.tail is Tail.AT_MOST:
        return words.say("%(share)s or less", share=value)
    if figure.tail is Tail.AT_LEAST:
        return words.say("%(share)s or more", share=value)
    return value


def _lines(table: Lines, words: Words) -> dict[str, Any]:
    """The table in several strands side by side, to be read down each strand."""
    rows = [[words.number(cell, table.digits) for cell in row] for row in table.rows]
    height = ceil(len(rows) / STRANDS) or 1
    strands = [rows[place : place + height] for place in range(0, len(rows), height)]
    empty = ["" for _ in table.headings]
    beside = [[*chain(*line)] for line in zip_longest(*strands, fillvalue=empty)]
    places = range(len(table.headings) * len(strands))
    return _table(list(table.headings) * len(strands), beside, [1 for _ in places], list(places))


def _dictionary(book: Book, words: Words) -> dict[str, Any]:
    headings = [words.say("id"), words.say("what it is"), words.say("how it is calculated")]
    rows = [[one.pattern, one.meaning, one.rule] for one in book.dictionary]
    return _table(headings, rows, [0, 3, 4], small=True)
