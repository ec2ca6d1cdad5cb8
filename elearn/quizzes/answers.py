"""Keeping answers: appended under the id that the browser made, idempotent, in any order.

The hot path of a room: Core statements at module level, on one connection, in one transaction of
three writes. A replay inserts nothing and so changes nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from elearn.courses.items import Item
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.questions import Choice, Kind, question

WRITER_BYTES = 16


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as a browser sends it; `number` runs up within one writer."""

    id: uuid.UUID
    item: str
    choice: Choice
    writer: bytes
    number: int
    given_at: datetime | None


_OF_ATTEMPT = Response.attempt_id == bindparam("attempt_key")
_SUMS = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt_key"))
    .values(
        answered=select(func.count()).where(_OF_ATTEMPT).scalar_subquery(),
        points=select(func.coalesce(func.sum(Response.points), 0))
        .where(_OF_ATTEMPT)
        .scalar_subquery(),
        unknown=select(func.count()).where(_OF_ATTEMPT, Response.unknown).scalar_subquery(),
        last_answer_at=bindparam("now"),
        revision=Attempt.revision + 1,
    )
    .execution_options(synchronize_session=False)
)


def _append(insert: Any) -> Any:
    # Whether a row came is read from rowcount, which psycopg forgets with its closed cursor.
    new = insert(Answer).on_conflict_do_nothing(index_elements=["id"])
    return new.execution_options(preserve_rowcount=True)


def _respond(insert: Any) -> Any:
    """Of one writer the highest number wins, between writers the later arrival."""
    new = insert(Response)
    later = new.excluded
    return new.on_conflict_do_update(
        index_elements=["attempt_id", "item"],
        set_={
            name: getattr(later, name)
            for name in (
                "answer_id",
                "choice",
                "writer",
                "number",
                "arrived_at",
                "unknown",
                "points",
            )
        },
        where=or_(
            and_(Response.writer == later.writer, later.number > Response.number),
            and_(Response.writer != later.writer, later.arrived_at >= Response.arrived_at),
        ),
    )


_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_APPEND = {name: _append(insert) for name, insert in _INSERTS.items()}
_RESPOND = {name: _respond(insert) for name, insert in _INSERTS.items()}


def keep(
    connection: Connection,
    attempt_id: uuid.UUID,
    answers: Sequence[tuple[Item, Given]],
    now: datetime,
) -> int:
    """Keep answers and the attempt's sums; returns how many were not known before.

    Raises questions.NotAnAnswer before anything is written. The caller has locked the attempt and
    seen that it can be answered.
    """
    checked = [(question(item), given) for item, given in answers]
    choices = [kind.checked(given.choice) for kind, given in checked]
    new = 0
    for (kind, given), choice in zip(checked, choices, strict=True):
        new += _keep_one(connection, attempt_id, kind, given, choice, now)
    if new:
        connection.execute(_SUMS, {"attempt_key": attempt_id, "now": now})
    return new


def _keep_one(
    connection: Connection,
    attempt_id: uuid.UUID,
    kind: Kind,
    given: Given,
    choice: Choice,
    now: datetime,
) -> bool:
    row = {
        "attempt_id": attempt_id,
        "item": given.item,
        "choice": choice,
        "writer": given.writer,
        "number": given.number,
        "arrived_at": now,
    }
    database = connection.dialect.name
    appended = connection.execute(
        _APPEND[database], {**row, "id": given.id, "given_at": given.given_at}
    )
    if appended.rowcount == 0:
        return False
    derived = {"answer_id": given.id, "unknown": choice is None, "points": kind.points(choice)}
    connection.execute(_RESPOND[database], {**row, **derived})
    return True
