"""The application behind its real server, in a thread of the tests' own process."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore  # type: ignore[import-untyped]

LOOPBACK = "127.0.0.1"


@contextmanager
def served(app: Flask, host: str = LOOPBACK) -> Iterator[str]:
    """The address under which the application answers, on a free port, until the end."""
    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, host=host, port=0, threads=4)
    loop = Thread(target=server.run, name="server")
    loop.start()
    try:
        yield f"http://{host}:{server.effective_port}"
    finally:
        # In the server's own thread, which ends once it has no socket left to watch.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        loop.join(10)
        assert not loop.is_alive(), "the server did not stop"
        server.task_dispatcher.shutdown()


def own_address() -> str | None:
    """This machine's address in its network, as a phone on its hotspot sees it; None without."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            # A datagram socket sends nothing when it connects: it only chooses a way out.
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = asking.getsockname()[0]
    return None if address.startswith("127.") else address
