"""A laptop that is switched off at any moment: what it said it had, it has, and once.

The process is killed while phones answer; SQLite's file and PostgreSQL's server live on, as they
do when a program dies. What a power cut does to a disk is not tried here.
"""

from collections.abc import Callable
from random import Random
from threading import Event

import pytest
from sqlalchemy import make_url

from tests import postgresql
from tests.storm.conftest import NAME
from tests.storm.laptop import Laptop
from tests.storm.room import Room

pytestmark = pytest.mark.storm

PATIENCE = 1.0
STUCK = 60.0
"""Seconds after which a room in which nothing is kept any more fails the test."""

END_ONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = %s ORDER BY random() LIMIT 1
"""


class Storm:
    """So many kills while a room works; `done` says what part of them is over."""

    def __init__(self, room: Room, laptop: Laptop, database_url: str, kills: int) -> None:
        self.room, self.laptop, self.database_url = room, laptop, database_url
        self.kills, self.killed = kills, 0
        self.random = Random(room.seed)

    def done(self) -> float:
        """The share of the kills that are over."""
        return self.killed / self.kills

    def rage(self, seconds: float) -> None:
        """Kill and start until it is enough; then everybody finishes, and all is as scripted."""
        with self.room.working(
            lambda: self.laptop.address, patience=PATIENCE, seconds=seconds, done=self.done
        ):
            try:
                while self.killed < self.kills:
                    self.kill_once()
            finally:
                # Also after a failure the people must come to their end.
                self.killed = self.kills
        self.room.check()

    def kill_once(self) -> None:
        """Kill at a moment that dice decide, mostly in the middle of some requests."""
        self.end_a_connection()
        self.room.ledger.wait_for_more(self.random.randint(1, 10), STUCK)
        Event().wait(self.random.uniform(0, 0.03))
        self.laptop.kill()
        acknowledged = self.room.ledger.acknowledged
        self.laptop.start()
        assert acknowledged
        assert self.room.lost() == set()
        self.killed += 1

    def end_a_connection(self) -> None:
        """On PostgreSQL the server's end of one of the laptop's connections goes as well."""
        if make_url(self.database_url).get_backend_name() != "postgresql":
            return
        self.room.ledger.wait_for_more(self.random.randint(1, 5), STUCK)
        with postgresql.maintenance(self.database_url) as connection:
            connection.exec_driver_sql(END_ONE, (NAME,))


def test_three_kills_lose_nothing(
    new_room: Callable[[int, int], Room], forked: Laptop, database_url: str
) -> None:
    Storm(new_room(4, 5), forked, database_url, kills=3).rage(seconds=60)


@pytest.mark.long
def test_fifty_kills_lose_nothing(
    new_room: Callable[[int, int], Room], forked: Laptop, database_url: str
) -> None:
    Storm(new_room(10, 6), forked, database_url, kills=50).rage(seconds=200)


@pytest.mark.long
def test_the_whole_command_killed_three_times_loses_nothing(
    new_room: Callable[[int, int], Room], served: Laptop, database_url: str
) -> None:
    Storm(new_room(6, 7), served, database_url, kills=3).rage(seconds=240)
