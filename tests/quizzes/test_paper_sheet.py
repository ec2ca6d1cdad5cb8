"""A sheet of paper totals is read whole: its rows, and every mistake at once."""

from dataclasses import dataclass

from elearn.interchange.tables import number_of
from elearn.quizzes import paper_sheet
from elearn.quizzes.paper_sheet import (
    AboveMaximum,
    BelowZero,
    CardTwice,
    Columns,
    NoScore,
    NotACard,
    NotANumber,
    NotWhole,
    Row,
    TooManyRows,
)

COLUMNS = Columns("carte", "avant", "apres")


@dataclass
class Line:
    """A line as a table has it."""

    number: int
    cells: dict[str, str]


def lines(*rows: tuple[str, str, str]) -> list[Line]:
    return [
        Line(number, dict(zip(("carte", "avant", "apres"), row, strict=True)))
        for number, row in enumerate(rows, start=2)
    ]


def read(*rows: tuple[str, str, str], maximum: int = 20) -> paper_sheet.Reading:
    return paper_sheet.read(lines(*rows), COLUMNS, maximum, number_of)


def test_an_empty_cell_is_no_test_and_never_a_zero() -> None:
    assert read(("1", "", "0")).rows == (Row(2, 1, None, 0),)


def test_whole_numbers_may_be_written_with_decimals() -> None:
    assert read(("1,0", "12,0", "13.0")).rows == (Row(2, 1, 12, 13),)


def test_every_mistake_is_named_with_its_row_and_column_and_all_at_once() -> None:
    found = read(
        ("1", "21", "-1"),
        ("2", "abs", "3,5"),
        ("x", "4", "5"),
        ("", "4", "5"),
        ("1", "4", "5"),
        ("7", "", ""),
        ("0", "1", "1"),
        ("8", "8", "9"),
    )
    assert found.problems == (
        AboveMaximum(2, "avant", "21", 20),
        BelowZero(2, "apres", "-1"),
        NotANumber(3, "avant", "abs"),
        NotWhole(3, "apres", "3,5"),
        NotACard(4, "carte", "x"),
        NotACard(5, "carte", ""),
        CardTwice(6, 1, 2),
        NoScore(7),
        NotACard(8, "carte", "0"),
    )
    assert found.rows == (Row(9, 8, 8, 9),)


def test_a_test_without_a_column_is_left_alone() -> None:
    columns = Columns("carte", "avant", None)
    assert paper_sheet.read(lines(("1", "4", "x")), columns, 20, number_of).problems == ()


def test_rows_without_a_card_column_are_cards_in_their_order() -> None:
    columns = Columns(None, "avant", "apres")
    found = paper_sheet.read(lines(("", "1", "2"), ("", "3", "4")), columns, 20, number_of)
    assert [row.card for row in found.rows] == [1, 2]


def test_more_rows_than_a_session_can_have_are_refused_as_one() -> None:
    many = [(str(card), "1", "2") for card in range(1, paper_sheet.MAX_ROWS + 2)]
    assert read(*many).problems == (TooManyRows(paper_sheet.MAX_ROWS + 2, paper_sheet.MAX_ROWS),)
