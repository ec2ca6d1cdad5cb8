"""Atoms united for a follow-up, so that neither who answered nor who did not are a few. Pure."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from elearn.results.disclosure import K

Id = TypeVar("Id", bound=Hashable)
Triple = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Answered(Generic[Id]):
    """One atom at a follow-up: scores (before, after, later) of those who answered, by person,
    and the people with both tests who did not."""

    atom: Id
    scores: tuple[tuple[Hashable, Triple], ...]
    silent: frozenset[Hashable]


def unite(ready: Sequence[Answered[Id]], k: int = K) -> list[tuple[Answered[Id], ...]]:
    """Groups of atoms that may be published, in the order given; what is left over joins the
    groups before it, or waits where there are none."""
    groups: list[list[Answered[Id]]] = []
    kept: list[Answered[Id]] = []
    for one in ready:
        kept.append(one)
        if publishable(kept, k):
            groups.append(kept)
            kept = []
    while kept and groups and not publishable(kept, k):
        kept = groups.pop() + kept
    if kept and publishable(kept, k):
        groups.append(kept)
    return [tuple(group) for group in groups]


def publishable(group: Sequence[Answered[Id]], k: int = K) -> bool:
    """Whether k people or more answered, none or k did not, and no test was all the same."""
    answered = {person for one in group for person, _ in one.scores}
    silent = set().union(*(one.silent for one in group))
    scores = [triple for one in group for _, triple in one.scores]
    if len(answered) < k or 0 < len(silent) < k:
        return False
    return all(len(set(test)) > 1 for test in zip(*scores, strict=True))
