"""A hostile network: every request of a phone meets a fate that dice with a seed decide.

One request a connection. It loses requests, loses or cuts replies that the server has given,
sends requests twice, holds them until the phone has given up or until another has overtaken them,
and sends old ones again much later. Everything it does is bounded, on loopback, and ends with it.
"""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from random import Random
from threading import Condition, Lock, Thread

from tests.storm.laptop import LOOPBACK

HOLD = 5.0
"""Seconds after which even a request that waits to be overtaken goes on."""


class Fate(StrEnum):
    """What becomes of one request."""

    PASSED = "passed on, and its reply"
    LOST = "lost before the server saw it"
    UNHEARD = "kept by the server, its reply lost"
    CUT = "its reply cut in the middle"
    TWICE = "given to the server twice"
    LATE = "held until its phone has given up"
    OVERTAKEN = "held until another has gone first"
    AGAIN = "sent once more, much later"


# Of thirteen requests six go well.
FATES = (*[Fate.PASSED] * 5, *Fate)


class Proxy:
    """Between the phones and the laptop; `met` counts the fates."""

    def __init__(self, laptop: Callable[[], tuple[str, int]], seed: int, patience: float) -> None:
        self._laptop, self._random, self._patience = laptop, Random(seed), patience
        self._listening = socket.create_server((LOOPBACK, 0), backlog=64)
        self._threads: list[Thread] = []
        self._dice, self._forwarded = Lock(), Condition()
        self._passed = 0
        self._old: list[bytes] = []
        self._over = False
        self.met: Counter[Fate] = Counter()

    @property
    def address(self) -> tuple[str, int]:
        """Where phones find it."""
        host, port = self._listening.getsockname()
        return host, port

    def run(self) -> None:
        """Take connections until `stop`."""
        while True:
            connection, _ = self._listening.accept()
            if self._over:
                connection.close()
                return
            thread = Thread(target=self._serve, args=(connection,))
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """No more connections; those under way end, and what was held is sent once more."""
        self._over = True
        socket.create_connection(self.address, 10).close()
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive(), "a connection did not end"
        self._listening.close()

    def send_the_old_again(self) -> int:
        """Give the server every copy once more, in any order; returns how many."""
        self._random.shuffle(self._old)
        for request in self._old:
            self._forward(request)
        return len(self._old)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            try:
                request = _read_request(connection)
                if request is None:
                    return
                reply = self._meet(request)
                # Nothing is left to read where the phone has gone: that is its own affair.
                connection.sendall(reply)
            except OSError:
                return

    def _meet(self, request: bytes) -> bytes:
        """The bytes that the phone will see."""
        with self._dice:
            fate, cut = self._random.choice(FATES), self._random.random()
            self.met[fate] += 1
            old = self._random.choice(self._old) if self._old and cut < 0.3 else None
            if fate is Fate.AGAIN:
                self._old.append(request)
        if old is not None:
            self._forward(old)
        if fate is Fate.LOST:
            return b""
        if fate is Fate.LATE:
            self._wait_for(10_000, self._patience * 1.3)
        if fate is Fate.OVERTAKEN:
            self._wait_for(2, HOLD)
        reply = self._forward(request)
        if fate is Fate.TWICE:
            reply = self._forward(request)
        if fate is Fate.UNHEARD:
            return b""
        return reply[: int(len(reply) * cut)] if fate is Fate.CUT else reply

    def _wait_for(self, others: int, seconds: float) -> None:
        with self._forwarded:
            goal = self._passed + others
            self._forwarded.wait_for(lambda: self._passed >= goal or self._over, seconds)

    def _forward(self, request: bytes) -> bytes:
        """What the laptop replies; nothing where it does not."""
        try:
            with socket.create_connection(self._laptop(), 10) as server:
                server.sendall(request)
                reply = b"".join(iter(lambda: server.recv(65536), b""))
        except OSError:
            reply = b""
        with self._forwarded:
            self._passed += 1
            self._forwarded.notify_all()
        return reply


def _read_request(connection: socket.socket) -> bytes | None:
    """The whole request; None where the phone went away in the middle of it."""
    read = b""
    while b"\r\n\r\n" not in read:
        more = connection.recv(65536)
        if not more:
            return None
        read += more
    head, _, body = read.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(one[15:]) for one in lines if one.startswith(b"content-length:")), 0)
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            return None
        body += more
    return head + b"\r\n\r\n" + body


@contextmanager
def hostile(laptop: Callable[[], tuple[str, int]], seed: int, patience: float) -> Iterator[Proxy]:
    """A running proxy before the laptop, for phones that wait so many seconds for a reply."""
    proxy = Proxy(laptop, seed, patience)
    running = Thread(target=proxy.run, name="proxy")
    running.start()
    try:
        yield proxy
    finally:
        proxy.stop()
        running.join(10)
