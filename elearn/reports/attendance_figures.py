"""The figures of a cohort's attendance: half-days and hours, nothing of one card."""

from collections.abc import Iterator

from elearn.cohorts.attendance import Attendance
from elearn.reports.figures import FEWEST, Figure, Unit


def of_cohort(attendance: Attendance) -> Iterator[Figure]:
    """Over all half-days; only what was ticked."""
    ticked = [held for held in attendance.halves if held.ticked]
    yield Figure("attendance.half-days", Unit.HALF_DAYS, len(ticked))
    if not ticked:
        return
    came, always = attendance.came, attendance.always
    # Beside the hours of them all, a few who were not always there would be read off.
    few = always != came and min(always, came - always) < FEWEST
    yield Figure("attendance.hours", Unit.HOURS, attendance.held_minutes / 60, digits=1)
    yield Figure("attendance.came", Unit.PEOPLE, came, came)
    yield Figure("attendance.always", Unit.PEOPLE, always, always, inside=few)
    total = sum(attendance.minutes.values()) / 60
    yield Figure("attendance.all-hours", Unit.HOURS, total, came, digits=1)


def of_half_days(attendance: Attendance) -> Iterator[Figure]:
    """Each half-day: the people who were ticked, the signatures on its paper."""
    for held in attendance.halves:
        stem = f"half-day.{held.day.isoformat()}-{held.half}"
        if held.ticked:
            yield Figure(f"{stem}.present", Unit.PEOPLE, len(held.cards), len(held.cards))
        if held.signatures is not None:
            count = held.signatures
            yield Figure(f"{stem}.signatures", Unit.SIGNATURES, count, count)
