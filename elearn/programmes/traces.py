"""What a person has left in a cohort: while there is nothing, an enrolment may go or move."""

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, Presence
from elearn.quizzes.models import AnswerSheet, Attempt


def has_tests(session: Session, enrolment_id: uuid.UUID) -> bool:
    """Whether a test was begun or brought in from paper, set aside or not."""
    return bool(
        session.scalar(
            select(select(Attempt.id).where(Attempt.enrolment_id == enrolment_id).exists())
        )
    )


def has_traces(session: Session, enrolment_id: uuid.UUID) -> bool:
    """Whether there is a test, a test printed for the card, or a half-day ticked."""
    presence = select(Presence.half_day_id).where(Presence.enrolment_id == enrolment_id)
    printed = select(AnswerSheet.enrolment_id).where(AnswerSheet.enrolment_id == enrolment_id)
    attempt = select(Attempt.id).where(Attempt.enrolment_id == enrolment_id)
    return bool(session.scalar(select(or_(attempt.exists(), presence.exists(), printed.exists()))))


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
