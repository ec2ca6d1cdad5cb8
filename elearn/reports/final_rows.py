"""What the database knows of a programme's enrolments, for a release: reads only."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from elearn.cohorts.learners import only_outside
from elearn.cohorts.models import Cohort, Enrolment
from elearn.people.models import Person
from elearn.programmes.dimensions import Dimension
from elearn.quizzes.models import Allowance, Attempt, Excuse, PaperImport, TestPolicy
from elearn.quizzes.policies import Allowing, Counting
from elearn.quizzes.waves import Source, Wave
from elearn.reports.models import Atom, AtomMember

PAIR = (Wave.PRE, Wave.POST)


def unpublished(programme_id: uuid.UUID, until: datetime) -> Select[Any]:
    """Every enrolment in no atom with its two tests, as they were at this moment: one row each.

    What was deleted is gone at once, whatever the moment; a test that began later is None.
    `same_questions`: one of the two is a paper total, and the cohort's last sheet said that both
    tests were the same. `may_change`: while the session is open another try may take the place of
    one that counts. `reused`: the card was in the programme before.
    """
    return (
        _enrolments(until)
        .where(
            Cohort.programme_id == programme_id,
            Enrolment.enrolled_at <= until,
            *(table.deleted_at.is_(None) for table in (Enrolment, Cohort, Person)),
            ~exists().where(AtomMember.enrolment_id == Enrolment.id),
            ~only_outside(),
            # Of staff who hold a card to try it nothing is counted.
            Person.username.is_(None),
        )
        .order_by(Enrolment.enrolled_at, Enrolment.id)
    )


def published(programme_id: uuid.UUID, number: int, until: datetime) -> Select[Any]:
    """The same of everybody whom this release counted first, with their atom; deleted or not."""
    return (
        _enrolments(until)
        .add_columns(AtomMember.atom_id)
        .join(AtomMember, AtomMember.enrolment_id == Enrolment.id)
        .join(Atom, Atom.id == AtomMember.atom_id)
        .where(Atom.programme_id == programme_id, Atom.first_release == number)
        .order_by(AtomMember.atom_id, Enrolment.enrolled_at, Enrolment.id)
    )


def _enrolments(until: datetime) -> Select[Any]:
    pre, post = aliased(Attempt, name="pre"), aliased(Attempt, name="post")
    no_pre, no_post = aliased(Excuse, name="no_pre"), aliased(Excuse, name="no_post")
    return (
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.cohort_id,
            Cohort.course_id,
            Cohort.closed_at,
            *(getattr(Enrolment, one) for one in Dimension if one is not Dimension.COURSE),
            *_columns(pre, no_pre, "pre"),
            *_columns(post, no_post, "post"),
            and_(
                or_(pre.source == Source.PAPER_TOTAL, post.source == Source.PAPER_TOTAL),
                _last_sheet_said_same(),
            ).label("same_questions"),
            or_(_second_try_allowed(), _last_try_counts()).label("may_change"),
            _earlier().label("reused"),
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(pre, _taken(pre, Wave.PRE, until))
        .outerjoin(post, _taken(post, Wave.POST, until))
        .outerjoin(no_pre, _excused(no_pre, Wave.PRE, until))
        .outerjoin(no_post, _excused(no_post, Wave.POST, until))
    )


def _earlier() -> ColumnElement[bool]:
    other, of = aliased(Enrolment, name="other"), aliased(Cohort, name="other_cohort")
    return (
        exists()
        .where(
            other.person_id == Enrolment.person_id,
            other.deleted_at.is_(None),
            other.cohort_id == of.id,
            of.programme_id == Cohort.programme_id,
            or_(
                other.enrolled_at < Enrolment.enrolled_at,
                and_(other.enrolled_at == Enrolment.enrolled_at, other.id < Enrolment.id),
            ),
        )
        .correlate(Enrolment, Cohort)
    )


def _last_sheet_said_same() -> ColumnElement[bool]:
    return (
        select(PaperImport.same_questions)
        .where(PaperImport.cohort_id == Cohort.id)
        .order_by(PaperImport.imported_at.desc(), PaperImport.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _second_try_allowed() -> ColumnElement[bool]:
    return exists().where(
        Allowance.enrolment_id == Enrolment.id,
        Allowance.kind == Allowing.SECOND_TRY,
        Allowance.wave.in_(PAIR),
    )


def _last_try_counts() -> ColumnElement[bool]:
    return exists().where(
        TestPolicy.cohort_id == Cohort.id,
        TestPolicy.tries > 1,
        TestPolicy.counting == Counting.LAST,
        TestPolicy.wave.in_(PAIR),
        TestPolicy.deleted_at.is_(None),
    )


def _columns(attempt: Any, excuse: Any, name: str) -> tuple[Any, ...]:
    kept = ("started_at", "submitted_at", "answered", "points", "maximum", "form", "late")
    return (
        attempt.id.label(f"{name}_id"),
        attempt.unknown.label(f"{name}_unknown"),
        *(getattr(attempt, column).label(f"{name}_{column}") for column in kept),
        excuse.excused_at.label(f"{name}_excused_at"),
    )


def _taken(attempt: Any, wave: Wave, until: datetime) -> Any:
    return and_(
        attempt.enrolment_id == Enrolment.id,
        attempt.wave == wave,
        attempt.number == 1,
        attempt.deleted_at.is_(None),
        attempt.started_at <= until,
    )


def _excused(excuse: Any, wave: Wave, until: datetime) -> Any:
    return and_(
        excuse.enrolment_id == Enrolment.id, excuse.wave == wave, excuse.excused_at <= until
    )


def lengths(session: Session, programme_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """The longest test that anybody of a cohort took: what the others would have taken."""
    rows = session.execute(
        select(Enrolment.cohort_id, func.max(Attempt.maximum))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.programme_id == programme_id, Attempt.deleted_at.is_(None))
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: row[1] for row in rows}


def counted(session: Session, programme_id: uuid.UUID) -> set[tuple[uuid.UUID, str]]:
    """Who is in an atom already, and with which course."""
    rows = session.execute(
        select(Enrolment.person_id, Cohort.course_id)
        .join(AtomMember, AtomMember.enrolment_id == Enrolment.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.programme_id == programme_id)
    )
    return {(person_id, course_id) for person_id, course_id in rows}
