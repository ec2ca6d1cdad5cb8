"""The databases that a test may ask for, each empty when the test begins.

`database_url` runs the test once on SQLite and once on a real PostgreSQL, with the whole schema
and no row. `bare_database_url` does the same without a schema, for the migrations. One database
alone: `@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)`, with its reason.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from elearn import tables
from elearn.db import connect
from tests import postgresql
from tests.engines import Engines

KINDS = ("sqlite", "postgresql")

# Whoever still holds a connection after a test would keep its locks into the next one.
END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with our schema and not one row, on each kind in turn."""
    url: str = request.getfixturevalue(f"_{request.param}_url")
    return url


@pytest.fixture(params=KINDS)
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, on each kind in turn."""
    if request.param == "sqlite":
        yield _sqlite(tmp_path / "bare.sqlite")
        return
    with postgresql.database(request.getfixturevalue("postgresql_server")) as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL that runs for the whole session and stops with it."""
    with postgresql.server() as url:
        yield url


@pytest.fixture
def _sqlite_url(_sqlite_template: Path, _sqlite_place: Path) -> str:
    # One path for all tests, so that they share what their engines have compiled; a new file
    # each, so that a connection that outlived its test meets nobody.
    for left in _sqlite_place.iterdir():
        left.unlink()
    file = _sqlite_place / "danbe.sqlite"
    shutil.copyfile(_sqlite_template, file)
    return _sqlite(file)


@pytest.fixture(scope="session")
def _sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("database")


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "danbe.sqlite"
    _make_schema(_sqlite(file))
    return file


@pytest.fixture
def _postgresql_url(_postgresql_schema: str) -> Iterator[str]:
    yield _postgresql_schema
    with postgresql.maintenance(_postgresql_schema) as connection:
        _empty(connection)


@pytest.fixture(scope="session")
def _postgresql_schema(postgresql_server: str) -> Iterator[str]:
    with postgresql.database(postgresql_server) as url:
        _make_schema(url)
        yield url


@pytest.fixture(scope="session")
def engines() -> Engines:
    """The engines of this run."""
    return Engines()


def _sqlite(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


def _make_schema(url: str) -> None:
    engine = connect(url)
    tables.metadata.create_all(engine)
    engine.dispose()


def _empty(connection: Connection) -> None:
    # Truncating costs the same for an empty table as for a full one: only the filled are emptied.
    connection.exec_driver_sql(END_OTHERS)
    quote = connection.dialect.identifier_preparer.format_table
    names = [quote(table) for table in tables.metadata.sorted_tables]
    asked = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS (SELECT FROM {name})" for place, name in enumerate(names)
    )
    filled = [names[place] for (place,) in connection.exec_driver_sql(asked)]
    if filled:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE")
