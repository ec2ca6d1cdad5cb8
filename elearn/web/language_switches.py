"""Which languages are switched off: read from the settings now and then, never on a French page.

French cannot be switched off. A page of a language that is off leads to the same page in French;
what is sent is still taken, so that nobody's answer is lost.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from elearn.documents.words import MASTER
from elearn.installation import settings
from elearn.installation.settings import LANGUAGES_OFF
from elearn.web.database import session
from elearn.web.house import now

EXTENSION = "danbe-languages"
# A change made in another process is seen here after so long at the latest.
ASKED_AGAIN = timedelta(minutes=1)


@dataclass
class Switches:
    """What this process read last, and when."""

    off: frozenset[str] = frozenset()
    read_at: datetime | None = None


def off() -> frozenset[str]:
    """The languages that are off, as known here: it costs a query only while one is."""
    known = _known()
    return _fresh(known) if known.off else known.off


def is_off(language: str) -> bool:
    """Whether this language's pages lead to French; asks the settings when it is time."""
    return language != MASTER and language in _fresh(_known())


def read_again() -> None:
    """After a change made in this process: the next page asks."""
    _read(_known())


def _known() -> Switches:
    found: Switches = current_app.extensions.setdefault(EXTENSION, Switches())
    return found


def _fresh(known: Switches) -> frozenset[str]:
    # Also where the clock was set back: else nothing would be asked for as long.
    if known.read_at is None or abs(now() - known.read_at) >= ASKED_AGAIN:
        _read(known)
    return known.off


def _read(known: Switches) -> None:
    known.off = frozenset(settings.value(session(), LANGUAGES_OFF, ())) - {MASTER}
    known.read_at = now()
