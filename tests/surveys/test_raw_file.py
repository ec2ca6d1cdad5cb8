"""Somebody copies the database's files after each sheet, and knows who handed in when."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from elearn import migrating
from elearn.config import BUNDLE
from elearn.db import connect, writing
from elearn.surveys import bags, sealing
from elearn.surveys.models import Box, Sheet
from elearn.surveys.sealing import NONCE
from tests.conftest import Story
from tests.surveys.sheets import KEY, cell, hand, own_answers, rank_agreement, written

PEOPLE = range(25)
BATCHES = (range(10), range(10, 20))
# Of ten in random order, one order in twenty agrees more than this with the order of arrival.
CHANCE = 0.65


@dataclass
class Copy:
    """The database's files at one moment, log included, as bytes."""

    main: bytes
    log: bytes

    @property
    def both(self) -> bytes:
        return self.main + self.log


def copied(engine: Engine) -> Copy:
    file = Path(make_url(str(engine.url)).database or "")
    log = file.with_name(file.name + "-wal")
    return Copy(file.read_bytes(), log.read_bytes() if log.exists() else b"")


def seen_in(copy: bytes) -> set[int]:
    """The people whose answers stand in the copy for anybody to read."""
    return {person for person in PEOPLE if written(own_answers(person)) in copy}


def positions(copy: Copy, people: range) -> list[int]:
    """These people in the order in which their answers stand in the file."""
    return sorted(people, key=lambda person: copy.main.index(written(own_answers(person))))


sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def copies(engine: Engine, session: Session, story: Story) -> list[Copy]:
    """One copy after each of 25 known people, in known order."""
    random, taken = Random(20261121), []
    for person in PEOPLE:
        hand(session, cell(story.programme.id), person, random)
        taken.append(copied(engine))
    return taken


@sqlite_alone  # PostgreSQL's files are not one file: its own test is below
def test_no_copy_shows_anything_before_ten_have_come_and_then_ten_at_once(
    copies: list[Copy],
) -> None:
    shown = [seen_in(copy.both) for copy in copies]
    assert shown == [set()] * 9 + [set(range(10))] * 10 + [set(range(20))] * 6


@sqlite_alone
def test_neither_the_place_in_the_file_nor_the_id_follows_the_order_of_arrival(
    copies: list[Copy], session: Session
) -> None:
    rows = session.execute(select(Sheet.id, Sheet.answers).order_by(Sheet.id)).all()
    number = {written(own_answers(person)): person for person in PEOPLE}
    by_id = [number[written(row.answers)] for row in rows]
    for people in BATCHES:
        for order in (positions(copies[-1], people), [one for one in by_id if one in people]):
            assert order != sorted(order)
            assert abs(rank_agreement(order)) < CHANCE
    assert {row.id.version for row in rows} == {4}
    with pytest.raises(OperationalError, match="no such column"):
        session.execute(text("SELECT rowid FROM survey_sheet"))


@sqlite_alone
def test_the_attack_finds_everybody_where_sheets_are_kept_as_they_come(
    engine: Engine, session: Session, story: Story
) -> None:
    """The control: what the tests above look for is found where nothing is done against it."""
    shown = []
    for person in range(10):
        with writing(session):
            session.execute(
                text(
                    "INSERT INTO setting (name, value, set_at) VALUES (:name, :value, '2026-01-01')"
                ),
                {"name": f"s{person}", "value": written(own_answers(person)).decode()},
            )
        shown.append(seen_in(copied(engine).both))
    assert shown == [set(range(person + 1)) for person in range(10)]
    session.rollback()
    session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    # The cells of a page are filled from its end, so the last to come stands first.
    assert abs(rank_agreement(positions(copied(engine), range(10)))) == 1


@sqlite_alone
def test_no_older_state_of_the_box_is_left_in_the_files(
    engine: Engine, session: Session, story: Story
) -> None:
    """Who takes the laptop has its key as well: the box they open must be the only one."""
    random, seals = Random(3), []
    for person in range(14):
        hand(session, cell(story.programme.id), person, random)
        seals.append(session.scalars(select(Box.sealed)).one()[:NONCE])
        left = copied(engine)
        assert [seal for seal in seals if seal in left.both] == seals[-1:]
        assert left.log == b""


@sqlite_alone
def test_a_copy_of_the_box_is_as_long_whoever_waits_in_it(copies: list[Copy]) -> None:
    # The file grows by whole sheets alone, never while sheets wait.
    assert len({len(copy.main) for copy in copies[:9]}) == 1


def test_the_box_and_the_sheets_lie_in_another_order_than_they_came(
    session: Session, story: Story
) -> None:
    random = Random(7)
    for person in range(19):
        hand(session, cell(story.programme.id), person, random)
    number = {written(own_answers(person)): person for person in PEOPLE}
    bag = bags.unpacked(sealing.opened(KEY, session.scalars(select(Box.sealed)).one()))
    waiting = [number[written(answers)] for answers in bag.waiting]
    assert sorted(waiting) == list(range(10, 19))
    assert abs(rank_agreement(waiting)) < CHANCE
    assert abs(rank_agreement([int(ticket, 16) for ticket in bag.spent])) < CHANCE
    # On PostgreSQL rows lie as they were inserted (ctid): in one statement, mixed.
    place = "ctid" if session.get_bind().dialect.name == "postgresql" else "id"
    rows = session.scalars(select(Sheet.answers).order_by(text(place))).all()
    order = [number[written(answers)] for answers in rows]
    assert sorted(order) == list(range(10))
    assert abs(rank_agreement(order)) < CHANCE


@pytest.mark.parametrize("bare_database_url", ["sqlite"], indirect=True)  # a word of SQLite's
@pytest.mark.parametrize("table", ["survey_box", "survey_sheet", "survey_asked"])
def test_the_schema_that_is_installed_counts_no_rows(bare_database_url: str, table: str) -> None:
    engine = connect(bare_database_url)
    migrating.upgrade(engine, BUNDLE / "migrations")
    with engine.connect() as connection, pytest.raises(OperationalError, match="no such column"):
        connection.exec_driver_sql(f"SELECT rowid FROM {table}")
    engine.dispose()
