"""`elearn surveys`: a laptop's opinions reach the server in a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Mode
from elearn.db import connect, writing
from elearn.people.passwords import Keeper
from elearn.programmes.models import Programme
from elearn.surveys.models import Sheet
from tests.cli.commands import Machine
from tests.conftest import tell
from tests.surveys.sheets import cell, hand


@contextmanager
def database(machine: Machine) -> Iterator[Session]:
    engine = connect(machine.database_url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def laptop(bare_database_url: str, tmp_path: Path, keeper: Keeper) -> Machine:
    """A laptop to which nineteen people have handed in."""
    machine = Machine(tmp_path / "laptop", bare_database_url)
    machine.run("init")
    with database(machine) as session:
        story, random = tell(session, keeper, Mode.ROOM, cards=2), Random(4)
        for person in range(19):
            hand(session, cell(story.programme.id), person, random)
    return machine


@pytest.fixture
def server(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "server", f"sqlite:///{(tmp_path / 'server.sqlite').as_posix()}")
    machine.run("init")
    return machine


def test_ten_opinions_go_from_a_laptop_to_the_server_once(
    laptop: Machine, server: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "opinions.jsonl"
    assert "10 opinions written to" in laptop.run("surveys", "send", str(file)).output
    other = str(tmp_path / "more.jsonl")
    assert "Nothing to send" in laptop.run("surveys", "send", other).output
    refused = laptop.run("surveys", "send", "--again", str(file), expect=1)
    assert "There is a file" in refused.output
    nowhere = str(tmp_path / "no" / "folder.jsonl")
    assert "cannot be written" in laptop.run("surveys", "send", "--again", nowhere, expect=1).output
    laptop.run("surveys", "send", "--again", other)
    assert Path(other).read_bytes() == file.read_bytes()

    def arrive(path: Path = file, expect: int = 0) -> str:
        return server.run("surveys", "receive", str(path), expect=expect).output

    assert "cannot be read" in arrive(tmp_path / "none", 1)
    with database(laptop) as session:
        of_sheets = select(Programme.name).join(Sheet, Sheet.programme_id == Programme.id)
        name = session.scalars(of_sheets.distinct()).one()
    assert f"There is no programme “{name}” here" in arrive(expect=1)
    server.run("programmes", "add", name)
    damaged = tmp_path / "damaged.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    damaged.write_bytes(b"".join((*lines[:4], b"{\n", *lines[5:])))
    assert "Line 5 is damaged." in arrive(damaged, 1)
    damaged.write_bytes(b"".join(lines[:7]))
    assert "The file ends at line 7 or was changed" in arrive(damaged, 1)
    assert "10 opinions are new." in arrive()
    again = arrive()
    assert "0 opinions are new." in again
    assert "10 were here already." in again
    with database(server) as session:
        assert session.scalar(select(func.count(Sheet.id))) == 10
        with writing(session):
            for one in session.scalars(select(Sheet).limit(1)):
                session.delete(one)
    assert "fewer than ten" in arrive(expect=1)
