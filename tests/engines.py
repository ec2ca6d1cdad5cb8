"""Engines that outlive a test, for what they have compiled."""

from sqlalchemy import Engine

from elearn.db import connect


class Engines:
    """An engine for each address and user of it, kept: what it has compiled serves later tests."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], Engine] = {}

    def of(self, url: str, user: str) -> Engine:
        """The engine; whoever takes it disposes of its connections after the test."""
        if (url, user) not in self._made:
            self._made[url, user] = connect(url)
        return self._made[url, user]
