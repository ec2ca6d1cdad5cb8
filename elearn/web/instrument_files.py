"""An outside test between its preview and its acceptance, kept for an hour as a row.

Not the files are kept but what was read of them: labels, keys, cards and answers.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from elearn.installation import waiting_files
from elearn.installation.models import KeptFile
from elearn.interchange.instrument_tables import Read
from elearn.quizzes.instrument_sheet import Question, Row, Sheet
from elearn.quizzes.waves import Wave

KEPT_FOR = timedelta(hours=1)
MEDIA_TYPE = waiting_files.OUTSIDE_TEST


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheet that waits for the trainer's yes; rows without answers, columns left out."""

    id: uuid.UUID
    sheet: Sheet
    without: int
    dropped: tuple[str, ...]


def keep(session: Session, cohort_id: uuid.UUID, read: Read, now: datetime) -> uuid.UUID:
    """Keep what was read for an hour; whose hour is over goes."""
    session.execute(
        delete(KeptFile).where(KeptFile.media_type == MEDIA_TYPE, KeptFile.until <= now)
    )
    content = _packed(read)
    kept = KeptFile(
        name=str(cohort_id),
        media_type=MEDIA_TYPE,
        sha256=hashlib.sha256(content).digest(),
        content=content,
        kept_at=now,
        until=now + KEPT_FOR,
    )
    session.add(kept)
    session.flush()
    return kept.id


def kept(session: Session, cohort_id: uuid.UUID, file_id: uuid.UUID, now: datetime) -> Kept | None:
    """What is kept under this id for this cohort, while its hour lasts."""
    found = session.get(KeptFile, file_id)
    if found is None or (found.media_type, found.name) != (MEDIA_TYPE, str(cohort_id)):
        return None
    if found.until is None or found.until <= now:
        return None
    content = json.loads(found.content)
    sheet = Sheet(
        content["title"],
        Wave(content["wave"]),
        tuple(Question(label, key) for label, key in content["questions"]),
        tuple(Row(row, card, place, tuple(given)) for row, card, place, given in content["rows"]),
        content["card"],
    )
    return Kept(found.id, sheet, content["without"], tuple(content["dropped"]))


def _packed(read: Read) -> bytes:
    sheet = read.sheet
    content = {
        "title": sheet.title,
        "wave": sheet.wave,
        "questions": [[one.label, one.key] for one in sheet.questions],
        "rows": [[row.number, row.card, row.place, row.choices] for row in sheet.rows],
        "card": sheet.card,
        "without": read.without,
        "dropped": read.dropped,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
