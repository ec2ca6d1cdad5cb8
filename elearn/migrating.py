"""The schema's steps, up and down, by Alembic."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from elearn.tables import metadata


def upgrade(engine: Engine, folder: Path, revision: str = "head") -> None:
    """Bring the schema up to a revision; nothing happens when it is there."""
    _run(engine, folder, command.upgrade, revision)


def downgrade(engine: Engine, folder: Path, revision: str) -> None:
    """Take the schema down to a revision; "base" leaves no table of ours."""
    _run(engine, folder, command.downgrade, revision)


def differences(engine: Engine) -> list[Any]:
    """What the models say and the schema does not, as Alembic's operations: empty when equal."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def _run(engine: Engine, folder: Path, act: Any, revision: str) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(folder))
    with engine.begin() as connection:
        # Alembic's own version row is the only row it writes.
        connection.info["writing"] = True
        try:
            config.attributes["connection"] = connection
            act(config, revision)
        finally:
            connection.info.pop("writing", None)
