"""Tests that are read aloud, for people who read slowly: the whole room takes one form.

Before the course it is the form that fewer such sessions of the programme have taken, so that the
forms stay crossed between sessions where they cannot be within one; after it, it is the other.
"""

import uuid
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.items import Form
from elearn.quizzes import forms
from elearn.quizzes.models import Attempt, Booklet, Opening
from elearn.quizzes.waves import Wave


class AlreadyBegun(Exception):
    """A test was opened, taken or printed: its forms are given out and stay as they are."""


def form_of(cohort: Cohort, wave: Wave) -> Form | None:
    """The one form of this test where it is read aloud; None where everybody has their own."""
    if cohort.read_aloud is None or wave not in (Wave.PRE, Wave.POST):
        return None
    before = cast(Form, cohort.read_aloud)
    return before if wave is Wave.PRE else forms.other(before)


def read_aloud(session: Session, cohort_id: uuid.UUID, wanted: bool) -> Form | None:
    """Let the cohort's tests be read aloud, or no longer; the form before the course, if one.

    Raises AlreadyBegun, or CohortClosed. Two sessions that decide at the same moment may both
    take one form: the next one evens it out.
    """
    cohort = enrolments.locked(session, cohort_id)
    if cohort.closed_at is not None:
        raise enrolments.CohortClosed(cohort_id)
    if begun(session, cohort_id):
        raise AlreadyBegun
    if wanted and cohort.read_aloud is None:
        cohort.read_aloud = forms.smaller_arm(_taken(session, cohort), cohort.seed)
    elif not wanted:
        cohort.read_aloud = None
    cohort.revision += 1
    session.flush()
    return form_of(cohort, Wave.PRE)


def begun(session: Session, cohort_id: uuid.UUID) -> bool:
    """Whether a test of the cohort was opened, taken on screen or on paper, or printed."""
    opened = select(Opening.id).where(Opening.cohort_id == cohort_id, Opening.deleted_at.is_(None))
    taken = (
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, Attempt.deleted_at.is_(None))
    )
    printed = select(Booklet.form).where(Booklet.cohort_id == cohort_id)
    found = opened.exists() | taken.exists() | printed.exists()
    return session.scalar(select(found)) or False


def _taken(session: Session, cohort: Cohort) -> dict[str, int]:
    """How many other sessions of the programme take each form before the course."""
    rows = session.execute(
        select(Cohort.read_aloud, func.count())
        .where(
            Cohort.programme_id == cohort.programme_id,
            Cohort.id != cohort.id,
            Cohort.read_aloud.is_not(None),
            Cohort.deleted_at.is_(None),
        )
        .group_by(Cohort.read_aloud)
    )
    return {str(form): count for form, count in rows}
