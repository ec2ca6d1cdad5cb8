"""`elearn serve`: the pages, by a production server, and a log that names nobody."""

import gc
import logging
import signal
import socket
from datetime import UTC, datetime
from types import FrameType

import click
import waitress  # type: ignore[import-untyped]  # it has no types of its own
from flask import Flask

from elearn.app import LARGEST_REQUEST, create_app, furnish
from elearn.cli.database import configured, opened, taught
from elearn.cli.refusing import Refused, spoken
from elearn.config import Config
from elearn.documents.words import Words
from elearn.web import access_log

# The pool of connections: five kept open and ten more at need.
IN_MEMORY = LARGEST_REQUEST + 1_000_000
MOST_WORKERS = 15
WORKERS = 4


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=WORKERS,
    show_default=True,
    help="How many threads answer at the same time.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages until Ctrl-C; at each start old single answers are deleted.

    The log on stderr has a line a request: method, rule of the address, status, milliseconds; no
    path, no address of a device, no person. Exit code 1: `elearn init` has not run, the content
    has mistakes (each is printed), or the port is taken.
    """
    words = spoken()
    app = _application(configured(), words)
    access_log.install(app)
    access_log.to_stderr()
    logging.getLogger("waitress").addFilter(access_log.without_paths)
    listening = _socket(host, port, words)
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=workers,
        ident="danbe",
        # Beyond these it would put what it reads and writes, names too, into a file.
        inbuf_overflow=IN_MEMORY,
        outbuf_overflow=IN_MEMORY,
    )
    named = f"[{host}]" if ":" in host else host
    address = f"http://{named}:{listening.getsockname()[1]}"
    click.echo(words.say("Danbe is served on %(address)s (Ctrl-C to stop)", address=address))
    signal.signal(signal.SIGTERM, _stop)
    # What was read at start never changes: taken out of the collector's rounds.
    gc.collect()
    gc.freeze()
    server.run()


def _application(config: Config, words: Words) -> Flask:
    with opened(config):  # Refused with a sentence where it was never made.
        shelf = taught(config, words)
    return create_app(furnish(config, datetime.now(UTC), shelf))


def _socket(host: str, port: int, words: Words) -> socket.socket:
    """A socket that listens, bound by us: the server would leave it open where that fails."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise Refused(
            words.say(
                "Nothing can be served on %(host)s, port %(port)s. It may be in use: stop the "
                "other program, or choose another with --port.",
                host=host,
                port=port,
            )
        ) from error


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # The server finishes what it is answering, and the command ends with 0.
    raise SystemExit(0)
