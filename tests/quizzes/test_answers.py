"""Answers: appended under the id made where they were given, idempotent, in any order."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.db import writing_rows
from elearn.quizzes import answers
from elearn.quizzes.answers import Given
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.questions import Choice, ForeignOption
from elearn.quizzes.waves import Wave
from tests import postgresql
from tests.conftest import START, Story
from tests.quizzes.taken import (
    Statements,
    agreed,
    asked,
    enrolled,
    given,
    key_of,
    recounted,
    start,
)

HERS, ANOTHER = b"a" * 16, b"b" * 16


class Sheet:
    """Awa's pre-test, and a way to send answers to it."""

    def __init__(self, engine: Engine, session: Session, attempt: Attempt, library: Library):
        self.engine, self.session, self.library = engine, session, library
        self.id = attempt.id
        self.items = asked(attempt, library)
        self.single = next(item for item in self.items if item.kind == "single")
        self.right = list(self.single.key)
        self.wrong = [self.single.distractors[0].id]

    def send(self, sent: Sequence[tuple[Item, Given]], now: datetime = START) -> int:
        with writing_rows(self.engine) as connection:
            after = connection.scalar(select(Attempt.last_answer_at).where(Attempt.id == self.id))
            return answers.keep(connection, self.id, sent, now, after=after)

    def one(self, choice: Choice, writer: bytes = HERS, number: int = 1) -> tuple[Item, Given]:
        return given(self.single, choice, writer=writer, number=number)

    def kept(self) -> Attempt:
        self.session.rollback()
        return self.session.get_one(Attempt, self.id, populate_existing=True)

    def sums(self) -> tuple[int, int, int | None]:
        kept = self.kept()
        return kept.answered, kept.points, kept.unknown

    def responses(self) -> list[Response]:
        self.session.rollback()
        asked_anew = select(Response).execution_options(populate_existing=True)
        return list(self.session.scalars(asked_anew))

    def counted(self) -> Choice:
        """The choice that counts for the one single question."""
        return next(one.choice for one in self.responses() if one.item == self.single.id)

    def arrived(self) -> int:
        self.session.rollback()
        return self.session.scalar(select(func.count(Answer.id))) or 0


@pytest.fixture
def sheet(engine: Engine, session: Session, online_story: Story, library: Library) -> Sheet:
    own = enrolled(session, online_story.cohort)[0]
    agreed(session, own.id, START)
    return Sheet(engine, session, start(session, own.id, Wave.PRE, library, START), library)


def test_sending_an_answer_twice_changes_nothing(sheet: Sheet) -> None:
    one = sheet.one(sheet.right)
    assert sheet.send([one]) == 1
    before = sheet.kept()
    told = (before.last_answer_at, before.revision)
    assert sheet.send([one], START + timedelta(hours=1)) == 0
    after = sheet.kept()
    assert (after.last_answer_at, after.revision) == told
    assert (sheet.sums(), sheet.arrived()) == ((1, 1, 0), 1)


def test_the_same_answer_twice_in_one_request_is_one(sheet: Sheet) -> None:
    one = sheet.one(sheet.right)
    assert sheet.send([one, one]) == 1
    assert sheet.arrived() == 1


def test_an_id_sent_again_with_another_choice_stays_what_it_was(sheet: Sheet) -> None:
    item, first = sheet.one(sheet.right)
    forged = Given(first.id, item.id, sheet.wrong, first.writer, 99, None)
    sheet.send([(item, first)])
    assert sheet.send([(item, forged)]) == 0
    assert sheet.counted() == sheet.right


def test_of_one_writer_the_highest_number_counts_in_whatever_order_it_arrives(
    sheet: Sheet,
) -> None:
    older, newer = sheet.one(sheet.wrong, number=1), sheet.one(sheet.right, number=2)
    sheet.send([newer])
    sheet.send([older], START + timedelta(minutes=1))
    assert sheet.counted() == sheet.right
    assert (sheet.sums(), sheet.arrived()) == ((1, 1, 0), 2)


def test_a_replay_of_an_older_answer_does_not_win(sheet: Sheet) -> None:
    older = sheet.one(sheet.wrong, number=1)
    sheet.send([older])
    sheet.send([sheet.one(sheet.right, number=2)], START + timedelta(minutes=1))
    sheet.send([older], START + timedelta(minutes=2))
    assert sheet.counted() == sheet.right


def test_between_writers_the_later_arrival_counts(sheet: Sheet) -> None:
    telephone = sheet.one(sheet.wrong, HERS, number=50)
    sheet.send([telephone])
    sheet.send([sheet.one(sheet.right, ANOTHER, number=1)], START + timedelta(minutes=1))
    sheet.send([telephone], START + timedelta(minutes=2))
    assert sheet.counted() == sheet.right


def test_the_later_arrival_counts_though_the_server_s_clock_was_set_back(sheet: Sheet) -> None:
    sheet.send([sheet.one(sheet.wrong, HERS)], START + timedelta(minutes=5))
    sheet.send([sheet.one(sheet.right, ANOTHER)], START)
    assert (sheet.counted(), sheet.arrived()) == (sheet.right, 2)
    arrived = sheet.session.scalars(select(Answer.arrived_at).order_by(Answer.arrived_at)).all()
    behind = START + timedelta(minutes=5, microseconds=1)
    assert (arrived[-1], sheet.kept().last_answer_at) == (behind, behind)


def test_not_knowing_may_be_changed_into_an_answer_and_back(sheet: Sheet) -> None:
    told = []
    for number, choice in enumerate((None, sheet.right, None)):
        sheet.send([sheet.one(choice, number=number)])
        told.append(sheet.sums())
    assert told == [(1, 0, 1), (1, 1, 0), (1, 0, 1)]


def test_the_history_is_whole_and_says_what_was_given(sheet: Sheet) -> None:
    choices: list[Choice] = [sheet.wrong, None, sheet.right]
    sent = [sheet.one(choice, number=number) for number, choice in enumerate(choices)]
    for one in sent:
        sheet.send([one])
    rows = sheet.session.scalars(select(Answer).order_by(Answer.number)).all()
    assert [row.choice for row in rows] == choices
    assert [row.id for row in rows] == [one.id for _, one in sent]
    assert [row.arrived_at for row in rows] == [
        START + timedelta(microseconds=place) for place in range(3)
    ]


def test_one_refused_answer_keeps_none_of_its_request(sheet: Sheet) -> None:
    with pytest.raises(ForeignOption):
        sheet.send([sheet.one(sheet.right), sheet.one(["z"], number=2)])
    assert (sheet.arrived(), sheet.sums()) == (0, (0, 0, 0))


def test_each_change_of_the_sums_is_a_revision_of_the_attempt(sheet: Sheet) -> None:
    before = sheet.kept().revision
    sheet.send([sheet.one(sheet.right)])
    assert sheet.kept().revision == before + 1
    sheet.send([sheet.one(sheet.wrong, number=2)])
    assert sheet.kept().revision == before + 2


def some_choice(item: Item, random: Random) -> Choice:
    """Anything that may be answered to this item."""
    ids = [option.id for option in item.options]
    random.shuffle(ids)
    if random.random() < 0.2:
        return None
    if item.kind == "match":
        return dict(zip([prompt.id for prompt in item.prompts], ids, strict=False))
    if item.kind == "order":
        return ids if random.random() < 0.5 else list(item.key)
    return ids[: item.choose or 1]


@pytest.mark.parametrize("seed", range(4))
def test_after_any_sequence_the_sums_equal_a_recount(sheet: Sheet, seed: int) -> None:
    random = Random(seed)
    past: list[tuple[Item, Given]] = []
    for _ in range(25):
        batch = []
        for _ in range(random.randint(1, 3)):
            if past and random.random() < 0.3:
                batch.append(random.choice(past))
                continue
            item = random.choice(sheet.items)
            choice = key_of(item) if random.random() < 0.4 else some_choice(item, random)
            writer = random.choice((HERS, ANOTHER))
            batch.append(given(item, choice, writer=writer, number=random.randint(0, 9)))
        sheet.send(batch, START + timedelta(seconds=random.randint(0, 50)))
        past += batch
        assert sheet.sums() == recounted(sheet.responses(), sheet.library)
    assert sheet.arrived() == len({one.id for _, one in past})


def test_a_new_answer_costs_three_writes_and_a_replay_one_that_changes_nothing(
    sheet: Sheet,
) -> None:
    one = sheet.one(sheet.right)
    with Statements(sheet.engine) as first:
        sheet.send([one])
    with Statements(sheet.engine) as replay:
        sheet.send([one])
    # The one read is this test's own: a page's answer finds the last arrival with its attempt.
    assert (first.reads, first.writes, first.commits) == (1, ["INSERT", "INSERT", "UPDATE"], 1)
    assert (replay.reads, replay.writes) == (1, ["INSERT"])


def test_an_answer_kept_under_its_own_id_is_found_again(sheet: Sheet) -> None:
    item, one = sheet.one(sheet.right)
    sheet.send([(item, one)])
    response = sheet.responses()[0]
    assert response.answer_id == one.id
    assert isinstance(response.answer_id, uuid.UUID)


def test_a_request_stuck_on_the_way_does_not_win_over_what_another_writer_sent_in_between(
    sheet: Sheet,
) -> None:
    stuck = sheet.one(sheet.wrong, HERS, number=1)
    sheet.send([sheet.one(sheet.wrong, HERS, number=2)])
    sheet.send([sheet.one(sheet.right, ANOTHER)], START + timedelta(minutes=1))
    sheet.send([stuck], START + timedelta(minutes=2))
    assert (sheet.counted(), sheet.sums(), sheet.arrived()) == (sheet.right, (1, 1, 0), 3)


def test_two_writers_in_one_request_keep_their_order_in_their_rows(sheet: Sheet) -> None:
    sheet.send([sheet.one(sheet.right, HERS), sheet.one(sheet.wrong, ANOTHER)])
    last = sheet.session.scalars(select(Answer).order_by(Answer.arrived_at.desc())).first()
    assert last is not None
    assert (last.choice, sheet.counted()) == (sheet.wrong, sheet.wrong)


class Cut(Exception):
    """The process ended here."""


@contextmanager
def cut_before_the_response(engine: Engine) -> Iterator[None]:
    """Requests end after the answer's row and before the response's.

    On PostgreSQL the server's end of the connection goes, as when its process is killed.
    """

    def cut(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("INSERT INTO response"):
            return
        if connection.dialect.name == "sqlite":
            raise Cut
        mine = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
        url = engine.url.render_as_string(hide_password=False)
        with postgresql.maintenance(url) as other:
            other.exec_driver_sql("SELECT pg_terminate_backend(%s, 10000)", (mine,))

    event.listen(engine, "before_cursor_execute", cut)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", cut)


def test_a_request_that_ends_between_its_two_rows_leaves_neither_and_goes_again(
    sheet: Sheet,
) -> None:
    one = sheet.one(sheet.right)
    with cut_before_the_response(sheet.engine), pytest.raises((Cut, OperationalError)):
        sheet.send([one])
    assert (sheet.arrived(), sheet.responses(), sheet.sums()) == (0, [], (0, 0, 0))
    assert (sheet.send([one]), sheet.send([one])) == (1, 0)
    assert (sheet.arrived(), sheet.sums()) == (1, (1, 1, 0))
