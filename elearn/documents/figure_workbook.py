"""Figures as an XLSX workbook: the cohort's, a sheet a kind of subject, and the dictionary."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from elearn.documents import figure_dictionary
from elearn.documents.figure_book import Book, Group, Lines, groups, single
from elearn.documents.figure_dictionary import Entry
from elearn.documents.words import Words
from elearn.documents.workbook import Row, Sheet, Shown, Value, workbook
from elearn.reports.figures import Figure, Unit, bound
from elearn.results.rounding import Number, rounded

WIDE, NARROW = 48, 14


def figures_xlsx(book: Book, words: Words, now: datetime) -> bytes:
    """The whole workbook."""
    return workbook(_sheets(book, words), book.finding, words.language, now)


def titles_of_kinds(words: Words) -> Mapping[str, str]:
    """What the tables of each kind of subject are called."""
    return {
        "module": words.say("Modules"),
        "objective": words.say("Objectives"),
        "slot": words.say("Points of the test"),
        "later": words.say("Later tests"),
        "state": words.say("States of the tests"),
        "half-day": words.say("Attendance"),
    }


def _sheets(book: Book, words: Words) -> Iterator[Sheet]:
    def sheet(title: str, rows: Iterator[Row], *widths: int) -> Sheet:
        return Sheet(title, tuple(rows), widths, book.reserved)

    main = (WIDE, NARROW, 8, 18, NARROW, NARROW, 8, 24)
    yield sheet(words.say("Figures"), _figures(book, words), *main)
    titles = titles_of_kinds(words)
    for group in groups(book):
        columns = (NARROW for _ in _columns(group))
        yield sheet(titles[group.kind], _group(group, book, words), WIDE, 8, *columns, 24)
    for table in book.lines:
        yield sheet(table.name, _lines(table), *(NARROW + 8 for _ in table.headings))
    dictionary = _dictionary(book, words)
    yield sheet(words.say("Dictionary"), dictionary, 24, WIDE, 18, 2 * WIDE, 32)


def _figures(book: Book, words: Words) -> Iterator[Row]:
    yield Row([book.finding], bold=True)
    yield from (Row(pair) for pair in book.head)
    yield from (Row([note]) for note in book.notes)
    yield Row([])
    names = (words.say("figure"), words.say("value"), words.say("bound"), words.say("unit"))
    more = (words.say("low"), words.say("high"), words.say("n"), words.say("id"))
    yield Row([*names, *more], bold=True)
    yield from (Row(_line(one, book, words)) for one in single(book.figures))


def _line(one: Figure, book: Book, words: Words) -> list[Value]:
    ends = [None if end is None else shown(one, end) for end in (one.low, one.high)]
    unit = figure_dictionary.unit(one.unit, words)
    label = book.label(one, words)
    return [label, shown(one, one.value), str(one.tail), unit, *ends, one.n, one.id]


def _group(group: Group, book: Book, words: Words) -> Iterator[Row]:
    """A line a subject; under each heading stands the end of the ids of its column."""
    columns = list(_columns(group))
    ends = {"low": words.say("low"), "high": words.say("high")}
    headings = [ends.get(end, one.meaning) for one, end in columns]
    yield Row(["", words.say("n"), *headings, words.say("id")], bold=True)
    yield Row(["", "", *(_end_of_id(one, end) for one, end in columns), ""])
    for name, found in group.subjects.items():
        rests_on = max((one.n for one in found.values() if one.n is not None), default=None)
        values = [_at_end(found.get(one.pattern), end) for one, end in columns]
        yield Row([book.names[name], rests_on, *values, name])


def _columns(group: Group) -> Iterator[tuple[Entry, str]]:
    """The entries of a group, and after one that has intervals their two ends."""
    for one in group.entries:
        yield one, "value"
        found = [each[one.pattern] for each in group.subjects.values() if one.pattern in each]
        if any(figure.bounds for figure in found):
            yield one, "low"
            yield one, "high"


def _end_of_id(one: Entry, end: str) -> str:
    last = one.pattern.split(".", 2)[2]
    return last if end == "value" else bound(last, end)


def _at_end(figure: Figure | None, end: str) -> Value:
    if figure is None:
        return None
    value = {"value": figure.value, "low": figure.low, "high": figure.high}[end]
    return None if value is None else shown(figure, value)


def _lines(table: Lines) -> Iterator[Row]:
    yield Row(table.headings, bold=True)
    pattern = _pattern(table.digits)
    for row in table.rows:
        yield Row([Shown(rounded(cell, table.digits), pattern) for cell in row])


def _dictionary(book: Book, words: Words) -> Iterator[Row]:
    names = (words.say("id"), words.say("what it is"), words.say("unit"))
    yield Row(
        [*names, words.say("how it is calculated"), words.say("rounding (halves away from zero)")],
        bold=True,
    )
    for one in book.dictionary:
        rounding = figure_dictionary.rounding(one.digits, words)
        unit = figure_dictionary.unit(one.unit, words)
        yield Row([one.pattern, one.meaning, unit, one.rule, rounding])


def shown(figure: Figure, value: Number) -> Shown:
    """A rounded number with its format; a share is a part of 1 that is shown in per cent."""
    if figure.unit is Unit.SHARE:
        return Shown(figure.shown(value) / 100, _pattern(figure.digits) + "%")
    return Shown(figure.shown(value), _pattern(figure.digits))


def _pattern(digits: int) -> str:
    return "0." + "0" * digits if digits else "0"
