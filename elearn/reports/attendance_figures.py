"""The figures of a cohort's attendance: half-days and hours, nothing of one card."""

from collections.abc import Iterator

from elearn.cohorts.attendance import Attendance
from elearn.reports.figures import Figure, Unit


def of_cohort(attendance: Attendance) -> Iterator[Figure]:
    """Over all half-days; only what was ticked."""
    ticked = [held for held in attendance.halves if held.ticked]
    yield Figure("attendance.half-days", Unit.HALF_DAYS, len(ticked))
    if not ticked:
        return
    n = len(attendance.numbers)
    yield Figure("attendance.hours", Unit.HOURS, attendance.held_minutes / 60, digits=1)
    yield Figure("attendance.came", Unit.PEOPLE, attendance.came, attendance.came)
    yield Figure("attendance.always", Unit.PEOPLE, attendance.always, attendance.always)
    total = sum(attendance.minutes.values()) / 60
    yield Figure("attendance.all-hours", Unit.HOURS, total, n, digits=1)


def of_half_days(attendance: Attendance) -> Iterator[Figure]:
    """Each half-day: the people who were ticked, the signatures on its paper."""
    for held in attendance.halves:
        stem = f"half-day.{held.day.isoformat()}-{held.half}"
        if held.ticked:
            yield Figure(f"{stem}.present", Unit.PEOPLE, len(held.cards), len(held.cards))
        if held.signatures is not None:
            count = held.signatures
            yield Figure(f"{stem}.signatures", Unit.SIGNATURES, count, count)
