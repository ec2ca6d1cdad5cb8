"""XLSX workbooks: the first sheet, as text; nothing of them is trusted."""

import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest

import openpyxl
from openpyxl.utils import get_column_letter

from elearn.interchange.table_errors import FormulaWithoutValue, NotATable, TooLarge, TooManyRows

MAX_UNPACKED = 50_000_000
MAX_PARTS = 1_000
LAST_ROW = 200_000  # a stray cell may be further down, and costs a walk through the blank rows

Rows = dict[int, tuple[object, ...]]


def workbook_records(
    data: bytes, name: str, rows: int, columns: int
) -> Iterator[tuple[int, list[str]]]:
    """Each filled row of the first sheet with its number, as text.

    Cut after so many filled rows and so many columns. Formulas give the value they last had,
    dates are ISO text. Raises NotATable, TooLarge, TooManyRows, FormulaWithoutValue.
    """
    has_formulas = _has_formulas(data, name)
    values = _sheet(data, name, rows, columns, formulas=False)
    if has_formulas:
        _check_calculated(values, _sheet(data, name, rows, columns, formulas=True))
    return ((number, [_shown(value) for value in row]) for number, row in values.items())


def _has_formulas(data: bytes, name: str) -> bool:
    """Whether any sheet has formulas; refuses what unpacks into too much or is no workbook."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise TooLarge(MAX_UNPACKED)
            texts = [packed.read(part) for part in parts if part.filename.endswith(".xml")]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
        raise NotATable(name) from error
    # No workbook program writes a document type; one is there to make entities of.
    if any(b"<!DOCTYPE" in text for text in texts):
        raise NotATable(name)
    return any(b"<f>" in text or b"<f " in text for text in texts)


def _sheet(data: bytes, name: str, rows: int, columns: int, *, formulas: bool) -> Rows:
    try:
        # The library warns of styles and menus that it will not keep; nothing is written here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=not formulas)
            found = book.worksheets[0].iter_rows(max_col=columns, values_only=True)
            return _filled(found, rows)
    except TooManyRows:
        raise
    except Exception as error:  # a damaged workbook fails anywhere in the library, in any way
        raise NotATable(name) from error


def _filled(found: Iterable[tuple[object, ...]], limit: int) -> Rows:
    rows: Rows = {}
    for number, row in enumerate(found, start=1):
        width = max((place for place, v in enumerate(row, start=1) if v is not None), default=0)
        if width:
            rows[number] = row[:width]
        if len(rows) == limit:
            break
        if number > LAST_ROW:
            raise TooManyRows(LAST_ROW)
    return rows


def _check_calculated(values: Rows, formulas: Rows) -> None:
    for number, row in formulas.items():
        for place, (formula, value) in enumerate(zip_longest(row, values.get(number, ()))):
            if value is None and formula is not None:
                raise FormulaWithoutValue(number, get_column_letter(place + 1))


def _shown(value: object) -> str:
    """A cell as its reader would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)
