"""k-atoms: groups so large that no sum over them, and no difference of sums, is about a few.

Every published figure is a sum over whole atoms. An atom holds at least k people, shares no
enrolment with another, and never changes once published. Whatever is computed from published sums
and describes a group of people is then about a union of atoms, over any number of releases.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

K = 10

Id = TypeVar("Id", bound=Hashable)


class Outcome(Enum):
    """Where an enrolment ended, against the standard."""

    REACHED = "reached"
    NOT_REACHED = "not reached"
    NOT_TESTED = "not tested"


@dataclass(frozen=True, slots=True)
class Pending(Generic[Id]):
    """An enrolment whose outcome is final and that no atom counts yet.

    person: the card, for one person may be enrolled twice. scores: before and after, where there
    are both. has_standard: whether the test is long enough to have a standard.
    """

    enrolment: Id
    person: Hashable
    outcome: Outcome
    scores: tuple[int, int] | None = None
    has_standard: bool = True


class Unpublishable(Exception):
    """A set of atoms that must not leave the training team."""


class TooFewPeople(Unpublishable):
    """One atom is about fewer than k people."""

    def __init__(self, people: int, k: int) -> None:
        super().__init__(people, k)
        self.people, self.k = people, k


class CountedTwice(Unpublishable):
    """One enrolment is in two atoms, or twice in one."""

    def __init__(self, enrolment: Hashable) -> None:
        super().__init__(enrolment)
        self.enrolment = enrolment


def next_atom(pending: Sequence[Pending[Id]], k: int = K) -> tuple[Id, ...] | None:
    """The enrolments of the next atom, all of those pending; None while they must wait.

    They wait while they are fewer than k people, while fewer than k people have both scores or
    (unless nobody does) a standard, and while the sums would tell about nearly each of them:
    nobody or one person reached the standard, or all scored the same. That one person counts once
    in one course is the caller's care.
    """
    if not enough(pending, k) or homogeneous(pending):
        return None
    return tuple(one.enrolment for one in pending)


def enough(pending: Collection[Pending[Id]], k: int = K) -> bool:
    """Whether k people or more are there, have both scores, and have a standard if anybody has."""
    paired = people(one for one in pending if one.scores is not None)
    judged = people(one for one in pending if one.has_standard)
    return min(people(pending), paired) >= k and (not judged or judged >= k)


def homogeneous(pending: Collection[Pending[Id]]) -> bool:
    """Whether sums over these enrolments would tell what nearly each of them did."""
    judged = [one for one in pending if one.has_standard]
    reached = [one for one in judged if one.outcome is Outcome.REACHED]
    if judged and people(reached) < 2:
        return True
    scores = [one.scores for one in pending if one.scores is not None]
    return bool(scores) and any(len(set(wave)) == 1 for wave in zip(*scores, strict=True))


def people(pending: Iterable[Pending[Id]]) -> int:
    """How many distinct people these enrolments are."""
    return len({one.person for one in pending})


def assert_publishable(atoms: Iterable[Collection[Pending[Id]]], k: int = K) -> None:
    """Refuse atoms about fewer than k people (TooFewPeople) or that overlap (CountedTwice)."""
    counted: set[Hashable] = set()
    for atom in atoms:
        if people(atom) < k:
            raise TooFewPeople(people(atom), k)
        for one in atom:
            if one.enrolment in counted:
                raise CountedTwice(one.enrolment)
            counted.add(one.enrolment)
