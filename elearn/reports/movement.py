"""What a cohort learnt point by point: the movement of each slot and objective. Pure.

Forms share no question, so "wrong, then right" is said of the twins of a slot.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from elearn.courses.content import Slot
from elearn.courses.items import Item
from elearn.quizzes.questions import Choice
from elearn.results.gains import Gain, Mastery, PairSums, paired_gain

MOST_TO_RETEACH = 5
# A wrong answer of fewer people is not named: in a room it would be somebody's.
NAMED_FROM = 3


@dataclass(frozen=True, slots=True)
class Marked:
    """What one person answered to one question; not answered is no point, as in the score."""

    item: Item
    answered: bool
    right: bool
    choice: Choice


Sheet = Mapping[str, Marked]
"""One test of one person: the answers by slot."""


@dataclass(frozen=True, slots=True)
class MostChosen:
    """The wrong answer that most people gave to one question at the end (None: do not know)."""

    item: Item
    choice: Choice
    people: int

    @property
    def named(self) -> bool:
        """Whether enough people gave it for its text to stand on a page."""
        return self.people >= NAMED_FROM


@dataclass(frozen=True, slots=True)
class SlotMovement:
    """How the pairs answered a slot: right both times, only after, only before, neither time."""

    slot: Slot
    pairs: Mastery
    most_wrong: MostChosen | None

    @property
    def mostly_wrong(self) -> bool:
        """Whether more than half still get it wrong at the end."""
        return 2 * (self.pairs.n - self.pairs.after) > self.pairs.n


@dataclass(frozen=True, slots=True)
class Together:
    """Right answers to the questions of several slots, of all those asked of the pairs."""

    slots: int
    asked: int
    before: int
    after: int

    @classmethod
    def of(cls, movements: Collection[SlotMovement]) -> "Together":
        """Added up."""
        return cls(
            len(movements),
            sum(movement.pairs.n for movement in movements),
            sum(movement.pairs.before for movement in movements),
            sum(movement.pairs.after for movement in movements),
        )


@dataclass(frozen=True, slots=True)
class ObjectiveMovement:
    """Right answers to the questions of one objective, of all those asked of the pairs."""

    objective: str
    slots: int
    asked: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ModuleMovement:
    """Right answers to one module's questions; `gain` is in points of 100, per person."""

    module: str
    answers: Together
    gain: Gain


def by_slot(
    pairs: Sequence[tuple[Sheet, Sheet]], slots: Iterable[Slot]
) -> tuple[SlotMovement, ...]:
    """The movement of each slot that both tests of somebody asked, in the order given."""
    found = (_slot(slot, _both(pairs, slot.id)) for slot in slots)
    return tuple(movement for movement in found if movement.pairs.n)


def by_objective(movements: Iterable[SlotMovement]) -> tuple[ObjectiveMovement, ...]:
    """The slots of each objective together, in the order of the objectives' ids."""
    groups = _grouped(movements, lambda movement: movement.slot.objective)
    return tuple(
        ObjectiveMovement(name, one.slots, one.asked, one.before, one.after)
        for name, group in sorted(groups.items())
        for one in (Together.of(group),)
    )


def by_module(
    pairs: Sequence[tuple[Sheet, Sheet]],
    movements: Iterable[SlotMovement],
    module_of: Callable[[str], str],
) -> tuple[ModuleMovement, ...]:
    """The slots of each module together, in the order of the slots; `module_of` a slot's id."""
    groups = _grouped(movements, lambda movement: module_of(movement.slot.id))
    return tuple(
        ModuleMovement(name, Together.of(group), _gain(pairs, {one.slot.id for one in group}))
        for name, group in groups.items()
    )


def critical(movements: Iterable[SlotMovement]) -> tuple[SlotMovement, ...]:
    """The slots where an error endangers someone, whatever the total: fewest right first."""
    found = [movement for movement in movements if movement.slot.critical]
    return tuple(sorted(found, key=lambda one: one.pairs.after / one.pairs.n))


def to_reteach(movements: Iterable[SlotMovement]) -> tuple[SlotMovement, ...]:
    """At most five slots that most people still get wrong at the end.

    Those where an error endangers someone come first, then those that fewest have right.
    """
    wrong = [movement for movement in movements if movement.mostly_wrong]
    wrong.sort(key=lambda one: (not one.slot.critical, one.pairs.after / one.pairs.n))
    return tuple(wrong[:MOST_TO_RETEACH])


def least_learnt_first(movements: Iterable[SlotMovement]) -> tuple[SlotMovement, ...]:
    """From the slot with the least movement to the one with the most."""
    return tuple(sorted(movements, key=lambda one: one.pairs.gained - one.pairs.lost))


def _grouped(
    movements: Iterable[SlotMovement], name: Callable[[SlotMovement], str]
) -> dict[str, list[SlotMovement]]:
    groups: dict[str, list[SlotMovement]] = {}
    for movement in movements:
        groups.setdefault(name(movement), []).append(movement)
    return groups


def _gain(pairs: Iterable[tuple[Sheet, Sheet]], slots: Collection[str]) -> Gain:
    """The gain of those who were asked some of these slots in both tests."""
    scores = []
    for pre, post in pairs:
        asked = [slot for slot in slots if slot in pre and slot in post]
        if asked:
            before, after = (sum(sheet[slot].right for slot in asked) for sheet in (pre, post))
            scores.append((Fraction(100 * before, len(asked)), Fraction(100 * after, len(asked))))
    return paired_gain(PairSums.of(scores), 100)


def _both(pairs: Sequence[tuple[Sheet, Sheet]], slot: str) -> list[tuple[Marked, Marked]]:
    return [(pre[slot], post[slot]) for pre, post in pairs if slot in pre and slot in post]


def _slot(slot: Slot, answers: Collection[tuple[Marked, Marked]]) -> SlotMovement:
    counts = sum((Mastery.one(pre.right, post.right) for pre, post in answers), Mastery())
    return SlotMovement(slot, counts, _most_wrong([post for _, post in answers]))


def _most_wrong(answers: Iterable[Marked]) -> MostChosen | None:
    chosen: dict[tuple[str, str], list[Marked]] = {}
    for answer in answers:
        if answer.answered and not answer.right:
            written = json.dumps(answer.choice, sort_keys=True)
            chosen.setdefault((answer.item.id, written), []).append(answer)
    if not chosen:
        return None
    # A tie falls by the item's id, so that a page read twice says the same.
    most = max(sorted(chosen), key=lambda which: len(chosen[which]))
    first = chosen[most][0]
    return MostChosen(first.item, first.choice, len(chosen[most]))
