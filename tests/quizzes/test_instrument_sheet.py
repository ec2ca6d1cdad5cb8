from dataclasses import dataclass

from elearn.interchange.tables import number_of
from elearn.quizzes.instrument_sheet import (
    MAX_ROWS,
    AnswerTooLong,
    ItemTwice,
    LabelTooLong,
    NoColumn,
    NoKey,
    NotAMark,
    Question,
    Row,
    matched,
    read,
    read_key,
    written,
)
from elearn.quizzes.paper_sheet import CardTwice, NotACard, TooManyRows

LETTERS = (Question("Q1", "A"), Question("Q2", "B"))


@dataclass(frozen=True)
class Line:
    number: int
    cells: dict[str, str]


def line(number: int, first: str, second: str, **more: str) -> Line:
    return Line(number, {"Q1": first, "Q2": second, **more})


def test_an_answer_is_kept_in_capitals_and_an_empty_cell_is_none() -> None:
    assert (written(" a  b "), written("")) == ("A B", None)
    found = read([line(2, "a", ""), line(3, "", ""), line(4, "C", "b")], LETTERS, None, number_of)
    assert found.rows == (Row(2, None, 1, ("A", None)), Row(4, None, 3, ("C", "B")))
    assert (found.without, found.problems) == (1, ())
    assert [LETTERS[0].right(choice) for choice in ("A", "C", None)] == [True, False, False]


def test_every_mistake_is_named_with_its_row_and_column() -> None:
    lines = [
        line(2, "A", "they told us so in the room", Card="1"),
        line(3, "A", "B", Card="one"),
        line(4, "A", "B", Card="1"),
        line(5, "A", "B", Card="2"),
    ]
    found = read(lines, LETTERS, "Card", number_of)
    assert found.problems == (
        AnswerTooLong(2, "Q2", "they told us so in t…"),
        NotACard(3, "Card", "one"),
        CardTwice(4, 1, 2),
    )
    assert found.rows == (Row(5, 2, 4, ("A", "B")),)


def test_marked_answers_are_1_and_0() -> None:
    marked = (Question("Q1", None), Question("Q2", None))
    found = read([line(2, "1", "0"), line(3, "1", "yes")], marked, None, number_of)
    assert found.rows == (Row(2, None, 1, ("1", "0")),)
    assert found.problems == (NotAMark(3, "Q2", "yes"),)
    assert [marked[0].right(choice) for choice in ("1", "0")] == [True, False]


def test_a_file_that_is_too_long_or_a_label_that_is_says_so() -> None:
    many = [line(number, "A", "B") for number in range(2, MAX_ROWS + 3)]
    assert read(many, LETTERS, None, number_of).problems == (TooManyRows(MAX_ROWS + 2, MAX_ROWS),)
    long = Question("Q" * 41, "A")
    row = Line(2, {long.label: "A"})
    assert read([row], [long], None, number_of).problems == (LabelTooLong(1, long.label),)


def test_the_key_gives_each_item_its_right_answer_once() -> None:
    def row(number: int, item: str, key: str) -> Line:
        return Line(number, {"item": item, "key": key})

    found, problems = read_key([row(2, "1", "d"), row(3, "2", "b")], ("item", "key"))
    assert (found, problems) == ({"1": "D", "2": "B"}, ())
    rows = [row(2, "1", "d"), row(3, "2", ""), row(4, "1", "c"), row(5, "3", "x" * 21)]
    assert read_key(rows, ("item", "key"))[1] == (
        NoKey(3, "key", ""),
        ItemTwice(4, "item", "1"),
        NoKey(5, "key", "x" * 20),
    )
    assert read_key([Line(2, {"item": "1"})], ("item",))[0] == {"1": "1"}


def test_a_key_finds_its_columns_by_what_stands_in_them() -> None:
    key = {"1": "A", "2": "B"}
    columns = ("id", "Q1", "Q2", "R1", "R2")
    answers = {"Q1": {"A", "C"}, "Q2": {"B"}, "R1": {"0"}, "R2": {"1"}}
    found = (Question("Q1", "A"), Question("Q2", "B"))
    assert matched(columns, answers, key, None) == (found, ())
    assert matched(columns, answers, {"Q1": "A", "Q2": "B"}, None) == (found, ())
    assert matched(columns, answers, {"1": "X", "2": "B"}, "Q")[0][0] == Question("Q1", "X")
    twice = {**answers, "R1": {"A"}, "R2": {"B"}}
    assert matched(columns, twice, key, None) == ((), (NoColumn(1, "1"), NoColumn(1, "2")))
    assert matched(columns, answers, {}, None) == ((), ())
