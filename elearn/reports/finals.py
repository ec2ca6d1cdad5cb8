"""Whose outcome is final in a programme and in no atom yet: a pair, or a closed session.

Before the session is closed only submitted tests make a pair: a collected one can be opened again,
and of a pair that another try may change neither counts. Nobody is final whose late answers wait.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from elearn.courses.content import Course
from elearn.programmes.dimensions import UNSAID, Dimension
from elearn.quizzes import states
from elearn.quizzes.states import Facts, Late, Window
from elearn.reports import final_rows
from elearn.results.disclosure import Outcome, Pending
from elearn.results.gains import basis_points
from elearn.results.partition import Placed

# A shorter test is too coarse to say of anybody that the standard is reached (statistics, 8).
ITEMS_FOR_A_STANDARD = 20


@dataclass(frozen=True, slots=True)
class Scored:
    """A test that counts: points of a maximum (items), the form where it is known.

    `unknown`: answers « Je ne sais pas »; None of a total from paper, which does not tell.
    """

    points: int
    maximum: int
    form: str | None
    attempt_id: uuid.UUID
    unknown: int | None

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
    submitted: bool = False
    reused: bool = False
    profile: Mapping[Dimension, str] = field(default_factory=dict)

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

    def placed(self, dimensions: tuple[Dimension, ...]) -> Placed[uuid.UUID]:
        """The same with its cell of these dimensions."""
        return Placed(tuple(self.profile[one] for one in dimensions), self.pending)

    @property
    def _outcome(self) -> Outcome:
        if self.post is None:
            return Outcome.NOT_TESTED
        return Outcome.REACHED if self.reached else Outcome.NOT_REACHED


def _pair(pre: Scored | None, post: Scored | None) -> tuple[Scored, Scored] | None:
    if pre is None or post is None or (pre.form is not None and pre.form == post.form):
        return None
    return pre, post


class Left(StrEnum):
    """Why an enrolment is in no release yet."""

    # The session is open, and the person has not both tests for good.
    OPEN = "open"
    # Late answers wait for a trainer's decision.
    LATE = "late"
    # Both paper tests had the same questions: never in a release.
    SAME_QUESTIONS = "same-questions"
    # The person is counted already in another session of the course.
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Found:
    """The final enrolments, and of each of the others its cohort and why it stays out."""

    finals: tuple[Final, ...]
    left: tuple[tuple[uuid.UUID, Left], ...]

    @property
    def same_questions(self) -> int:
        """How many stay out because both tests had the same questions."""
        return sum(why is Left.SAME_QUESTIONS for _, why in self.left)


def find(
    session: Session, programme_id: uuid.UUID, courses: Mapping[str, Course], until: datetime
) -> Found:
    """All that is final by this moment and in no atom; a person counts once in one course.

    Of several final enrolments in one course the earliest counts, not the best.
    """
    lengths = final_rows.lengths(session, programme_id)
    counted = final_rows.counted(session, programme_id)
    finals: list[Final] = []
    left: list[tuple[uuid.UUID, Left]] = []
    for row in session.execute(final_rows.unpublished(programme_id, until)).all():
        why = _why_left(row, counted, until)
        if why is not None:
            left.append((row.cohort_id, why))
            continue
        counted.add((row.person_id, row.course_id))
        course = courses.get(row.course_id)
        finals.append(_final(row, course, lengths.get(row.cohort_id), until, stored))
    return Found(tuple(finals), tuple(left))


Marks = Callable[[Row[Any], str], tuple[int, int, int | None]]
"""A test's points, maximum and « Je ne sais pas », of a row and "pre" or "post"."""


def again(
    session: Session,
    programme_id: uuid.UUID,
    number: int,
    courses: Mapping[str, Course],
    until: datetime,
    marks: Marks,
) -> dict[uuid.UUID, list[Final]]:
    """Everybody whom this release counted first, by atom, with other marks than those stored."""
    lengths = final_rows.lengths(session, programme_id)
    found: dict[uuid.UUID, list[Final]] = {}
    for row in session.execute(final_rows.published(programme_id, number, until)).all():
        longest = lengths.get(row.cohort_id)
        one = _final(row, courses.get(row.course_id), longest, until, marks)
        found.setdefault(row.atom_id, []).append(one)
    return found


def _why_left(row: Row[Any], counted: set[tuple[uuid.UUID, str]], until: datetime) -> Left | None:
    if (row.person_id, row.course_id) in counted:
        return Left.COUNTED
    if Late.WAITING in (row.pre_late, row.post_late):
        return Left.LATE
    closed_at = _closed_at(row, until)
    settled = closed_at is not None and closed_at + states.GRACE < until
    pair = _pair(_scored(row, "pre", until, stored), _scored(row, "post", until, stored))
    if not settled and (row.may_change or pair is None):
        return Left.OPEN
    return Left.SAME_QUESTIONS if row.same_questions else None


def stored(row: Row[Any], test: str) -> tuple[int, int, int | None]:
    """A test's score as it is kept."""
    points, maximum, unknown = (
        getattr(row, f"{test}_{name}") for name in ("points", "maximum", "unknown")
    )
    return points, maximum, unknown


def _closed_at(row: Row[Any], until: datetime) -> datetime | None:
    return row.closed_at if row.closed_at is not None and row.closed_at <= until else None


def _final(
    row: Row[Any], course: Course | None, longest: int | None, until: datetime, marks: Marks
) -> Final:
    return Final(
        enrolment_id=row.id,
        person_id=row.person_id,
        cohort_id=row.cohort_id,
        pre=_scored(row, "pre", until, marks),
        post=_scored(row, "post", until, marks),
        standard=_standard(row.post_maximum or row.pre_maximum or longest, course),
        submitted=row.post_submitted_at is not None and row.post_submitted_at <= until,
        reused=bool(row.reused),
        profile={one: getattr(row, one) or UNSAID for one in Dimension},
    )


def _scored(row: Row[Any], wave: str, until: datetime, marks: Marks) -> Scored | None:
    fact = {
        name: getattr(row, f"{wave}_{name}")
        for name in ("started_at", "submitted_at", "answered", "excused_at")
    }
    if fact["submitted_at"] is not None and fact["submitted_at"] > until:
        fact["submitted_at"] = None
    facts = Facts(**{**fact, "answered": fact["answered"] or 0})
    if not states.state(facts, Window(None, _closed_at(row, until)), until).has_score:
        return None
    points, maximum, unknown = marks(row, wave)
    form, attempt_id = getattr(row, f"{wave}_form"), getattr(row, f"{wave}_id")
    # Of a test all of whose questions were taken out nothing is left to score.
    return Scored(points, maximum, form, attempt_id, unknown) if maximum else None


def _standard(length: int | None, course: Course | None) -> int | None:
    if course is None:
        return None
    items = len(course.blueprint) if length is None else length
    return course.standard.value if items >= ITEMS_FOR_A_STANDARD else None
