"""Withdrawn, moved, merged: each is taken back, and a result never changes hands in silence."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import attendance, enrolment
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Cohort, Enrolment, Half
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people import signing_in, undoing
from elearn.people.models import Change, Person, SignIn
from elearn.people.passwords import Keeper
from elearn.people.undoing import CannotUndo
from elearn.programmes import merging, moving, withdrawing
from elearn.programmes.merging import CannotMerge
from elearn.programmes.moving import CannotMove
from elearn.programmes.withdrawing import AlreadyWithdrawn
from elearn.quizzes import attempts
from elearn.quizzes.instrument_models import Instrument, OutsideTest
from elearn.quizzes.states import State
from elearn.quizzes.waves import Wave
from elearn.reports import roster
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import START, Story

KINDS = {kind.name: kind for kind in (withdrawing.WITHDRAWN, moving.MOVED, merging.MERGED)}


@pytest.fixture
def second(session: Session, story: Story) -> Cohort:
    with writing(session):
        return enrolment.make(
            session,
            programme_id=story.cohort.programme_id,
            course_id=story.cohort.course_id,
            name="Mopti",
            starts_on=story.cohort.starts_on,
            ends_on=story.cohort.ends_on,
            mode=story.cohort.mode,
            language="fr",
            region=None,
            seed=1,
            now=START,
        )


def withdraw(session: Session, story: Story, own: Enrolment) -> Change:
    with writing(session):
        return withdrawing.withdraw(
            session, story.cohort.id, own.id, actor=story.fatou, reason="duty", now=START
        )


def move(session: Session, story: Story, own: Enrolment, to: Cohort) -> Change:
    with writing(session):
        return moving.move(session, own.id, to.id, actor=story.fatou, reason="dates", now=START)


def merge(session: Session, story: Story, one: uuid.UUID, other: uuid.UUID) -> Change:
    with writing(session):
        return merging.merge(
            session, story.cohort.id, one, other, actor=story.fatou, reason="twice", now=START
        )


def undo(session: Session, story: Story, change: Change) -> None:
    with writing(session):
        undoing.undo(session, change.id, change.place_id, KINDS, actor=story.fatou, now=START)


def board(session: Session, story: Story) -> dict[int, tuple[State, bool]]:
    """Each card's post-test, and whether it was withdrawn."""
    session.expire_all()
    people = roster.members(session, session.get_one(Cohort, story.cohort.id), ())
    return {one.card_number: (one.state(Wave.POST, START), one.withdrawn) for one in people}


def close(session: Session, cohort: Cohort) -> None:
    with writing(session):
        enrolment.close(session, enrolment.locked(session, cohort.id), START)


def test_before_anything_is_kept_a_withdrawn_card_counts_no_more(
    session: Session, story: Story
) -> None:
    own = enrolled(session, story)[0]
    change = withdraw(session, story, own)
    assert list(board(session, story)) == [2]
    with writing(session):
        assert enrolment.next_card(session, story.cohort.id) == 3
    undo(session, story, change)
    assert list(board(session, story)) == [1, 2]
    with pytest.raises(CannotUndo):
        undo(session, story, change)


def test_after_a_test_a_withdrawn_card_stays_counted_and_is_absent_from_the_rest(
    session: Session, story: Story, library: Library
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    own = enrolled(session, story)[0]
    take(session, library, story, own, Wave.PRE, right_on=[0], now=START)
    open_for_all(session, story, Wave.POST, START)
    change = withdraw(session, story, own)
    assert board(session, story) == {1: (State.ABSENT, True), 2: (State.OPEN, False)}
    with pytest.raises(AlreadyWithdrawn):
        withdraw(session, story, own)
    undo(session, story, change)
    assert board(session, story)[1] == (State.OPEN, False)
    last = withdraw(session, story, own)
    close(session, story.cohort)
    with pytest.raises(CannotUndo):
        undo(session, story, last)
    with pytest.raises(CohortClosed):
        withdraw(session, story, enrolled(session, story)[1])


def test_whoever_was_ticked_stays_and_whoever_comes_again_is_here_again(
    session: Session, story: Story
) -> None:
    first, second = enrolled(session, story)
    slot = (story.cohort.starts_on, Half.MORNING)
    with writing(session):
        attendance.tick(session, story.cohort.id, slot, {1}, 60)
    withdraw(session, story, first)
    withdraw(session, story, second)
    cohort = session.get_one(Cohort, story.cohort.id)
    assert attendance.read(session, cohort).minutes == {1: 60}
    with writing(session):
        locked = enrolment.locked(session, cohort.id)
        person = session.get_one(Person, second.person_id)
        assert enrolment.enrol(session, locked, person, START).card_number == 2
    assert list(board(session, story)) == [1, 2]


def test_a_card_moves_with_its_profile_and_back(
    session: Session, story: Story, second: Cohort
) -> None:
    own = enrolled(session, story)[0]
    with writing(session):
        enrolment.set_profile(session.get_one(Enrolment, own.id), {"sex": "woman"})
    change = move(session, story, own, second)
    session.expire_all()
    moved = session.get_one(Enrolment, own.id)
    assert (moved.cohort_id, moved.card_number, moved.sex) == (second.id, 1, "woman")
    undo(session, story, change)
    session.expire_all()
    assert (moved.cohort_id, moved.card_number) == (story.cohort.id, 1)


def test_a_card_with_a_test_a_twin_or_in_a_closed_session_stays(
    session: Session, story: Story, second: Cohort, library: Library
) -> None:
    first, other = enrolled(session, story)
    change = move(session, story, other, second)
    open_for_all(session, story, Wave.PRE, START)
    take(session, library, story, first, Wave.PRE, right_on=[0], now=START)
    kita = session.scalars(select(Cohort).where(Cohort.name == "Kita")).one()
    for own, to, why in (
        (first, second, moving.TRACES),
        (other, kita, moving.ELSEWHERE),
    ):
        with pytest.raises(CannotMove) as refused:
            move(session, story, own, to)
        assert refused.value.why == why
    with writing(session):
        locked = enrolment.locked(session, story.cohort.id)
        enrolment.enrol(session, locked, session.get_one(Person, other.person_id), START)
    with pytest.raises(CannotMove) as refused:
        move(session, story, other, story.cohort)
    assert refused.value.why == moving.THERE
    with pytest.raises(CannotUndo):  # its old card is somebody's
        undo(session, story, change)
    close(session, second)
    with pytest.raises(CannotMove) as refused:
        move(session, story, first, second)
    assert refused.value.why == withdrawing.CLOSED
    with pytest.raises(CannotUndo):
        undo(session, story, change)


def test_two_codes_become_the_older_one_and_back(
    session: Session, story: Story, library: Library
) -> None:
    older, newer = enrolled(session, story)
    people = older.person_id, newer.person_id
    open_for_all(session, story, Wave.PRE, START)
    take(session, library, story, newer, Wave.PRE, right_on=[0], now=START)
    change = merge(session, story, *reversed(people))
    assert list(board(session, story)) == [2]  # the card with the test
    kept = session.get_one(Enrolment, newer.id)
    assert kept.person_id == people[0]
    assert session.get_one(Person, people[1]).deleted_at is not None
    with pytest.raises(CannotMerge):
        merge(session, story, *people)
    undo(session, story, change)
    assert list(board(session, story)) == [1, 2]
    assert session.get_one(Enrolment, newer.id).person_id == people[1]
    assert session.get_one(Person, people[1]).deleted_at is None
    codes = session.scalars(select(Person).where(Person.code.is_(None), Person.username.is_(None)))
    assert codes.all() == []


def test_both_codes_sign_in_anew_after_a_merge_and_after_its_undoing(
    session: Session, story: Story, keeper: Keeper
) -> None:
    older, newer = enrolled(session, story)
    owned = {own.person_id: own.id for own in (older, newer)}
    change = merge(session, story, *owned)
    with writing(session):
        signing_in.open_session(session, story.awa, newer.id, keeper, START)
    undo(session, story, change)
    assert session.scalars(select(SignIn)).all() == []


def test_undoing_a_withdrawal_brings_back_nobody_who_was_merged_since(
    session: Session, story: Story
) -> None:
    older, newer = enrolled(session, story)
    people = older.person_id, newer.person_id
    withdrawn = withdraw(session, story, newer)
    merged = merge(session, story, *people)
    with pytest.raises(CannotUndo) as refused:
        undo(session, story, withdrawn)
    assert refused.value.why == undoing.OVERTAKEN
    undo(session, story, merged)
    undo(session, story, withdrawn)
    assert list(board(session, story)) == [1, 2]


def test_an_excused_card_stays_and_a_move_back_meets_no_twin(
    session: Session, story: Story, second: Cohort
) -> None:
    first, other = enrolled(session, story)
    with writing(session):
        attempts.excuse(session, first.id, Wave.PRE, START)
    with pytest.raises(CannotMove) as refused:
        move(session, story, first, second)
    assert refused.value.why == moving.DECIDED
    change = move(session, story, other, second)
    with writing(session):
        locked = enrolment.locked(session, story.cohort.id)
        person = session.get_one(Person, other.person_id)
        # Card 2 left with the move, and is given to nobody again.
        assert enrolment.enrol(session, locked, person, START).card_number == 3
    with pytest.raises(CannotUndo) as stays:
        undo(session, story, change)
    assert stays.value.why == moving.THERE


def test_a_card_that_was_moved_back_leaves_its_number_there(
    session: Session, story: Story, second: Cohort
) -> None:
    change = move(session, story, enrolled(session, story)[0], second)
    undo(session, story, change)
    assert enrolment.next_card(session, second.id) == 2


def test_another_institutions_test_is_a_trace(session: Session, story: Story) -> None:
    own = enrolled(session, story)[0]
    with writing(session):
        test = Instrument(
            programme_id=story.programme.id, title="X", items=[], made_at=START, origin=own.origin
        )
        session.add(test)
        session.flush()
        outside = OutsideTest(instrument_id=test.id, enrolment_id=own.id, wave=Wave.PRE)
        outside.points, outside.imported_at, outside.origin = 1, START, own.origin
        session.add(outside)
    withdraw(session, story, own)
    assert session.get_one(Enrolment, own.id).deleted_at is None


def test_a_card_of_the_staff_is_not_merged(session: Session, story: Story) -> None:
    with writing(session):
        locked = enrolment.locked(session, story.cohort.id)
        enrolment.enrol(session, locked, story.fatou, START)
    with pytest.raises(CannotMerge) as refused:
        merge(session, story, story.awa.id, story.fatou.id)
    assert refused.value.why == merging.STAFF


def test_who_withdrew_from_the_last_session_works_in_the_one_before(
    session: Session, story: Story, second: Cohort
) -> None:
    own = enrolled(session, story)[0]
    with writing(session):
        last = enrolment.enrol(session, second, story.awa, START + timedelta(days=1))
        last.withdrawn_at = START
    found = enrolment.latest(session, story.awa)
    assert found is not None
    assert found.id == own.id


def test_two_results_in_one_session_are_never_joined(
    session: Session, story: Story, library: Library
) -> None:
    both = enrolled(session, story)
    open_for_all(session, story, Wave.PRE, START)
    for own in both:
        take(session, library, story, own, Wave.PRE, right_on=[0], now=START)
    with pytest.raises(CannotMerge) as refused:
        merge(session, story, *(own.person_id for own in both))
    where = refused.value.where
    assert (refused.value.why, where and where.name) == (merging.BOTH, "Ségou")
    with pytest.raises(CannotMerge):
        merge(session, story, both[0].person_id, both[0].person_id)


def test_in_a_closed_session_nobody_is_merged_away(session: Session, story: Story) -> None:
    both = enrolled(session, story)
    close(session, story.cohort)
    with pytest.raises(CannotMerge) as refused:
        merge(session, story, *(own.person_id for own in both))
    assert refused.value.why == withdrawing.CLOSED


def test_enrolments_of_two_sessions_meet_under_one_code(
    session: Session, story: Story, second: Cohort
) -> None:
    first, other = enrolled(session, story)
    move(session, story, other, second)
    merge(session, story, first.person_id, other.person_id)
    session.expire_all()
    owned = session.scalars(select(Enrolment).where(Enrolment.person_id == first.person_id)).all()
    assert {one.cohort_id for one in owned} == {story.cohort.id, second.id}
