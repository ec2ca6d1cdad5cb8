"""The answers of a cohort's tests, each beside the question as it was worded then."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.courses.wording import wording_hash
from elearn.quizzes.models import Attempt, Response, Wording
from elearn.quizzes.rulings import Verdict
from elearn.quizzes.wordings import worded
from elearn.reports.movement import Marked, Sheet


def read(
    session: Session,
    cohort_id: uuid.UUID,
    attempts: Collection[uuid.UUID],
    library: Library,
    verdicts: Mapping[bytes, Verdict],
) -> dict[uuid.UUID, Sheet]:
    """The sheets of these attempts of the cohort, by attempt; a paper total has none.

    Questions have the key that holds for them now; those that were taken out are left out.
    """
    shown = {
        attempt: rows
        for attempt, rows in session.execute(_shown(cohort_id))
        if attempt in attempts and rows
    }
    if not shown:
        return {}
    items = _worded(session, library, (row["wording"] for rows in shown.values() for row in rows))
    items = _ruled(items, verdicts)
    given: dict[tuple[uuid.UUID, str], Any] = {
        (row.attempt_id, row.item): row for row in session.execute(_responses(cohort_id))
    }
    return {attempt: _sheet(attempt, rows, items, given) for attempt, rows in shown.items()}


def _shown(cohort_id: uuid.UUID) -> Any:
    return (
        select(Attempt.id, Attempt.shown)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, Attempt.deleted_at.is_(None))
    )


def _responses(cohort_id: uuid.UUID) -> Any:
    return (
        select(Response.attempt_id, Response.item, Response.choice, Response.points)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
    )


def _sheet(
    attempt: uuid.UUID,
    rows: Iterable[Mapping[str, Any]],
    items: Mapping[str, Item],
    given: Mapping[tuple[uuid.UUID, str], Any],
) -> dict[str, Marked]:
    sheet = {}
    for row in rows:
        if row["wording"] not in items:
            continue
        item, answer = items[row["wording"]], given.get((attempt, row["item"]))
        sheet[item.slot] = Marked(
            item,
            answered=answer is not None,
            right=answer is not None and answer.points > 0,
            choice=answer.choice if answer is not None else None,
        )
    return sheet


def _worded(session: Session, library: Library, digests: Iterable[str]) -> dict[str, Item]:
    """Items by the hash (hex) of their wording: today's from the library, older from their rows."""
    items = {
        wording_hash(item).hex(): item
        for module in library.modules.values()
        for item in module.items
    }
    older = [bytes.fromhex(digest) for digest in set(digests) if digest not in items]
    if older:
        rows = session.execute(select(Wording.hash, Wording.text).where(Wording.hash.in_(older)))
        items |= {digest.hex(): worded(text) for digest, text in rows}
    return items


def _ruled(items: Mapping[str, Item], verdicts: Mapping[bytes, Verdict]) -> dict[str, Item]:
    found = {digest.hex(): one for digest, one in verdicts.items()}
    ruled = {
        digest: found[digest].item if digest in found else item for digest, item in items.items()
    }
    return {digest: item for digest, item in ruled.items() if item is not None}
