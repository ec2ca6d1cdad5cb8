"""The history of scores: rows that are only ever added, one a score that changed."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from elearn.db import new_id
from elearn.quizzes.causes import Cause
from elearn.quizzes.models import ScoreChange
from elearn.quizzes.recounting import Recounted


@dataclass(frozen=True, slots=True)
class Why:
    """Who changed scores, when and why; `ruling_id` where a ruling did."""

    cause: Cause
    actor_id: uuid.UUID
    now: datetime
    reason: str
    ruling_id: uuid.UUID | None = None


def append(session: Session, changes: Iterable[Recounted], why: Why) -> None:
    """Keep what each score was and what it became; the caller stands inside `writing()`."""
    rows = [_row(one, why) for one in changes]
    if rows:
        session.execute(insert(ScoreChange), rows)


def _row(one: Recounted, why: Why) -> dict[str, object]:
    return {
        "id": new_id(),
        "attempt_id": one.id,
        "cause": why.cause,
        "points_before": one.before.points,
        "points_after": one.after.points,
        "maximum_before": one.before.maximum,
        "maximum_after": one.after.maximum,
        "changed_at": why.now,
        "changed_by": why.actor_id,
        "ruling_id": why.ruling_id,
        "reason": why.reason,
    }
