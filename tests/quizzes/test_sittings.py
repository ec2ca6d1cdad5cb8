"""Tests read aloud: one form for the room, the other after, balanced between sessions."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Cohort, Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.passwords import Keeper
from elearn.quizzes import sittings
from elearn.quizzes.sittings import AlreadyBegun
from elearn.quizzes.waves import Wave
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import START, Story, tell
from tests.quizzes.keyed import printed


def aloud(session: Session, cohort: Cohort, wanted: bool = True) -> str | None:
    with writing(session):
        return sittings.read_aloud(session, cohort.id, wanted)


def another(session: Session, story: Story, seed: int) -> Cohort:
    like = story.cohort
    with writing(session):
        return enrolments.make(
            session,
            programme_id=story.programme.id,
            course_id=like.course_id,
            name=f"Session {seed}",
            starts_on=like.starts_on,
            ends_on=like.ends_on,
            mode=Mode.ROOM,
            language="fr",
            region=None,
            seed=seed,
            now=START,
        )


def test_the_whole_room_takes_one_form_before_and_the_other_after(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=5)
    before = aloud(session, story.cohort)
    people = enrolled(session, story)
    open_for_all(session, story, Wave.PRE, START)
    for who in people[:4]:
        assert take(session, library, story, who, Wave.PRE, right_on=(), now=START).form == before
    open_for_all(session, story, Wave.POST, START)
    after = {
        take(session, library, story, who, Wave.POST, right_on=(), now=START).form
        for who in people  # the fifth has no first test, and takes what the room takes
    }
    assert after == {"AB".replace(before or "", "")}
    later = START + timedelta(weeks=9)
    follow_up = take(session, library, story, people[0], Wave.FOLLOW_UP, right_on=(), now=later)
    assert follow_up.form == "C"


def test_sessions_of_a_programme_take_turns(session: Session, story: Story) -> None:
    found = [aloud(session, story.cohort)]
    found += [aloud(session, another(session, story, seed)) for seed in range(5)]
    assert Counter(found) == {"A": 3, "B": 3}
    assert all(found[turn] != found[turn + 1] for turn in (0, 2, 4))


def test_the_tick_may_be_taken_back_until_the_first_test_opens(
    session: Session, story: Story
) -> None:
    chosen = aloud(session, story.cohort)
    assert aloud(session, story.cohort) == chosen
    assert aloud(session, story.cohort, wanted=False) is None
    open_for_all(session, story, Wave.PRE, START)
    with pytest.raises(AlreadyBegun):
        aloud(session, story.cohort)


def test_what_is_printed_is_given_out(session: Session, story: Story, library: Library) -> None:
    printed(session, story, library, Wave.PRE)
    with pytest.raises(AlreadyBegun):
        aloud(session, story.cohort)


def test_nothing_is_decided_in_a_closed_session(session: Session, story: Story) -> None:
    with writing(session):
        enrolments.close(session, enrolments.locked(session, story.cohort.id), START)
    with pytest.raises(CohortClosed):
        aloud(session, story.cohort)
