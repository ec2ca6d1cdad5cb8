"""A wire between browser and server that counts every byte that passes, headers and all."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread

CHUNK = 65536


class Wire:
    """Bytes that went up to the server and came down from it so far."""

    def __init__(self, host: str, server: tuple[str, int]) -> None:
        self.server = server
        self.up = 0
        self.down = 0
        self._lock = Lock()
        self._listening = socket.create_server((host, 0))
        self.address = f"http://{host}:{self._listening.getsockname()[1]}"

    def carry(self) -> None:
        """Take in connections until the wire is cut."""
        with suppress(OSError):
            while True:
                browser, _ = self._listening.accept()
                server = socket.create_connection(self.server)
                for way in ((browser, server, "up"), (server, browser, "down")):
                    Thread(target=self._pass_on, args=way, daemon=True).start()

    def cut(self) -> None:
        """Take in no more connections."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _pass_on(self, here: socket.socket, there: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := here.recv(CHUNK):
                with self._lock:
                    setattr(self, way, getattr(self, way) + len(data))
                there.sendall(data)
        with suppress(OSError):
            there.shutdown(socket.SHUT_WR)


@contextmanager
def wire(host: str, server: tuple[str, int]) -> Iterator[Wire]:
    """A wire that carries until the end."""
    laid = Wire(host, server)
    carrying = Thread(target=laid.carry, daemon=True)
    carrying.start()
    try:
        yield laid
    finally:
        laid.cut()
        carrying.join(5)
