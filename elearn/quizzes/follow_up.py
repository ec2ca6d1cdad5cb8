"""When the tests of weeks and months later stand open, and whether one is due. Pure.

They open and close by themselves, from the session's last day and the programme's clocks alone,
so nobody's act is needed and closing a session does not close them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from elearn.quizzes.states import State, Window
from elearn.quizzes.waves import FOLLOW_UPS, Wave


@dataclass(frozen=True, slots=True)
class Season:
    """The first and the last day of a test, counted from the session's last day."""

    opens: timedelta
    closes: timedelta


# 8 to 12 weeks; then four weeks around the half-year, long before single answers are deleted.
SEASONS = {
    Wave.FOLLOW_UP: Season(timedelta(weeks=8), timedelta(weeks=12)),
    Wave.SIX_MONTHS: Season(timedelta(weeks=26), timedelta(weeks=30)),
}

# Somebody may need some days more; much later it would measure something else.
LEEWAY = timedelta(weeks=2)


def days(wave: Wave, ends_on: date) -> tuple[date, date]:
    """The first and the last day on which this test stands open."""
    season = SEASONS[wave]
    return ends_on + season.opens, ends_on + season.closes


def window(wave: Wave, ends_on: date, time_zone: str) -> Window:
    """The same as instants: from the first midnight to the one after the last day."""
    first, last = days(wave, ends_on)
    return Window(_midnight(first, time_zone), _midnight(last + timedelta(days=1), time_zone))


def latest(wave: Wave, ends_on: date, time_zone: str) -> datetime:
    """The last moment until which this test may be opened for one person."""
    after = days(wave, ends_on)[1] + LEEWAY
    return _midnight(after + timedelta(days=1), time_zone)


def begun(ends_on: date, time_zone: str, now: datetime) -> bool:
    """Whether the first of these tests has opened."""
    opened_at = window(Wave.FOLLOW_UP, ends_on, time_zone).opened_at
    return opened_at is not None and opened_at <= now


def due(states: Mapping[Wave, State], post: State, cohort_closed: bool) -> Wave | None:
    """The follow-up to take now; None while the post-test can still come, which goes before."""
    post_may_come = not post.settled and (post.can_answer or not cohort_closed)
    if post_may_come:
        return None
    return next((wave for wave in FOLLOW_UPS if states[wave].can_answer), None)


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(time_zone))
