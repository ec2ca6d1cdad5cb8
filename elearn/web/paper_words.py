"""What the pages of paper scores say: of each problem, and of what a sheet would change."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from elearn.quizzes.causes import Cause
from elearn.quizzes.paper_changes import Changes, Held, Score
from elearn.quizzes.paper_history import Correction, Decision, Entry, Sheet
from elearn.quizzes.paper_sheet import LARGEST_MAXIMUM, InCell, Problem
from elearn.quizzes.waves import Source, Wave
from elearn.web.languages import here, later, say, say_many

Event = Sheet | Correction | Decision

LARGEST = LARGEST_MAXIMUM
LONGEST_CELL = 40
"""Signs of a cell that a sentence repeats."""
WAVES = {
    Wave.PRE: later("Before"),
    Wave.POST: later("After"),
    Wave.FOLLOW_UP: later("Follow-up test"),
    Wave.SIX_MONTHS: later("Six-month test"),
}

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "TooManyRows": lambda a: say(
        "The table has more than %(limit)s rows. One file holds one session.", **a
    ),
    "NoScore": lambda a: say(
        "There is no score. Take the row out: someone who took no test needs none. Where rows "
        "stand for cards in their order, add a column of card numbers."
    ),
    "CardTwice": lambda a: say(
        "Card %(card)s stands in row %(first)s already. Keep one of the two.", **a
    ),
    "NotACard": lambda a: say(
        "“%(cell)s” is not a card number. Write the number that stands on the room’s list.", **a
    ),
    "NotANumber": lambda a: say(
        "“%(cell)s” is not a number. Leave the cell empty where there is no test.", **a
    ),
    "NotWhole": lambda a: say(
        "“%(cell)s” is not a whole number. Write how many questions are right.", **a
    ),
    "BelowZero": lambda a: say("“%(cell)s” is below zero.", **a),
    "AboveMaximum": lambda a: say("“%(cell)s” is above the maximum, %(maximum)s.", **a),
    "UnknownCard": lambda a: say(
        "Nobody in this session has card %(card)s. Correct the number, or add the card first.", **a
    ),
    "TakenOnScreen": lambda a: say(
        "Card %(card)s took this test on a screen (%(wave)s). Those answers stay: empty the cell.",
        **a,
    ),
    "KeyedFromPaper": lambda a: say(
        "The sheet of card %(card)s is keyed answer by answer (%(wave)s): empty the cell.",
        **a,
    ),
    "Declined": lambda a: say(
        "Card %(card)s follows without being tested: no score is kept. Take the row out.", **a
    ),
    "NumberMissing": lambda a: say(
        "A card number is missing in this session, so the order of the rows does not say whose "
        "they are. Add a column of card numbers."
    ),
    "AnotherOrder": lambda a: say(
        "This session has tests already, and these rows do not stand in the same order. Add a "
        "column of card numbers."
    ),
}


def problem(found: Problem) -> str:
    """What is wrong and what to do."""
    arguments = {one.name: _written(getattr(found, one.name)) for one in fields(found)}
    return SENTENCES[type(found).__name__](arguments)


def _written(value: object) -> str:
    if isinstance(value, Wave):
        return str(WAVES[value])
    if isinstance(value, int):
        return here().number(value)
    text = str(value)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"


def column(found: Problem) -> str:
    """The column a problem stands in, or a dash where it is the whole row's."""
    return found.column if isinstance(found, InCell) else "–"


def wave(of: Wave) -> str:
    """Before or after."""
    return str(WAVES[of])


def points(value: int | None) -> str:
    """A total, or that there is no test."""
    return say("no test") if value is None else here().number(value)


def score(value: Score | None) -> str:
    """A total and its maximum, or that there is no test."""
    if value is None:
        return say("no test")
    out_of = {"points": here().number(value.points), "maximum": here().number(value.maximum)}
    return say("%(points)s of %(maximum)s", **out_of)


def held(test: Held | None) -> str:
    """A test as the cohort holds it: its paper score, or that it was taken on a screen."""
    if test is not None and test.source is Source.SCREEN:
        return say("on a screen")
    if test is not None and test.source is Source.PAPER_ITEMS:
        return say("keyed from its sheet")
    return score(test.score if test else None)


def entry(of: Entry) -> str:
    """One line of the history."""
    return say(
        "Card %(card)s, %(wave)s: %(before)s → %(after)s.",
        card=here().number(of.card),
        wave=wave(of.wave).lower(),
        before=points(of.before),
        after=points(of.after),
    )


def decision(of: Decision) -> str:
    """What was decided about one test on a screen, and what it changed."""
    if of.cause is Cause.SECOND_TRY:
        return f"{say('A further try counts, the earlier one stays kept.')} {entry(of.entry)}"
    return f"{say('Late answers count.')} {entry(of.entry)}"


def moment(at: datetime, zone: str) -> str:
    """A day and a time of day in the cohort's zone."""
    return f"{here().day(at.astimezone(ZoneInfo(zone)).date())}, {here().hour(at, zone)}"


def newcomers(cards: Sequence[int]) -> str:
    """Who will be added, since the session has fewer cards than the file has rows."""
    return say_many(
        "One person is added without sign-in, under card %(first)s.",
        "%(n)s people are added without sign-in, under cards %(first)s to %(last)s.",
        len(cards),
        first=here().number(min(cards)),
        last=here().number(max(cards)),
    )


def kept(word: str | None, history: Sequence[Event]) -> str | None:
    """What was just done, where the page was reached by doing it."""
    if word == "nothing":
        return say("These scores were kept already: nothing changed.")
    if word == "correction":
        return say("The corrected score is kept, with its reason.")
    done = next((one for one in history if isinstance(one, Sheet) and str(one.id) == word), None)
    return sheet(done) if done else None


def sheet(of: Sheet) -> str:
    """What one accepted file did, in a sentence or two."""
    done = []
    if of.new:
        done.append(say_many("One new score is kept.", "%(n)s new scores are kept.", of.new))
    if of.corrections:
        many = len(of.corrections)
        done.append(say_many("One score is changed.", "%(n)s scores are changed.", many))
    return " ".join(done) or say("No score is changed.")


def heading(changes: Changes, problems: Sequence[Problem]) -> str:
    """What a preview finds, in one sentence."""
    if problems:
        rows = len({found.row for found in problems})
        return say_many(
            "Correct one row: nothing is kept yet",
            "Correct %(n)s rows: nothing is kept yet",
            rows,
        )
    if not changes.alters(withdraw=True):
        return say("These scores are kept already: nothing changes")
    return say("Check what changes: nothing is kept yet")
