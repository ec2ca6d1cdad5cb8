"""The network between a phone and the server, which a test can cut, hang, and lead elsewhere."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from threading import Lock, Thread
from urllib.parse import urlsplit

CHUNK = 65536


class Weather(Enum):
    """What becomes of a connection."""

    FAIR = "it passes"
    CUT = "it is refused"
    LIE = "it is taken and never answered"


class Gate:
    """A proxy with an address of its own; what passes already is cut when the weather turns."""

    def __init__(self, host: str, server: str) -> None:
        self.lead_to(server)
        self._weather = Weather.FAIR
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._listening = socket.create_server((host, 0), backlog=64)
        self.address = f"http://{host}:{self._listening.getsockname()[1]}"

    def lead_to(self, server: str) -> None:
        """Where connections end from now on."""
        parts = urlsplit(server)
        assert parts.hostname
        assert parts.port
        self._server = (parts.hostname, parts.port)

    def turn(self, weather: Weather) -> None:
        """From now on; connections of before are lost."""
        with self._lock:
            self._weather = weather
            lost, self._open = self._open, set()
        for one in lost:
            shut(one)

    def carry(self) -> None:
        """Take in connections until the gate is closed."""
        with suppress(OSError):
            while True:
                phone, _ = self._listening.accept()
                Thread(target=self._meet, args=(phone,), daemon=True).start()

    def close(self) -> None:
        """Take in no more connections, and lose those that are open."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.turn(Weather.CUT)

    def _meet(self, phone: socket.socket) -> None:
        with self._lock:
            weather = self._weather
            self._open.add(phone)
        if weather is Weather.CUT:
            shut(phone)
        elif weather is Weather.FAIR:
            self._join(phone)

    def _join(self, phone: socket.socket) -> None:
        try:
            server = socket.create_connection(self._server, timeout=10)
        except OSError:
            shut(phone)
            return
        server.settimeout(None)
        with self._lock:
            self._open.add(server)
        back = Thread(target=self._pass_on, args=(server, phone), daemon=True)
        back.start()
        self._pass_on(phone, server)
        back.join()
        with self._lock:
            self._open -= {phone, server}
        shut(phone)
        shut(server)

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while data := here.recv(CHUNK):
                there.sendall(data)
        with suppress(OSError):
            there.shutdown(socket.SHUT_WR)


def shut(one: socket.socket) -> None:
    """End a connection, whoever waits on it."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def gate(host: str, server: str) -> Iterator[Gate]:
    """A gate that stands until the end."""
    standing = Gate(host, server)
    carrying = Thread(target=standing.carry, daemon=True)
    carrying.start()
    try:
        yield standing
    finally:
        standing.close()
        carrying.join(5)
