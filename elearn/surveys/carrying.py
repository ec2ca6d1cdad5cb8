"""Sheets that leave a laptop, and arrive at a server: ten or more at a time, both ways.

Only sheets that have left their box travel. Functions never commit.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, insert, select, true, update
from sqlalchemy.orm import Session

from elearn.courses.questionnaires import Moment, Questionnaire
from elearn.surveys import filling, parcels
from elearn.surveys.bags import Answers
from elearn.surveys.cells import BATCH, Cell
from elearn.surveys.filling import NotOnTheList
from elearn.surveys.models import Sheet
from elearn.surveys.parcels import Carried

# Sheets in one statement: SQLite and PostgreSQL both take many more parameters.
AT_ONCE = 500
Found = TypeVar("Found")
Known = Callable[[str], Questionnaire | None]
"""The questionnaire of this id as this server has it."""


class UnknownQuestionnaire(LookupError):
    """This server does not have a questionnaire, or only in an older version."""

    def __init__(self, survey: str, version: int) -> None:
        super().__init__(survey, version)
        self.survey, self.version = survey, version


class NeverAsked(ValueError):
    """A sheet says what nobody could tick; `line` is its line in the file."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class TooFew(ValueError):
    """Fewer than ten new sheets of one cell: whoever compares copies would know nine people's."""

    def __init__(self, cell: Cell, sheets: int) -> None:
        super().__init__(cell, sheets)
        self.cell, self.sheets = cell, sheets


def leaving(session: Session, *, again: bool = False) -> tuple[Carried, ...]:
    """The sheets that may leave now, in the order of chance; with `again` those sent before too."""
    unsent: ColumnElement[bool] = true() if again else Sheet.sent.is_(False)
    rows = session.execute(select(Sheet).where(unsent)).scalars()
    return parcels.by_tens(_carried(row) for row in rows)


def left(session: Session, sheets: Sequence[Carried]) -> None:
    """Remember that these have left: that alone, neither when nor with which."""
    for some in _batches([one.id for one in sheets]):
        session.execute(
            update(Sheet)
            .where(Sheet.id.in_(some))
            .values(sent=True)
            .execution_options(synchronize_session=False)
        )


def receive(
    session: Session,
    sheets: Sequence[Carried],
    programmes: Mapping[uuid.UUID, uuid.UUID],
    known: Known,
) -> int:
    """Keep sheets of another machine, whose programmes are these here; how many are new.

    Raises UnknownQuestionnaire, NeverAsked or TooFew; then nothing is kept.
    """
    for line, one in enumerate(sheets, 2):
        _check(one, line, known)
    new = [_here(one, programmes) for one in _unknown(session, sheets)]
    for (cell, _), number in Counter((one.cell, one.quarter) for one in new).items():
        if number < BATCH:
            raise TooFew(cell, number)
    for some in _batches(sorted(new, key=lambda one: one.id)):
        session.execute(insert(Sheet).values([_row(one) for one in some]))
    return len(new)


def _check(one: Carried, line: int, known: Known) -> None:
    survey = known(one.cell.survey)
    if survey is None or survey.version < one.cell.version:
        raise UnknownQuestionnaire(one.cell.survey, one.cell.version)
    # What an older version asked nobody knows any more; it is counted apart.
    if (
        survey.version == one.cell.version
        and _ticked(survey, one.cell.moment, one.answers) != one.answers
    ):
        raise NeverAsked(line)


def _ticked(survey: Questionnaire, moment: Moment, answers: Answers) -> Answers | None:
    form = {name: [one] if isinstance(one, str) else one for name, one in answers.items()}
    try:
        return filling.answers(survey, moment, form)
    except NotOnTheList:
        return None


def _unknown(session: Session, sheets: Sequence[Carried]) -> list[Carried]:
    here: set[uuid.UUID] = set()
    for some in _batches([one.id for one in sheets]):
        here.update(session.scalars(select(Sheet.id).where(Sheet.id.in_(some))))
    return [one for one in sheets if one.id not in here]


def _here(one: Carried, programmes: Mapping[uuid.UUID, uuid.UUID]) -> Carried:
    return replace(one, cell=replace(one.cell, programme_id=programmes[one.cell.programme_id]))


def _carried(row: Sheet) -> Carried:
    # A moment that no version of ours has was never written.
    moment: Moment = row.moment  # type: ignore[assignment]
    cell = Cell(row.programme_id, row.course_id, row.survey, row.version, moment)
    return Carried(row.id, cell, row.quarter, row.answers)


def _row(one: Carried) -> dict[str, Any]:
    cell = one.cell
    return {
        "id": one.id,
        "programme_id": cell.programme_id,
        "course_id": cell.course_id,
        "survey": cell.survey,
        "version": cell.version,
        "moment": cell.moment,
        "quarter": one.quarter,
        "answers": one.answers,
        "sent": False,
    }


def _batches(found: Sequence[Found]) -> Iterator[Sequence[Found]]:
    for first in range(0, len(found), AT_ONCE):
        yield found[first : first + AT_ONCE]
