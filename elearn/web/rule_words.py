"""The rules of a test, field by field, as a history tells them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from elearn.quizzes.policies import Counting, Feedback
from elearn.web.languages import here, say


def labels() -> dict[str, str]:
    """What each rule is called, in the reader's language."""
    return {
        "opens_at": say("Opens by itself"),
        "closes_at": say("Closes by itself"),
        "minutes": say("Time limit, in minutes"),
        "word": say("Access word"),
        "tries": say("Tries"),
        "counting": say("Which try counts"),
        "feedback": say("A person sees their result"),
        "keys": say("Right answers"),
    }


def word(name: str, value: Any, zone: str) -> str:
    """A rule's value; moments by the programme's clocks."""
    if name in ("opens_at", "closes_at"):
        moment = datetime.fromisoformat(value)
        day = here().day(moment.astimezone(ZoneInfo(zone)))
        return say("%(day)s, %(hour)s", day=day, hour=here().hour(moment, zone))
    return {
        Counting.FIRST: say("The first"),
        Counting.LAST: say("The last that has an answer"),
        Feedback.AT_ONCE: say("At once, by objective"),
        Feedback.AFTER_CLOSING: say("When the test is closed"),
        "True": say("Shown once the post-test is closed for everybody"),
        "False": say("Not shown"),
    }.get(str(value), str(value))
