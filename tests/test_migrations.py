"""The schema's steps: up makes what the models say, down leaves nothing, and up again."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from elearn import migrating
from elearn.config import BUNDLE
from elearn.db import connect, writing
from elearn.installation.identity import install, installed
from elearn.tables import metadata
from tests.conftest import START

FOLDER = BUNDLE / "migrations"


@pytest.fixture
def bare(bare_database_url: str) -> Iterator[Engine]:
    """A database without a table."""
    made = connect(bare_database_url)
    yield made
    made.dispose()


def ours(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_up_from_nothing_equals_the_models_and_down_leaves_nothing(bare: Engine) -> None:
    for _ in range(2):
        migrating.upgrade(bare, FOLDER)
        assert migrating.differences(bare) == []
        assert ours(bare) == set(metadata.tables)
        migrating.downgrade(bare, FOLDER, "base")
        assert ours(bare) == set()


def test_up_twice_changes_nothing_and_keeps_the_rows(bare: Engine) -> None:
    migrating.upgrade(bare, FOLDER)
    with Session(bare) as session, writing(session):
        made = install(session, START).id
    migrating.upgrade(bare, FOLDER)
    with Session(bare) as session:
        assert installed(session).id == made


def test_a_schema_that_differs_is_noticed(bare: Engine) -> None:
    migrating.upgrade(bare, FOLDER)
    with bare.begin() as connection:
        connection.execute(text("ALTER TABLE setting ADD COLUMN colour VARCHAR(3)"))
    assert [found[0] for found in migrating.differences(bare)] == ["remove_column"]


def test_a_step_that_fails_leaves_the_guard_up(bare: Engine) -> None:
    with pytest.raises(Exception, match="nowhere"):
        migrating.upgrade(bare, FOLDER, "nowhere")
    with bare.connect() as connection:
        assert not connection.info.get("writing")
