"""What the database knows of one person in a course, in one query for `standing`."""

import uuid
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    bindparam,
    literal,
    null,
    select,
    union_all,
)

from elearn.cohorts.models import StepDone, SurveyAsked
from elearn.quizzes.models import Allowance, Attempt, Excuse, Opening, Ruling, TestPolicy

_ENROLMENT: BindParameter[uuid.UUID] = bindparam("enrolment_id")
_COHORT: BindParameter[uuid.UUID] = bindparam("cohort_id")
_TEXT = StepDone.module.type
# What each table may fill: the other columns of its rows are these.
_EMPTY: dict[str, Any] = {
    "detail": null(),
    "first": null(),
    "second": null(),
    "third": null(),
    "answered": literal(0),
    "points": literal(0),
    "unknown": literal(0),
    "maximum": literal(0),
    "number": literal(0),
    "tried": literal(0),
    "word": null(),
}


def _rows(what: str, name: Any, key: Any, **filled: Any) -> Select[Any]:
    columns = {"name": name, "id": key, **_EMPTY, **filled}
    return select(
        literal(what).label("what"), *(column.label(label) for label, column in columns.items())
    )


# Small tables under one set of columns: one trip to the database instead of eight.
ALL: CompoundSelect[Any] = union_all(
    _rows(
        "attempt",
        Attempt.wave.cast(_TEXT),
        Attempt.id,
        detail=Attempt.form,
        first=Attempt.started_at,
        second=Attempt.submitted_at,
        third=Attempt.ended_at,
        answered=Attempt.answered,
        points=Attempt.points,
        unknown=Attempt.unknown,
        maximum=Attempt.maximum,
        number=Attempt.number,
        tried=Attempt.tried,
        word=Attempt.late.cast(_TEXT),
    ).where(Attempt.enrolment_id == _ENROLMENT, Attempt.deleted_at.is_(None)),
    _rows(
        "opening",
        Opening.wave.cast(_TEXT),
        Opening.id,
        first=Opening.opened_at,
        second=Opening.closed_at,
    ).where(Opening.cohort_id == _COHORT),
    _rows(
        "policy",
        TestPolicy.wave.cast(_TEXT),
        TestPolicy.id,
        detail=TestPolicy.counting.cast(_TEXT),
        first=TestPolicy.opens_at,
        second=TestPolicy.closes_at,
        unknown=TestPolicy.minutes,
        tried=TestPolicy.tries,
        word=TestPolicy.word,
    ).where(TestPolicy.cohort_id == _COHORT),
    _rows(
        "allowance",
        Allowance.wave.cast(_TEXT),
        Allowance.id,
        detail=Allowance.kind.cast(_TEXT),
        first=Allowance.allowed_at,
        second=Allowance.until,
        answered=Allowance.minutes,
    ).where(Allowance.enrolment_id == _ENROLMENT),
    _rows(
        "excuse",
        Excuse.wave.cast(_TEXT),
        Excuse.enrolment_id,
        first=Excuse.excused_at,
    ).where(Excuse.enrolment_id == _ENROLMENT),
    _rows(
        "step",
        StepDone.module,
        StepDone.enrolment_id,
        detail=StepDone.step,
        first=StepDone.done_at,
    ).where(StepDone.enrolment_id == _ENROLMENT),
    _rows(
        "survey",
        SurveyAsked.module,
        SurveyAsked.enrolment_id,
        detail=SurveyAsked.moment,
    ).where(SurveyAsked.enrolment_id == _ENROLMENT),
    # One row where an administrator ever ruled on a question, of whomever: then pages ask on.
    _rows("ruled", literal(""), null()).where(select(Ruling.id).exists()),
)
