"""The history of scores: rows that are only ever added, one a score that changed."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from elearn.db import new_id
from elearn.quizzes.causes import Cause
from elearn.quizzes.marking import Score
from elearn.quizzes.models import ScoreChange
from elearn.quizzes.recounting import Recounted


@dataclass(frozen=True, slots=True)
class Why:
    """Who changed scores, when and why; `ruling_id` where a ruling did.

    No reason: the rules of the test say so, and the actor is whoever took it.
    """

    cause: Cause
    actor_id: uuid.UUID
    now: datetime
    reason: str | None
    ruling_id: uuid.UUID | None = None


def append(session: Session, changes: Iterable[Recounted], why: Why) -> None:
    """Keep what each score was and what it became; the caller stands inside `writing()`."""
    rows = [_row(one.id, one.before, one.after, why) for one in changes]
    if rows:
        session.execute(insert(ScoreChange), rows)


def append_one(
    connection: Connection, attempt_id: uuid.UUID, before: Score | None, after: Score, why: Why
) -> None:
    """The same of one score, where there may have been none before."""
    connection.execute(insert(ScoreChange), _row(attempt_id, before, after, why))


def _row(attempt_id: uuid.UUID, before: Score | None, after: Score, why: Why) -> dict[str, object]:
    return {
        "id": new_id(),
        "attempt_id": attempt_id,
        "cause": why.cause,
        "points_before": before and before.points,
        "points_after": after.points,
        "maximum_before": before and before.maximum,
        "maximum_after": after.maximum,
        "changed_at": why.now,
        "changed_by": why.actor_id,
        "ruling_id": why.ruling_id,
        "reason": why.reason,
    }
