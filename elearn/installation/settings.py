"""What an administrator sets while the server runs: one row a choice."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.installation.models import Setting

# Tests of real sessions may open on modules that no Malian lawyer has read.
DRAFTS_ALLOWED = "drafts-allowed"
# The key messages are also shown in Bambara, marked as a draft.
BAMBARA_SHOWN = "bambara-shown"
# A list of languages whose pages lead to French; French itself is never one.
LANGUAGES_OFF = "languages-off"
# How many months single answers stay after their session. Twelve is what people were promised;
# nine is when the six-month test, which is compared with single answers, has closed.
RETENTION_MONTHS = "retention-months"
SHORTEST, LONGEST = 9, 12
KEPT_FOR = timedelta(days=365)
# What maintenance did when it last ran.
FORGET_RAN = "forget-ran"


def head_counts(programme_id: uuid.UUID) -> str:
    """The name under which it is set whether partners read head counts of this programme."""
    return f"head-counts/{programme_id.hex}"


def months(session: Session) -> int:
    """How many months single answers and unread opinions stay after the end of a session."""
    found: int = value(session, RETENTION_MONTHS, LONGEST)
    return min(max(found, SHORTEST), LONGEST)


def kept_for(session: Session) -> timedelta:
    """How long that is."""
    return KEPT_FOR * months(session) / LONGEST


def value(session: Session, name: str, default: Any = None) -> Any:
    """What was set under this name, or the default."""
    found = session.get(Setting, name, populate_existing=True)
    return default if found is None else found.value


def everything(session: Session) -> dict[str, tuple[Any, datetime]]:
    """All that was ever set, and when, in one query."""
    return {row.name: (row.value, row.set_at) for row in session.scalars(select(Setting))}


def change(session: Session, name: str, value: Any, now: datetime) -> bool:
    """Set it; False when it already was so."""
    found = session.get(Setting, name, populate_existing=True)
    if found is None:
        session.add(Setting(name=name, value=value, set_at=now))
        return True
    if found.value == value:
        return False
    found.value, found.set_at = value, now
    return True


def note(session: Session, name: str, value: Any, now: datetime) -> None:
    """Keep this under a name with its moment, also where it is what it was: a job that ran."""
    if not change(session, name, value, now):
        session.get_one(Setting, name).set_at = now
