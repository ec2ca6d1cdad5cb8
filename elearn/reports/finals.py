"""Whose outcome is final in a programme and in no atom yet: a pair, or a closed session.

Before the session is closed only submitted tests make a pair: a collected one can be opened again,
and of a pair that another try may change neither counts. Nobody is final whose late answers wait.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from elearn.courses.content import Course
from elearn.quizzes import states
from elearn.quizzes.states import Facts, Late, Window
from elearn.reports import final_rows
from elearn.results.disclosure import Outcome, Pending
from elearn.results.gains import basis_points

# A shorter test is too coarse to say of anybody that the standard is reached (statistics, 8).
ITEMS_FOR_A_STANDARD = 20


@dataclass(frozen=True, slots=True)
class Scored:
    """A test that counts: points of a maximum (items), the form where it is known."""

    points: int
    maximum: int
    form: str | None

    @property
    def basis_points(self) -> int:
        """The score in ten-thousandths of the maximum."""
        return basis_points(self.points, self.maximum)

    def reaches(self, standard: int) -> bool:
        """Whether it is at least this many percent of the maximum; never by a float."""
        return self.points * 100 >= standard * self.maximum


@dataclass(frozen=True, slots=True)
class Final:
    """An enrolment that can be published; `standard` in percent, None where tests are too short."""

    enrolment_id: uuid.UUID
    person_id: uuid.UUID
    cohort_id: uuid.UUID
    pre: Scored | None
    post: Scored | None
    standard: int | None

    @property
    def pair(self) -> tuple[Scored, Scored] | None:
        """Both tests; None where one is missing, or where both were the same form."""
        return _pair(self.pre, self.post)

    @property
    def reached(self) -> bool:
        """Whether the last test reached the standard."""
        return (
            self.standard is not None and self.post is not None and self.post.reaches(self.standard)
        )

    @property
    def pending(self) -> Pending[uuid.UUID]:
        """What the rule of the atoms needs to know of it."""
        return Pending(
            enrolment=self.enrolment_id,
            person=self.person_id,
            outcome=self._outcome,
            scores=(self.pair[0].basis_points, self.pair[1].basis_points) if self.pair else None,
            has_standard=self.standard is not None,
        )

    @property
    def _outcome(self) -> Outcome:
        if self.post is None:
            return Outcome.NOT_TESTED
        return Outcome.REACHED if self.reached else Outcome.NOT_REACHED


def _pair(pre: Scored | None, post: Scored | None) -> tuple[Scored, Scored] | None:
    if pre is None or post is None or (pre.form is not None and pre.form == post.form):
        return None
    return pre, post


@dataclass(frozen=True, slots=True)
class Found:
    """The final enrolments, and how many stay out because both tests had the same questions."""

    finals: tuple[Final, ...]
    same_questions: int


def find(
    session: Session, programme_id: uuid.UUID, courses: Mapping[str, Course], until: datetime
) -> Found:
    """All that is final by this moment and in no atom; a person counts once in one course.

    Of several final enrolments in one course the earliest counts, not the best.
    """
    rows = session.execute(final_rows.unpublished(programme_id, until)).all()
    lengths = final_rows.lengths(session, programme_id)
    counted = final_rows.counted(session, programme_id)
    finals, same = [], 0
    for row in rows:
        if (row.person_id, row.course_id) in counted:
            continue
        found = _final(row, courses.get(row.course_id), lengths.get(row.cohort_id), until)
        if found is None:
            continue
        if row.same_questions:
            same += 1
            continue
        counted.add((row.person_id, row.course_id))
        finals.append(found)
    return Found(tuple(finals), same)


def _final(
    row: Row[Any], course: Course | None, longest: int | None, until: datetime
) -> Final | None:
    if Late.WAITING in (row.pre_late, row.post_late):
        return None
    closed_at = row.closed_at if row.closed_at is not None and row.closed_at <= until else None
    pre = _scored(row, "pre", closed_at, until)
    post = _scored(row, "post", closed_at, until)
    settled = closed_at is not None and closed_at + states.GRACE < until
    if not settled and (row.may_change or _pair(pre, post) is None):
        return None
    return Final(
        enrolment_id=row.id,
        person_id=row.person_id,
        cohort_id=row.cohort_id,
        pre=pre,
        post=post,
        standard=_standard(row.post_maximum or row.pre_maximum or longest, course),
    )


def _scored(row: Row[Any], wave: str, closed_at: datetime | None, until: datetime) -> Scored | None:
    fact = {
        name: getattr(row, f"{wave}_{name}")
        for name in ("started_at", "submitted_at", "answered", "excused_at")
    }
    if fact["submitted_at"] is not None and fact["submitted_at"] > until:
        fact["submitted_at"] = None
    facts = Facts(**{**fact, "answered": fact["answered"] or 0})
    if not states.state(facts, Window(None, closed_at), until).has_score:
        return None
    points, maximum, form = (getattr(row, f"{wave}_{c}") for c in ("points", "maximum", "form"))
    # Of a test all of whose questions were taken out nothing is left to score.
    return Scored(points, maximum, form) if maximum else None


def _standard(length: int | None, course: Course | None) -> int | None:
    if course is None:
        return None
    items = len(course.blueprint) if length is None else length
    return course.standard.value if items >= ITEMS_FOR_A_STANDARD else None
