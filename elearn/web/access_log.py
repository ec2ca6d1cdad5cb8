"""One line a request: method, rule of the address, status, milliseconds. Nothing of the person.

A path may hold a session's id and a query what was searched for; an address or a user agent leads
to a telephone. None of them is written.
"""

import logging
import time
from typing import Any

from flask import Flask, Response, g, request, request_finished, request_started

log = logging.getLogger("danbe")


def _begin(_app: Flask, **_signal: Any) -> None:
    g.began = time.perf_counter()


def _line(_app: Flask, response: Response, **_signal: Any) -> None:
    rule = request.url_rule.rule if request.url_rule else "-"
    milliseconds = round(1000 * (time.perf_counter() - g.began))
    log.info("%s %s %s %s ms", request.method, rule, response.status_code, milliseconds)


def install(app: Flask) -> None:
    """Write the line of every request that this application answers."""
    request_started.connect(_begin, app)
    request_finished.connect(_line, app)


def to_stderr() -> None:
    """Send the log to stderr, each line with its time."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING)
    log.setLevel(logging.INFO)


def without_paths(record: logging.LogRecord) -> bool:
    """A filter for the server's own log, whose messages end with the path: they lose it."""
    if record.args:
        record.msg, record.args = str(record.msg).replace(" %s", "").replace("%s", "-"), ()
    return True
