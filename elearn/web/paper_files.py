"""A table of scores between its preview and its acceptance, kept for an hour as a row.

Not the file itself is kept: it may hold names. What is kept are the columns that can hold cards
or scores, and the file's hash; that content is what the preview shows and what is accepted.
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
from elearn.interchange.tables import Row, Table
from elearn.web.paper_columns import worth_keeping

KEPT_FOR = timedelta(hours=1)
MEDIA_TYPE = waiting_files.PAPER_SCORES


@dataclass(frozen=True, slots=True)
class Kept:
    """A table that waits for the trainer's yes: its own hash, and that of the file it came from."""

    id: uuid.UUID
    sha256: bytes
    file_sha256: bytes
    table: Table


def keep(
    session: Session, cohort_id: uuid.UUID, data: bytes, table: Table, now: datetime
) -> KeptFile:
    """Keep the table of a file for an hour; tables whose hour is over go."""
    session.execute(
        delete(KeptFile).where(KeptFile.media_type == MEDIA_TYPE, KeptFile.until <= now)
    )
    content = _packed(table, hashlib.sha256(data).hexdigest())
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
    return kept


def kept(session: Session, cohort_id: uuid.UUID, file_id: uuid.UUID, now: datetime) -> Kept | None:
    """The table kept under this id for this cohort, while its hour lasts."""
    found = session.get(KeptFile, file_id)
    if found is None or found.media_type != MEDIA_TYPE or found.name != str(cohort_id):
        return None
    if found.until is None or found.until <= now:
        return None
    content = json.loads(found.content)
    columns = tuple(content["columns"])
    rows = tuple(
        Row(number, dict(zip(columns, cells, strict=True))) for number, *cells in content["rows"]
    )
    return Kept(found.id, found.sha256, bytes.fromhex(content["file"]), Table(columns, rows))


def _packed(table: Table, file_sha256: str) -> bytes:
    columns = worth_keeping(table)
    rows = [[row.number, *(row.cells[name] for name in columns)] for row in table.rows]
    content = {"file": file_sha256, "columns": columns, "rows": rows}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
