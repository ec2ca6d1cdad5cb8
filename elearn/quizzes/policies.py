"""What a trainer decides for one test of a cohort: times, limit, word, tries, feedback. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from elearn.quizzes.states import GRACE, Window, earliest

MOST_TRIES = 3


class Counting(StrEnum):
    """Which of several tries counts."""

    FIRST = "first"
    LAST = "last"


class Feedback(StrEnum):
    """When a person reads their own result, by objective."""

    AT_ONCE = "at-once"
    AFTER_CLOSING = "after-closing"


class Allowing(StrEnum):
    """What a trainer allowed or decided for one person's test."""

    EXTENSION = "extension"
    MORE_TIME = "more-time"
    SECOND_TRY = "second-try"
    LATE_COUNTED = "late-counted"
    LATE_EXCLUDED = "late-excluded"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one test of one cohort; these are the ones nobody has changed.

    `minutes` from the start on, `word` is said aloud in the room, `keys` shows the right answers
    once the final test of the cohort is closed.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    minutes: int | None = None
    word: str | None = None
    tries: int = 1
    counting: Counting = Counting.FIRST
    feedback: Feedback = Feedback.AT_ONCE
    keys: bool = False


def opening(by_hand: Window | None, policy: Policy) -> Window | None:
    """The test as the trainer or the clock opens it for the cohort; None is neither."""
    if by_hand is None:
        return None if policy.opens_at is None else Window(policy.opens_at)
    if policy.opens_at is None or by_hand.opened_at is None:
        return by_hand
    if by_hand.closed_at is not None and policy.opens_at > by_hand.closed_at:
        return Window(policy.opens_at)
    return Window(min(by_hand.opened_at, policy.opens_at), by_hand.closed_at)


def closing(window: Window, policy: Policy) -> Window:
    """The window, closed by the clock where nothing closed it earlier."""
    return Window(window.opened_at, earliest(window.closed_at, policy.closes_at))


def takes_over(policy: Policy, tried: int) -> bool:
    """Whether this try counts instead of the earlier: so does one beyond what everybody has."""
    return tried > policy.tries or policy.counting is Counting.LAST


def over(closed_at: datetime | None, until: datetime | None, now: datetime) -> bool:
    """Whether a test has closed for the whole cohort; `until` is the longest extension."""
    if closed_at is None:
        return False
    return now > max(closed_at, until or closed_at) + GRACE
