"""Flask-SQLAlchemy's object, around the plain tables and the engine of `elearn.db`."""

from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from elearn.db import Stored, connect


class Database(SQLAlchemy):
    """Flask-SQLAlchemy with our engine: WAL, FULL, and no write outside `writing()`."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return connect(**options)


database = Database(metadata=Stored.metadata)


def session() -> Session:
    """This request's session."""
    return database.session()


def connection() -> Connection:
    """This request's connection, for Core statements on pages that are hot."""
    return session().connection()
