"""Several people at once: each act on a connection of its own, begun at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

Result = TypeVar("Result")
# No test waits longer for another connection: it fails instead.
PATIENCE = 60


def at_once(
    engine: Engine, acts: Sequence[Callable[[Session], Result]], hands: int = 2
) -> list[Result]:
    """What each act returned, in order; `hands` connections share the acts among them."""
    gate = Barrier(hands)
    results: dict[int, Result] = {}

    def hand(first: int) -> None:
        with Session(engine, expire_on_commit=False) as session:
            gate.wait(PATIENCE)
            for place in range(first, len(acts), hands):
                results[place] = acts[place](session)

    with ThreadPoolExecutor(hands) as pool:
        for done in [pool.submit(hand, first) for first in range(hands)]:
            done.result(PATIENCE)
    return [results[place] for place in range(len(acts))]
