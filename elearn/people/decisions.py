"""What administrators decide while the server runs: set, with who, when and why."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.installation import settings
from elearn.installation.settings import DRAFTS_ALLOWED
from elearn.people import audit
from elearn.people.models import Decision, Person


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as it is read."""

    name: str
    value: Any
    reason: str | None
    by: str | None
    at: datetime


def decide(
    session: Session, name: str, value: Any, reason: str | None, actor: Person, now: datetime
) -> bool:
    """Set it and keep why; False, and nothing is kept, where it already was so."""
    if not settings.change(session, name, value, now):
        return False
    session.add(
        Decision(name=name, value=value, reason=reason, decided_by=actor.id, decided_at=now)
    )
    audit.record(session, actor, _act(name, value), None, now, reason)
    return True


def all_of(session: Session, limit: int | None = None) -> Sequence[Decided]:
    """Every decision, the newest first; the first of a name is the one that holds."""
    rows = session.execute(
        select(Decision.name, Decision.value, Decision.reason, Person.username, Decision.decided_at)
        .join(Person, Person.id == Decision.decided_by)
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(limit)
    )
    return [Decided(*row) for row in rows]


def head_counts_published(session: Session, programme_id: uuid.UUID) -> bool:
    """Whether partners may read head counts from signed sheets of this whole programme."""
    return bool(settings.value(session, settings.head_counts(programme_id), False))


def _act(name: str, value: Any) -> str:
    if name == DRAFTS_ALLOWED:
        act = "drafts-allowed" if value else "drafts-stopped"
    else:
        act = "setting-changed"
    return act
