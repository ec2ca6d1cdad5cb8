"""A sheet of paper typed as signs: from a line to one token a question, and back to choices. Pure.

A letter is an option by its printed place. "?" is « Je ne sais pas », "-" no answer, "." an empty
part of a question with several. An order is typed first to last ("BDAC"), a match in the order of
its prompts, several answers in any order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from elearn.courses.items import Item
from elearn.quizzes.questions import Choice

NONE, UNKNOWN, EMPTY = "-", "?", "."


@dataclass(frozen=True, slots=True)
class Printed:
    """One question as the booklet has it: its options in the printed order."""

    item: Item
    options: tuple[str, ...]

    @property
    def letters(self) -> str:
        """The letters printed before its options."""
        return ascii_uppercase[: len(self.options)]

    @property
    def width(self) -> int:
        """How many letters a whole answer has."""
        if self.item.kind == "order":
            return len(self.options)
        if self.item.kind == "match":
            return len(self.item.prompts)
        if self.item.kind == "multiple":
            return self.item.choose or len(self.options)
        return 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one question of a line (from 1), or with the line (0)."""

    place: int


@dataclass(frozen=True, slots=True)
class WrongLength(Problem):
    """The line does not have a token for each question: so many signs of so many."""

    signs: int
    asked: int


@dataclass(frozen=True, slots=True)
class NothingAnswered(Problem):
    """No question has an answer: such a sheet is no test, and never a zero."""


@dataclass(frozen=True, slots=True)
class NotALetter(Problem):
    """A sign that is none of the printed letters."""

    sign: str
    last: str


@dataclass(frozen=True, slots=True)
class LetterTwice(Problem):
    """One letter twice where each may stand once."""

    sign: str


@dataclass(frozen=True, slots=True)
class NotSoMany(Problem):
    """More letters than the question asks for, or of an order fewer."""

    letters: int
    asked: int


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line, read: one token a question where nothing is wrong."""

    tokens: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def read(line: str, asked: Sequence[Printed]) -> Line:
    """The tokens of a line, apart ("A BD ?") or in one piece ("ABD?"), or what is wrong."""
    signs = line.upper()
    parts = re.split(r"[\s,;]+", signs.strip(" \t\r\n,;"))
    if len(parts) != len(asked):
        parts = list(_cut("".join(parts), asked))
    if len(parts) != len(asked) or not all(parts):
        wanted = sum(one.width for one in asked)
        return Line((), (WrongLength(0, len(re.sub(r"[\s,;]", "", signs)), wanted),))
    problems = tuple(
        problem
        for place, (part, one) in enumerate(zip(parts, asked, strict=True), 1)
        for problem in _problems(place, part, one)
    )
    if problems:
        return Line((), problems)
    tokens = tuple(_token(part, one) for part, one in zip(parts, asked, strict=True))
    return Line(tokens, (NothingAnswered(0),) if set(tokens) == {NONE} else ())


def read_one(place: int, signs: str, asked: Printed) -> Line:
    """The token of one question (from 1), or what is wrong with it."""
    part = re.sub(r"[\s,;]", "", signs.upper()) or NONE
    problems = tuple(_problems(place, part, asked))
    return Line((), problems) if problems else Line((_token(part, asked),))


def choice(token: str, asked: Printed) -> tuple[bool, Choice]:
    """Whether a token of `read` is an answer, and which."""
    if token in (NONE, UNKNOWN):
        return token == UNKNOWN, None
    options = dict(zip(asked.letters, asked.options, strict=True))
    if asked.item.kind != "match":
        return True, [options[letter] for letter in token]
    prompts = (prompt.id for prompt in asked.item.prompts)
    pairs = zip(prompts, token, strict=True)
    return True, {prompt: options[letter] for prompt, letter in pairs if letter != EMPTY}


def _cut(signs: str, asked: Sequence[Printed]) -> Iterator[str]:
    """A line in one piece: "?" and "-" stand for a whole question."""
    at = 0
    for one in asked:
        width = 1 if signs[at : at + 1] in (NONE, UNKNOWN) else one.width
        yield signs[at : at + width]
        at += width
    if signs[at:]:
        yield signs[at:]


def _problems(place: int, part: str, asked: Printed) -> Iterator[Problem]:
    if part in (NONE, UNKNOWN):
        return
    letters = part.replace(EMPTY, "")
    foreign = next((sign for sign in letters if sign not in asked.letters), None)
    if foreign is not None or (asked.width == 1 and not letters):
        yield NotALetter(place, foreign or part[0], asked.letters[-1])
    elif _miscounted(part, letters, asked):
        yield NotSoMany(place, len(letters), asked.width)
    elif asked.item.kind != "match" and len(set(letters)) != len(letters):
        yield LetterTwice(place, next(sign for sign in letters if letters.count(sign) > 1))


def _miscounted(part: str, letters: str, asked: Printed) -> bool:
    if asked.item.kind == "order":
        return len(part) != asked.width or part != letters
    if asked.item.kind == "match":
        return len(part) != asked.width
    return len(letters) > asked.width


def _token(part: str, asked: Printed) -> str:
    letters = part.replace(EMPTY, "")
    if not letters:
        return NONE
    return "".join(sorted(letters)) if asked.item.kind == "multiple" else part
