"""What a test's single answers add up to: right of asked, by objective and where critical.

Names: "objective:" and its id, or "critical". The marks are those that are kept with each answer,
or made again from the raw answers, their wordings and the rulings.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.content import Slot
from elearn.quizzes import marking, recounting
from elearn.quizzes.models import Answer, Attempt, Response, Wording
from elearn.quizzes.questions import question
from elearn.quizzes.wordings import worded

Slots = Mapping[str, Slot]
Points = Mapping[uuid.UUID, Mapping[str, int]]
"""Of each attempt the points of each item that was answered."""
Marks = Callable[[Sequence[uuid.UUID]], Points]
Sums = Mapping[str, tuple[int, int]]
"""By name: items right, items asked."""

CRITICAL, OBJECTIVE = "critical", "objective:"


def read(
    session: Session, attempts: Iterable[uuid.UUID], slots: Slots, marks: Marks
) -> dict[uuid.UUID, Sums]:
    """The sums of each attempt that has single answers; the others are missing."""
    void = recounting.voided(session.connection())
    found: dict[uuid.UUID, Sums] = {}
    for batch in recounting.batches(sorted(attempts)):
        points = marks(batch)
        rows = session.execute(
            select(Attempt.id, Attempt.shown, Attempt.answered).where(Attempt.id.in_(batch))
        )
        for attempt_id, shown, answered in rows:
            given = points.get(attempt_id, {})
            if shown and (given or not answered):
                asked = [row["item"] for row in shown if bytes.fromhex(row["wording"]) not in void]
                found[attempt_id] = _sums(asked, given, slots)
    return found


def _sums(asked: Iterable[str], given: Mapping[str, int], slots: Slots) -> Sums:
    sums: dict[str, tuple[int, int]] = {}
    for item in asked:
        # The checker holds every item to the id of its slot and its form: C2-S1-A.
        slot = slots.get(item.rpartition("-")[0])
        for name in _names(slot) if slot else ():
            right, of = sums.get(name, (0, 0))
            sums[name] = (right + given.get(item, 0), of + 1)
    return sums


def _names(slot: Slot) -> tuple[str, ...]:
    objective = OBJECTIVE + slot.objective
    return (objective, CRITICAL) if slot.critical else (objective,)


def kept(session: Session) -> Marks:
    """The points that are kept with each answer that counts."""

    def read_kept(batch: Sequence[uuid.UUID]) -> Points:
        found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
        rows = session.execute(
            select(Response.attempt_id, Response.item, Response.points).where(
                Response.attempt_id.in_(batch)
            )
        )
        for attempt_id, item, points in rows:
            found[attempt_id][item] = points
        return found

    return read_kept


class Remarking:
    """Marks tests from their raw answers; nothing that is kept of a score is read.

    Each test is marked once: its points are remembered.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.verdicts = recounting.verdicts(session.connection())
        rows = session.execute(select(Wording.hash, Wording.text))
        self.items = {row.hash: worded(row.text) for row in rows}
        self.marked: dict[uuid.UUID, Mapping[str, int]] = {}

    def points(self, batch: Sequence[uuid.UUID]) -> Points:
        """The points of each item that was answered, taken-out questions left aside."""
        self.scores([one for one in batch if one not in self.marked])
        return {one: self.marked[one] for one in batch if one in self.marked}

    def scores(self, batch: Sequence[uuid.UUID]) -> dict[uuid.UUID, marking.Score]:
        """The whole score of each test that has single answers."""
        choices = self._choices(batch)
        found = {}
        for attempt_id, asked, answered in self._asked(batch):
            given = choices.get(attempt_id, {})
            if asked and (given or not answered):
                found[attempt_id] = marking.marked_by(asked, given, self.items, self.verdicts)
                self.marked[attempt_id] = dict(self._marks(asked, given))
        return found

    def _marks(
        self, asked: Iterable[marking.Asked], given: Mapping[str, Any]
    ) -> Iterator[tuple[str, int]]:
        for item, digest in asked:
            ruled = self.verdicts.get(digest)
            standing = ruled.item if ruled is not None else self.items[digest]
            if item in given and standing is not None:
                yield item, question(standing).points(given[item])

    def _asked(
        self, batch: Sequence[uuid.UUID]
    ) -> Iterator[tuple[uuid.UUID, tuple[marking.Asked, ...], int]]:
        rows = self.session.execute(
            select(Attempt.id, Attempt.shown, Attempt.answered).where(Attempt.id.in_(batch))
        )
        for attempt_id, shown, answered in rows:
            asked = tuple((one["item"], bytes.fromhex(one["wording"])) for one in shown)
            yield attempt_id, asked, answered

    def _choices(self, batch: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
        given: dict[uuid.UUID, list[Any]] = defaultdict(list)
        rows = self.session.execute(
            select(
                Answer.attempt_id,
                Answer.item,
                Answer.choice,
                Answer.writer,
                Answer.number,
                Answer.arrived_at,
            ).where(Answer.attempt_id.in_(batch), Answer.counts)
        )
        for answer in rows:
            given[answer.attempt_id].append(answer)
        return {
            attempt_id: {item: possible[0] for item, possible in marking.counting(answers).items()}
            for attempt_id, answers in given.items()
        }
