"""What a trainer allows one person: longer, more minutes, a second try."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.models import AuditEntry, Person
from elearn.quizzes import allowances, attempts, keeping, rules, standing, taking, verifying
from elearn.quizzes.allowances import (
    Act,
    AllowedMeanwhile,
    AskedOnce,
    NoLimit,
    NotAllowed,
    Past,
)
from elearn.quizzes.causes import Cause
from elearn.quizzes.models import Allowance, Answer, Attempt, ScoreChange
from elearn.quizzes.policies import Counting, Policy
from elearn.quizzes.standing import Membership, Standing
from elearn.quizzes.states import GRACE, State
from elearn.quizzes.unlocking import Place
from elearn.quizzes.waves import Wave
from elearn.reports import roster, sessions
from tests.conftest import START, Clock, Story
from tests.quizzes.taken import agreed, asked, enrolled, given, key_of, start
from tests.together import at_once

PRE = Wave.PRE
HOUR = timedelta(hours=1)


@pytest.fixture
def awa(session: Session, story: Story) -> Enrolment:
    """Awa has agreed, and the pre-test is open."""
    own = enrolled(session, story.cohort)[0]
    agreed(session, own.id, START)
    with writing(session):
        attempts.open_test(session, story.cohort.id, PRE, START)
    return own


def stands(session: Session, story: Story, own: Enrolment) -> Standing:
    session.rollback()
    session.expire_all()
    cohort = session.get_one(Cohort, story.cohort.id)
    own = session.get_one(Enrolment, own.id)
    return standing.load(session.connection(), Membership.of(own, cohort), ())


def state(session: Session, story: Story, own: Enrolment, now: datetime) -> State:
    """The state that counts, the same on the person's page and on the board."""
    found = stands(session, story, own).state(PRE, now)
    people = roster.members(session, session.get_one(Cohort, story.cohort.id), ())
    assert next(one for one in people if one.enrolment_id == own.id).state(PRE, now) is found
    taken = taking.counting(session.connection(), own.id, PRE)
    if taken is not None:
        assert taken.state(now) is found
    return found


def act(session: Session, story: Story, now: datetime, seen: int = 0) -> Act:
    return Act(session.get_one(Person, story.fatou.id), "came late", now, (), seen)


def decided(
    session: Session,
    story: Story,
    own: Enrolment,
    decide: Callable[..., None],
    what: object,
    now: datetime,
    seen: int = 0,
) -> None:
    """Fatou decides for this person, in one transaction."""
    with writing(session):
        fresh = session.get_one(Enrolment, own.id)
        decide(session, fresh, PRE, what, act(session, story, now, seen))


def ruled(session: Session, story: Story, policy: Policy) -> bool:
    """Fatou sets the rules of the pre-test."""
    with writing(session):
        fatou = session.get_one(Person, story.fatou.id)
        return rules.change(session, story.cohort.id, PRE, policy, fatou, START) is not None


def close(session: Session, story: Story, now: datetime) -> None:
    with writing(session):
        attempts.close_test(session, story.cohort.id, PRE, now)


def answer(session: Session, attempt: Attempt, library: Library, now: datetime, right: int) -> None:
    """Answer the latest try: so many right, the others not known."""
    with writing(session):
        taken = taking.of_enrolment(session.connection(), attempt.enrolment_id, PRE)
        assert taken is not None
        assert taken.id == attempt.id
        items = asked(attempt, library)
        keeping.keep(
            session.connection(),
            taken,
            [
                given(item, key_of(item) if place < right else None)
                for place, item in enumerate(items)
            ],
            now,
        )


def submit(session: Session, own: Enrolment, now: datetime) -> None:
    with writing(session):
        attempts.submit(session, own.id, PRE, now)


def test_a_test_that_was_closed_opens_for_one_person_until_then(
    session: Session, story: Story, awa: Enrolment, library: Library
) -> None:
    moussa = enrolled(session, story.cohort)[1]
    close(session, story, START + HOUR)
    late = START + 3 * HOUR
    assert state(session, story, awa, late) is State.ABSENT
    decided(session, story, awa, allowances.extend, late + HOUR, late)
    assert state(session, story, awa, late) is State.OPEN
    assert state(session, story, moussa, late) is State.ABSENT
    attempt = start(session, awa.id, PRE, library, late)
    answer(session, attempt, library, late + HOUR, right=3)
    assert state(session, story, awa, late + HOUR + GRACE) is State.STARTED
    over = late + HOUR + GRACE + timedelta(seconds=1)
    assert state(session, story, awa, over) is State.COLLECTED
    kept = session.scalars(select(Allowance)).one()
    assert (kept.kind, kept.reason) == ("extension", "came late")
    assert "extension-pre" in session.scalars(select(AuditEntry.act)).all()


def test_a_test_that_was_never_opened_opens_for_one_person_alone(
    session: Session, story: Story, library: Library
) -> None:
    awa, moussa = enrolled(session, story.cohort)
    decided(session, story, awa, allowances.extend, START + HOUR, START)
    assert state(session, story, awa, START) is State.OPEN
    assert state(session, story, awa, START + 2 * HOUR) is State.ABSENT
    assert state(session, story, moussa, START) is State.NOT_OFFERED
    agreed(session, awa.id, START)
    attempt = start(session, awa.id, PRE, library, START)
    answer(session, attempt, library, START, right=1)
    assert state(session, story, awa, START + HOUR + GRACE) is State.STARTED
    assert state(session, story, awa, START + 2 * HOUR) is State.COLLECTED


def test_online_a_test_opened_for_one_person_closes_with_the_session(
    session: Session, online_story: Story, library: Library
) -> None:
    own, story = enrolled(session, online_story.cohort)[0], online_story
    until = START + HOUR
    with writing(session):
        fresh = session.get_one(Enrolment, own.id)
        allowances.extend(session, fresh, Wave.POST, until, act(session, story, START))
    agreed(session, own.id, START)
    start(session, own.id, Wave.POST, library, START)
    later = START + timedelta(days=9)
    assert stands(session, story, own).state(Wave.POST, later) is State.STARTED
    taken = taking.counting(session.connection(), own.id, Wave.POST)
    assert taken is not None
    assert taken.state(later) is State.STARTED


def test_what_would_change_nothing_is_refused_by_name(
    session: Session, story: Story, awa: Enrolment, library: Library
) -> None:
    def refused(
        by: type[Exception],
        decide: Callable[..., None],
        what: object = START + HOUR,
        now: datetime = START,
        seen: int = 0,
    ) -> None:
        with pytest.raises(by):
            decided(session, story, awa, decide, what, now, seen)

    refused(AllowedMeanwhile, allowances.extend, seen=3)
    refused(Past, allowances.extend, now=START + HOUR)
    refused(NotAllowed, allowances.again)  # there is no try yet
    refused(NoLimit, allowances.give_minutes, 5)
    attempt = start(session, awa.id, PRE, library, START)
    refused(NotAllowed, allowances.again)  # she is still answering
    answer(session, attempt, library, START, right=1)
    submit(session, awa, START)
    refused(NotAllowed, allowances.extend)  # it is sent
    with writing(session):
        attempts.excuse(session, awa.id, PRE, START)
    refused(NotAllowed, allowances.extend)
    refused(NotAllowed, allowances.again)
    with writing(session):
        enrolments.close(session, enrolments.locked(session, story.cohort.id), START)
    refused(CohortClosed, allowances.extend)
    assert session.scalar(select(func.count(Allowance.id))) == 0


@pytest.mark.parametrize("sent", [True, False])
def test_a_second_try_counts_from_its_first_answer_and_the_first_one_is_kept(
    session: Session, story: Story, awa: Enrolment, library: Library, sent: bool
) -> None:
    first = start(session, awa.id, PRE, library, START)
    answer(session, first, library, START, right=6)
    if sent:
        submit(session, awa, START)
    close(session, story, START)
    now = START + HOUR
    before = State.SUBMITTED if sent else State.COLLECTED
    assert state(session, story, awa, now) is before
    decided(session, story, awa, allowances.again, now + HOUR, now)
    found = stands(session, story, awa)
    assert found.turn(PRE, now) is State.OPEN
    assert found.next_step(now).place is Place.PRE_TEST
    # Until it is answered nothing moves.
    assert state(session, story, awa, now) is before
    attempt = start(session, awa.id, PRE, library, now)
    assert (attempt.number, attempt.tried, attempt.form) == (2, 2, first.form)
    assert start(session, awa.id, PRE, library, now).id == attempt.id
    assert state(session, story, awa, now) is before
    answer(session, attempt, library, now, right=2)
    assert state(session, story, awa, now) is State.STARTED
    submit(session, awa, now)
    assert state(session, story, awa, now) is State.SUBMITTED
    taken = taking.counting(session.connection(), awa.id, PRE)
    assert taken is not None
    assert (taken.id, taken.points) == (attempt.id, 2)
    rows = session.scalars(select(Attempt).order_by(Attempt.tried)).all()
    assert [(row.number, row.points, row.deleted_at) for row in rows] == [
        (3, 6, None),
        (1, 2, None),
    ]
    assert session.scalar(select(func.count(Answer.id))) == 16
    told = session.scalars(select(ScoreChange)).one()
    assert (told.attempt_id, told.points_before, told.maximum_before) == (attempt.id, 6, 8)
    assert (told.cause, told.reason) == (Cause.SECOND_TRY, "came late")
    assert (told.changed_by, told.changed_at) == (story.fatou.id, now)
    (replaced,) = verifying.verify(session).replaced
    assert (replaced.before, replaced.points, replaced.reason) == (6, 2, "came late")
    # It was the only one that was allowed.
    assert stands(session, story, awa).turn(PRE, now) is State.SUBMITTED
    with pytest.raises(attempts.NotOpen):
        start(session, awa.id, PRE, library, now)


def test_a_follow_up_is_asked_once(session: Session, story: Story, awa: Enrolment) -> None:
    why = act(session, story, START)
    with pytest.raises(AskedOnce):
        allowances.again(session, awa, Wave.FOLLOW_UP, START + HOUR, why)


def test_a_second_try_that_nobody_answers_leaves_the_first_one_counting(
    session: Session, story: Story, awa: Enrolment, library: Library
) -> None:
    first = start(session, awa.id, PRE, library, START)
    answer(session, first, library, START, right=6)
    submit(session, awa, START)
    decided(session, story, awa, allowances.again, START + HOUR, START)
    start(session, awa.id, PRE, library, START)
    close(session, story, START)
    assert state(session, story, awa, START + timedelta(days=1)) is State.SUBMITTED


@pytest.mark.parametrize(("counting", "points"), [(Counting.FIRST, 3), (Counting.LAST, 5)])
def test_the_rules_give_everybody_more_tries_and_say_which_counts(
    session: Session,
    story: Story,
    awa: Enrolment,
    library: Library,
    counting: Counting,
    points: int,
) -> None:
    assert ruled(session, story, Policy(tries=3, counting=counting))
    assert not ruled(session, story, Policy(tries=3, counting=counting))
    for right in (3, 4, 5):
        attempt = start(session, awa.id, PRE, library, START)
        answer(session, attempt, library, START, right)
        submit(session, awa, START)
        # An offer, not a duty: the next step is elsewhere.
        assert stands(session, story, awa).next_step(START).place is not Place.PRE_TEST
    with pytest.raises(attempts.NotOpen):
        start(session, awa.id, PRE, library, START)
    taken = taking.counting(session.connection(), awa.id, PRE)
    assert taken is not None
    assert taken.points == points
    assert session.scalar(select(func.count(Attempt.id))) == 3


def test_at_the_time_limit_a_started_test_is_collected_and_minutes_lengthen_it(
    session: Session, story: Story, awa: Enrolment, library: Library, clock: Clock
) -> None:
    ruled(session, story, Policy(minutes=30))
    attempt = start(session, awa.id, PRE, library, START)
    answer(session, attempt, library, START, right=2)
    end = START + timedelta(minutes=30) + GRACE
    assert state(session, story, awa, end) is State.STARTED
    after = end + timedelta(minutes=5)
    assert state(session, story, awa, after) is State.COLLECTED
    assert state(session, story, enrolled(session, story.cohort)[1], after) is State.OPEN
    decided(session, story, awa, allowances.give_minutes, 10, after)
    # Ten minutes from now on, not from when the limit had passed.
    assert state(session, story, awa, after) is State.STARTED
    assert stands(session, story, awa).window(PRE, START).closed_at == after + timedelta(minutes=10)
    with pytest.raises(AllowedMeanwhile):
        decided(session, story, awa, allowances.give_minutes, 10, after)


def test_a_room_s_test_opens_and_closes_by_the_clock_and_by_hand_again(
    session: Session, story: Story
) -> None:
    own = enrolled(session, story.cohort)[0]
    ruled(session, story, Policy(opens_at=START + HOUR, closes_at=START + 3 * HOUR))
    seen = [state(session, story, own, START + hours * HOUR) for hours in (0, 1, 3, 4)]
    assert seen == [State.NOT_OFFERED, State.OPEN, State.OPEN, State.ABSENT]
    close(session, story, START + 2 * HOUR)
    assert state(session, story, own, START + 2.5 * HOUR) is State.ABSENT
    now = START + 4 * HOUR
    with writing(session):
        attempts.open_test(session, story.cohort.id, PRE, now)
    assert state(session, story, own, now) is State.OPEN
    with pytest.raises(rules.Backwards):
        ruled(session, story, Policy(opens_at=now, closes_at=now))


def test_two_trainers_who_allow_a_second_try_at_once_allow_one(
    engine: Engine, session: Session, story: Story, awa: Enrolment, library: Library
) -> None:
    attempt = start(session, awa.id, PRE, library, START)
    answer(session, attempt, library, START, right=1)
    submit(session, awa, START)
    fatou, own = story.fatou.id, awa.id  # the rows themselves belong to one session alone

    def allow(opened: Session) -> bool:
        try:
            with writing(opened):
                one = Act(opened.get_one(Person, fatou), "came late", START, (), 0)
                allowances.again(opened, opened.get_one(Enrolment, own), PRE, START + HOUR, one)
        except (AllowedMeanwhile, NotAllowed):
            return False
        return True

    assert sorted(at_once(engine, [allow] * 4, hands=4)) == [False, False, False, True]


def test_a_list_of_sessions_counts_no_test_that_still_runs_for_one_person(
    session: Session, story: Story, awa: Enrolment, library: Library
) -> None:
    attempt = start(session, awa.id, PRE, library, START)
    answer(session, attempt, library, START, right=2)
    close(session, story, START + HOUR)
    late = START + 3 * HOUR

    def before(now: datetime) -> int:
        mine = {story.cohort.id}
        return sessions.trained(session, mine, (), offset=0, limit=1, now=now)[0].before

    assert before(late) == 1
    decided(session, story, awa, allowances.extend, late + HOUR, late)
    assert before(late) == before(late + HOUR + GRACE) == 0
    assert before(late + HOUR + GRACE + timedelta(seconds=1)) == 1
    with writing(session):
        enrolments.close(session, enrolments.locked(session, story.cohort.id), late)
    assert before(late + HOUR) == 1
