"""The state of a test for one person: a function of facts, window and now. Pure.

A missing test is never a zero and never complete: each way to have no test has its own name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# What a slow network may still bring after closing, before a started test is collected as it is.
GRACE = timedelta(minutes=15)


class State(StrEnum):
    """The nine states of `design.md`, in the order in which they are decided."""

    EXCUSED = "excused"
    SUBMITTED = "submitted"
    SUBMITTED_LATE = "submitted-late"
    COLLECTED = "collected"
    STARTED = "started"
    DECLINED = "declined"
    NOT_OFFERED = "not-offered"
    OPEN = "open"
    ABSENT = "absent"

    @property
    def has_score(self) -> bool:
        """Whether there is a test to score."""
        return self in (State.SUBMITTED, State.SUBMITTED_LATE, State.COLLECTED)

    @property
    def can_answer(self) -> bool:
        """Whether the person may take or go on with the test now."""
        return self in (State.OPEN, State.STARTED)

    @property
    def settled(self) -> bool:
        """Whether nothing more is expected of the person."""
        return self not in (State.NOT_OFFERED, State.OPEN, State.STARTED)


@dataclass(frozen=True, slots=True)
class Window:
    """When the test could be taken; `opened_at` of None means it was never offered."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored about one person's test."""

    declined_at: datetime | None = None
    excused_at: datetime | None = None
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    answered: int = 0


def state(facts: Facts, window: Window, now: datetime) -> State:
    """What has become of this test."""
    if facts.excused_at is not None:
        return State.EXCUSED
    if facts.submitted_at is not None:
        late = window.closed_at is not None and facts.submitted_at > window.closed_at + GRACE
        return State.SUBMITTED_LATE if late else State.SUBMITTED
    if facts.started_at is not None:
        return _started(facts, window, now)
    if facts.declined_at is not None:
        return State.DECLINED
    if window.opened_at is None or window.opened_at > now:
        return State.NOT_OFFERED
    return State.ABSENT if _closed(window, now) else State.OPEN


def _started(facts: Facts, window: Window, now: datetime) -> State:
    if not _closed(window, now, GRACE):
        return State.STARTED
    return State.COLLECTED if facts.answered else State.ABSENT


def _closed(window: Window, now: datetime, grace: timedelta = timedelta(0)) -> bool:
    return window.closed_at is not None and now > window.closed_at + grace
