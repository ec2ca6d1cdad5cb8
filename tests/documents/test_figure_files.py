"""Files of figures: no text runs, the same figures are the same bytes, every letter prints."""

import csv
import zipfile
from io import BytesIO, StringIO

import openpyxl
import pytest
from pypdf import PdfReader

from elearn.documents import cohort_dictionary, figure_dictionary
from elearn.documents.figure_book import Book, Lines
from elearn.documents.figure_csv import figures_csv
from elearn.documents.figure_workbook import figures_xlsx
from elearn.documents.letters import known, printable
from elearn.documents.report_sheet import figures_pdf
from elearn.documents.words import words
from elearn.reports.figures import Figure, Tail, Unit
from tests.conftest import START

RUNS = "=HYPERLINK(1)"
FIGURES = (
    Figure("enrolled", Unit.ENROLMENTS, 25, 25),
    Figure("gain.mean", Unit.POINTS, -11.84, 19, -24.46, 0.76, digits=1),
    Figure("mean.before", Unit.SHARE, 0.525, 19),
    Figure("slot.a.after-share", Unit.SHARE, 0.95, 19, tail=Tail.AT_LEAST),
    Figure("slot.b.before-share", Unit.SHARE, 0.5, 19, 0.3, 0.7),
)


def book(language: str, reserved: str | None = None) -> Book:
    return Book(
        finding=RUNS,
        head=(("Session", "@Ségou"), ("-x", "محمد\x07")),
        notes=("+note",),
        figures=FIGURES,
        names={"slot.a": RUNS, "slot.b": "Le registre (→ S1)"},
        entries=cohort_dictionary.entries(words(language)),
        reserved=reserved,
        lines=(Lines(RUNS, ("Before", "After"), ((3.5, 7), (4, 8)), 1),) if reserved else (),
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_csv_opens_in_the_spreadsheet_of_its_language(language: str) -> None:
    data = figures_csv(book(language, "Reserved"), words(language))
    assert data.startswith(b"\xef\xbb\xbf")
    comma = language == "en"
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter="," if comma else ";"))
    assert rows[0] == ["Reserved"]
    assert rows[1] == [f"'{RUNS}"]
    gain = next(row for row in rows if row[:1] == ["gain.mean"])
    shown = ["-11.8", "-24.5", "0.8"] if comma else ["-11,8", "-24,5", "0,8"]
    assert [gain[2], gain[5], gain[6], gain[7]] == [*shown, "19"]
    assert rows[-1][0] == ("4.0" if comma else "4,0")
    for row in rows:
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_a_workbook_holds_numbers_and_no_formula() -> None:
    data = figures_xlsx(book("fr", "Réservé & gardé"), words("fr"), START)
    found = openpyxl.load_workbook(BytesIO(data))
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(sheet["A1"].value == "Réservé & gardé" for sheet in found)
    assert all(sheet.oddHeader.center.text == "Réservé && gardé" for sheet in found)
    numbers = {cell.value: cell.number_format for cell in cells if cell.data_type == "n"}
    assert (numbers[-11.8], numbers[0.53], numbers[25]) == ("0.0", "0%", "0")
    assert RUNS in {cell.value for cell in cells}


@pytest.mark.parametrize("reserved", [None, "Réservé"])
def test_the_same_figures_at_the_same_time_are_the_same_bytes(reserved: str | None) -> None:
    made = book("fr", reserved)
    for kind in (
        lambda: figures_csv(made, words("fr")),
        lambda: figures_xlsx(made, words("fr"), START),
        lambda: figures_pdf(made, (), words("fr"), START),
    ):
        assert kind() == kind()


def test_a_workbook_holds_no_time_but_the_one_it_was_given() -> None:
    packed = zipfile.ZipFile(BytesIO(figures_xlsx(book("fr"), words("fr"), START)))
    assert {part.date_time[0] for part in packed.infolist()} == {1980}
    core = packed.read("docProps/core.xml").decode()
    assert core.count(f"{START:%Y-%m-%dT%H:%M}") == 2


def test_the_report_is_a4_tagged_and_warns_on_each_page() -> None:
    found = PdfReader(BytesIO(figures_pdf(book("en", "Keep it"), (), words("en"), START)))
    assert all("Keep it" in page.extract_text() for page in found.pages)
    assert found.trailer["/Root"]["/Lang"] == "en"
    assert bool(found.trailer["/Root"]["/MarkInfo"]["/Marked"])
    assert {round(float(page.mediabox.height)) for page in found.pages} == {842}
    text = " ".join(page.extract_text() for page in found.pages)
    assert "95% or more" in " ".join(text.split())


def test_what_our_letters_lack_is_printed_as_a_question_mark() -> None:
    assert printable({"a": ["−3 é ɲ", "م→"], "n": 4}) == {"a": ["–3 é ɲ", "??"], "n": 4}
    assert ord("ɛ") in known()


def test_every_figure_has_a_line_in_the_dictionary_or_is_a_mistake() -> None:
    entries = cohort_dictionary.entries(words("en"))
    assert figure_dictionary.entry("slot.C2-S1.before", entries).pattern == "slot.*.before"
    with pytest.raises(figure_dictionary.Unexplained):
        figure_dictionary.entry("gain.nothing", entries)
    assert len({one.pattern for one in entries}) == len(entries)
    for spoken in ("fr", "en"):
        for unit in Unit:
            assert figure_dictionary.unit(unit, words(spoken))
