"""The schema's steps: up makes what the models say, down leaves nothing, and up again."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    String,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from elearn import migrating
from elearn.cohorts.models import Enrolment
from elearn.config import BUNDLE
from elearn.db import Id, Instant, connect, writing
from elearn.installation.identity import install, installed
from elearn.reports.models import Atom, Release
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


def test_what_the_first_version_kept_is_there_after_the_second_and_after_going_back(
    bare: Engine,
) -> None:
    migrating.upgrade(bare, FOLDER, "0001")
    kept = insert_one_of_each(bare)
    migrating.upgrade(bare, FOLDER)
    assert migrating.differences(bare) == []
    with Session(bare) as session:
        enrolment = session.scalars(select(Enrolment)).one()
        assert (enrolment.course_id, enrolment.withdrawn_at) == (None, None)
        atom = session.scalars(select(Atom)).one()
        assert (atom.zone, atom.age_band, atom.form, atom.replaces) == ("*", "*", None, None)
        assert session.scalars(select(Release.form)).one() is None
    migrating.downgrade(bare, FOLDER, "0001")
    assert rows(bare) == kept
    if bare.dialect.name == "sqlite":
        with bare.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


OF_THE_FIRST = ("programme", "person", "cohort", "enrolment", "author_note", "release", "atom")


def insert_one_of_each(engine: Engine) -> dict[str, list[Any]]:
    """A row in each table that the second step changes, as the first version would have kept it."""
    old = MetaData()
    old.reflect(engine, only=[*OF_THE_FIRST, "atom_member"])
    ids = {name: uuid4() for name in OF_THE_FIRST}
    with engine.begin() as connection:
        connection.info["writing"] = True
        for name in (*OF_THE_FIRST, "atom_member"):
            columns = metadata.tables[name].columns
            values = {
                column.name: of_the_kind(columns[column.name], ids)
                for column in old.tables[name].columns
                if not column.nullable
            }
            known = [columns[one] for one in values]
            typed = table(name, *(Column(one.name, one.type) for one in known))
            connection.execute(typed.insert().values(values))
        connection.info.pop("writing")
    return rows(engine)


def of_the_kind(column: Column[Any], ids: dict[str, UUID]) -> Any:
    """Some value that this column may hold; a reference is to the row that was inserted."""
    for reference in column.foreign_keys:
        return ids[reference.column.table.name]
    if column.name == "id":
        return ids[column.table.name]
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class or column.type.enums))
    known = {Instant: START, Date: START.date(), Id: uuid4(), LargeBinary: b"1" * 16, Boolean: True}
    found = next((value for kind, value in known.items() if isinstance(column.type, kind)), None)
    if found is not None:
        return found
    return "*" if isinstance(column.type, String) else 1


def rows(engine: Engine) -> dict[str, list[Any]]:
    """What these tables hold, by the columns that the first version knows."""
    old = MetaData()
    old.reflect(engine, only=[*OF_THE_FIRST, "atom_member"])
    with engine.connect() as connection:
        return {name: connection.execute(select(one)).all() for name, one in old.tables.items()}
