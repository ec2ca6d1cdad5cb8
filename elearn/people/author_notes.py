"""Notes that staff leave to the authors of the content, on a lesson, a case or a question."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.people.models import AuthorNote, Person

LONGEST = 500


class Empty(ValueError):
    """A note without a word."""


class TooLong(ValueError):
    """A note of more signs than are kept; `args[0]` says how many it has."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as an administrator reads it."""

    written_at: datetime
    username: str | None
    module: str
    subject: str
    language: str
    text: str
    id: uuid.UUID
    handled_at: datetime | None


def leave(
    session: Session,
    person_id: uuid.UUID,
    module: str,
    subject: str,
    text: str,
    language: str,
    now: datetime,
) -> bool:
    """Keep the note; False when the same person has left the same one. Raises Empty or TooLong."""
    text = " ".join(text.split())
    if not text:
        raise Empty
    if len(text) > LONGEST:
        raise TooLong(len(text))
    same = select(AuthorNote.id).where(
        AuthorNote.person_id == person_id,
        AuthorNote.module == module,
        AuthorNote.subject == subject,
        AuthorNote.text == text,
    )
    if session.scalar(same) is not None:
        return False
    session.add(
        AuthorNote(
            written_at=now,
            person_id=person_id,
            module=module,
            subject=subject,
            language=language,
            text=text,
        )
    )
    return True


def latest(
    session: Session,
    limit: int | None = None,
    *,
    module: str | None = None,
    handled: bool | None = None,
) -> Sequence[Note]:
    """The notes, the latest first: of one module or all, handled or not or both (None)."""
    asked = (
        select(
            AuthorNote.written_at,
            Person.username,
            AuthorNote.module,
            AuthorNote.subject,
            AuthorNote.language,
            AuthorNote.text,
            AuthorNote.id,
            AuthorNote.handled_at,
        )
        .join(Person, Person.id == AuthorNote.person_id)
        .order_by(AuthorNote.written_at.desc(), AuthorNote.id.desc())
        .limit(limit)
    )
    if module is not None:
        asked = asked.where(AuthorNote.module == module)
    if handled is not None:
        asked = asked.where(AuthorNote.handled_at.is_not(None) == handled)
    return [Note(*row) for row in session.execute(asked)]


def mark(
    session: Session, note_id: uuid.UUID, *, handled: bool, actor_id: uuid.UUID, now: datetime
) -> None:
    """Mark a note as handled, or as open again; one that is so already stays as it was."""
    note = session.get(AuthorNote, note_id)
    if note is None or (note.handled_at is not None) == handled:
        return
    note.handled_at = now if handled else None
    note.handled_by = actor_id if handled else None
