"""Servers that a test may kill: this process has read the content and forks one when asked.

    python -m tests.storm.nursery

Each line on its input, a data folder, a tab and a database's address, asks for a server, which
reads what `elearn serve` reads at its start but for the content, and prints its process and its
port. The one before must have been killed. At the end of the input the last one is killed too, so
nothing outlives the tests. No test imports this.
"""

import os
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import waitress

from elearn.app import create_app, furnish
from elearn.cli.serving import WORKERS
from elearn.config import BUNDLE, Config
from elearn.courses import library
from elearn.courses.library import Library
from tests.storm.laptop import LOOPBACK


def main() -> None:
    """Fork a server for each line of the input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests; their end is ours
    shelf = library.load(BUNDLE / "content")
    child = 0
    for line in sys.stdin:
        data, database_url = line.rstrip("\n").split("\t")
        if child:
            os.waitpid(child, 0)
        child = os.fork()
        if not child:
            serve(Path(data), database_url, shelf)
    if child:
        # Not waited for until now, so the number cannot belong to anybody else.
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def serve(data: Path, database_url: str, shelf: Library) -> None:
    """Serve until killed."""
    config = Config(data=data, database_url=database_url, argon2_memory_kib=8, argon2_passes=1)
    os.setpgid(0, 0)
    app = create_app(furnish(config, datetime.now(UTC), shelf))
    listening = socket.create_server((LOOPBACK, 0))
    server = waitress.create_server(app, sockets=[listening], threads=WORKERS, ident="danbe")
    print(os.getpid(), listening.getsockname()[1], flush=True)
    server.run()


if __name__ == "__main__":
    main()
