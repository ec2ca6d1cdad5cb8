"""Where one person stands, read in one query."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from elearn.cohorts import progress
from elearn.cohorts.models import Cohort
from elearn.courses.library import Library
from elearn.db import writing
from elearn.quizzes import attempts, standing
from elearn.quizzes.standing import Membership, Standing
from elearn.quizzes.states import State, Window
from elearn.quizzes.unlocking import Next, Place
from elearn.quizzes.waves import Wave
from tests.conftest import START, Clock, Story
from tests.quizzes.taken import Statements, agreed, enrolled, start

STEPS = (("m", "01"), ("m", "case"))


def stands(session: Session, cohort: Cohort, card: int = 1) -> Standing:
    """Where the person with this card stands."""
    session.expire_all()
    own = enrolled(session, cohort)[card - 1]
    fresh = session.scalars(select(Cohort).where(Cohort.id == cohort.id)).one()
    return standing.load(session.connection(), Membership.of(own, fresh), STEPS)


def test_at_first_everything_waits_for_the_trainer(session: Session, story: Story) -> None:
    found = stands(session, story.cohort)
    assert [found.state(wave, START) for wave in Wave] == [State.NOT_OFFERED] * len(Wave)
    assert found.next_step(START) == Next(Place.WAIT)
    assert not found.modules_open(START)


def test_attempts_openings_excuses_and_steps_come_in_one_query(
    engine: Engine, session: Session, story: Story, library: Library, clock: Clock
) -> None:
    own, moussas = enrolled(session, story.cohort)
    agreed(session, own.id, START)
    with writing(session):
        attempts.open_test(session, story.cohort.id, Wave.PRE, START)
        attempts.excuse(session, own.id, Wave.POST, START)
        progress.mark_done(session, own.id, STEPS[0], START)
        progress.mark_done(session, moussas.id, STEPS[1], START)
    attempt = start(session, own.id, Wave.PRE, library, clock.now)
    member = Membership.of(own, session.get_one(Cohort, story.cohort.id))
    with Statements(engine) as watched:
        found = standing.load(session.connection(), member, STEPS)
    assert watched.reads == 1
    assert found.done == {STEPS[0]: START}
    assert found.openings == {Wave.PRE: Window(START, None)}
    assert found.excused == {Wave.POST: START}
    taken = found.attempts[Wave.PRE]
    assert (taken.id, taken.form, taken.started_at) == (attempt.id, attempt.form, START)
    assert (taken.answered, taken.points, taken.unknown, taken.maximum) == (0, 0, 0, 8)
    assert found.state(Wave.PRE, START) is State.STARTED
    assert found.state(Wave.POST, START) is State.EXCUSED


def test_online_the_last_step_opens_the_post_test(session: Session, online_story: Story) -> None:
    own = enrolled(session, online_story.cohort)[0]
    assert stands(session, online_story.cohort).state(Wave.PRE, START) is State.OPEN
    for hours, step in enumerate(STEPS, 1):
        assert stands(session, online_story.cohort).state(Wave.POST, START) is State.NOT_OFFERED
        with writing(session):
            progress.mark_done(session, own.id, step, START + timedelta(hours=hours))
    found = stands(session, online_story.cohort)
    assert found.window(Wave.POST) == Window(START + timedelta(hours=2))
    assert found.state(Wave.FOLLOW_UP, START) is State.NOT_OFFERED


@pytest.mark.parametrize(("test_closes", "session_closes", "end"), [(1, 2, 1), (2, 1, 1)])
def test_whatever_closes_first_closes_the_test(
    session: Session, story: Story, test_closes: int, session_closes: int, end: int
) -> None:
    with writing(session):
        attempts.open_test(session, story.cohort.id, Wave.PRE, START)
    with writing(session):
        closing = START + timedelta(days=test_closes)
        attempts.close_test(session, story.cohort.id, Wave.PRE, closing)
        cohort = session.get_one(Cohort, story.cohort.id)
        cohort.closed_at = START + timedelta(days=session_closes)
    found = stands(session, story.cohort)
    assert found.window(Wave.PRE) == Window(START, START + timedelta(days=end))


def test_one_person_s_attempt_is_nobody_else_s(
    session: Session, online_story: Story, library: Library
) -> None:
    own = enrolled(session, online_story.cohort)[0]
    agreed(session, own.id, START)
    start(session, own.id, Wave.PRE, library, START)
    assert stands(session, online_story.cohort, card=2).attempts == {}
