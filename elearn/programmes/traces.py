"""What a person has left in a cohort: while there is nothing, an enrolment may go or move."""

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, Presence
from elearn.quizzes.instrument_models import OutsideTest
from elearn.quizzes.models import Allowance, AnswerSheet, Attempt, Excuse


def has_tests(session: Session, enrolment_id: uuid.UUID) -> bool:
    """Whether a test was begun or brought in from paper, set aside or not."""
    return bool(
        session.scalar(
            select(select(Attempt.id).where(Attempt.enrolment_id == enrolment_id).exists())
        )
    )


def has_traces(session: Session, enrolment_id: uuid.UUID) -> bool:
    """Whether there is a test, ours or another, one printed for the card, or a half-day ticked."""
    return _any(session, enrolment_id, Attempt, OutsideTest, AnswerSheet, Presence)


def has_decisions(session: Session, enrolment_id: uuid.UUID) -> bool:
    """Whether a trainer excused this person from a test here or allowed them something."""
    return _any(session, enrolment_id, Excuse, Allowance)


def _any(
    session: Session,
    enrolment_id: uuid.UUID,
    *kinds: type[Attempt | OutsideTest | AnswerSheet | Presence | Excuse | Allowance],
) -> bool:
    found = [
        select(kind.enrolment_id).where(kind.enrolment_id == enrolment_id).exists()
        for kind in kinds
    ]
    return bool(session.scalar(select(or_(*found))))


def of_card(session: Session, cohort_id: uuid.UUID, number: int) -> Enrolment | None:
    """The enrolment of a card that is in use, as it stands under the cohort's lock."""
    return session.scalar(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.card_number == number,
            Enrolment.deleted_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )
