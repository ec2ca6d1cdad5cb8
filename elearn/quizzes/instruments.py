"""Bringing in a test that is not Danbe's: what a table would change, and keeping it.

Everything of a table is kept in one transaction or nothing is. Functions never commit.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort, Enrolment
from elearn.people import audit
from elearn.people.models import Person
from elearn.quizzes import instrument_keeping as keeping
from elearn.quizzes import paper_keeping
from elearn.quizzes.instrument_models import Instrument, OutsideAnswer, OutsideTest
from elearn.quizzes.instrument_sheet import NoSuchCard, OtherQuestions, Question, Row, Sheet
from elearn.quizzes.paper_sheet import Problem


class Refused(Exception):
    """The table has problems, so nothing of it is kept: `changes` names them."""

    def __init__(self, changes: "Changes") -> None:
        super().__init__(changes.problems)
        self.changes = changes


class ChangedMeanwhile(Exception):
    """What was shown is no longer what would happen."""


class WouldReplace(Exception):
    """Answers that are kept already would be others, and nobody said that they may."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A test that is kept, with its answers by label; none where their time was over."""

    test_id: uuid.UUID
    choices: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a table would change: tests that are new, differ from what is kept, or stand so."""

    new: tuple[Row, ...]
    changed: tuple[tuple[Row, uuid.UUID], ...]
    unchanged: int
    newcomers: int
    problems: tuple[Problem, ...]
    digest: str

    @property
    def alters(self) -> bool:
        """Whether anything would be kept."""
        return bool(self.new or self.changed)


def compare(session: Session, cohort: Cohort, sheet: Sheet) -> Changes:
    """What the table would change in this session, stored nowhere yet."""
    known = _instrument(session, cohort, sheet.title)
    cards = _cards(session, cohort.id) if sheet.card else {}
    problems = [*_other(known, sheet), *_strangers(sheet, cards)]
    held = _held(session, known.id, cohort.id, sheet) if known else {}
    new, changed = [], []
    for row in sheet.rows:
        kept = held.get(row.card if sheet.card else row.place)
        if kept is None:
            new.append(row)
        elif _differs(row, kept, sheet.questions):
            changed.append((row, kept.test_id))
    return Changes(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=len(sheet.rows) - len(new) - len(changed),
        newcomers=0 if sheet.card else len(new),
        problems=tuple(problems),
        digest=_digest(sheet, new, changed),
    )


def accept(
    session: Session,
    cohort_id: uuid.UUID,
    sheet: Sheet,
    seen: str,
    *,
    replace: bool,
    actor: Person | None,
    random: Random,
    now: datetime,
) -> Instrument | None:
    """Keep the table as it was shown (`seen` is the changes' digest); None if it is kept already.

    Raises Refused, ChangedMeanwhile, WouldReplace, or CohortClosed where people would have to join.
    """
    cohort = enrolments.locked(session, cohort_id)
    changes = compare(session, cohort, sheet)
    if changes.problems:
        raise Refused(changes)
    if not changes.alters:
        return None
    if changes.digest != seen:
        raise ChangedMeanwhile
    if changes.changed and not replace:
        raise WouldReplace
    cards = _cards(session, cohort.id)
    kept = _instrument(session, cohort, sheet.title) or keeping.make(session, cohort, sheet, now)
    whose = (
        _people(session, cohort, changes, random, now)
        if changes.newcomers
        else {row.number: cards[row.card] for row in changes.new if row.card is not None}
    )
    keeping.add(session, kept.id, sheet, changes.new, whose, now)
    keeping.change(session, sheet, changes.changed)
    audit.record(session, actor, "instrument-imported", cohort_id, now)
    return kept


def _instrument(session: Session, cohort: Cohort, title: str) -> Instrument | None:
    return session.scalar(
        select(Instrument).where(
            Instrument.programme_id == cohort.programme_id, Instrument.title == title
        )
    )


def _other(known: Instrument | None, sheet: Sheet) -> list[Problem]:
    asked = [[one.label, one.key] for one in sheet.questions]
    if known is None or known.items == asked:
        return []
    return [OtherQuestions(1, sheet.title)]


def _strangers(sheet: Sheet, cards: Mapping[int, uuid.UUID]) -> list[Problem]:
    return [
        NoSuchCard(row.number, sheet.card, str(row.card))
        for row in sheet.rows
        if sheet.card and row.card not in cards
    ]


def _cards(session: Session, cohort_id: uuid.UUID) -> dict[int, uuid.UUID]:
    rows = session.execute(
        select(Enrolment.card_number, Enrolment.id).where(
            Enrolment.cohort_id == cohort_id, Enrolment.deleted_at.is_(None)
        )
    )
    return {row.card_number: row.id for row in rows}


def _held(
    session: Session, instrument_id: uuid.UUID, cohort_id: uuid.UUID, sheet: Sheet
) -> dict[int | None, Kept]:
    """The tests kept already, by card or by line, each with its answers."""
    found: dict[int | None, Kept] = {}
    answers: dict[uuid.UUID, dict[str, str | None]] = {}
    rows = session.execute(
        select(
            OutsideTest.id,
            OutsideTest.line,
            Enrolment.card_number,
            OutsideAnswer.label,
            OutsideAnswer.choice,
        )
        .join(Enrolment, Enrolment.id == OutsideTest.enrolment_id)
        .outerjoin(OutsideAnswer, OutsideAnswer.test_id == OutsideTest.id)
        .where(
            OutsideTest.instrument_id == instrument_id,
            OutsideTest.wave == sheet.wave,
            OutsideTest.deleted_at.is_(None),
            Enrolment.cohort_id == cohort_id,
        )
    )
    for row in rows:
        own = answers.setdefault(row.id, {})
        if row.label is not None:
            own[row.label] = row.choice
        found[row.card_number if sheet.card else row.line] = Kept(row.id, own)
    return found


def _differs(row: Row, kept: Kept, questions: Sequence[Question]) -> bool:
    now = {one.label: choice for one, choice in zip(questions, row.choices, strict=True)}
    return bool(kept.choices) and now != dict(kept.choices)


def _digest(sheet: Sheet, new: Iterable[Row], changed: Iterable[tuple[Row, uuid.UUID]]) -> str:
    said = [
        sheet.title,
        sheet.wave,
        [[one.label, one.key] for one in sheet.questions],
        [[row.card, row.place, *row.choices] for row in sheet.rows],
        [row.number for row in new],
        [row.number for row, _ in changed],
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _people(
    session: Session, cohort: Cohort, changes: Changes, random: Random, now: datetime
) -> dict[int, uuid.UUID]:
    """A new enrolment without a sign-in for each new row, by the row's number in the file."""
    last = session.scalar(
        select(func.max(Enrolment.card_number)).where(Enrolment.cohort_id == cohort.id)
    )
    numbers = [(last or 0) + place for place in range(1, len(changes.new) + 1)]
    paper_keeping.add_people(session, cohort, numbers, random, now)
    cards = _cards(session, cohort.id)
    return {row.number: cards[card] for row, card in zip(changes.new, numbers, strict=True)}
