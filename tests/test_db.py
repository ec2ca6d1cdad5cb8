"""The one way to write, and what instants and ids are on both databases."""

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from elearn.db import WriteOutsideTransaction, connect, new_id, writing, writing_rows
from elearn.installation.models import Installation, Setting
from tests.conftest import START
from tests.together import at_once


@pytest.fixture
def opened(engine: Engine) -> Iterator[Session]:
    """A session on a database without one row."""
    with Session(engine) as session:
        yield session


def setting(name: object, at: datetime = START) -> Setting:
    return Setting(name=str(name), value=1, set_at=at)


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Setting.name))) or 0


class Interrupted(Exception):
    """The power fails at this row."""


@pytest.fixture
def far_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that stands in Auckland: UTC+13 in November, and never UTC+0 like Bamako."""
    if not hasattr(time, "tzset"):
        pytest.skip("Windows has no zone of a process")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


# ------------------------------------------------------------------ writing


def test_what_is_written_inside_is_there_afterwards(engine: Engine, opened: Session) -> None:
    with writing(opened):
        opened.add(setting("a"))
    with Session(engine) as another:
        assert count(another) == 1


def test_a_flush_outside_is_refused_and_leaves_no_row(engine: Engine, opened: Session) -> None:
    opened.add(setting("a"))
    with pytest.raises(WriteOutsideTransaction):
        opened.flush()
    with Session(engine) as another:
        assert count(another) == 0


def test_a_commit_outside_is_refused_too(opened: Session) -> None:
    opened.add(setting("a"))
    with pytest.raises(WriteOutsideTransaction):
        opened.commit()
    assert count(opened) == 0


@pytest.mark.parametrize(
    "statement",
    [
        insert(Setting).values(name="b", value=2, set_at=START),
        update(Setting).values(value=2),
        delete(Setting),
        text("delete from setting"),
        text("\n  UPDATE setting SET name = 'b'"),
    ],
)
def test_a_core_statement_outside_is_refused(
    engine: Engine, opened: Session, statement: object
) -> None:
    with writing(opened):
        opened.add(setting("a"))
    with engine.connect() as connection, pytest.raises(WriteOutsideTransaction):
        connection.execute(statement)  # type: ignore[call-overload]
    kept = opened.scalars(select(Setting)).one()
    assert (kept.name, kept.value) == ("a", 1)


def test_after_writing_the_same_connection_is_guarded_again(opened: Session) -> None:
    with writing(opened):
        opened.add(setting("a"))
    opened.add(setting("b"))
    with pytest.raises(WriteOutsideTransaction):
        opened.flush()


def test_writing_inside_writing_is_refused_and_undoes_the_whole(opened: Session) -> None:
    def nested() -> None:
        with writing(opened):
            opened.add(setting("a"))
            opened.flush()
            with writing(opened):
                opened.add(setting("b"))

    with pytest.raises(RuntimeError):
        nested()
    assert count(opened) == 0
    with writing(opened):
        opened.add(setting("c"))
    assert count(opened) == 1


def test_an_import_that_fails_at_row_500_leaves_no_row(opened: Session) -> None:
    def bring_in() -> None:
        with writing(opened):
            for row in range(1000):
                if row == 500:
                    raise Interrupted
                opened.add(setting(row))
                opened.flush()

    with pytest.raises(Interrupted):
        bring_in()
    assert count(opened) == 0


def test_a_row_that_the_database_refuses_is_named_and_leaves_no_row(opened: Session) -> None:
    def bring_in() -> None:
        with writing(opened):
            opened.add(setting("a"))
            opened.flush()
            opened.expunge_all()
            opened.add(setting("a"))
            opened.flush()

    for _ in range(2):
        with pytest.raises(IntegrityError):
            bring_in()
        assert count(opened) == 0


def test_core_statements_that_fail_at_row_500_leave_no_row(engine: Engine, opened: Session) -> None:
    def bring_in() -> None:
        with writing_rows(engine) as connection:
            for row in range(1000):
                if row == 500:
                    raise Interrupted
                connection.execute(insert(Setting).values(name=str(row), value=1, set_at=START))

    with pytest.raises(Interrupted):
        bring_in()
    assert count(opened) == 0
    with writing_rows(engine) as connection:
        connection.execute(insert(Setting).values(name="a", value=1, set_at=START))
    assert count(opened) == 1


def test_what_was_read_before_is_read_anew_inside(engine: Engine, opened: Session) -> None:
    with writing(opened):
        opened.add(setting("a"))
    mine = opened.get(Setting, "a")
    assert mine is not None
    assert mine.value == 1
    with Session(engine) as another, writing(another):
        another.execute(update(Setting).values(value=2))
    with writing(opened):
        assert mine.value == 2
        mine.value += 1
    assert opened.scalars(select(Setting.value)).one() == 3


def test_writers_wait_for_each_other_and_none_is_lost(engine: Engine, opened: Session) -> None:
    with writing(opened):
        opened.add(Setting(name="sum", value=0, set_at=START))

    def one_more(session: Session) -> None:
        with writing(session):
            kept = session.scalars(select(Setting).with_for_update()).one()
            kept.value = kept.value + 1

    at_once(engine, [one_more] * 20, hands=4)
    assert opened.scalars(select(Setting.value)).one() == 20


def test_a_database_that_cannot_be_reached_leaves_the_session_free(tmp_path: object) -> None:
    engine = connect(f"sqlite:///{tmp_path}/no/such/folder.sqlite")
    with Session(engine) as session:
        for _ in range(2):
            with pytest.raises(Exception, match="unable to open"), writing(session):
                pass
    engine.dispose()


def test_sqlite_keeps_what_it_acknowledged(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has its own way")
    with engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 30000,
    }


# ------------------------------------------------------------------ instants and ids


@pytest.mark.usefixtures("far_zone")
@pytest.mark.parametrize("hours", [-11, 0, 13])
def test_an_instant_comes_back_aware_and_in_utc_wherever_the_server_stands(
    opened: Session, hours: int
) -> None:
    at = datetime(2026, 11, 16, 23, 30, 1, 250_000, timezone(timedelta(hours=hours)))
    with writing(opened):
        opened.add(setting("a", at))
    kept = opened.scalars(select(Setting.set_at)).one()
    assert kept == at
    assert kept.tzinfo is UTC or kept.utcoffset() == timedelta(0)


@pytest.mark.usefixtures("far_zone")
def test_instants_compare_and_sort_across_zones(opened: Session) -> None:
    zone = timezone(timedelta(hours=13))
    with writing(opened):
        opened.add(setting("later", START + timedelta(minutes=1)))
        opened.add(setting("sooner", START.astimezone(zone)))
    asked = select(Setting.name).order_by(Setting.set_at)
    assert opened.scalars(asked).all() == ["sooner", "later"]
    assert opened.scalars(asked.where(Setting.set_at > START.astimezone(zone))).all() == ["later"]


def test_an_instant_without_its_zone_is_refused(opened: Session) -> None:
    with pytest.raises(StatementError, match="needs its zone"), writing(opened):
        opened.add(setting("a", datetime(2026, 11, 16)))  # noqa: DTZ001 - the mistake itself
    assert count(opened) == 0


def test_an_absent_instant_stays_absent(opened: Session) -> None:
    assert opened.scalar(select(func.max(Setting.set_at))) is None


def test_an_id_is_sixteen_bytes_and_comes_back_as_a_uuid(opened: Session) -> None:
    with writing(opened):
        made = Installation(made_at=START)
        opened.add(made)
    kept = opened.scalars(select(Installation.id)).one()
    assert isinstance(kept, uuid.UUID)
    assert kept == made.id
    length = {"sqlite": "length(id), typeof(id)", "postgresql": "pg_column_size(id), 'blob'"}
    asked = text(f"SELECT {length[opened.get_bind().dialect.name]} FROM installation")
    assert tuple(opened.execute(asked).one()) == (16, "blob")


def test_a_new_id_is_a_version_7_uuid_that_begins_with_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = [new_id() for _ in range(200)]
    after = time.time_ns() // 1_000_000
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)
    times = [one.int >> 80 for one in made]
    assert times == sorted(times)
    assert before <= times[0] <= times[-1] <= after
    assert len(set(made)) == 200
