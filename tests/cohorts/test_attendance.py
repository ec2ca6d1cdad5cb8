"""Half-days ticked by card, and the signatures on paper counted by two people."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import attendance
from elearn.cohorts.attendance import Attendance, NotCounted, NotHeld, SameHand, UnknownCard
from elearn.cohorts.models import Half, HalfDay, Presence
from elearn.db import writing
from tests.conftest import START, Story
from tests.together import at_once

FIRST = (date(2026, 11, 16), Half.MORNING)
SECOND = (date(2026, 11, 16), Half.AFTERNOON)


def tick(session: Session, story: Story, slot: attendance.Slot, *cards: int, minutes: int) -> None:
    with writing(session):
        attendance.tick(session, story.cohort.id, slot, cards, minutes)


def read(session: Session, story: Story) -> Attendance:
    return attendance.read(session, story.cohort)


def test_a_cohort_of_three_days_has_six_half_days(session: Session, story: Story) -> None:
    halves = read(session, story).halves
    assert [(held.day.day, held.half.value) for held in halves] == [
        (day, half) for day in (16, 17, 18) for half in ("morning", "afternoon")
    ]
    assert not any(held.ticked for held in halves)


def test_hours_add_up_by_card(session: Session, story: Story) -> None:
    tick(session, story, FIRST, 1, 2, minutes=210)
    tick(session, story, SECOND, 2, minutes=180)
    found = read(session, story)
    assert (found.minutes[1], found.minutes[2]) == (210, 390)
    assert (found.held_minutes, found.came, found.always) == (390, 2, 1)


def test_ticked_twice_nothing_changes_and_ticked_anew_the_list_is_the_new_one(
    session: Session, story: Story
) -> None:
    for _ in range(2):
        tick(session, story, FIRST, 1, 2, minutes=210)
    assert session.scalar(select(HalfDay.revision)) == 2
    tick(session, story, FIRST, 2, minutes=210)
    assert read(session, story).of(FIRST).cards == {2}
    assert session.scalar(select(func.count()).select_from(Presence)) == 1


def test_nobody_was_there_is_not_the_same_as_not_ticked(session: Session, story: Story) -> None:
    tick(session, story, FIRST, minutes=60)
    held = read(session, story).of(FIRST)
    assert held.ticked
    assert held.cards == frozenset()


def test_a_card_or_a_day_of_another_session_is_refused(session: Session, story: Story) -> None:
    with pytest.raises(UnknownCard):
        tick(session, story, FIRST, 1, 99, minutes=210)
    with pytest.raises(NotHeld):
        tick(session, story, (date(2026, 11, 19), Half.MORNING), 1, minutes=210)
    assert session.scalar(select(func.count()).select_from(HalfDay)) == 0


def test_whoever_counted_does_not_countersign_and_a_change_asks_again(
    session: Session, story: Story
) -> None:
    def count(signatures: int) -> None:
        with writing(session):
            attendance.count_paper(
                session, story.cohort.id, FIRST, signatures, "Armoire", story.fatou, START
            )

    def sign(actor: object) -> None:
        with writing(session):
            attendance.countersign(session, story.cohort.id, FIRST, actor, START)  # type: ignore[arg-type]

    with pytest.raises(NotCounted):
        sign(story.charlie)
    count(2)
    with pytest.raises(SameHand):
        sign(story.fatou)
    for _ in range(2):
        sign(story.charlie)
    assert session.scalar(select(HalfDay.countersigned_by)) == story.charlie.id
    count(2)
    assert session.scalar(select(HalfDay.countersigned_by)) == story.charlie.id
    count(3)
    assert session.scalar(select(HalfDay.countersigned_by)) is None
    sign(story.charlie)
    tick(session, story, FIRST, 1, minutes=30)
    assert session.scalar(select(HalfDay.countersigned_by)) is None


def test_two_trainers_who_tick_at_once_make_one_half_day(session: Session, story: Story) -> None:
    def act(own: Session) -> None:
        with writing(own):
            attendance.tick(own, story.cohort.id, FIRST, {1, 2}, 210)

    at_once(session.get_bind(), [act] * 6)  # type: ignore[arg-type]
    assert session.scalar(select(func.count()).select_from(HalfDay)) == 1
    assert read(session, story).of(FIRST).cards == {1, 2}
