"""The trainer's laptop: a server in a process of its own, which may be killed and started anew."""

import os
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOPBACK = "127.0.0.1"
TOP = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from elearn.cli.main import elearn; elearn()")
KEY = b"k" * 32
"""The key of the tests' `keeper`, by which the cards' PINs were kept."""

Nursery = subprocess.Popen[str]


class Laptop(ABC):
    """Where the server is now; after a kill nobody answers there."""

    port = 0

    @property
    def address(self) -> tuple[str, int]:
        """Where the phones in the room find it."""
        return LOOPBACK, self.port

    @abstractmethod
    def start(self) -> None:
        """Start the server, and wait until it listens."""

    @abstractmethod
    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is told."""


class Forked(Laptop):
    """A server forked from a nursery: up again within a fraction of a second."""

    def __init__(self, nursery: Nursery, data: Path, database_url: str) -> None:
        self._nursery = nursery
        self._line = f"{data}\t{database_url}\n"
        self._server = 0

    def start(self) -> None:
        """Ask for a new server."""
        assert self._nursery.stdin
        assert self._nursery.stdout
        self._nursery.stdin.write(self._line)
        self._nursery.stdin.flush()
        line = self._nursery.stdout.readline()
        assert line, "the server did not start: its log says why"
        self._server, self.port = (int(word) for word in line.split())

    def kill(self) -> None:
        """Kill it; the nursery buries it when it is asked for the next."""
        if self._server:  # 0 would name our own group
            os.kill(self._server, signal.SIGKILL)
            self._server = 0


class Served(Laptop):
    """The whole command, `elearn serve`, in its own group of processes."""

    def __init__(self, data: Path, database_url: str, log: Path) -> None:
        self._environment = os.environ | {
            "DANBE_DATA": str(data),
            "DATABASE_URL": database_url,
            "LANG": "en_GB",
        }
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the command, and read its address from the line that it prints."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [*COMMAND, "serve", "--port", "0"],
                cwd=TOP,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self._process.stdout
        line = self._process.stdout.readline()
        found = [word for word in line.split() if word.startswith(f"http://{LOOPBACK}:")]
        assert found, "the command did not start: its log says why"
        self.port = int(found[0].rpartition(":")[2])

    def kill(self) -> None:
        """Kill the command, and bury it."""
        if self._process is None:
            return
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait(30)
        assert self._process.stdout
        self._process.stdout.close()
        self._process = None


@contextmanager
def nursery(log: Path) -> Iterator[Nursery]:
    """The process that forks servers; at the end none of them is left."""
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.storm.nursery"],
            cwd=TOP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.communicate(timeout=30)


@contextmanager
def forked(nursery: Nursery, data: Path, database_url: str) -> Iterator[Laptop]:
    """A laptop whose servers are forked; started, and gone at the end."""
    _keep_key(data)
    laptop = Forked(nursery, data, database_url)
    laptop.start()
    try:
        yield laptop
    finally:
        laptop.kill()


@contextmanager
def served(data: Path, database_url: str) -> Iterator[Laptop]:
    """A laptop that runs the whole command; started, and gone at the end."""
    _keep_key(data)
    laptop = Served(data, database_url, data / "server.log")
    try:
        laptop.start()
        yield laptop
    finally:
        laptop.kill()


def _keep_key(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    (data / "server.key").write_bytes(KEY)
