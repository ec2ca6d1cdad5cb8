"""Taking an act back: what it changed is kept as before and after, and put back while it stands.

A kind of act says how its values are read and put back. Another room adds one by a constant, and
the page of changes (`web/undoing.py: KINDS`) names it; nothing else needs to know:

    def _read(session: Session, change: Change) -> Values:
        return {"cohort": str(session.get_one(Enrolment, change.subject_id).cohort_id)}

    def _put_back(session: Session, change: Change, now: datetime) -> None:
        enrolment = session.get_one(Enrolment, change.subject_id)
        if _has_tests(session, enrolment):
            raise CannotUndo("tests-taken")
        enrolment.cohort_id = uuid.UUID(change.before["cohort"])

    MOVED = Kind("enrolment-moved", _read, _put_back)

The act itself, inside the same `writing()`:

    undoing.keep(session, MOVED, place_id=from_id, subject_id=enrolment.id, before=before,
                 after=after, actor=actor, reason=reason, now=now)

Values are plain JSON: texts, numbers, booleans, None, lists and dictionaries of these; a date or
an id is its text. Functions never commit: the caller stands inside `db.writing()`.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.people import audit
from elearn.people.models import Change, Person

Values = dict[str, Any]


class NoSuchChange(LookupError):
    """No change of this id stands in this place, or none that whoever asks may take back."""


class CannotUndo(ValueError):
    """The act cannot be taken back any more; `why` names the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


UNDONE = "undone"
"""It was taken back already."""
OVERTAKEN = "overtaken"
"""What it changed was changed again since: the later act comes first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of act: its name, its subject's values as they stand, and how they go back.

    `read` answers with the same keys as `after`. `put_back` writes `change.before` and raises
    CannotUndo where something later depends on the act; both may lock the rows they touch.
    """

    name: str
    read: Callable[[Session, Change], Values]
    put_back: Callable[[Session, Change, datetime], None]


def keep(
    session: Session,
    kind: Kind,
    *,
    place_id: uuid.UUID,
    subject_id: uuid.UUID,
    before: Values,
    after: Values,
    actor: Person | None,
    now: datetime,
    reason: str | None = None,
) -> Change:
    """Log this act and keep what takes it back; the values are those that differ, and no others."""
    change = Change(
        at=now,
        actor_id=actor.id if actor else None,
        place_id=place_id,
        subject_id=subject_id,
        kind=kind.name,
        before=before,
        after=after,
        reason=reason,
    )
    session.add(change)
    session.flush()
    audit.record(session, actor, kind.name, subject_id, now, reason)
    return change


def undo(
    session: Session,
    change_id: uuid.UUID,
    place_id: uuid.UUID,
    kinds: Mapping[str, Kind],
    *,
    actor: Person | None,
    now: datetime,
) -> Change:
    """Take this act back, logged; raises NoSuchChange or CannotUndo.

    Refused where the values are not as the act left them: the later act is taken back first.
    """
    change = session.scalar(
        select(Change)
        .where(Change.id == change_id, Change.place_id == place_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if change is None or change.kind not in kinds:
        raise NoSuchChange(change_id)
    if change.undone_at is not None:
        raise CannotUndo(UNDONE)
    kind = kinds[change.kind]
    if kind.read(session, change) != change.after:
        raise CannotUndo(OVERTAKEN)
    kind.put_back(session, change, now)
    change.undone_at = now
    change.undone_by = actor.id if actor else None
    audit.record(session, actor, f"undone-{kind.name}", change.subject_id, now)
    return change


def of_place(
    session: Session, place_id: uuid.UUID, *, limit: int, offset: int = 0
) -> Sequence[tuple[Change, str | None]]:
    """The changes of a cohort or programme, the latest first, each with its actor's username."""
    rows = session.execute(
        select(Change, Person.username)
        .outerjoin(Person, Person.id == Change.actor_id)
        .where(Change.place_id == place_id)
        .order_by(Change.at.desc(), Change.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [(change, username) for change, username in rows]


def one(session: Session, change_id: uuid.UUID, place_id: uuid.UUID) -> Change | None:
    """This change of this place, as the notice right after the act needs it."""
    return session.scalar(select(Change).where(Change.id == change_id, Change.place_id == place_id))


def differing(before: Values, after: Values) -> tuple[Values, Values]:
    """Of two states of one subject what differs: before and after, the same keys in both."""
    keys = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}
