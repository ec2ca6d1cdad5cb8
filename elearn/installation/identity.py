"""Who this server is: its row, and the key that only it holds."""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.installation.models import Installation

KEY_BYTES = 32


class NotInstalled(LookupError):
    """The database has no installation yet: `elearn init` makes one."""


def install(session: Session, now: datetime) -> Installation:
    """This installation's row, made when there is none yet."""
    found: Installation | None = session.scalar(select(Installation))
    if found is None:
        found = Installation(made_at=now)
        session.add(found)
        session.flush()
    return found


def installed(session: Session) -> Installation:
    """This installation's row; raises NotInstalled."""
    found: Installation | None = session.scalar(select(Installation))
    if found is None:
        raise NotInstalled
    return found


def server_key(file: Path) -> bytes:
    """The 32 bytes that PINs are keyed with, made once and readable by its owner alone.

    Raises ValueError where the file holds anything else: a key cut short protects nothing.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(os.urandom(KEY_BYTES))
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError(f"{file} is no key of {KEY_BYTES} bytes: put back the copy of it")
    return key
