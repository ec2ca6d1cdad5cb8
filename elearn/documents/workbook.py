"""Sheets of values as an XLSX file: numbers are numbers with their format, text is no formula."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
LONGEST_NAME = 31
RUNS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula where it is typed anew."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of each part of the file: the same values at the same time are the same bytes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number and how the spreadsheet shows it, such as 0.0 or 0%."""

    value: Decimal
    format: str


Value = str | int | Shown | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet."""

    cells: Sequence[Value]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `warning` stands above it, and on paper at the head of each page."""

    title: str
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    warning: str | None = None


def workbook(sheets: Iterable[Sheet], title: str, language: str, now: datetime) -> bytes:
    """The file; `now` is the only time in it."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for each in sheets:
        _fill(made.create_sheet(FORBIDDEN.sub(" ", each.title)[:LONGEST_NAME]), each)
    properties = made.properties
    properties.creator, properties.title, properties.language = "Danbe", title, language
    properties.created = now.replace(microsecond=0, tzinfo=None)
    written = BytesIO()
    made.save(written)
    return _without_clock(written, f"{properties.created.isoformat()}Z")


def _fill(sheet: Worksheet, each: Sheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", False
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if each.warning:
        assert sheet.oddHeader is not None
        sheet.oddHeader.center.text = each.warning.replace("&", "&&")
        sheet.append([_cell(sheet, each.warning, True, False)])
    for row in each.rows:
        wrapped = len(row.cells) > 2
        sheet.append([_cell(sheet, value, row.bold, wrapped) for value in row.cells])
    for column, width in enumerate(each.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _cell(sheet: Worksheet, value: Value, bold: bool, wrapped: bool) -> Cell:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, Shown):
        cell.value, cell.number_format = value.value, value.format
    elif isinstance(value, str):
        _say(cell, value)
    else:
        cell.value, cell.number_format = value, "0"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=wrapped)
    return cell


def _say(cell: Cell, text: str) -> None:
    # Said to be text, so that what a person wrote never runs, whatever it begins with.
    if text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(RUNS)


def _without_clock(written: BytesIO, moment: str) -> bytes:
    stamp = f">{moment}</dcterms:modified>".encode()
    packed = BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb">[^<]*</dcterms:modified>", stamp, part)
            new.writestr(zipfile.ZipInfo(name, EPOCH), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
