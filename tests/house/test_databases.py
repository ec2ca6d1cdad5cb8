"""Each test gets a database of its own: whole, and empty."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.orm import Session

from elearn.db import connect, writing
from elearn.installation.models import Setting
from elearn.tables import metadata


@pytest.mark.parametrize("_time", ["first", "second"])
def test_what_one_test_wrote_the_next_does_not_see(database_url: str, _time: str):
    engine = connect(database_url)
    with Session(engine) as session:
        assert session.get(Setting, "colour") is None
        with writing(session):
            session.add(Setting(name="colour", value="laterite", set_at=datetime.now(UTC)))
    engine.dispose()


def test_the_schema_is_whole(database_url: str):
    engine = create_engine(database_url)
    assert set(inspect(engine).get_table_names()) == set(metadata.tables)
    engine.dispose()


def test_a_bare_database_has_no_table(bare_database_url: str):
    engine = create_engine(bare_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
