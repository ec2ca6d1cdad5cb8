"""A table of answers to a test that is not Danbe's, and its key: every mistake at once. Pure.

A row without any answer is no test, never a zero; an empty cell in a test is an answer not right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from elearn.quizzes.paper_sheet import (
    LARGEST_CARD,
    CardTwice,
    InCell,
    Line,
    NotACard,
    NumberOf,
    Problem,
    TooManyRows,
)
from elearn.quizzes.waves import Wave

MAX_ROWS = 5_000
LONGEST_LABEL = 40
LONGEST_ANSWER = 20
MARKS = {"0": False, "1": True}


@dataclass(frozen=True, slots=True)
class Question:
    """One item: the column of its answers, which is its label, and its key; None if marked 1, 0."""

    label: str
    key: str | None

    def right(self, choice: str | None) -> bool:
        """Whether an answer, as `written`, is the right one."""
        return choice is not None and choice == (self.key or "1")


@dataclass(frozen=True, slots=True)
class Row:
    """One person's answers in the order of the questions; without cards a place in the file."""

    number: int
    card: int | None
    place: int
    choices: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: whose test it is, when it was taken, and the answers.

    `card` is the column of card numbers; None where every row is somebody new.
    """

    title: str
    wave: Wave
    questions: tuple[Question, ...]
    rows: tuple[Row, ...]
    card: str | None


@dataclass(frozen=True, slots=True)
class AnswerTooLong(InCell):
    """More than a letter or a short word: it may be somebody's sentence."""


@dataclass(frozen=True, slots=True)
class NotAMark(InCell):
    """Neither 1 nor 0 where answers come marked."""


@dataclass(frozen=True, slots=True)
class NoSuchCard(InCell):
    """A card that the session does not have."""


@dataclass(frozen=True, slots=True)
class NoKey(InCell):
    """An item without a right answer, or one that is too long to be one."""


@dataclass(frozen=True, slots=True)
class ItemTwice(InCell):
    """An item that stands in the key already."""


@dataclass(frozen=True, slots=True)
class LabelTooLong(Problem):
    """A column's name that is too long for a label."""

    label: str


@dataclass(frozen=True, slots=True)
class NoColumn(Problem):
    """An item of the key that no column of the answers is for."""

    item: str


@dataclass(frozen=True, slots=True)
class OtherQuestions(Problem):
    """The programme has a test of this title with other items or another key."""

    title: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The tests that can be taken, how many rows have none, and what is wrong."""

    rows: tuple[Row, ...]
    without: int
    problems: tuple[Problem, ...]


def written(cell: str) -> str | None:
    """An answer as it is kept: capitals, spaces folded; None of an empty cell."""
    return " ".join(cell.split()).upper() or None


def read(
    lines: Iterable[Line], questions: Sequence[Question], card: str | None, number_of: NumberOf
) -> Reading:
    """The answers of every line, and all problems in line order; `card` is the cards' column."""
    kept = list(lines)
    if len(kept) > MAX_ROWS:
        return Reading((), 0, (TooManyRows(kept[MAX_ROWS].number, MAX_ROWS),))
    problems: list[Problem] = [
        LabelTooLong(1, one.label) for one in questions if len(one.label) > LONGEST_LABEL
    ]
    rows: list[Row] = []
    without = 0
    seen: dict[int, int] = {}
    for place, line in enumerate(kept, start=1):
        choices = tuple(written(line.cells[one.label]) for one in questions)
        if not any(choices):
            without += 1
            continue
        number = _card(line, card, number_of, seen)
        wrong = [one for one in _wrong(line, questions, choices) if one is not None]
        if isinstance(number, Problem):
            wrong.append(number)
        elif not wrong:
            rows.append(Row(line.number, number, place, choices))
        problems += wrong
    return Reading(tuple(rows), without, tuple(problems))


def _wrong(
    line: Line, questions: Sequence[Question], choices: Sequence[str | None]
) -> Iterable[Problem | None]:
    for question, choice in zip(questions, choices, strict=True):
        if choice is None:
            continue
        cell = line.cells[question.label]
        if question.key is None and choice not in MARKS:
            yield NotAMark(line.number, question.label, cell[:LONGEST_ANSWER])
        elif len(choice) > LONGEST_ANSWER:
            yield AnswerTooLong(line.number, question.label, cell[:LONGEST_ANSWER] + "…")


def _card(
    line: Line, column: str | None, number_of: NumberOf, seen: dict[int, int]
) -> int | Problem | None:
    if column is None:
        return None
    cell = line.cells[column]
    number = number_of(cell)
    if number is None or number != int(number) or not 0 < number <= LARGEST_CARD:
        return NotACard(line.number, column, cell[:LONGEST_ANSWER])
    card = int(number)
    if card in seen:
        return CardTwice(line.number, card, seen[card])
    seen[card] = line.number
    return card


def read_key(
    lines: Iterable[Line], columns: Sequence[str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The right answer of each item, from the first two columns (item, key), and all problems."""
    item, key = columns[0], columns[-1] if len(columns) < 2 else columns[1]
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for line in lines:
        name, right = " ".join(line.cells[item].split()), written(line.cells[key])
        if not name or right is None or len(right) > LONGEST_ANSWER:
            problems.append(NoKey(line.number, key, line.cells[key][:LONGEST_ANSWER]))
        elif name in found:
            problems.append(ItemTwice(line.number, item, name))
        else:
            found[name] = right
    return found, tuple(problems)


def matched(
    columns: Sequence[str],
    answers: Mapping[str, set[str]],
    key: Mapping[str, str],
    prefix: str | None,
) -> tuple[tuple[Question, ...], tuple[Problem, ...]]:
    """The column of each item of the key: of its name, or of a prefix and its name (A1 for 1).

    answers: what stands in each column, as `written`. Without a prefix the one is taken that
    gives every item a column in which its right answer occurs, if there is only one.
    """
    prefixes = [prefix] if prefix is not None else _prefixes(columns, answers, key)
    chosen = prefixes[0] if len(prefixes) == 1 else ""
    missing = tuple(NoColumn(1, item) for item in key if chosen + item not in columns)
    if missing:
        return (), missing
    return tuple(Question(chosen + item, right) for item, right in key.items()), ()


def _prefixes(
    columns: Sequence[str], answers: Mapping[str, set[str]], key: Mapping[str, str]
) -> list[str]:
    if not key:
        return []
    first = next(iter(key))
    tried = [name.removesuffix(first) for name in columns if name.endswith(first)]
    return [
        one
        for one in tried
        if all(right in answers.get(one + item, set()) for item, right in key.items())
    ]
