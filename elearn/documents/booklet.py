"""A test on paper: the booklet of one form, and an answer sheet a card. PDF, A4, ink on white."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from elearn.courses import measures
from elearn.documents.typesetting import typeset
from elearn.documents.words import Words
from elearn.quizzes.booklets import Sheet
from elearn.quizzes.keyed_line import Printed
from elearn.quizzes.waves import Wave

WRITTEN = ("order", "match")
"""Kinds answered by letters in boxes; the others by bubbles."""


@dataclass(frozen=True, slots=True)
class Printing:
    """What every page of one test says: whose session, which test, in whose words, when."""

    cohort: str
    wave: Wave
    words: Words
    now: datetime

    @property
    def running(self) -> str:
        """The line above each page."""
        return f"{self.cohort} · {test_name(self.wave, self.words)}"


def test_name(wave: Wave, words: Words) -> str:
    """What a test is called, on paper as on screen."""
    return {
        Wave.PRE: words.say("First test"),
        Wave.POST: words.say("Final test"),
        Wave.FOLLOW_UP: words.say("Follow-up test"),
        Wave.SIX_MONTHS: words.say("Six-month test"),
    }[wave]


def booklet(form: str, asked: Sequence[Printed], printing: Printing) -> bytes:
    """The PDF of one form's booklet, the form's letter on each page."""
    words = printing.words
    values = {
        "title": test_name(printing.wave, words),
        "language": words.language,
        "running": printing.running,
        "form": _version(form, words),
        "lead": _lead(words),
        "card": words.say("No answer sheet? Write your card number here, and answer below:"),
        "unknown": words.say("I don’t know"),
        "items": [_item(number, one, words) for number, one in enumerate(asked, 1)],
    }
    return typeset("booklet", values, printing.now)


def answer_sheets(
    sheets: Sequence[Sheet], asked: Mapping[str, Sequence[Printed]], printing: Printing
) -> bytes:
    """The PDF of the answer sheets, a page each: card number and form, never a code or a name."""
    words = printing.words
    values = {
        "title": words.say("Answer sheets"),
        "language": words.language,
        "running": printing.running,
        "lead": [
            words.say(
                "Fill in the bubble of your answer. Write letters into the boxes. “?” is: I don’t "
                "know. To change an answer, cross it out and fill in another."
            )
        ],
        "rows": {
            form: [_row(number, one, words) for number, one in enumerate(questions, 1)]
            for form, questions in asked.items()
        },
        "sheets": [
            {
                "card": words.say("Card %(n)s", n=sheet.card),
                "form": _version(sheet.form, words),
                "letter": sheet.form,
            }
            for sheet in sheets
        ],
    }
    return typeset("answer-sheet", values, printing.now)


def _version(form: str, words: Words) -> str:
    return words.say("Version %(form)s", form=form)


def _lead(words: Words) -> list[str]:
    return [
        words.say(
            "This test measures the course, not you. Nobody among your superiors sees your "
            "answers. You may hand the sheet back empty."
        ),
        words.say(
            "Answer on your answer sheet. If you are not sure, “I don’t know” is a good answer. "
            "Write no name and no code. Single answers are kept under your card number for twelve "
            "months, then only sums."
        ),
    ]


def _item(number: int, asked: Printed, words: Words) -> dict[str, Any]:
    item, language = asked.item, words.language
    situation, question = measures.asked_last(item.stem.in_(language))
    return {
        "number": number,
        "situation": situation.replace("**", ""),
        "asked": question.replace("**", ""),
        "exhibit": [
            {"label": row.label.in_(language), "value": row.value.in_(language)}
            for row in item.exhibit
        ],
        "note": _note(asked, words),
        "prompts": [
            {"number": place, "text": prompt.text.in_(language)}
            for place, prompt in enumerate(item.prompts, 1)
        ],
        "options": [
            {"letter": letter, "text": item.option(option).text.in_(language)}
            for letter, option in zip(asked.letters, asked.options, strict=True)
        ],
        "written": asked.width if item.kind in WRITTEN else 0,
        "ranks": asked.width if item.kind == "order" else 0,
    }


def _note(asked: Printed, words: Words) -> str | None:
    if asked.item.kind == "order":
        return words.say("Write the letters into the boxes, from first to last.")
    if asked.item.kind == "match":
        return words.say("Write one letter into each box.")
    if asked.item.kind == "multiple":
        return _several(asked, words)
    return None


def _several(asked: Printed, words: Words) -> str:
    return words.say_many("%(n)s answer", "%(n)s answers", asked.width)


def _row(number: int, asked: Printed, words: Words) -> dict[str, Any]:
    written = asked.item.kind in WRITTEN
    return {
        "number": number,
        "letters": [] if written else list(asked.letters),
        "boxes": asked.width if written else 0,
        "note": _several(asked, words) if asked.item.kind == "multiple" else "",
    }
