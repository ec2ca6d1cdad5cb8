"""Questions on a page: how a form names their fields, and what a refused answer is told.

A field is called after its item ("C2-S1-A"); a part of it follows a dot ("C2-S7-A.p1",
"C2-S1-A.unknown"). The button of an ordering row is "move" with "C2-S2-A.c.-1".
"""

import re

from flask import request
from markupsafe import Markup, escape

from elearn.courses import measures
from elearn.quizzes.questions import (
    AnswerAndUnknown,
    Choice,
    Fields,
    ForeignOption,
    Kind,
    Match,
    NotAnAnswer,
    Order,
    TooMany,
)
from elearn.web.languages import say

EMPHASIS = re.compile(r"\*\*([^*]+)\*\*")


def fields_of(item: str) -> Fields:
    """What the posted form holds for one item: the part's name to its values."""
    found: dict[str, list[str]] = {}
    for name, values in request.form.lists():
        head, _, part = name.partition(".")
        if head == item:
            found[part] = values
    return found


def moved(kind: Kind, button: str | None, fields: Fields) -> Choice:
    """The new order when the button pressed moves a row of this question, else None."""
    if button is None or not isinstance(kind, Order):
        return None
    item, step, by = [*button.split("."), "", ""][:3]
    if item != kind.wording.id or by not in ("1", "-1"):
        return None
    try:
        return kind.moved(kind.checked(list(fields.get("", ()))), step, int(by))
    except NotAnAnswer:
        return kind.moved(None, step, int(by))


def typed(kind: Kind, fields: Fields, before: Choice = None) -> Choice:
    """A refused answer as it was typed, to stay on the page; an order stays as it was before."""
    if isinstance(kind, Order):
        return before
    if isinstance(kind, Match):
        return {name: values[0] for name, values in fields.items() if name and values[0]}
    return list(fields.get("", ()))


def refusal(error: NotAnAnswer) -> str:
    """Why an answer was not taken, and what to do."""
    if isinstance(error, AnswerAndUnknown):
        return say("Choose an answer, or “I don’t know”, not both.")
    if isinstance(error, TooMany):
        return say("Too many answers are ticked. Untick some.")
    assert isinstance(error, ForeignOption)
    return say("This answer does not belong to this question. Choose again.")


def asked_last(stem: str) -> tuple[str, Markup]:
    """A stem as its situation and the sentence that asks, which the page prints bold.

    A negative that the author has set between ** stands out of it.
    """
    situation, asked = measures.asked_last(stem)
    return situation, Markup(EMPHASIS.sub(r"<em>\1</em>", str(escape(asked))))  # nosec B704
