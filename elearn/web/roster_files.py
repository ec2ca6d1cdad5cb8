"""A list of people between its preview and its last row: what may be kept of it, as a row.

The file itself is kept nowhere. Without a yes its rows go after an hour; with one they go when
everybody has come in, or a day later: the same file, sent again, then goes on where it stopped.
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from elearn.cohorts.entrants import Entrant
from elearn.cohorts.models import RosterImport
from elearn.installation import waiting_files
from elearn.installation.models import KeptFile
from elearn.interchange.roster_tables import Roster

KEPT_FOR = timedelta(hours=1)
MEDIA_TYPE = waiting_files.ROSTER


@dataclass(frozen=True, slots=True)
class Waiting:
    """The rows of a list that wait, and the key of the table that they came from."""

    key: bytes
    people: tuple[Entrant, ...]


def keep(session: Session, cohort_id: uuid.UUID, roster: Roster, now: datetime) -> uuid.UUID:
    """Keep what may be kept of a list for an hour; those whose hour is over go."""
    session.execute(
        delete(KeptFile).where(KeptFile.media_type == MEDIA_TYPE, KeptFile.until <= now)
    )
    content = _packed(roster.key, roster.people)
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


def waiting(
    session: Session, cohort_id: uuid.UUID, file_id: uuid.UUID, now: datetime
) -> Waiting | None:
    """The rows kept under this id for this cohort; None where their time is over."""
    found = session.get(KeptFile, file_id)
    if found is None or found.media_type != MEDIA_TYPE or found.name != str(cohort_id):
        return None
    if found.until is not None and found.until <= now:
        return None
    content = json.loads(found.content)
    return Waiting(bytes.fromhex(content["key"]), tuple(Entrant(*row) for row in content["people"]))


def hold(session: Session, file_id: uuid.UUID) -> None:
    """Somebody said yes: the rows stay until the last one is in."""
    session.get_one(KeptFile, file_id).until = None


def hold_again(session: Session, under_way: RosterImport, roster: Roster, now: datetime) -> None:
    """Keep the rows of a list that came in partly once more, those that are in first."""
    if session.get(KeptFile, under_way.id) is not None:
        return
    people = sorted(roster.people, key=lambda one: under_way.cards[one.rank] == 0)
    content = _packed(roster.key, people)
    session.add(
        KeptFile(
            id=under_way.id,
            name=str(under_way.cohort_id),
            media_type=MEDIA_TYPE,
            sha256=hashlib.sha256(content).digest(),
            content=content,
            kept_at=now,
            until=None,
        )
    )


def drop(session: Session, file_id: uuid.UUID) -> None:
    """The rows have come in, or may not any more."""
    session.execute(delete(KeptFile).where(KeptFile.id == file_id))


def _packed(key: bytes, people: Sequence[Entrant]) -> bytes:
    rows = [[one.row, one.rank, one.card, one.code, dict(one.profile)] for one in people]
    content = {"key": key.hex(), "people": rows}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
