"""Tables as people keep them, and the mistakes that they hold."""

import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.interchange import table_errors, tables
from elearn.interchange.tables import number_of, read_table

MORNING = datetime.fromisoformat("2026-11-21 08:30")
PAIRS = "code;avant;après\nA1;12,5;14\nB2;;9\n"


def read(text, encoding="utf-8", name="scores.csv"):
    return read_table(text.encode(encoding), name)


def cells(table):
    return [tuple(row.cells.values()) for row in table.rows]


def workbook(*rows, change=None):
    """The bytes of a workbook whose first sheet holds these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data, name, content):
    """The workbook with one of its parts replaced."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return changed.getvalue()


def refusal(event, **arguments):
    """What reading must raise: the event, and its arguments."""

    def same(error):
        return error.arguments == arguments

    return pytest.RaisesExc(event, check=same)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_table_is_read_in_the_encodings_of_spreadsheets(encoding):
    table = read(PAIRS, encoding)
    assert table.columns == ("code", "avant", "après")
    assert cells(table) == [("A1", "12,5", "14"), ("B2", "", "9")]
    assert [row.number for row in table.rows] == [2, 3]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_with_any_usual_separator(separator, line_end):
    lines = [["code", "pre", "post"], ["A1", "12", "14"]]
    assert cells(read(line_end.join(separator.join(line) for line in lines))) == [
        ("A1", "12", "14")
    ]


def test_decimal_commas_do_not_pass_for_separators():
    table = read("Score, avant;Score, après\n12,5;13,0\n9,0;9,5\n")
    assert table.columns == ("Score, avant", "Score, après")


def test_one_column_is_a_table():
    assert cells(read("score\n12,5\n9\n")) == [("12,5",), ("9",)]


def test_the_line_that_tells_excel_the_separator_is_no_row():
    table = read("sep=;\r\na;b\r\n1,5;2\r\n")
    assert table.columns == ("a", "b")
    assert table.rows[0].number == 2


def test_a_line_break_inside_quotes_starts_no_row():
    table = read('note,score\n"first\nsecond",3\nplain,4\n')
    assert cells(table) == [("first\nsecond", "3"), ("plain", "4")]
    assert [row.number for row in table.rows] == [2, 3]


def test_blank_rows_and_columns_are_left_out_and_counted():
    table = read("\n,\na,,b,,\n\n1,,2,,\n,,,\n3,,\n")
    assert table.columns == ("a", "b")
    assert [(row.number, row.cells) for row in table.rows] == [
        (5, {"a": "1", "b": "2"}),
        (7, {"a": "3", "b": ""}),
    ]


def test_a_header_is_the_same_however_its_accents_and_spaces_are_typed():
    table = read("apre\u0300s  la\u00a0session,b\n1,2\n")
    assert table.columns == ("après la session", "b")
    assert tables.scores(table, "apre\u0300s la session", 20) == (1,)


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n", "a,b\n,\n"])
def test_a_table_without_rows_is_empty(text):
    with refusal(table_errors.EmptyTable):
        read(text)


def test_two_columns_of_one_name_are_refused():
    with refusal(table_errors.DuplicateHeader, row=1, column="score", first="B", second="D"):
        read("id,score,x,score \n1,2,3,4\n")


def test_a_column_with_values_and_no_name_is_refused():
    with refusal(table_errors.EmptyHeader, row=1, column="B"):
        read("id,,score\n1,2,3\n")


def test_a_cell_beyond_the_last_column_is_refused():
    with refusal(table_errors.ExtraCell, row=3, column="C", cell="5"):
        read("pre,post\n11,12\n12,5,5\n")


def test_a_quote_that_is_not_closed_is_refused_with_its_row():
    with refusal(table_errors.UnclosedQuote, row=3):
        read('a,b\n1,2\n"3,4\n5,6\n')


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03\x00\x01 not text \x00",
        b"\x81\x8d\x8f",
        b"PK\x03\x04 not a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
    ],
)
def test_what_is_no_table_is_refused(data):
    with refusal(table_errors.NotATable, name="photo.jpg"):
        read_table(data, "photo.jpg")


def test_text_that_calls_itself_a_workbook_is_refused():
    with refusal(table_errors.NotATable, name="scores.XLSX"):
        read(PAIRS, name="scores.XLSX")


def test_a_file_that_is_too_large_is_refused():
    with refusal(table_errors.TooLarge, limit=5_000_000):
        read_table(b"a" * 5_000_001, "scores.csv")


def test_too_many_rows_columns_or_cells_are_refused():
    with refusal(table_errors.TooManyRows, limit=50_000):
        read("a\n" + "1\n" * 50_001)
    with refusal(table_errors.TooManyColumns, row=2, limit=200):
        read("a,b\n" + "1," * 200 + "1\n")
    with refusal(table_errors.TooManyCells, limit=2_000_000):
        read(",".join(f"Q{n}" for n in range(200)) + "\n" + "1\n" * 10_001)


def test_the_largest_table_allowed_is_read():
    assert len(read("a\n" + "1\n" * 50_000).rows) == 50_000
    assert len(read(",".join(f"Q{n}" for n in range(200)) + "\n1\n").columns) == 200


def test_a_workbook_is_read_as_it_is_shown():
    data = workbook(
        ["code", "score", "share", "day", "time", "hour", "told"],
        ["A1", 12.0, 0.1, date(2026, 11, 21), MORNING, time(8, 30), True],
        [],
        [None, 1_234_567.0, 1e-05],
    )
    table = read_table(data, "scores.xlsx")
    assert table.columns[:2] == ("code", "score")
    assert cells(table) == [
        ("A1", "12", "0.1", "2026-11-21", "2026-11-21 08:30:00", "08:30:00", "TRUE"),
        ("", "1234567", "0.00001", "", "", "", ""),
    ]
    assert [row.number for row in table.rows] == [2, 4]


def test_only_the_first_sheet_is_read_and_the_name_does_not_matter():
    data = workbook(["a"], [1], change=lambda book: book.create_sheet("other"))
    assert read_table(data, "export.dat").columns == ("a",)


def test_a_formula_gives_the_value_it_last_had():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>total</t></is></c></row>'
        '<row r="2"><c r="A2"><f>6*7</f><v>42</v></c></row></sheetData></worksheet>'
    )
    data = with_part(workbook(["total"]), "xl/worksheets/sheet1.xml", sheet)
    assert cells(read_table(data, "a.xlsx")) == [("42",)]


def test_a_formula_that_was_never_calculated_is_refused():
    with refusal(table_errors.FormulaWithoutValue, row=3, column="B"):
        read_table(workbook(["a", "b"], [1, 2], [3, "=A2*2"]), "scores.xlsx")
    with refusal(table_errors.FormulaWithoutValue, row=2, column="A"):
        read_table(workbook(["a"], ["=1+1"]), "scores.xlsx")


def test_a_workbook_that_unpacks_into_too_much_is_refused():
    bomb = with_part(workbook(["a"], [1]), "xl/media/zeros.bin", b"\0" * 10)
    huge = BytesIO()
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 50_000_001)
    assert read_table(bomb, "a.xlsx").columns == ("a",)
    with refusal(table_errors.TooLarge, limit=50_000_000):
        read_table(huge.getvalue(), "a.xlsx")


def test_a_workbook_of_a_thousand_parts_is_refused():
    many = BytesIO()
    with zipfile.ZipFile(many, "w") as packed:
        for number in range(1_001):
            packed.writestr(f"part{number}.xml", b"")
    with refusal(table_errors.TooLarge, limit=50_000_000):
        read_table(many.getvalue(), "a.xlsx")


def test_a_workbook_that_declares_entities_is_refused():
    laughs = '<!DOCTYPE lol [<!ENTITY lol "ha">]><worksheet/>'
    data = with_part(workbook(["a"], [1]), "xl/worksheets/sheet1.xml", laughs)
    with refusal(table_errors.NotATable, name="a.xlsx"):
        read_table(data, "a.xlsx")


def test_a_damaged_workbook_is_refused():
    whole = workbook(["a"], [1])
    with refusal(table_errors.NotATable, name="a.xlsx"):
        read_table(with_part(whole, "xl/worksheets/sheet1.xml", "<worksheet"), "a.xlsx")
    with refusal(table_errors.NotATable, name="a.xlsx"):
        read_table(whole[: len(whole) // 2], "a.xlsx")


def test_a_workbook_whose_rows_are_numbered_without_end_is_refused():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData></worksheet>'
    )
    data = with_part(workbook(["a"], [1]), "xl/worksheets/sheet1.xml", sheet)
    with refusal(table_errors.TooManyRows, limit=200_000):
        read_table(data, "a.xlsx")


def test_a_workbook_with_too_many_rows_or_columns_is_refused():
    with refusal(table_errors.TooManyColumns, row=2, limit=200):
        read_table(workbook(["a"], [1] * 205), "a.xlsx")
    rows = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(50_002))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{rows}</sheetData></worksheet>"
    )
    with refusal(table_errors.TooManyRows, limit=50_000):
        read_table(with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", sheet), "a.xlsx")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12"),
        (" 12,5 ", "12.5"),
        ("12.5", "12.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1\u00a0234", "1234"),
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
        ("+3", "3"),
        ("1,234", "1.234"),
    ],
)
def test_numbers_are_read_as_people_write_them(cell, number):
    assert number_of(cell) == Decimal(number)


@pytest.mark.parametrize(
    "cell",
    ["", "abs", "12 5", "1 2", "1,234.5", "1e5", "NaN", "inf", "12.", ",5", "12/20", "٣", "1\n234"],
)
def test_what_is_no_number_is_not_guessed(cell):
    assert number_of(cell) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1e9, max_value=1e9))
def test_a_number_survives_either_decimal_sign(number):
    assert number_of(str(number)) == number
    assert number_of(str(number).replace(".", ",")) == number


def test_scores_are_exact_and_empty_cells_are_nothing():
    table = read(PAIRS)
    assert tables.scores(table, "avant", 20) == (Fraction(25, 2), None)
    assert tables.scores(table, "après", 20) == (14, 9)


def test_scores_that_cannot_be_are_refused_with_their_place():
    table = read("a;b;c\n12;-1;x\n21;1;2\n")
    with refusal(table_errors.AboveMaximum, row=3, column="a", cell="21", maximum=20):
        tables.scores(table, "a", 20)
    with refusal(table_errors.BelowZero, row=2, column="b", cell="-1"):
        tables.scores(table, "b", 20)
    with refusal(table_errors.NotANumber, row=2, column="c", cell="x"):
        tables.scores(table, "c", 20)
    with refusal(table_errors.NoSuchColumn, column="d", columns=("a", "b", "c")):
        tables.scores(table, "d", 20)


def test_marks_are_one_or_zero():
    table = read("Q1,Q2\n1,0\n,1.0\n")
    assert tables.marks(table, ["Q2", "Q1"]) == ((0, 1), (1, None))
    with refusal(table_errors.NotRightOrWrong, row=2, column="Q1", cell="2"):
        tables.marks(read("Q1\n2\n"), ["Q1"])
    with refusal(table_errors.NotRightOrWrong, row=2, column="Q1", cell="A"):
        tables.marks(read("Q1\nA\n"), ["Q1"])


def test_questions_are_the_columns_of_marks_that_are_numbered_alike():
    table = read("id,woman,Q1,Q2,A1,A2,Q3\n1,1,1,0,B,C,\n2,0,0,1,A,A,\n")
    assert tables.question_columns(table) == ("Q1", "Q2")


def test_questions_are_all_columns_but_the_first_where_all_hold_marks():
    assert tables.question_columns(read("id,law,register\n7,1,0\n8,0,1\n")) == ("law", "register")


def test_questions_are_not_guessed_where_two_kinds_of_columns_hold_marks():
    assert tables.question_columns(read("id,x,Q1,Q2,R1,R2\n7,A,1,0,1,0\n")) == ()


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"a,b\n"]))
def test_whatever_the_file_holds_it_is_a_table_or_a_named_event(data, start):
    try:
        table = read_table(start + data, "file")
    except table_errors.TableError:
        return
    assert table.rows
    assert all(set(row.cells) == set(table.columns) for row in table.rows)
