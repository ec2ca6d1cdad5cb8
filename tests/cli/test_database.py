"""`elearn init` and `elearn demo`, on both databases."""

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn import migrating
from elearn.cli.database import taught
from elearn.cli.refusing import Refused
from elearn.config import Config
from elearn.db import connect
from elearn.demonstration import plans
from elearn.documents.words import words
from elearn.installation.models import Installation
from elearn.people.codes import read_code, written
from elearn.people.models import Person
from tests.cli.commands import Machine


@pytest.fixture
def machine(bare_database_url: str, tmp_path: Path) -> Machine:
    return Machine(tmp_path / "data", bare_database_url)


def count(machine: Machine, of: type) -> int:
    engine = connect(machine.database_url)
    with Session(engine) as session:
        found = session.scalar(select(func.count()).select_from(of))
    engine.dispose()
    return found or 0


def test_init_makes_folder_key_and_schema_once(machine: Machine) -> None:
    first = machine.run("init").output
    assert str(machine.data) in first
    key = (machine.data / "server.key").read_bytes()
    assert "made" in first
    second = machine.run("init").output
    assert second.count("as it was") == 2
    assert (machine.data / "server.key").read_bytes() == key
    assert count(machine, Installation) == 1
    engine = connect(machine.database_url)
    assert migrating.differences(engine) == []
    engine.dispose()


def test_demo_and_serve_ask_for_init_first(machine: Machine) -> None:
    for command in (("demo",), ("serve", "--port", "0"), ("users", "list")):
        assert "elearn init" in machine.run(*command, expect=1).stderr
    assert not machine.data.exists()


def test_demo_prints_one_sign_in_for_each_role_and_again_the_second_time(
    machine: Machine,
) -> None:
    machine.run("init")
    first = machine.run("demo").output
    for who in plans.SIGN_INS:
        name = written(who.name) if who is plans.TRAINEE else who.name
        assert first.count(f": {name} ") == 2, "once in French, once in English"
        assert who.secret in first
    people = count(machine, Person)
    assert machine.run("demo").output == first
    assert count(machine, Person) == people
    assert read_code(plans.TRAINEE.name) == plans.TRAINEE.name


def test_demo_is_refused_where_there_is_real_data(machine: Machine) -> None:
    machine.run("init")
    machine.run("programmes", "add", "Pour de vrai")
    assert "real data" in machine.run("demo", expect=1).stderr
    assert count(machine, Person) == 0


def test_init_does_not_make_a_new_key_beside_old_pins_unless_told(machine: Machine) -> None:
    machine.run("init")
    add = ("users", "add", "--role", "administrator", "--username", "admin", "--password-stdin")
    machine.run(*add, typed="une longue phrase\n")
    (machine.data / "server.key").unlink()
    for command in ("init", "demo"):
        assert "--new-key" in machine.run(command, expect=1).stderr
    assert not (machine.data / "server.key").exists()
    machine.run("init", "--new-key")
    assert (machine.data / "server.key").exists()


@pytest.mark.parametrize(
    "address",
    ["nonsense", "oracle://localhost/x", "postgresql://nobody:secret@127.0.0.1:1/nothing"],
)
def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(
    tmp_path: Path, address: str
) -> None:
    refused = Machine(tmp_path / "data", address).run("init", expect=1)
    assert "DATABASE_URL" in refused.stderr
    assert "secret" not in refused.output
    assert refused.stderr.count("\n") == 1


def test_a_data_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file stands here")
    folder = tmp_path / "taken" / "data"
    refused = Machine(folder, f"sqlite:///{tmp_path.as_posix()}/x.sqlite").run("init", expect=1)
    assert "DANBE_DATA" in refused.stderr


def test_content_with_mistakes_is_refused_with_each_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "glossary.yaml").write_text("oops: [", encoding="utf-8")
    config = Config(data=tmp_path, database_url="sqlite://", content=tmp_path)
    with pytest.raises(Refused):
        taught(config, words("en"))
    assert "glossary.yaml:2" in capsys.readouterr().err


def test_the_key_is_32_bytes_that_its_owner_alone_may_read(machine: Machine) -> None:
    machine.run("init")
    key = (machine.data / "server.key").stat()
    assert key.st_size == 32
    if os.name == "posix":
        assert key.st_mode & 0o077 == 0
