"""What the pages of keying say: of each problem of a line, and of what is held instead."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from elearn.quizzes.keyed_line import NONE, UNKNOWN, Problem
from elearn.quizzes.keying_desk import Place
from elearn.quizzes.waves import Source, Wave
from elearn.web.languages import here, say, say_many

PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "WrongLength": lambda a: say(
        "The line has %(signs)s signs and %(asked)s are asked. Put a space between questions, or "
        "type every sign.",
        **a,
    ),
    "NothingAnswered": lambda a: say(
        "Nothing is answered on this sheet: do not key it. A missing test is never a zero."
    ),
    "NotALetter": lambda a: say(
        "Question %(place)s: “%(sign)s” is none of its letters, A to %(last)s.", **a
    ),
    "LetterTwice": lambda a: say("Question %(place)s: “%(sign)s” stands twice.", **a),
    "NotSoMany": lambda a: say(
        "Question %(place)s: %(letters)s letters are typed and %(asked)s are asked.", **a
    ),
}


def problem(found: Problem) -> str:
    """What is wrong with a line, by the question's number, and what to do."""
    return PROBLEMS[type(found).__name__](asdict(found))


def problems(found: Sequence[Problem]) -> list[str]:
    """Each problem in its sentence."""
    return [problem(one) for one in found]


def held(place: Place) -> str:
    """Why the sheet of a card cannot be keyed."""
    if place.declined:
        return say(
            "Card %(card)s follows without being tested: its sheet is not kept.", card=place.card
        )
    if place.excused:
        return say("Card %(card)s is excused from this test.", card=place.card)
    if place.source is Source.PAPER_TOTAL:
        return say(
            "Card %(card)s has a paper total for this test. Take the total back first, then key "
            "the sheet.",
            card=place.card,
        )
    if place.source is Source.PAPER_ITEMS:
        return say("The sheet of card %(card)s is keyed already.", card=place.card)
    if place.attempt_id is not None:
        return say("Card %(card)s took this test on a screen: those answers stay.", card=place.card)
    return say("The sheet of card %(card)s is not keyed yet.", card=place.card)


def unknown_card(card: int | None) -> str:
    """That nobody has this card."""
    if card is None:
        return say("Write the number of the card, such as 7.")
    return say("Nobody in this session has card %(card)s.", card=card)


def twice(place: Place) -> str:
    """Why a sheet cannot be keyed a second time."""
    if place.keyed:
        return say("The sheet of card %(card)s is keyed twice already.", card=place.card)
    return held(place)


def counted(place: Place) -> str:
    """What was kept of a sheet, counted and never spelt out."""
    tokens = place.counted
    unknown, none = tokens.count(UNKNOWN), tokens.count(NONE)
    answers = len(tokens) - unknown - none
    return say(
        "Card %(card)s is kept: %(answers)s, %(unknown)s “I don’t know”, %(none)s without an "
        "answer.",
        card=place.card,
        answers=say_many("%(n)s answer", "%(n)s answers", answers),
        unknown=here().number(unknown),
        none=here().number(none),
    )


def sign(token: str) -> str:
    """A token as a person reads it."""
    return {UNKNOWN: say("I don’t know"), NONE: say("without an answer")}.get(token, token)


def test_of(wave: Wave) -> str:
    """The test in a sentence."""
    return {
        Wave.PRE: say("the pre-test"),
        Wave.POST: say("the post-test"),
        Wave.FOLLOW_UP: say("the follow-up test"),
        Wave.SIX_MONTHS: say("the six-month test"),
    }[wave]
