"""The rows of an outside test: an instrument, its tests and their answers.

Functions never commit; whoever writes holds the cohort's lock.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.db import new_id
from elearn.installation.identity import installed
from elearn.quizzes.instrument_models import Instrument, OutsideAnswer, OutsideTest
from elearn.quizzes.instrument_sheet import Row, Sheet


def make(session: Session, cohort: Cohort, sheet: Sheet, now: datetime) -> Instrument:
    """A new instrument of the cohort's programme."""
    made = Instrument(
        programme_id=cohort.programme_id,
        title=sheet.title,
        items=[[one.label, one.key] for one in sheet.questions],
        made_at=now,
        origin=installed(session).id,
    )
    session.add(made)
    session.flush()
    return made


def add(
    session: Session,
    instrument_id: uuid.UUID,
    sheet: Sheet,
    rows: Sequence[Row],
    whose: Mapping[int, uuid.UUID],
    now: datetime,
) -> None:
    """Keep new tests with their answers; `whose` is the enrolment by the row's number."""
    origin = installed(session).id
    tests = {row.number: new_id() for row in rows}
    kept = [
        {
            "id": tests[row.number],
            "instrument_id": instrument_id,
            "enrolment_id": whose[row.number],
            "wave": sheet.wave,
            "line": None if sheet.card else row.place,
            "newcomer": sheet.card is None,
            "points": _points(sheet, row),
            "imported_at": now,
            "origin": origin,
        }
        for row in rows
    ]
    if kept:
        session.execute(insert(OutsideTest), kept)
        session.execute(
            insert(OutsideAnswer),
            [one for row in rows for one in _answers(sheet, row, tests[row.number])],
        )


def change(session: Session, sheet: Sheet, changed: Sequence[tuple[Row, uuid.UUID]]) -> None:
    """Put other answers in the place of those that are kept."""
    for row, test_id in changed:
        session.execute(
            delete(OutsideAnswer)
            .where(OutsideAnswer.test_id == test_id)
            .execution_options(synchronize_session=False)
        )
        session.execute(insert(OutsideAnswer), _answers(sheet, row, test_id))
        test = session.get_one(OutsideTest, test_id)
        test.points = _points(sheet, row)
        test.revision += 1
    session.flush()


def _points(sheet: Sheet, row: Row) -> int:
    asked = zip(sheet.questions, row.choices, strict=True)
    return sum(question.right(choice) for question, choice in asked)


def _answers(sheet: Sheet, row: Row, test_id: uuid.UUID) -> list[dict[str, Any]]:
    return [
        {
            "test_id": test_id,
            "label": question.label,
            "choice": choice,
            "right": question.right(choice),
        }
        for question, choice in zip(sheet.questions, row.choices, strict=True)
    ]


def forget(session: Session, ended: Any) -> None:
    """Delete the single answers of these sessions (a query of ids); the sums stay."""
    tests = (
        select(OutsideTest.id)
        .join(Enrolment, Enrolment.id == OutsideTest.enrolment_id)
        .where(Enrolment.cohort_id.in_(ended))
    )
    session.execute(
        delete(OutsideAnswer)
        .where(OutsideAnswer.test_id.in_(tests))
        .execution_options(synchronize_session=False)
    )
