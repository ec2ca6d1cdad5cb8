"""What must become of one person's tests after any acts in any order, said as plainly as it goes.

It shares with the application the words of `states` and nothing of its tables: the answers are
a list in their order of arrival, and everything else is counted anew from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from elearn.courses.items import Item
from elearn.quizzes import states
from elearn.quizzes.answers import Given
from elearn.quizzes.questions import Choice
from elearn.quizzes.states import Facts, State, Window
from elearn.quizzes.waves import Wave

# From each state to those that one act, or time alone, may lead to.
LEGAL = {
    State.NOT_OFFERED: {State.OPEN, State.DECLINED, State.EXCUSED},
    State.OPEN: {State.STARTED, State.ABSENT, State.DECLINED, State.EXCUSED},
    State.STARTED: {State.SUBMITTED, State.COLLECTED, State.ABSENT, State.EXCUSED},
    State.COLLECTED: {State.STARTED, State.EXCUSED},
    State.ABSENT: {State.OPEN, State.STARTED, State.DECLINED, State.EXCUSED},
    # Whoever begins one test has taken the choice back for the others too.
    State.DECLINED: {State.NOT_OFFERED, State.OPEN, State.STARTED, State.ABSENT, State.EXCUSED},
    State.SUBMITTED: {State.EXCUSED},
    State.SUBMITTED_LATE: {State.EXCUSED},
    State.EXCUSED: set[State](),
}


class Sums(NamedTuple):
    """What an attempt says of itself, in items."""

    answered: int
    points: int
    unknown: int


def is_right(item: Item, choice: Any) -> bool:
    """Whether a choice is the key: marked here once more, apart from `questions`."""
    if choice is None:
        return False
    if item.kind == "match":
        return dict(choice) == dict(item.pairs)
    if item.kind == "order":
        return list(choice) == list(item.key)
    return set(choice) == set(item.key)


def counting(answers: Sequence[Given]) -> dict[str, Given]:
    """The answer that counts for each item, of answers in their order of arrival.

    Of one writer the highest number; between writers the one of these that arrived last.
    """
    best: dict[tuple[str, bytes], Given] = {}
    for one in answers:
        before = best.get((one.item, one.writer))
        if before is None or one.number > before.number:
            best[one.item, one.writer] = one
    last = sorted(best.values(), key=answers.index)
    return {one.item: one for one in last}


def sums(counted: Sequence[tuple[Item, Choice]]) -> Sums:
    """The sums of the answers that count."""
    return Sums(
        len(counted),
        sum(is_right(item, choice) for item, choice in counted),
        sum(choice is None for _, choice in counted),
    )


@dataclass
class OneTest:
    """What happened to one test of the person."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None
    excused_at: datetime | None = None
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    kept: list[Given] = field(default_factory=list)
    late: list[Given] = field(default_factory=list)


@dataclass
class Person:
    """One person of a session in a room, and what a just server would do."""

    now: datetime
    declined_at: datetime | None = None
    cohort_closed_at: datetime | None = None
    tests: dict[Wave, OneTest] = field(
        default_factory=lambda: {Wave.PRE: OneTest(), Wave.POST: OneTest()}
    )

    def closing(self, wave: Wave) -> datetime | None:
        """When this test closed, by itself or with the session."""
        ends = [self.tests[wave].closed_at, self.cohort_closed_at]
        return min((end for end in ends if end is not None), default=None)

    def facts(self, wave: Wave) -> Facts:
        """What is stored of this test."""
        test = self.tests[wave]
        return Facts(
            declined_at=self.declined_at,
            excused_at=test.excused_at,
            started_at=test.started_at,
            submitted_at=test.submitted_at,
            answered=len(counting(test.kept)),
        )

    def state(self, wave: Wave) -> State:
        """What everybody is told of this test."""
        window = Window(self.tests[wave].opened_at, self.closing(wave))
        return states.state(self.facts(wave), window, self.now)

    def would_start_as(self, wave: Wave) -> State:
        """What somebody finds who agrees to be tested and begins."""
        window = Window(self.tests[wave].opened_at, self.closing(wave))
        test = self.facts(wave)
        agreed = Facts(None, test.excused_at, test.started_at, test.submitted_at, test.answered)
        return states.state(agreed, window, self.now)

    def hears(self, wave: Wave) -> State:
        """How a started test hears what arrives now, an answer or "send": STARTED keeps it.

        After an excuse nothing is kept; what comes after closing is kept as late, and counts
        nowhere.
        """
        test = self.facts(wave)
        begun = Facts(None, test.excused_at, test.started_at, test.submitted_at, test.answered)
        return states.state(begun, Window(test.started_at, self.closing(wave)), self.now)

    def keeps_late(self, wave: Wave) -> bool:
        """Whether an answer that arrives now waits for the trainer: begun, never sent, over."""
        test = self.tests[wave]
        begun = test.started_at is not None and test.submitted_at is None
        return begun and self.hears(wave) in (State.COLLECTED, State.ABSENT)
