"""A room on a hostile network: whatever it loses, repeats, holds or cuts, the scores are right."""

from collections.abc import Callable

import pytest

from tests.storm.laptop import Laptop
from tests.storm.proxy import Fate, hostile
from tests.storm.room import Room

pytestmark = pytest.mark.storm

PATIENCE = 1.0
"""Seconds a phone waits for a reply; the page's script waits five."""


def through_the_storm(room: Room, laptop: Laptop, seconds: float) -> None:
    """Everybody takes both tests through the proxy, and everything is as the script says."""
    with hostile(lambda: laptop.address, room.seed, PATIENCE) as proxy:
        with room.working(lambda: proxy.address, patience=PATIENCE, seconds=seconds):
            pass
        assert set(proxy.met) == set(Fate)
        room.check()
        assert proxy.send_the_old_again()
    room.check()


def test_five_phones_finish_both_tests(
    new_room: Callable[[int, int], Room], forked: Laptop
) -> None:
    through_the_storm(new_room(5, 1), forked, seconds=60)


@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 3])
def test_twenty_five_phones_finish_both_tests(
    new_room: Callable[[int, int], Room], forked: Laptop, seed: int
) -> None:
    through_the_storm(new_room(25, seed), forked, seconds=240)
