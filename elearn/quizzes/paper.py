"""Paper totals: what a sheet or one correction would change, and keeping it.

Everything of a sheet is kept in one transaction or nothing is. Functions never commit.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.people import audit
from elearn.people.models import Person
from elearn.quizzes import paper_keeping
from elearn.quizzes.models import PaperImport
from elearn.quizzes.paper_changes import Change, Changes, Sheet, compared
from elearn.quizzes.paper_keeping import Note, places
from elearn.quizzes.paper_sheet import AboveMaximum, Row
from elearn.quizzes.waves import Wave


class Refused(Exception):
    """The sheet has problems, so nothing of it is kept: `changes` names them."""

    def __init__(self, changes: Changes) -> None:
        super().__init__(changes.problems)
        self.changes = changes


class ChangedMeanwhile(Exception):
    """What was shown is no longer what would happen: `changes` has what would happen now."""

    def __init__(self, changes: Changes) -> None:
        super().__init__(changes.digest)
        self.changes = changes


class NoPaperYet(LookupError):
    """The cohort has no paper totals, so nothing says out of how many one more would be."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the trainer saw before she said yes: the changes' digest, and her tick."""

    digest: str
    withdraw: bool = False


def latest_import(session: Session, cohort_id: uuid.UUID) -> PaperImport | None:
    """The sheet accepted last: what it says about maximum and questions holds for the cohort."""
    return session.scalar(
        select(PaperImport)
        .where(PaperImport.cohort_id == cohort_id)
        .order_by(PaperImport.imported_at.desc(), PaperImport.id.desc())
        .limit(1)
    )


def compare(session: Session, cohort_id: uuid.UUID, sheet: Sheet) -> Changes:
    """What the sheet would change, stored nowhere yet."""
    last = latest_import(session, cohort_id)
    said = last.same_questions if last else None
    highest = enrolments.next_card(session, cohort_id) - 1
    return compared(sheet, places(session, cohort_id), said, highest)


def accept(
    session: Session,
    cohort_id: uuid.UUID,
    sheet: Sheet,
    seen: Seen,
    *,
    sha256: bytes,
    actor: Person,
    random: Random,
    now: datetime,
) -> PaperImport | None:
    """Keep the sheet as it was shown; None when everything in it is kept already.

    Raises Refused, ChangedMeanwhile, or CohortClosed where people would have to join.
    """
    cohort = enrolments.locked(session, cohort_id)
    changes = compare(session, cohort_id, sheet)
    if not _agreed(changes, seen):
        return None
    paper_keeping.add_people(session, cohort, changes.newcomers, random, now)
    kept = PaperImport(
        cohort_id=cohort_id,
        sha256=sha256,
        maximum=sheet.maximum,
        same_questions=sheet.same_questions,
        imported_at=now,
        imported_by=actor.id,
    )
    session.add(kept)
    session.flush()
    told = _taken(changes, seen) + (changes.unchanged if changes.turns else ())
    paper_keeping.store(session, cohort_id, told, Note(kept.id, actor.id, now))
    audit.record(session, actor, "paper-scores-imported", cohort_id, now)
    return kept


def correction(
    session: Session, cohort_id: uuid.UUID, card: int, wave: Wave, points: int | None
) -> Changes:
    """What one corrected total would change (None takes the test back); raises NoPaperYet."""
    last = latest_import(session, cohort_id)
    here = places(session, cohort_id)
    held = here[card].held.get(wave) if card in here else None
    if held is None and last is None:
        raise NoPaperYet(cohort_id)
    maximum = held.score.maximum if held else last.maximum if last else 0
    same = last.same_questions if last else False
    row = Row(0, card, *((points, None) if wave is Wave.PRE else (None, points)))
    changes = compared(Sheet((row,), (wave,), maximum, same), here, None)
    if points is not None and points > maximum:
        above = AboveMaximum(0, "", str(points), maximum)
        return Changes(problems=(*changes.problems, above))
    return changes


def correct(
    session: Session,
    cohort_id: uuid.UUID,
    card: int,
    wave: Wave,
    points: int | None,
    *,
    seen: str,
    reason: str,
    actor: Person,
    now: datetime,
) -> bool:
    """Keep one corrected total and why; False when it stands so already.

    Raises Refused, ChangedMeanwhile, NoPaperYet.
    """
    enrolments.locked(session, cohort_id)
    changes = correction(session, cohort_id, card, wave, points)
    agreed = Seen(seen, withdraw=True)
    if not _agreed(changes, agreed):
        return False
    last = latest_import(session, cohort_id)
    note = Note(last.id if last else None, actor.id, now, reason)
    paper_keeping.store(session, cohort_id, _taken(changes, agreed), note)
    person = places(session, cohort_id)[card].enrolment_id
    audit.record(session, actor, "paper-score-corrected", person, now, reason)
    return True


def _agreed(changes: Changes, seen: Seen) -> bool:
    """Whether there is something to keep and it is what was seen."""
    if changes.problems:
        raise Refused(changes)
    if not changes.alters(withdraw=seen.withdraw):
        return False
    if changes.digest != seen.digest:
        raise ChangedMeanwhile(changes)
    return True


def _taken(changes: Changes, seen: Seen) -> tuple[Change, ...]:
    return changes.new + changes.corrected + (changes.withdrawn if seen.withdraw else ())
