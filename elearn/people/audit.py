"""What the training team did on somebody's account or data."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from elearn.people.models import AuditEntry, Person


def record(
    session: Session,
    actor: Person | None,
    act: str,
    subject_id: uuid.UUID | None,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Keep that this was done; an actor of None is the command line."""
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor.id if actor else None,
            act=act,
            subject_id=subject_id,
            reason=reason,
        )
    )
