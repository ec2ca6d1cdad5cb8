"""Laptops to be attacked, each with a database of its own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session

from elearn.config import BUNDLE
from elearn.courses.library import Library
from elearn.people.passwords import Keeper
from tests import postgresql
from tests.storm import laptop, room
from tests.storm.laptop import Laptop, Nursery
from tests.storm.room import Room

NAME = "storm"
"""What a PostgreSQL calls the laptop's own connections."""


@pytest.fixture
def new_room(
    session: Session, engine: Engine, keeper: Keeper, library: Library
) -> Callable[[int, int], Room]:
    """A room with so many people, whose script has this seed."""

    def made(cards: int, seed: int) -> Room:
        return room.furnish(session, engine, keeper, library, cards, seed)

    return made


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where servers come from."""
    if os.name != "posix":
        pytest.skip("this system forks no process")
    with laptop.nursery(tmp_path_factory.mktemp("nursery") / "servers.log") as started:
        yield started


@pytest.fixture
def forked(
    nursery: Nursery, session: Session, tmp_path: Path, database_url: str
) -> Iterator[Laptop]:
    """A laptop that is quickly up again."""
    with laptop.forked(nursery, tmp_path / "data", _named(database_url)) as started:
        yield started


@pytest.fixture
def served(session: Session, tmp_path: Path, database_url: str) -> Iterator[Laptop]:
    """A laptop that runs the whole command."""
    url = _named(database_url)
    with _marked_as_migrated(database_url), laptop.served(tmp_path / "data", url) as started:
        yield started


@contextmanager
def _marked_as_migrated(database_url: str) -> Iterator[None]:
    """The tests' schema comes from the models; the command asks for the newest revision."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(BUNDLE / "migrations"))
    with postgresql.maintenance(database_url) as connection:
        context = MigrationContext.configure(connection)
        context.stamp(ScriptDirectory.from_config(settings), "head")
    yield
    with postgresql.maintenance(database_url) as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")


def _named(database_url: str) -> str:
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        url = url.update_query_dict({"application_name": NAME})
    return url.render_as_string(hide_password=False)
