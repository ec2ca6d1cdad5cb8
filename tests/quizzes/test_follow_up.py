"""The tests of weeks and months later open by themselves, whatever becomes of the session."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort
from elearn.courses.library import Library
from elearn.db import writing
from elearn.quizzes import follow_up, retention, standing, taking
from elearn.quizzes.standing import Membership
from elearn.quizzes.states import State
from elearn.quizzes.unlocking import Place
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from tests.cohort_life import enrolled, take
from tests.conftest import START, Story

LAST_DAY = date(2026, 11, 18)
ZONES = st.sampled_from(["Africa/Bamako", "Pacific/Auckland", "America/Sao_Paulo", "UTC"])


def test_the_first_stands_open_from_the_eighth_week_to_the_twelfth() -> None:
    assert follow_up.days(Wave.FOLLOW_UP, LAST_DAY) == (date(2027, 1, 13), date(2027, 2, 10))


def test_it_opens_at_midnight_where_the_programme_is() -> None:
    found = follow_up.window(Wave.FOLLOW_UP, LAST_DAY, "Pacific/Auckland")
    assert found.opened_at == datetime(2027, 1, 12, 11, tzinfo=UTC)
    assert found.closed_at == datetime(2027, 2, 10, 11, tzinfo=UTC)


@given(ends_on=st.dates(date(2020, 1, 1), date(2090, 1, 1)), zone=ZONES)
def test_the_two_never_overlap_and_both_end_before_single_answers_go(
    ends_on: date, zone: str
) -> None:
    first, second = (follow_up.window(wave, ends_on, zone) for wave in FOLLOW_UPS)
    gone = datetime.combine(ends_on, datetime.min.time(), UTC) + retention.KEPT_FOR
    moments = [first.opened_at, first.closed_at, second.opened_at, second.closed_at, gone]
    assert moments == sorted(moments)  # type: ignore[type-var]
    assert len(set(moments)) == len(moments)


@pytest.mark.parametrize(
    ("post", "closed", "wanted"),
    [
        (State.SUBMITTED, False, Wave.FOLLOW_UP),
        (State.ABSENT, True, Wave.FOLLOW_UP),
        (State.NOT_OFFERED, True, Wave.FOLLOW_UP),
        (State.NOT_OFFERED, False, None),
        (State.OPEN, False, None),
        (State.STARTED, True, None),
    ],
)
def test_a_post_test_that_can_still_come_goes_first(
    post: State, closed: bool, wanted: Wave | None
) -> None:
    states = {Wave.FOLLOW_UP: State.OPEN, Wave.SIX_MONTHS: State.NOT_OFFERED}
    assert follow_up.due(states, post, closed) is wanted


def test_nothing_is_due_while_neither_is_open() -> None:
    nothing = dict.fromkeys(FOLLOW_UPS, State.NOT_OFFERED)
    assert follow_up.due(nothing, State.SUBMITTED, True) is None


def test_the_follow_ups_have_begun_from_the_first_opening_on() -> None:
    opening = datetime(2027, 1, 13, tzinfo=UTC)
    assert not follow_up.begun(LAST_DAY, "Africa/Bamako", opening - timedelta(seconds=1))
    assert follow_up.begun(LAST_DAY, "Africa/Bamako", opening)


def test_for_one_person_a_follow_up_may_stand_open_two_weeks_longer() -> None:
    for wave in FOLLOW_UPS:
        closed_at = follow_up.window(wave, LAST_DAY, "Africa/Bamako").closed_at
        assert closed_at is not None
        longest = follow_up.latest(wave, LAST_DAY, "Africa/Bamako") - closed_at
        assert longest == timedelta(weeks=2)


def test_a_closed_session_closes_no_follow_up(
    session: Session, story: Story, library: Library
) -> None:
    with writing(session):
        enrolments.close(session, session.get_one(Cohort, story.cohort.id), START)
    cohort = session.get_one(Cohort, story.cohort.id)
    awa = enrolled(session, story)[0]
    then = START + timedelta(weeks=9)
    stands = standing.load(session.connection(), Membership.of(awa, cohort), ())
    assert stands.state(Wave.FOLLOW_UP, START) is State.NOT_OFFERED
    assert stands.state(Wave.FOLLOW_UP, then) is State.OPEN
    assert stands.next_step(then).place is Place.FOLLOW_UP
    assert stands.state(Wave.SIX_MONTHS, then) is State.NOT_OFFERED
    assert stands.state(Wave.SIX_MONTHS, START + timedelta(weeks=28)) is State.OPEN


def test_both_are_taken_in_the_third_form_and_collected_when_they_close(
    session: Session, story: Story, library: Library
) -> None:
    awa = enrolled(session, story)[0]
    for wave, weeks in ((Wave.FOLLOW_UP, 9), (Wave.SIX_MONTHS, 28)):
        at = START + timedelta(weeks=weeks)
        attempt = take(session, library, story, awa, wave, right_on=(1,), now=at, submit=False)
        assert attempt.form == "C"
        found = taking.of_enrolment(session.connection(), awa.id, wave)
        assert found is not None
        assert found.state(at) is State.STARTED
        assert found.state(at + timedelta(weeks=4)) is State.COLLECTED


def test_its_answers_keep_their_times_while_it_may_be_taken(
    session: Session, story: Story, library: Library
) -> None:
    now = START + timedelta(weeks=9)
    with writing(session):
        enrolments.close(session, enrolments.locked(session, story.cohort.id), START)
    awa = enrolled(session, story)[0]
    taken = take(session, library, story, awa, Wave.FOLLOW_UP, right_on=(), now=now, submit=False)
    for later, weekly in ((timedelta(hours=1), False), (timedelta(weeks=8), True)):
        with writing(session):
            retention.forget(session, now + later)
        session.refresh(taken)
        assert taken.weekly is weekly
