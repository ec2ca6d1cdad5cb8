"""A test being taken: the attempt, what it showed, the answers that count, and its window."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from elearn.people.models import SignIn
from elearn.quizzes import states
from elearn.quizzes.models import Attempt, Response
from elearn.quizzes.questions import Choice
from elearn.quizzes.states import Facts, State, Window
from elearn.quizzes.taking_rows import FACTS, closes, facts, with_window
from elearn.quizzes.waves import Wave

_TRY = aliased(Attempt)
_LATEST = (
    select(func.max(_TRY.tried))
    .where(
        _TRY.enrolment_id == bindparam("enrolment_id"),
        _TRY.wave == bindparam("wave"),
        _TRY.deleted_at.is_(None),
    )
    .scalar_subquery()
)
_PAGE = (
    with_window(
        select(*FACTS, Response.item, Response.choice, Response.arrived_at).select_from(Attempt)
    )
    .outerjoin(Response, Response.attempt_id == Attempt.id)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.wave == bindparam("wave"),
        Attempt.deleted_at.is_(None),
    )
)
_IN_HAND = _PAGE.where(Attempt.tried == _LATEST)
_COUNTS = _PAGE.where(Attempt.number == 1)
# The attempt is locked, so that nothing is kept beside a submission that runs at the same time.
_OWN = (
    with_window(select(*FACTS).select_from(Attempt))
    .join(SignIn, SignIn.enrolment_id == Attempt.enrolment_id)
    .where(
        Attempt.id == bindparam("attempt_id"),
        Attempt.deleted_at.is_(None),
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.expires_at > bindparam("now"),
    )
    .with_for_update(of=Attempt)
)


class AnotherForm(ValueError):
    """The item is not one of those this attempt asked."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


@dataclass(frozen=True, slots=True)
class Responded:
    """The answer that counts for an item."""

    choice: Choice
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One item as this attempt asked it: its wording's hash and the order of its options."""

    item: str
    wording: bytes
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taking:
    """One attempt with its answers so far; `waits`: it counts from its first answer on."""

    id: uuid.UUID
    enrolment_id: uuid.UUID
    cohort_id: uuid.UUID
    wave: Wave
    language: str
    asked: tuple[Asked, ...]
    facts: Facts
    points: int
    unknown: int
    closed_at: datetime | None
    last_answer_at: datetime | None = None
    waits: bool = False
    responses: Mapping[str, Responded] = field(default_factory=dict)

    def state(self, now: datetime) -> State:
        """What has become of the test; once started, only its closing matters."""
        return states.state(self.facts, Window(self.facts.started_at, self.closed_at), now)

    def takes_late(self, now: datetime) -> bool:
        """Whether an answer that arrives now is kept as late."""
        return states.takes_late(self.facts, self.state(now))

    def asking(self, item: str) -> Asked:
        """How it asked this item; raises AnotherForm."""
        for asked in self.asked:
            if asked.item == item:
                return asked
        raise AnotherForm(item)

    @property
    def forgotten(self) -> bool:
        """Whether its single answers were deleted after their time: only sums are left."""
        return bool(self.facts.answered) and not self.responses

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The places (from 0) of the items without an answer."""
        return tuple(
            place for place, asked in enumerate(self.asked) if asked.item not in self.responses
        )


def of_enrolment(connection: Connection, enrolment_id: uuid.UUID, wave: Wave) -> Taking | None:
    """The enrolment's latest try at this test with its answers, in one query."""
    return _read(connection, _IN_HAND, enrolment_id, wave)


def counting(connection: Connection, enrolment_id: uuid.UUID, wave: Wave) -> Taking | None:
    """The enrolment's try that counts, in one query."""
    return _read(connection, _COUNTS, enrolment_id, wave)


def _read(
    connection: Connection, statement: Select[Any], enrolment_id: uuid.UUID, wave: Wave
) -> Taking | None:
    rows = connection.execute(statement, {"enrolment_id": enrolment_id, "wave": wave}).all()
    if not rows:
        return None
    return _taking(
        rows[0],
        {row.item: Responded(row.choice, row.arrived_at) for row in rows if row.item is not None},
    )


def of_session(
    connection: Connection, attempt_id: uuid.UUID, token_hash: bytes, now: datetime
) -> Taking | None:
    """The attempt when it belongs to this open session, locked; None for anybody else's."""
    row = connection.execute(
        _OWN, {"attempt_id": attempt_id, "token_hash": token_hash, "now": now}
    ).one_or_none()
    return None if row is None else _taking(row, {})


def _taking(row: Row[Any], responses: Mapping[str, Responded]) -> Taking:
    return Taking(
        id=row.id,
        enrolment_id=row.enrolment_id,
        cohort_id=row.cohort_id,
        wave=row.wave,
        language=row.language or "",
        asked=_asked(row.shown),
        facts=facts(row),
        points=row.points,
        unknown=row.unknown or 0,
        closed_at=closes(row),
        last_answer_at=row.last_answer_at,
        waits=row.replaces and row.number != 1,
        responses=responses,
    )


def _asked(shown: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    return tuple(
        Asked(row["item"], bytes.fromhex(row["wording"]), tuple(row["options"])) for row in shown
    )
