"""Opening a test, starting it and handing it in, one person at a time."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import CohortClosed, NoSuchCohort
from elearn.cohorts.models import Enrolment, Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.passwords import Keeper
from elearn.quizzes import answers, attempts, standing
from elearn.quizzes.attempts import NoConsent, NotOpen, NotStarted
from elearn.quizzes.forms import other, smaller_arm
from elearn.quizzes.models import Attempt, Excuse, Opening
from elearn.quizzes.standing import Membership
from elearn.quizzes.states import GRACE, State
from elearn.quizzes.waves import Wave
from tests.conftest import START, Clock, Story, tell
from tests.quizzes.taken import agreed, asked, enrolled, given, key_of, start


@pytest.fixture
def awa(session: Session, online_story: Story) -> Enrolment:
    """Awa's enrolment online, where her pre-test is open from the start; she has agreed."""
    own = enrolled(session, online_story.cohort)[0]
    agreed(session, own.id, START)
    return own


def opened(session: Session, story: Story, wave: Wave, clock: Clock) -> None:
    with writing(session):
        attempts.open_test(session, story.cohort.id, wave, clock.now)


def submit(session: Session, enrolment: Enrolment, clock: Clock, wave: Wave = Wave.PRE) -> bool:
    with writing(session):
        return attempts.submit(session, enrolment.id, wave, clock.now)


def keep(session: Session, attempt: Attempt, library: Library, clock: Clock, count: int) -> None:
    with writing(session):
        kept = [given(item, key_of(item)) for item in asked(attempt, library)[:count]]
        answers.keep(session.connection(), attempt.id, kept, clock.now)


def state_of(session: Session, story: Story, own: Enrolment, wave: Wave, clock: Clock) -> State:
    session.rollback()
    cohort = session.get_one(type(story.cohort), story.cohort.id, populate_existing=True)
    own = session.get_one(Enrolment, own.id, populate_existing=True)
    member = Membership.of(own, cohort)
    return standing.load(session.connection(), member, ()).state(wave, clock.now)


# ------------------------------------------------------------------ starting


def test_an_attempt_keeps_each_wording_and_the_order_shown(
    session: Session, awa: Enrolment, library: Library, clock: Clock
) -> None:
    attempt = start(session, awa.id, Wave.PRE, library, clock.now)
    assert attempt.maximum == len(attempt.shown) == 8
    assert (attempt.answered, attempt.points, attempt.unknown) == (0, 0, 0)
    for row, item in zip(attempt.shown, asked(attempt, library), strict=True):
        assert item.form == attempt.form
        assert sorted(row["options"]) == sorted(option.id for option in item.options)
        assert len(bytes.fromhex(row["wording"])) == 32


def test_starting_twice_is_one_attempt(
    session: Session, awa: Enrolment, library: Library, clock: Clock
) -> None:
    first = start(session, awa.id, Wave.PRE, library, clock.now)
    again = start(session, awa.id, Wave.PRE, library, clock.forward(minutes=5))
    assert again.id == first.id
    assert again.started_at == START
    assert session.scalar(select(func.count(Attempt.id))) == 1


def test_nothing_starts_before_she_has_agreed(
    session: Session, online_story: Story, library: Library, clock: Clock
) -> None:
    own = enrolled(session, online_story.cohort)[0]
    with pytest.raises(NoConsent):
        start(session, own.id, Wave.PRE, library, clock.now)


def test_in_a_room_nothing_starts_before_the_trainer_opens_it(
    session: Session, story: Story, library: Library, clock: Clock
) -> None:
    own = enrolled(session, story.cohort)[0]
    agreed(session, own.id, START)
    with pytest.raises(NotOpen) as closed:
        start(session, own.id, Wave.PRE, library, clock.now)
    assert closed.value.state is State.NOT_OFFERED
    opened(session, story, Wave.PRE, clock)
    assert start(session, own.id, Wave.PRE, library, clock.now).form in ("A", "B")
    with pytest.raises(NotOpen):
        start(session, own.id, Wave.POST, library, clock.now)
    with pytest.raises(NotOpen):
        start(session, own.id, Wave.FOLLOW_UP, library, clock.now)


def test_nothing_starts_after_closing(
    session: Session, story: Story, library: Library, clock: Clock
) -> None:
    own = enrolled(session, story.cohort)[0]
    agreed(session, own.id, START)
    opened(session, story, Wave.PRE, clock)
    with writing(session):
        attempts.close_test(session, story.cohort.id, Wave.PRE, clock.forward(hours=1))
    clock.forward(seconds=1)
    with pytest.raises(NotOpen) as closed:
        start(session, own.id, Wave.PRE, library, clock.now)
    assert closed.value.state is State.ABSENT
    opened(session, story, Wave.PRE, clock)
    assert start(session, own.id, Wave.PRE, library, clock.now).started_at == clock.now


def test_who_declined_starts_only_after_taking_it_back(
    session: Session, awa: Enrolment, library: Library, clock: Clock
) -> None:
    with writing(session):
        enrolments.decline(session.get_one(Enrolment, awa.id), clock.now)
    with pytest.raises(NotOpen) as closed:
        start(session, awa.id, Wave.PRE, library, clock.now)
    assert closed.value.state is State.DECLINED
    agreed(session, awa.id, clock.forward(minutes=1))
    assert start(session, awa.id, Wave.PRE, library, clock.now).answered == 0


def test_who_is_excused_does_not_start(
    session: Session, awa: Enrolment, library: Library, clock: Clock
) -> None:
    for _ in range(2):
        with writing(session):
            attempts.excuse(session, awa.id, Wave.PRE, clock.now)
            clock.forward(minutes=1)
    assert session.scalars(select(Excuse.excused_at)).all() == [START]
    with pytest.raises(NotOpen) as closed:
        start(session, awa.id, Wave.PRE, library, clock.now)
    assert closed.value.state is State.EXCUSED


# ------------------------------------------------------------------ forms


def test_the_post_test_is_in_the_other_form_for_everybody(
    session: Session, keeper: Keeper, library: Library, clock: Clock
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=5)
    opened(session, story, Wave.PRE, clock)
    opened(session, story, Wave.POST, clock)
    for own in enrolled(session, story.cohort):
        agreed(session, own.id, START)
        pre = start(session, own.id, Wave.PRE, library, clock.now)
        post = start(session, own.id, Wave.POST, library, clock.now)
        assert post.form == other(pre.form or "")


def test_the_draw_can_be_made_again_from_the_seed(
    session: Session, keeper: Keeper, library: Library, clock: Clock
) -> None:
    story = tell(session, keeper, Mode.ONLINE, cards=7)
    drawn, taken = [], Counter[str]()
    for own in enrolled(session, story.cohort):
        agreed(session, own.id, START)
        drawn.append(start(session, own.id, Wave.PRE, library, clock.now).form)
    for form in drawn:
        assert form == smaller_arm(taken, story.cohort.seed)
        taken[form or ""] += 1


def test_without_a_pre_test_the_post_test_goes_to_its_own_smaller_arm(
    session: Session, story: Story, library: Library, clock: Clock
) -> None:
    opened(session, story, Wave.POST, clock)
    forms = set()
    for own in enrolled(session, story.cohort):
        agreed(session, own.id, START)
        forms.add(start(session, own.id, Wave.POST, library, clock.now).form)
    assert forms == {"A", "B"}


def test_the_follow_up_is_in_the_third_form(
    session: Session, story: Story, library: Library, clock: Clock
) -> None:
    own = enrolled(session, story.cohort)[0]
    agreed(session, own.id, START)
    opened(session, story, Wave.FOLLOW_UP, clock)
    assert start(session, own.id, Wave.FOLLOW_UP, library, clock.now).form == "C"


# ------------------------------------------------------------------ handing in


def test_handed_in_twice_it_is_handed_in_once(
    session: Session, awa: Enrolment, library: Library, clock: Clock
) -> None:
    attempt = start(session, awa.id, Wave.PRE, library, clock.now)
    keep(session, attempt, library, clock, 3)
    assert submit(session, awa, clock)
    first = clock.now
    clock.forward(minutes=3)
    assert not submit(session, awa, clock)
    kept = session.get_one(Attempt, attempt.id, populate_existing=True)
    assert (kept.submitted_at, kept.points, kept.answered) == (first, 3, 3)


def test_what_was_never_begun_is_not_handed_in(
    session: Session, awa: Enrolment, clock: Clock
) -> None:
    with pytest.raises(NotStarted):
        submit(session, awa, clock)


def test_within_the_grace_it_is_in_time_and_a_second_later_it_is_collected(
    session: Session, story: Story, library: Library, clock: Clock
) -> None:
    awa, moussa = enrolled(session, story.cohort)
    opened(session, story, Wave.PRE, clock)
    for own in (awa, moussa):
        agreed(session, own.id, START)
        keep(session, start(session, own.id, Wave.PRE, library, clock.now), library, clock, 2)
    with writing(session):
        attempts.close_test(session, story.cohort.id, Wave.PRE, clock.forward(hours=1))
    clock.now += GRACE
    assert submit(session, awa, clock)
    clock.forward(seconds=1)
    with pytest.raises(NotOpen) as closed:
        submit(session, moussa, clock)
    assert closed.value.state is State.COLLECTED
    assert state_of(session, story, awa, Wave.PRE, clock) is State.SUBMITTED
    assert state_of(session, story, moussa, Wave.PRE, clock) is State.COLLECTED


def test_closing_the_session_closes_every_test_of_it(
    session: Session, online_story: Story, awa: Enrolment, library: Library, clock: Clock
) -> None:
    start(session, awa.id, Wave.PRE, library, clock.now)
    with writing(session):
        cohort = enrolments.locked(session, online_story.cohort.id)
        enrolments.close(session, cohort, clock.forward(days=2))
    clock.now += GRACE + timedelta(seconds=1)
    with pytest.raises(NotOpen) as closed:
        submit(session, awa, clock)
    assert closed.value.state is State.ABSENT
    assert state_of(session, online_story, awa, Wave.PRE, clock) is State.ABSENT
    with pytest.raises(CohortClosed):
        opened(session, online_story, Wave.POST, clock)


# ------------------------------------------------------------------ openings


def test_opening_and_closing_twice_changes_nothing_more(
    session: Session, story: Story, clock: Clock
) -> None:
    with writing(session):
        attempts.close_test(session, story.cohort.id, Wave.PRE, clock.now)
    for _ in range(2):
        opened(session, story, Wave.PRE, clock)
        clock.forward(minutes=1)
    closing = clock.now
    for _ in range(2):
        with writing(session):
            attempts.close_test(session, story.cohort.id, Wave.PRE, clock.now)
        clock.forward(minutes=1)
    row = session.scalars(select(Opening)).one()
    assert (row.opened_at, row.closed_at, row.revision) == (START, closing, 2)
    opened(session, story, Wave.PRE, clock)
    row = session.scalars(select(Opening)).one()
    assert (row.opened_at, row.closed_at, row.revision) == (START, None, 3)


def test_no_test_opens_for_a_session_that_is_not_there(session: Session, clock: Clock) -> None:
    with pytest.raises(NoSuchCohort), writing(session):
        attempts.open_test(session, UUID(int=7), Wave.PRE, clock.now)
