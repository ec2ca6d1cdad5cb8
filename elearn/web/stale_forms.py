"""Forms that a network sends late or twice: what was answered after their page stays.

A page's form says which answers its page knew. One that would undo a later answer changes nothing,
and whoever sent it sees the page again, as it was filled in.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from flask import request

from elearn.courses.items import Item
from elearn.quizzes.answers import Given
from elearn.quizzes.questions import Choice
from elearn.quizzes.taking import Taking
from elearn.web.languages import say

FIELD = "seen"
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


def seen(taken: Taking) -> int:
    """What a page's form carries: the last arrival that the page knew, in microseconds."""
    return 0 if taken.last_answer_at is None else (taken.last_answer_at - _FIRST) // _STEP


def overtaken(taken: Taking, item: str, choice: Choice) -> bool:
    """Whether this form's answer would undo one that arrived after its page was rendered.

    A form without the field was rendered before there was one: it is taken as it is.
    """
    kept = taken.responses.get(item)
    page = request.form.get(FIELD, type=int)
    if kept is None or page is None or _same(taken, item, choice):
        return False
    return (kept.arrived_at - _FIRST) // _STEP > page


def fresh(taken: Taking, given: Iterable[tuple[Item, Given]]) -> list[tuple[Item, Given]]:
    """Those of a form's answers that say something new, and undo nothing."""
    return [
        (item, one)
        for item, one in given
        if not _same(taken, one.item, one.choice) and not overtaken(taken, one.item, one.choice)
    ]


def _same(taken: Taking, item: str, choice: Choice) -> bool:
    return item in taken.responses and taken.responses[item].choice == choice


def sentence() -> str:
    """What the person is told at such a question."""
    return say(
        "Another answer arrived meanwhile and counts. If you keep to this one, press the button "
        "again."
    )
