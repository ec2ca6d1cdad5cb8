"""Answers that came after closing: counted or left out once for each person, with a reason."""

import uuid
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.people import audit
from elearn.people.models import Person
from elearn.quizzes import answers, history, recounting
from elearn.quizzes.answers import Given
from elearn.quizzes.causes import Cause
from elearn.quizzes.history import Why
from elearn.quizzes.marking import Score
from elearn.quizzes.models import Allowance, Answer, Attempt
from elearn.quizzes.policies import Allowing
from elearn.quizzes.questions import question
from elearn.quizzes.recounting import Recounted
from elearn.quizzes.states import Late
from elearn.quizzes.waves import Wave
from elearn.quizzes.wordings import Wordings


class NothingToDecide(LookupError):
    """No late answers of this test wait, or somebody has decided meanwhile."""


def decide(
    session: Session,
    enrolment: Enrolment,
    wave: Wave,
    *,
    count: bool,
    wordings: Wordings,
    reason: str,
    actor: Person,
    now: datetime,
) -> None:
    """Count a person's late answers, or leave them out, for good; raises NothingToDecide.

    Also in a closed session: late answers are a fact that only the trainer can judge.
    """
    enrolments.locked(session, enrolment.cohort_id)
    attempt = _waiting(session, enrolment.id, wave)
    if attempt is None:
        raise NothingToDecide
    if count:
        before = _score(session.connection(), attempt.id)
        _count(session.connection(), attempt, wordings)
        after = _score(session.connection(), attempt.id)
        why = Why(Cause.LATE, actor.id, now, reason)
        history.append(session, [Recounted(attempt.id, before, after)], why)
    kind = Allowing.LATE_COUNTED if count else Allowing.LATE_EXCLUDED
    session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id)
        .values(
            late=Late.COUNTED if count else Late.EXCLUDED,
            weekly=attempt.weekly,
            revision=Attempt.revision + 1,
        )
    )
    session.add(
        Allowance(
            enrolment_id=enrolment.id,
            wave=wave,
            kind=kind,
            reason=reason,
            allowed_by=actor.id,
            allowed_at=now,
        )
    )
    audit.record(session, actor, f"{kind}-{wave}", enrolment.id, now, reason)


def _score(connection: Connection, attempt_id: uuid.UUID) -> Score:
    return recounting.held(connection, [attempt_id])[0].score


def _waiting(session: Session, enrolment_id: uuid.UUID, wave: Wave) -> Attempt | None:
    return session.scalar(
        select(Attempt)
        .where(
            Attempt.enrolment_id == enrolment_id,
            Attempt.wave == wave,
            Attempt.number == 1,
            Attempt.late == Late.WAITING,
            Attempt.deleted_at.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _count(connection: Connection, attempt: Attempt, wordings: Wordings) -> None:
    """Let the late answers be responses as they arrived, by the rule of all answers."""
    asked = {row["item"]: bytes.fromhex(row["wording"]) for row in attempt.shown}
    rows = connection.execute(
        select(Answer)
        .where(Answer.attempt_id == attempt.id, Answer.counts.is_(False))
        .order_by(Answer.arrived_at, Answer.number)
    ).all()
    # First, so that a number which its writer has passed wins over nobody here either.
    connection.execute(update(Answer).where(Answer.attempt_id == attempt.id).values(counts=True))
    for row in rows:
        item = wordings.find(connection, asked[row.item])
        given = Given(row.id, row.item, row.choice, row.writer, row.number, row.given_at)
        answers.respond(connection, attempt.id, question(item), given, row.choice, row.arrived_at)
    if rows:
        last = max(rows[-1].arrived_at, attempt.last_answer_at or rows[-1].arrived_at)
        answers.recount(connection, attempt.id, last)
