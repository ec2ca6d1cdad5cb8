"""`elearn results verify`: what it prints when scores agree with their answers, and when not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from elearn.cohorts.models import Mode
from elearn.courses.library import Library
from elearn.db import connect, writing
from elearn.people.passwords import Keeper
from elearn.quizzes import history, retention, verifying
from elearn.quizzes.causes import Cause
from elearn.quizzes.history import Why
from elearn.quizzes.marking import Score
from elearn.quizzes.models import Attempt, Response
from elearn.quizzes.waves import Wave
from elearn.quizzes.wordings import remember
from tests.cli.commands import Machine
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import MODULE, START, Story, tell
from tests.quizzes.ruled import keyed, rule, void
from tests.quizzes.test_mending import wrong_key


@pytest.fixture
def taken(session: Session, keeper: Keeper, library: Library) -> Story:
    """Four people with a first test each, one of whose questions was taken out."""
    story = tell(session, keeper, Mode.ROOM, cards=4)
    open_for_all(session, story, Wave.PRE, START)
    for place, who in enumerate(enrolled(session, story)):
        take(session, library, story, who, Wave.PRE, right_on=range(place + 2), now=START)
    first, second = library.modules[MODULE].items[:2]
    rule(session, void(first), story.boubacar)
    rule(session, keyed(second, wrong_key(second)), story.boubacar)
    return story


def test_scores_that_follow_from_their_answers_are_all_right(
    session: Session, taken: Story
) -> None:
    found = verifying.verify(session)
    assert (found.attempts, found.forgotten, found.differences) == (4, 0, ())


def test_a_sum_that_is_not_its_answers_is_found(session: Session, taken: Story) -> None:
    one = session.scalars(select(Attempt)).first()
    assert one is not None
    with writing(session):
        session.execute(update(Attempt).where(Attempt.id == one.id).values(points=99))
    (found,) = verifying.verify(session).differences
    assert (found.attempt_id, found.kept.points, found.items) == (one.id, 99, ())
    assert found.recomputed.points < 9


def test_a_response_that_is_not_the_answer_that_counts_is_found(
    session: Session, taken: Story
) -> None:
    one = session.scalars(select(Response)).first()
    assert one is not None
    with writing(session):
        session.execute(
            update(Response)
            .where(Response.attempt_id == one.attempt_id, Response.item == one.item)
            .values(choice=["never given"])
        )
    (found,) = verifying.verify(session).differences
    assert found.items == (one.item,)


def test_what_was_deleted_after_its_time_is_only_counted(session: Session, taken: Story) -> None:
    with writing(session):
        retention.forget(session, START + timedelta(days=400))
    found = verifying.verify(session)
    assert (found.attempts, found.forgotten, found.differences) == (0, 4, ())


@pytest.fixture
def machine(bare_database_url: str, tmp_path: Path) -> Machine:
    return Machine(tmp_path / "data", bare_database_url)


@pytest.fixture
def filled(machine: Machine, keeper: Keeper, library: Library) -> Iterator[Session]:
    machine.run("init")
    engine = connect(machine.database_url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


def test_the_command_says_so_and_answers_with_its_exit_code(
    machine: Machine, filled: Session, keeper: Keeper, library: Library
) -> None:
    assert "0 tests recomputed." in machine.run("results", "verify").output
    story = tell(filled, keeper, Mode.ROOM, cards=2)
    with writing(filled):
        from_today = library.modules[MODULE].items
        remember(filled, from_today, datetime.now(UTC))
    open_for_all(filled, story, Wave.PRE, START)
    for who in enrolled(filled, story):
        take(filled, library, story, who, Wave.PRE, right_on=range(3), now=START)
    told = machine.run("results", "verify").output
    assert "2 tests recomputed." in told
    assert "Every score is what its answers say." in told
    with writing(filled):
        one = filled.scalars(select(Attempt).order_by(Attempt.id)).first()
        assert one is not None
        why = Why(Cause.SECOND_TRY, story.fatou.id, START, "panne")
        history.append_one(filled.connection(), one.id, None, Score(3, 0, 3, 8), why)
    told = machine.run("results", "verify").output
    counts = "counts in place of an earlier try: no test before, now 3 of 8. Reason: panne"
    assert f"Test {one.id} {counts}" in told
    with writing(filled):
        filled.execute(update(Attempt).values(points=7))
        filled.execute(update(Response).values(choice=["x"]))
    told = machine.run("results", "verify", expect=1).output
    assert told.count("kept 7 of 8, its answers say 3 of 8.") == 2
    assert "Another answer counts for:" in told
    with writing(filled):
        retention.forget(filled, START + timedelta(days=400))
    assert "2 tests have only their sums" in machine.run("results", "verify").output
