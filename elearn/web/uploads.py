"""What was sent is read in memory: a table of names is never put down on a disk, not even for a
moment."""

from io import BytesIO
from typing import IO

from flask import Flask, Request


class InMemory(Request):
    """A request whose files stay in memory; its size has a limit (`MAX_CONTENT_LENGTH`)."""

    def _get_file_stream(self, *_described: object, **_named: object) -> IO[bytes]:
        return BytesIO()


def install(app: Flask) -> None:
    """Let every request of this application be read so."""
    app.request_class = InMemory
