"""A fresh demonstration, served by the real server, which counts its requests and queries."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from flask import Flask, request_started
from sqlalchemy import event

from elearn.app import create_app, furnish
from elearn.cli.main import elearn
from elearn.config import from_environment
from elearn.web.database import database
from tests.browser.served import LOOPBACK, served

NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@dataclass
class Counts:
    """What the server has done so far."""

    port: int = 0
    requests: int = 0
    queries: int = 0

    def request(self, _app: Flask, **_signal: Any) -> None:
        """One more request."""
        self.requests += 1

    def query(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """One more statement, if it asks or writes."""
        self.queries += not statement.upper().startswith(NOT_QUERIES)


@contextmanager
def demonstration() -> Iterator[Counts]:
    """`elearn init`, `elearn demo`, and the pages on a free port of this machine."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["DANBE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        with redirect_stdout(StringIO()):
            for command in ("init", "demo"):
                elearn([command], standalone_mode=False)
        app = create_app(furnish(from_environment(os.environ), datetime.now(UTC)))
        counts = Counts()
        request_started.connect(counts.request, app)
        with app.app_context():
            event.listen(database.engine, "before_cursor_execute", counts.query)
        with served(app) as url:
            counts.port = int(url.rpartition(":")[2])
            yield counts
        with app.app_context():
            database.engine.dispose()


def behind(counts: Counts) -> tuple[str, int]:
    """Where the server itself listens."""
    return LOOPBACK, counts.port
