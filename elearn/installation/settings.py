"""What an administrator sets while the server runs: one row a choice."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from elearn.installation.models import Setting

# Tests of real sessions may open on modules that no Malian lawyer has read.
DRAFTS_ALLOWED = "drafts-allowed"
# The key messages are also shown in Bambara, marked as a draft.
BAMBARA_SHOWN = "bambara-shown"


def value(session: Session, name: str, default: Any = None) -> Any:
    """What was set under this name, or the default."""
    found = session.get(Setting, name, populate_existing=True)
    return default if found is None else found.value


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
