"""Which course of a cohort somebody follows: chosen once by themselves, changed by the trainer.

The tests are everybody's, so no score moves; but online the finished modules open the final test,
so the modules stay once it was begun. Functions never commit.
"""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort, Enrolment
from elearn.people import undoing
from elearn.people.models import Change, Person
from elearn.people.undoing import CannotUndo, Kind, Values
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Wave

TEST_BEGUN, NOT_OFFERED, CHOSEN_ALREADY = "test-begun", "not-offered", "chosen-already"


class CannotFollow(ValueError):
    """This course cannot be followed now; `why` says what stands against it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def choose(session: Session, enrolment_id: uuid.UUID, course_id: str) -> None:
    """The person's own choice, once; the same a second time changes nothing.

    Raises CannotFollow.
    """
    enrolment = session.get_one(Enrolment, enrolment_id)
    cohort = enrolments.locked(session, enrolment.cohort_id)
    session.refresh(enrolment)
    if enrolment.course_id == course_id:
        return
    if enrolment.course_id in cohort.courses:
        raise CannotFollow(CHOSEN_ALREADY)
    _follow(session, cohort, enrolment, course_id)


def change(
    session: Session, enrolment: Enrolment, course_id: str, *, actor: Person, now: datetime
) -> Change | None:
    """Let the person follow this course; None where they do. Raises CannotFollow."""
    cohort = enrolments.locked(session, enrolment.cohort_id)
    session.refresh(enrolment)
    before = _values(enrolment)
    if (enrolment.course_id or cohort.course_id) == course_id:
        return None
    _follow(session, cohort, enrolment, course_id)
    return undoing.keep(
        session,
        CHOSEN,
        place_id=cohort.id,
        subject_id=enrolment.id,
        before=before,
        after=_values(enrolment),
        actor=actor,
        now=now,
    )


def begun(session: Session, enrolment_id: uuid.UUID) -> bool:
    """Whether the person has begun the final test."""
    found = select(Attempt.id).where(
        Attempt.enrolment_id == enrolment_id,
        Attempt.wave == Wave.POST,
        Attempt.deleted_at.is_(None),
    )
    return session.scalar(found.limit(1)) is not None


def _follow(session: Session, cohort: Cohort, enrolment: Enrolment, course_id: str | None) -> None:
    if course_id is not None and course_id not in cohort.courses:
        raise CannotFollow(NOT_OFFERED)
    if begun(session, enrolment.id):
        raise CannotFollow(TEST_BEGUN)
    enrolment.course_id = course_id
    enrolment.revision += 1
    session.flush()


def _values(enrolment: Enrolment) -> Values:
    return {"card": enrolment.card_number, "course_id": enrolment.course_id}


def _read(session: Session, change: Change) -> Values:
    found = session.get_one(Enrolment, change.subject_id)
    enrolments.locked(session, found.cohort_id)
    session.refresh(found)
    return _values(found)


def _put_back(session: Session, change: Change, _now: datetime) -> None:
    enrolment = session.get_one(Enrolment, change.subject_id)
    cohort = session.get_one(Cohort, enrolment.cohort_id)
    try:
        _follow(session, cohort, enrolment, change.before["course_id"])
    except CannotFollow as refused:
        raise CannotUndo(refused.why) from refused


CHOSEN = Kind("course-chosen", _read, _put_back)
