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


class Late(StrEnum):
    """What the trainer decided about answers that arrived after closing; waiting, not yet."""

    WAITING = "waiting"
    COUNTED = "counted"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Window:
    """When the test could be taken; `opened_at` of None means it was never offered."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the trainer allowed one person beyond the others.

    From `since` on the test stands open to them until `until`; `minutes` lengthen a time limit,
    `tries` are further ones.
    """

    since: datetime | None = None
    until: datetime | None = None
    minutes: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored about one person's test; `ended_at`: a second try ended this one."""

    declined_at: datetime | None = None
    excused_at: datetime | None = None
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    answered: int = 0
    ended_at: datetime | None = None
    late: Late | None = None
    withdrawn_at: datetime | None = None


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
    # Who does not come any more is absent from what they have not begun.
    gone = facts.withdrawn_at is not None or _closed(window, now)
    return State.ABSENT if gone else State.OPEN


def takes_late(facts: Facts, found: State) -> bool:
    """Whether an answer that arrives in this state is kept as late: begun, never sent, over."""
    begun = facts.started_at is not None and facts.submitted_at is None
    return begun and found in (State.COLLECTED, State.ABSENT, State.SUBMITTED_LATE)


def personal(
    window: Window, allowed: Allowed, limit: int | None = None, started_at: datetime | None = None
) -> Window:
    """The window as it stands for one person, who began at `started_at`; `limit` in minutes."""
    opened, closed = window.opened_at, window.closed_at
    if allowed.until is not None and allowed.since is not None:
        closed = _extended(opened, closed, allowed.until)
        opened = allowed.since if opened is None else min(opened, allowed.since)
    if limit is not None and started_at is not None:
        closed = earliest(closed, started_at + timedelta(minutes=limit + allowed.minutes))
    return Window(opened, closed)


def earliest(*ends: datetime | None) -> datetime | None:
    """The first of these moments; None is never."""
    return min((end for end in ends if end is not None), default=None)


def _extended(opened: datetime | None, closed: datetime | None, until: datetime) -> datetime | None:
    if opened is None:
        return until
    return None if closed is None else max(closed, until)


def _started(facts: Facts, window: Window, now: datetime) -> State:
    if facts.ended_at is None and not _closed(window, now, GRACE):
        return State.STARTED
    if not facts.answered:
        return State.ABSENT
    return State.SUBMITTED_LATE if facts.late is Late.COUNTED else State.COLLECTED


def _closed(window: Window, now: datetime, grace: timedelta = timedelta(0)) -> bool:
    return window.closed_at is not None and now > window.closed_at + grace
