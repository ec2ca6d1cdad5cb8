"""A real PostgreSQL for the tests, from a wheel; `PG_URL` names another one to use instead.

The server belongs to a small process of its own (`postgresql_keeper.py`), which stops it as soon
as its standard input closes: so it stops with the tests, also when they are killed.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, create_engine, make_url

# A zone far from UTC, and not Bamako's, which is UTC and would hide a mistake.
FAR_ZONE = "Pacific/Auckland"
KEEPER = "tests.postgresql_keeper"
TOP = Path(__file__).parents[1]


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server's maintenance database, for SQLAlchemy and psycopg."""
    if named := os.environ.get("PG_URL"):
        yield for_psycopg(named)
        return
    with tempfile.TemporaryDirectory(prefix="danbe-pg-", ignore_cleanup_errors=True) as folder:
        keeper = subprocess.Popen(
            # The wheel warns that a machine without a login has no runtime folder: it needs none.
            [sys.executable, "-W", "ignore::RuntimeWarning", "-m", KEEPER, folder],
            cwd=TOP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert keeper.stdin
        assert keeper.stdout
        try:
            url = keeper.stdout.readline().strip()
            if not url:
                raise RuntimeError("PostgreSQL did not start: its own words stand above")
            yield for_psycopg(url)
        finally:
            keeper.stdin.close()
            keeper.wait(30)
            keeper.stdout.close()


@contextmanager
def database(server_url: str) -> Iterator[str]:
    """A new database without a table, dropped at the end whoever still holds it."""
    name = f"danbe_test_{uuid4().hex[:12]}"
    with maintenance(server_url) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET timezone TO '{FAR_ZONE}'")
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with maintenance(server_url) as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def maintenance(url: str) -> Iterator[Connection]:
    """A connection of the tests' own, outside every rule of the house about writing."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def for_psycopg(url: str) -> str:
    """The same address with psycopg 3 as driver."""
    with_driver = make_url(url).set(drivername="postgresql+psycopg")
    return with_driver.render_as_string(hide_password=False)
