"""A room that presses at the same moment: each act on a connection of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, Mode
from elearn.courses.library import Library
from elearn.db import writing, writing_rows
from elearn.people import signing_in
from elearn.people.models import Person
from elearn.people.passwords import Keeper
from elearn.quizzes import answers, attempts, taking
from elearn.quizzes.forms import other
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.states import State
from elearn.quizzes.waves import Wave
from tests.conftest import START, Clock, Story, tell
from tests.quizzes.taken import agreed, asked, enrolled, given, key_of, recounted, start
from tests.together import PATIENCE, at_once


def starting(own: Enrolment, wave: Wave, library: Library) -> Callable[[Session], str]:
    """This person opens this test."""

    def act(session: Session) -> str:
        agreed(session, own.id, START)
        return start(session, own.id, wave, library, START).form or ""

    return act


@pytest.mark.parametrize("hands", [2, 5])
def test_twenty_five_who_start_at_once_are_split_in_two_equal_arms(
    engine: Engine, session: Session, keeper: Keeper, library: Library, hands: int
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=25)
    with writing(session):
        for wave in (Wave.PRE, Wave.POST):
            attempts.open_test(session, story.cohort.id, wave, START)
    people = enrolled(session, story.cohort)
    before = at_once(engine, [starting(own, Wave.PRE, library) for own in people], hands)
    assert sorted(Counter(before).values()) == [12, 13]
    after = at_once(engine, [starting(own, Wave.POST, library) for own in people], hands)
    assert after == [other(form) for form in before]


def test_one_person_who_presses_twice_at_once_has_one_attempt(
    engine: Engine, session: Session, online_story: Story, library: Library
) -> None:
    own = enrolled(session, online_story.cohort)[0]
    forms = at_once(engine, [starting(own, Wave.PRE, library)] * 4, hands=4)
    assert len(set(forms)) == 1
    assert session.scalar(select(func.count(Attempt.id))) == 1


@pytest.fixture
def begun(
    session: Session, online_story: Story, keeper: Keeper, library: Library
) -> tuple[Attempt, bytes]:
    """Awa's attempt, and the hash of the cookie she is signed in with."""
    own = enrolled(session, online_story.cohort)[0]
    agreed(session, own.id, START)
    attempt = start(session, own.id, Wave.PRE, library, START)
    with writing(session):
        awa = session.get_one(Person, own.person_id)
        token = signing_in.open_session(session, awa, own.id, keeper, START).token
    return attempt, signing_in.token_hash(token)


def test_handed_in_by_two_connections_at_once_it_is_handed_in_once(
    engine: Engine, begun: tuple[Attempt, bytes]
) -> None:
    def submit(session: Session) -> bool:
        with writing(session):
            return attempts.submit(session, begun[0].enrolment_id, Wave.PRE, START)

    assert sorted(at_once(engine, [submit] * 4, hands=4)) == [False, False, False, True]


def answer(engine: Engine, begun: tuple[Attempt, bytes], library: Library) -> State | None:
    """Send one right answer as the page does; the state where it came too late."""
    attempt, token = begun
    with writing_rows(engine) as connection:
        taken = taking.of_session(connection, attempt.id, token, START)
        assert taken is not None
        state = taken.state(START)
        if state is not State.STARTED:
            return state
        item = asked(attempt, library)[0]
        answers.keep(connection, attempt.id, [given(item, key_of(item))], START)
    return None


def test_an_answer_waits_for_a_submission_that_runs_and_then_comes_too_late(
    engine: Engine, session: Session, begun: tuple[Attempt, bytes], library: Library
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with writing(session):
            attempts.submit(session, begun[0].enrolment_id, Wave.PRE, START)
            session.flush()
            sent = pool.submit(answer, engine, begun, library)
            with pytest.raises(TimeoutError):
                sent.result(0.3)
        assert sent.result(PATIENCE) is State.SUBMITTED
    kept = session.scalars(select(Attempt)).one()
    assert (kept.answered, kept.points) == (0, 0)
    assert session.scalars(select(Answer)).all() == []


def test_a_submission_waits_for_an_answer_that_runs_and_counts_it(
    engine: Engine, session: Session, begun: tuple[Attempt, bytes], library: Library
) -> None:
    attempt, token = begun

    def submit() -> bool:
        with Session(engine) as another, writing(another):
            return attempts.submit(another, attempt.enrolment_id, Wave.PRE, START)

    with ThreadPoolExecutor(1) as pool:
        with writing_rows(engine) as connection:
            assert taking.of_session(connection, attempt.id, token, START)
            item = asked(attempt, library)[0]
            answers.keep(connection, attempt.id, [given(item, key_of(item))], START)
            pressed = pool.submit(submit)
            with pytest.raises(TimeoutError):
                pressed.result(0.3)
        assert pressed.result(PATIENCE)
    session.rollback()
    kept = session.scalars(select(Attempt).execution_options(populate_existing=True)).one()
    assert (kept.answered, kept.points, kept.submitted_at) == (1, 1, START)


def test_answers_and_submissions_at_once_leave_sums_that_equal_the_responses(
    engine: Engine, session: Session, begun: tuple[Attempt, bytes], library: Library
) -> None:
    attempt, _ = begun

    def sending(_session: Session) -> State | None:
        return answer(engine, begun, library)

    def submitting(opened: Session) -> None:
        with writing(opened):
            attempts.submit(opened, attempt.enrolment_id, Wave.PRE, START)

    said = at_once(engine, [sending, sending, sending, submitting, sending, sending], hands=3)
    session.rollback()
    kept = session.scalars(select(Attempt).execution_options(populate_existing=True)).one()
    responses = session.scalars(select(Response)).all()
    assert (kept.answered, kept.points, kept.unknown) == recounted(responses, library)
    # The submission itself returned None too: the rest were kept, or told that it was too late.
    arrived = said.count(None) - 1
    assert len(session.scalars(select(Answer)).all()) == arrived
    assert len(said) - 1 - arrived == said.count(State.SUBMITTED)


def test_two_telephones_answer_the_same_question_at_once_and_one_answer_counts(
    engine: Engine, session: Session, begun: tuple[Attempt, bytes], library: Library, clock: Clock
) -> None:
    attempt, token = begun
    item = next(one for one in asked(attempt, library) if one.kind == "single")
    wrong = item.distractors[0].id

    def telephone(writer: bytes, choice: list[str]) -> Callable[[Session], None]:
        def act(_session: Session) -> None:
            for number in range(4):
                with writing_rows(engine) as connection:
                    assert taking.of_session(connection, attempt.id, token, START)
                    one = given(item, choice, writer=writer, number=number)
                    answers.keep(connection, attempt.id, [one], START)

        return act

    at_once(engine, [telephone(b"a" * 16, list(item.key)), telephone(b"b" * 16, [wrong])])
    session.rollback()
    kept = session.scalars(select(Attempt).execution_options(populate_existing=True)).one()
    assert session.scalar(select(func.count(Answer.id))) == 8
    responses = session.scalars(select(Response)).all()
    assert len(responses) == 1
    assert (kept.answered, kept.points, kept.unknown) == recounted(responses, library)
