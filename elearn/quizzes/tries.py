"""Which of a person's tries at one test counts: the one that holds number 1.

A try is never deleted for another. The one that gives way takes the next free number, so that
every query of figures asks for number 1 and nothing else; the history of scores says when, who
allowed it and why.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from elearn.cohorts.models import Enrolment
from elearn.quizzes import history
from elearn.quizzes.causes import Cause
from elearn.quizzes.history import Why
from elearn.quizzes.marking import Score
from elearn.quizzes.models import Allowance, Attempt
from elearn.quizzes.policies import Allowing
from elearn.quizzes.taking import Taking
from elearn.quizzes.waves import Wave

_OTHER = aliased(Attempt)
_OF_TEST = (
    Attempt.enrolment_id == bindparam("of_enrolment"),
    Attempt.wave == bindparam("of_wave"),
)
_GIVE_WAY = (
    update(Attempt)
    .where(*_OF_TEST, Attempt.number == 1)
    .values(
        number=select(func.max(_OTHER.number) + 1)
        .where(_OTHER.enrolment_id == Attempt.enrolment_id, _OTHER.wave == Attempt.wave)
        .correlate(Attempt)
        .scalar_subquery(),
        revision=Attempt.revision + 1,
    )
    .execution_options(synchronize_session=False)
)
_COLUMNS = (Attempt.points, Attempt.unknown, Attempt.answered, Attempt.maximum)
_COUNTED = select(*_COLUMNS, Attempt.started_at, Attempt.submitted_at).where(
    *_OF_TEST, Attempt.number == 1
)
_OWN = select(*_COLUMNS).where(Attempt.id == bindparam("attempt_key"))
_ALLOWED = (
    select(Allowance.allowed_by, Allowance.reason)
    .where(
        Allowance.enrolment_id == bindparam("of_enrolment"),
        Allowance.wave == bindparam("of_wave"),
        Allowance.kind == Allowing.SECOND_TRY,
        Allowance.allowed_at >= bindparam("since"),
    )
    .order_by(Allowance.allowed_at.desc(), Allowance.id.desc())
    .limit(1)
)
_COUNT = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt_key"))
    .values(number=1, revision=Attempt.revision + 1)
    .execution_options(synchronize_session=False)
)


def take_over(connection: Connection, taken: Taking, now: datetime) -> None:
    """Let this try count from now on, where it was to: its first answer is here."""
    if not taken.waits:
        return
    of = {"of_enrolment": taken.enrolment_id, "of_wave": taken.wave}
    counted = connection.execute(_COUNTED, of).one_or_none()
    connection.execute(_GIVE_WAY, of)
    connection.execute(_COUNT, {"attempt_key": taken.id})
    why = _why(connection, taken, counted.started_at if counted else now, now)
    history.append_one(connection, taken.id, _score(counted), _sums(connection, taken.id), why)


def _why(connection: Connection, taken: Taking, since: datetime, now: datetime) -> Why:
    """Who allowed this try since the one before began; else the rules did, to whoever takes it."""
    of = {"of_enrolment": taken.enrolment_id, "of_wave": taken.wave, "since": since}
    allowed = connection.execute(_ALLOWED, of).first()
    if allowed is not None:
        return Why(Cause.SECOND_TRY, allowed.allowed_by, now, allowed.reason)
    person = select(Enrolment.person_id).where(Enrolment.id == taken.enrolment_id)
    return Why(Cause.SECOND_TRY, connection.execute(person).scalar_one(), now, None)


def _score(counted: Any) -> Score | None:
    """The sums of the try that gives way, where it was handed in or has an answer."""
    if counted is None or not (counted.answered or counted.submitted_at):
        return None
    return Score(counted.points, counted.unknown or 0, counted.answered, counted.maximum)


def _sums(connection: Connection, attempt_id: uuid.UUID) -> Score:
    row = connection.execute(_OWN, {"attempt_key": attempt_id}).one()
    return Score(row.points, row.unknown or 0, row.answered, row.maximum)


def next_number(session: Session, enrolment_id: uuid.UUID, wave: Wave) -> int:
    """1 where no try counts yet, else one that is free."""
    numbers = session.scalars(
        select(Attempt.number).where(Attempt.enrolment_id == enrolment_id, Attempt.wave == wave)
    ).all()
    return max(numbers) + 1 if 1 in numbers else 1
