"""Secrets: what is kept opens with the same key alone, and nobody's costs what anybody's costs."""

import time
from collections.abc import Callable

import pytest

from elearn.people.passwords import MINIMUM, Keeper, TooShort, checked


def cost(act: Callable[[], object]) -> float:
    """The least processor time of five runs, in seconds."""
    spent = []
    for _ in range(5):
        began = time.process_time()
        act()
        spent.append(time.process_time() - began)
    return min(spent)


def test_a_secret_is_held_and_another_is_not(keeper: Keeper) -> None:
    kept = keeper.keep("123456")
    assert keeper.holds(kept, "123456")
    assert not keeper.holds(kept, "123457")
    assert not keeper.holds(kept, "")


def test_another_server_s_key_does_not_open_it(keeper: Keeper) -> None:
    elsewhere = Keeper(b"x" * 32, keeper.memory_kib, keeper.passes)
    assert not elsewhere.holds(keeper.keep("123456"), "123456")


def test_the_same_secret_is_never_kept_alike(keeper: Keeper) -> None:
    kept = keeper.keep("123456")
    assert kept != keeper.keep("123456")
    assert "123456" not in kept
    assert len(kept) <= 200


def test_a_person_without_a_secret_is_opened_by_nothing(keeper: Keeper) -> None:
    for typed in ("", "123456", "nobody"):
        assert not keeper.holds(None, typed)
    assert not keeper.holds("no hash at all", "123456")


def test_nobody_is_refused_as_slowly_as_somebody() -> None:
    keeper = Keeper(b"k" * 32, memory_kib=8 * 1024, passes=1)
    kept = keeper.keep("123456")
    keeper.holds(None, "first")  # makes the hash that stands for nobody
    somebody = cost(lambda: keeper.holds(kept, "000000"))
    nobody = cost(lambda: keeper.holds(None, "000000"))
    assert somebody / 3 < nobody < somebody * 3


def test_names_are_told_apart_by_a_keyed_hash(keeper: Keeper) -> None:
    elsewhere = Keeper(b"x" * 32, keeper.memory_kib, keeper.passes)
    assert keeper.name_hash("awa") == keeper.name_hash("awa")
    assert keeper.name_hash("awa") != keeper.name_hash("moussa")
    assert keeper.name_hash("awa") != elsewhere.name_hash("awa")


def test_a_password_of_nine_signs_is_too_short() -> None:
    assert checked("é" * MINIMUM) == "é" * MINIMUM
    with pytest.raises(TooShort):
        checked("é" * (MINIMUM - 1))
