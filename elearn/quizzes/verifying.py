"""Whether every kept score is what its raw answers, its wordings and the rulings say: reads only.

Nothing that keeps a score is used here but the pure `marking`: a fault there would show.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.items import Item
from elearn.quizzes import marking, recounting
from elearn.quizzes.causes import Cause
from elearn.quizzes.marking import Score
from elearn.quizzes.models import Answer, Attempt, ScoreChange, Wording
from elearn.quizzes.questions import Choice
from elearn.quizzes.recounting import Held
from elearn.quizzes.rulings import Verdict
from elearn.quizzes.wordings import worded


@dataclass(frozen=True, slots=True)
class Difference:
    """An attempt whose kept sums are not those of its answers.

    `items` are those whose response is not the answer that counts.
    """

    attempt_id: uuid.UUID
    kept: Score
    recomputed: Score
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """A try that took the place of the one that counted: what it was, what it is, and why."""

    attempt_id: uuid.UUID
    before: int | None
    points: int
    maximum: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class Verified:
    """How many attempts were recomputed, how many have no answers any more, what differs.

    `replaced` are the tries that count in place of another, which is no fault.
    """

    attempts: int
    forgotten: int
    differences: tuple[Difference, ...]
    replaced: tuple[Replaced, ...] = ()


def verify(session: Session) -> Verified:
    """Recompute every attempt that was taken item by item.

    Paper totals have nothing to add up; what was set aside counts nowhere.
    """
    taken = [
        row.id
        for row in session.execute(
            select(Attempt.id, Attempt.shown)
            .where(Attempt.deleted_at.is_(None))
            .order_by(Attempt.id)
        )
        if row.shown
    ]
    verdicts = recounting.verdicts(session.connection())
    items = {
        row.hash: worded(row.text) for row in session.execute(select(Wording.hash, Wording.text))
    }
    recomputed, forgotten = 0, 0
    found: list[Difference] = []
    for batch in recounting.batches(taken):
        raw = _raw(session, batch)
        for one in recounting.held(session.connection(), batch):
            if one.forgotten:
                forgotten += 1
                continue
            recomputed += 1
            found += _differences(one, raw.get(one.id, {}), items, verdicts)
    return Verified(recomputed, forgotten, tuple(found), _replaced(session))


def _replaced(session: Session) -> tuple[Replaced, ...]:
    rows = session.execute(
        select(Attempt, ScoreChange.points_before, ScoreChange.reason)
        .join(ScoreChange, ScoreChange.attempt_id == Attempt.id)
        .where(ScoreChange.cause == Cause.SECOND_TRY, Attempt.deleted_at.is_(None))
        .order_by(ScoreChange.changed_at, ScoreChange.id)
    )
    return tuple(
        Replaced(one.id, before, one.points, one.maximum, reason) for one, before, reason in rows
    )


def _raw(
    session: Session, batch: Sequence[uuid.UUID]
) -> dict[uuid.UUID, Mapping[str, list[Choice]]]:
    """What may count for each item of each attempt, from every answer that ever arrived."""
    rows = session.scalars(
        select(Answer)
        .where(Answer.attempt_id.in_(batch), Answer.counts)
        .order_by(Answer.attempt_id)
    )
    return {
        attempt: marking.counting(answers)
        for attempt, answers in groupby(rows, key=lambda row: row.attempt_id)
    }


def _differences(
    one: Held,
    raw: Mapping[str, list[Choice]],
    items: Mapping[bytes, Item],
    verdicts: Mapping[bytes, Verdict],
) -> Iterator[Difference]:
    wrong = tuple(
        item
        for item in sorted(raw.keys() | one.choices.keys())
        if item not in one.choices or one.choices[item] not in raw.get(item, [])
    )
    # Of writers in the same instant either may count: then the response says which.
    choices = {
        item: one.choices[item] if item not in wrong else possible[0]
        for item, possible in raw.items()
    }
    score = marking.marked_by(one.asked, choices, items, verdicts)
    if wrong or score != one.score:
        yield Difference(one.id, one.score, score, wrong)
