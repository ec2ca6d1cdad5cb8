"""Keeping answers: appended under the id that the browser made, idempotent, in any order.

The hot path of a room: Core statements at module level, on one connection, in one transaction of
three writes. A replay inserts nothing and so changes nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from elearn.courses.items import Item
from elearn.quizzes import recounting
from elearn.quizzes.models import Answer, Attempt, Response, Ruling
from elearn.quizzes.questions import Choice, Kind, question
from elearn.quizzes.states import Late

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
        last_answer_at=bindparam("last"),
        revision=Attempt.revision + 1,
        weekly=False,
    )
    # Whether a question answered here was ever ruled on: asked in this write, behind the lock.
    # No join: SQLAlchemy writes RETURNING on SQLite without the tables' names.
    .returning(
        select(Ruling.id)
        .where(Ruling.item.in_(select(Response.item).where(_OF_ATTEMPT)))
        .exists()
        .label("ruled")
    )
    .execution_options(synchronize_session=False)
)
# A decision stands: what comes after it is kept, and counted nowhere.
_WAITING = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt_key"))
    .values(
        late=func.coalesce(Attempt.late, literal(Late.WAITING, Attempt.late.type)),
        last_answer_at=bindparam("last"),
        revision=Attempt.revision + 1,
        weekly=False,
    )
    .execution_options(synchronize_session=False)
)


def _append(insert: Any) -> Any:
    # Whether a row came is read from rowcount, which psycopg forgets with its closed cursor.
    new = insert(Answer).on_conflict_do_nothing(index_elements=["id"])
    return new.execution_options(preserve_rowcount=True)


def _respond(insert: Any) -> Any:
    """Of one writer the highest number wins, between writers the later arrival.

    A number that its writer has already passed is no arrival: a request that was stuck on the way
    must not win over what another writer sent in between.
    """
    new = insert(Response)
    later = new.excluded
    passed = exists().where(
        Answer.attempt_id == _sent("attempt_id"),
        Answer.item == _sent("item"),
        Answer.writer == _sent("writer"),
        Answer.number > _sent("number"),
        Answer.counts,
    )
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
            and_(
                Response.writer != later.writer,
                later.arrived_at >= Response.arrived_at,
                not_(passed),
            ),
        ),
    )


def _sent(name: str) -> ColumnElement[Any]:
    # By its text: as a column, SQLAlchemy would read it from another copy of the table.
    return literal_column(f"excluded.{name}")


_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_APPEND = {name: _append(insert) for name, insert in _INSERTS.items()}
_RESPOND = {name: _respond(insert) for name, insert in _INSERTS.items()}


def keep(
    connection: Connection,
    attempt_id: uuid.UUID,
    answers: Sequence[tuple[Item, Given]],
    now: datetime,
    *,
    after: datetime | None = None,
) -> int:
    """Keep answers and the attempt's sums; returns how many were not known before.

    Raises questions.NotAnAnswer before anything is written. The caller has locked the attempt,
    seen that it can be answered, and that its last answer, if any, arrived at `after`.
    """
    new, at = 0, arrival(now, after)
    for kind, given, choice in _checked(answers):
        if _append_one(connection, attempt_id, given, choice, at):
            respond(connection, attempt_id, kind, given, choice, at)
            new, after = new + 1, at
            at = arrival(now, after)
    if new and after:
        recount(connection, attempt_id, after)
    return new


def keep_late(
    connection: Connection,
    attempt_id: uuid.UUID,
    answers: Sequence[tuple[Item, Given]],
    now: datetime,
    *,
    after: datetime | None = None,
) -> int:
    """Keep answers that came after closing; nothing rests on them until the trainer counts them.

    Returns how many were not known before; raises questions.NotAnAnswer. `after` as in `keep`.
    """
    new, at = 0, arrival(now, after)
    for _, given, choice in _checked(answers):
        if _append_one(connection, attempt_id, given, choice, at, counts=False):
            new, after = new + 1, at
            at = arrival(now, after)
    if new:
        connection.execute(_WAITING, {"attempt_key": attempt_id, "last": after})
    return new


def respond(
    connection: Connection,
    attempt_id: uuid.UUID,
    kind: Kind,
    given: Given,
    choice: Choice,
    arrived_at: datetime,
) -> None:
    """Let a kept answer be the response to its item, if it is the newer one."""
    row = {**_row(attempt_id, given, choice, arrived_at), "answer_id": given.id}
    derived = {"unknown": choice is None, "points": kind.points(choice)}
    connection.execute(_RESPOND[connection.dialect.name], {**row, **derived})


def arrival(now: datetime, after: datetime | None) -> datetime:
    """When an answer arrives that comes now: behind the one before it, `after`, in any case.

    A laptop's clock may have been set back, and the answers of one request come at once: what
    counts follows from the order of the rows alone.
    """
    return now if after is None else max(now, after + timedelta(microseconds=1))


def recount(connection: Connection, attempt_id: uuid.UUID, last: datetime) -> None:
    """Make the attempt's sums those of its responses; the last answer arrived at `last`."""
    ruled = connection.scalar(_SUMS, {"attempt_key": attempt_id, "last": last})
    if ruled:
        recounting.recount(connection, [attempt_id])


def _checked(
    answers: Sequence[tuple[Item, Given]],
) -> list[tuple[Kind, Given, Choice]]:
    kinds = [(question(item), given) for item, given in answers]
    return [(kind, given, kind.checked(given.choice)) for kind, given in kinds]


def _append_one(
    connection: Connection,
    attempt_id: uuid.UUID,
    given: Given,
    choice: Choice,
    now: datetime,
    *,
    counts: bool = True,
) -> bool:
    row = _row(attempt_id, given, choice, now)
    more = {"id": given.id, "given_at": given.given_at, "counts": counts}
    return connection.execute(_APPEND[connection.dialect.name], {**row, **more}).rowcount > 0


def _row(
    attempt_id: uuid.UUID, given: Given, choice: Choice, arrived_at: datetime
) -> dict[str, Any]:
    return {
        "attempt_id": attempt_id,
        "item": given.item,
        "choice": choice,
        "writer": given.writer,
        "number": given.number,
        "arrived_at": arrived_at,
    }
