"""A test being taken: the attempt, what it showed, the answers that count, and its window."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, select

from elearn.cohorts.models import Cohort, Enrolment
from elearn.people.models import SignIn
from elearn.quizzes import follow_up, states
from elearn.quizzes.models import Attempt, Opening, Response
from elearn.quizzes.questions import Choice
from elearn.quizzes.states import Facts, State, Window
from elearn.quizzes.waves import FOLLOW_UPS, Wave

_FACTS = (
    Attempt.id,
    Attempt.wave,
    Attempt.form,
    Attempt.language,
    Attempt.shown,
    Attempt.answered,
    Attempt.points,
    Attempt.unknown,
    Attempt.started_at,
    Attempt.submitted_at,
    Cohort.closed_at.label("cohort_closed_at"),
    Cohort.ends_on,
    Cohort.time_zone.label("time_zone"),
    Opening.opened_at,
    Opening.closed_at,
)
_OPENING = and_(Opening.cohort_id == Cohort.id, Opening.wave == Attempt.wave)


def _with_window(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Opening, _OPENING)
    )


_PAGE = (
    _with_window(
        select(*_FACTS, Response.item, Response.choice, Response.arrived_at).select_from(Attempt)
    )
    .outerjoin(Response, Response.attempt_id == Attempt.id)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.wave == bindparam("wave"),
        Attempt.number == 1,
        Attempt.deleted_at.is_(None),
    )
)
# The attempt is locked, so that nothing is kept beside a submission that runs at the same time.
_OWN = (
    _with_window(select(*_FACTS).select_from(Attempt))
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
    """One attempt with its answers so far."""

    id: uuid.UUID
    wave: Wave
    language: str
    asked: tuple[Asked, ...]
    facts: Facts
    points: int
    unknown: int
    closed_at: datetime | None
    responses: Mapping[str, Responded] = field(default_factory=dict)

    def state(self, now: datetime) -> State:
        """What has become of the test; once started, only its closing matters."""
        return states.state(self.facts, Window(self.facts.started_at, self.closed_at), now)

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
    """The enrolment's attempt at this test with its answers, in one query."""
    rows = connection.execute(_PAGE, {"enrolment_id": enrolment_id, "wave": wave}).all()
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
        row.id,
        row.wave,
        row.language or "",
        _asked(row.shown),
        Facts(started_at=row.started_at, submitted_at=row.submitted_at, answered=row.answered),
        row.points,
        row.unknown or 0,
        closes(row),
        responses,
    )


def closes(row: Row[Any]) -> datetime | None:
    """When a test of this wave closed or closes, of what a cohort and its opening say."""
    if row.wave in FOLLOW_UPS and row.opened_at is None:
        return follow_up.window(row.wave, row.ends_on, row.time_zone).closed_at
    if row.wave in FOLLOW_UPS:
        closed_at: datetime | None = row.closed_at
        return closed_at
    return min((end for end in (row.closed_at, row.cohort_closed_at) if end), default=None)


def _asked(shown: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    return tuple(
        Asked(row["item"], bytes.fromhex(row["wording"]), tuple(row["options"])) for row in shown
    )
