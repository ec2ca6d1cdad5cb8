"""Opinions frozen for donors: ten or more sheets of one questionnaire, moment and course at once.

Sheets know no person, so these atoms stand beside those of people and are never crossed with them.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from elearn.reports import sealing
from elearn.reports.models import OpinionAtom, OpinionMember, OpinionSum
from elearn.results.disclosure import K
from elearn.surveys import cells
from elearn.surveys.bags import Answers
from elearn.surveys.models import Sheet

Cell = tuple[str, str, int, str]
"""Course, questionnaire, its version, moment."""
ANSWERED = "*"


def ready(session: Session, programme_id: uuid.UUID, as_of: date) -> dict[Cell, list[Sheet]]:
    """The sheets that no atom counts, by cell, where they are ten or more."""
    found: dict[Cell, list[Sheet]] = defaultdict(list)
    rows = session.scalars(
        select(Sheet)
        .where(
            Sheet.programme_id == programme_id,
            Sheet.quarter <= cells.quarter(as_of),
            ~exists().where(OpinionMember.sheet_id == Sheet.id),
        )
        .order_by(Sheet.id)
    )
    for sheet in rows:
        found[sheet.course_id, sheet.survey, sheet.version, sheet.moment].append(sheet)
    return {cell: sheets for cell, sheets in found.items() if len(sheets) >= K}


def freeze(
    session: Session, programme_id: uuid.UUID, number: int, cell: Cell, sheets: Sequence[Sheet]
) -> None:
    """Write the atom of these sheets; never to change."""
    sums = counts([sheet.answers for sheet in sheets])
    values: dict[str, Any] = dict(
        zip(("course_id", "survey", "version", "moment"), cell, strict=True)
    )
    values |= {"first_release": number, "sheets": len(sheets)}
    sealed = sealing.opinions(values, ((*name, sheets) for name, sheets in sums.items()))
    atom = OpinionAtom(programme_id=programme_id, **values, sha256=sealed)
    session.add(atom)
    session.flush()
    session.add_all(
        OpinionSum(atom_id=atom.id, question=question, answer=answer, sheets=found)
        for (question, answer), found in sums.items()
    )
    session.add_all(OpinionMember(sheet_id=sheet.id, atom_id=atom.id) for sheet in sheets)
    session.flush()


def counts(sheets: Sequence[Answers]) -> dict[tuple[str, str], int]:
    """How many ticked each answer of each question, and under "*" how many any.

    A question that fewer than ten answered, or nearly all alike, is in no sum.
    """
    found: dict[tuple[str, str], int] = {}
    for question in sorted({name for sheet in sheets for name in sheet}):
        given = [sheet[question] for sheet in sheets if question in sheet]
        ticked = Counter(
            one for each in given for one in ([each] if isinstance(each, str) else each)
        )
        if len(given) >= K and not _alike(given, ticked):
            found |= {(question, answer): count for answer, count in sorted(ticked.items())}
            found[question, ANSWERED] = len(given)
    return found


def _alike(given: Sequence[str | list[str]], ticked: Mapping[str, int]) -> bool:
    # Where several may be ticked nobody's answer follows from one of the counts.
    return isinstance(given[0], str) and max(ticked.values()) >= len(given) - 1


def stored(session: Session, atom_id: uuid.UUID) -> dict[tuple[str, str], int]:
    """What an atom was frozen with."""
    rows = session.execute(
        select(OpinionSum.question, OpinionSum.answer, OpinionSum.sheets).where(
            OpinionSum.atom_id == atom_id
        )
    )
    return {(question, answer): sheets for question, answer, sheets in rows}


def members(session: Session, atom_id: uuid.UUID) -> list[Answers]:
    """The sheets that an atom counts."""
    rows = session.scalars(
        select(Sheet.answers)
        .join(OpinionMember, OpinionMember.sheet_id == Sheet.id)
        .where(OpinionMember.atom_id == atom_id)
    )
    return list(rows)
