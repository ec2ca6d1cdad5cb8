"""Reads the figures back from a page, from CSV, XLSX and PDF: each as id and number."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from shutil import which
from subprocess import run
from typing import Any

import openpyxl
from pypdf import PdfReader

from elearn.documents import figure_dictionary
from elearn.documents.report_sheet import ON_A_LINE
from elearn.documents.words import Words
from elearn.reports.figures import SUBJECTS, Unit, bound

Cells = dict[str, Decimal]
NUMBER = re.compile(r"[–−-]?\d+(?:[.,]\d+)?")
CELL = re.compile(
    r"(?<!\S)(?:–|[–−-]?\d+(?:[.,]\d+)?(?:\s?%)?(?: (?:ou moins|ou plus|or less|or more))?"
    r"(?: \([^()]*\))?)(?!\S)"
)
# A figure's or a subject's name at the end of a printed row.
ROW_ID = re.compile(r" ([a-z][\w-]*(?:\.[\w-]+)*)$")


def decimal(text: str) -> Decimal:
    """The first number of a text in either language; a share is in per cent."""
    found = NUMBER.search(text)
    assert found, text
    return Decimal(found[0].replace(",", ".").replace("–", "-").replace("−", "-"))


def of_page(marked: Iterable[tuple[str, str]]) -> Cells:
    """Elements of a page as (name of the figure, text); one figure never shows two numbers."""
    cells: Cells = {}
    for name, text in marked:
        value = decimal(text)
        assert cells.setdefault(name, value) == value, f"{name}: {cells[name]} and {value}"
    return cells


def of_csv(data: bytes, words: Words) -> Cells:
    """The lines of the table under its headings."""
    text = data.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";" if words.language == "fr" else ","))
    start = next(place for place, row in enumerate(rows) if row[:1] == [words.say("id")])
    cells: Cells = {}
    for row in rows[start + 1 :]:
        if not row:
            break
        for name, value in ((row[0], row[2]), *_ends(row[0], (row[5], row[6]))):
            if value:
                cells[name] = decimal(value)
    return cells


def of_xlsx(data: bytes, words: Words) -> Cells:
    """The sheet of figures, a line each, and the sheets with a line a subject."""
    cells: Cells = {}
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book:
        rows = list(sheet.iter_rows())
        for place, row in enumerate(rows):
            last = row[-1].value
            if last == words.say("id") and row[1].value == words.say("value"):
                for line in rows[place + 1 :]:
                    cells |= _line(line)
            elif last == words.say("id") and row[1].value == words.say("n"):
                for line in rows[place + 2 :]:
                    cells |= _subject(line, [cell.value for cell in rows[place + 1]])
    return cells


def _line(row: tuple[openpyxl.cell.Cell, ...]) -> Cells:
    name = str(row[7].value)
    found = ((name, row[1]), *_ends(name, (row[4], row[5])))
    return {key: _number(cell) for key, cell in found if cell.value is not None}


def _subject(row: tuple[openpyxl.cell.Cell, ...], ends: list[object]) -> Cells:
    return {
        f"{row[-1].value}.{end}": _number(cell)
        for cell, end in zip(row, ends, strict=True)
        if end and cell.value is not None
    }


def _number(cell: openpyxl.cell.Cell) -> Decimal:
    assert cell.data_type == "n", cell.coordinate
    share = cell.number_format.endswith("%")
    return Decimal(str(cell.value)) * (100 if share else 1)


def of_pdf(data: bytes, words: Words) -> Cells:
    """The rows of the printed tables: each ends with its figure's or its subject's name."""
    return _of_lines(list(_lines(data)), words)


def of_pdftotext(data: bytes, words: Words) -> Cells | None:
    """The same by poppler's reader; None where this machine has none."""
    if not which("pdftotext"):
        return None
    told = run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return _of_lines([" ".join(line.split()) for line in told.stdout.decode().splitlines()], words)


def _of_lines(lines: list[str], words: Words) -> Cells:
    units = sorted((figure_dictionary.unit(one, words) for one in Unit), key=len, reverse=True)
    cells: Cells = {}
    rows: Counter[str] = Counter()
    annex = lines.index(words.say("What each figure is"))
    known = {line.split()[0] for line in lines[annex:] if line}
    for line in lines[:annex]:
        found = ROW_ID.search(line)
        if not found:
            continue
        name, said = found[1], line[: found.start()]
        if name.split(".")[0] in SUBJECTS and name.count(".") == 1:
            columns = _columns(lines, name.split(".")[0], rows[name])
            rows[name] += 1
            cells |= _printed_subject(name, said, columns)
        elif name in known:
            unit = next((one for one in units if said.endswith(f" {one}")), None)
            cells |= _printed(name, said.removesuffix(f" {unit}")) if unit else {}
    return cells


def _columns(lines: Iterable[str], kind: str, row: int) -> list[str]:
    """The ends of the ids of one table, from the dictionary that the report prints."""
    patterns = [line.split()[0] for line in lines if line.startswith(f"{kind}.*.")]
    ends = [one.removeprefix(f"{kind}.*.") for one in dict.fromkeys(patterns)]
    return ends[row * ON_A_LINE : (row + 1) * ON_A_LINE]


def _printed_subject(name: str, said: str, columns: list[str]) -> Cells:
    """A row such as: people, a number a column, its interval behind it in brackets."""
    tokens = list(CELL.finditer(said))[-len(columns) :]
    cells: Cells = {}
    for end, token in zip(columns, tokens, strict=True):
        numbers = [decimal(one) for one in NUMBER.findall(token[0])]
        if numbers:
            cells[f"{name}.{end}"] = numbers[0]
            cells |= dict(_ends(f"{name}.{end}", numbers[1:]))
    return cells


def _printed(name: str, said: str) -> Cells:
    """A row such as: label, value, the two ends if there are any, people if it rests on some."""
    tokens = re.search(r"((?:\s[–−-]?\d+(?:[.,]\d+)?(?:\s?%)?)+)$", _without_tail(f" {said}"))
    assert tokens, said
    numbers = [decimal(one) for one in NUMBER.findall(tokens[1])]
    return {name: numbers[0], **dict(_ends(name, numbers[1:3] if len(numbers) == 4 else []))}


def _without_tail(said: str) -> str:
    return re.sub(r" (?:ou moins|ou plus|or less|or more)\b", "", said)


def _ends(name: str, ends: Iterable[Any]) -> list[tuple[str, Any]]:
    return [(bound(name, end), value) for end, value in zip(("low", "high"), ends, strict=False)]


def _lines(data: bytes) -> Iterator[str]:
    for page in PdfReader(BytesIO(data)).pages:
        for line in page.extract_text().splitlines():
            yield " ".join(line.split())
