"""A table of answers and its key, as files have them, read into the sheet of an outside test."""

from collections.abc import Sequence
from dataclasses import dataclass

from elearn.interchange.tables import Table, number_of, question_columns
from elearn.quizzes import instrument_sheet
from elearn.quizzes.instrument_sheet import Question, Sheet, written
from elearn.quizzes.paper_sheet import Problem
from elearn.quizzes.waves import Wave


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a table: whose test it is and when, the cards' column, the labels' prefix."""

    title: str
    wave: Wave
    card: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """The sheet that can be kept, rows without any answer, columns left out, what is wrong.

    in_key: the problems are of the key's file.
    """

    sheet: Sheet
    without: int
    dropped: tuple[str, ...]
    problems: tuple[Problem, ...]
    in_key: bool = False


def read(table: Table, key: Table | None, told: Told) -> Read:
    """The table by its key; without one the answers are 1 and 0, in the columns that hold them."""
    questions, problems = _questions(table, key, told)
    if problems or not questions:
        return Read(_sheet(told, questions, ()), 0, (), problems, in_key=key is not None)
    found = instrument_sheet.read(table.rows, questions, told.card, number_of)
    used = {one.label for one in questions} | {told.card}
    dropped = tuple(name for name in table.columns if name not in used)
    sheet = Sheet(told.title, told.wave, questions, found.rows, told.card)
    return Read(sheet, found.without, dropped, found.problems)


def _sheet(told: Told, questions: Sequence[Question], rows: tuple[()]) -> Sheet:
    return Sheet(told.title, told.wave, tuple(questions), rows, told.card)


def _questions(
    table: Table, key: Table | None, told: Told
) -> tuple[tuple[Question, ...], tuple[Problem, ...]]:
    if key is not None:
        right, problems = instrument_sheet.read_key(key.rows, key.columns)
        if problems:
            return (), problems
        return instrument_sheet.matched(table.columns, _answers(table), right, told.prefix)
    if told.prefix:
        names = tuple(name for name in table.columns if name.startswith(told.prefix))
    else:
        names = question_columns(table)
    return tuple(Question(name, None) for name in names if name != told.card), ()


def _answers(table: Table) -> dict[str, set[str]]:
    return {
        name: {answer for row in table.rows if (answer := written(row.cells[name]))}
        for name in table.columns
    }
