"""What a request finds in the process: settings, content, the key, the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random, SystemRandom

from flask import current_app

from elearn.config import Config
from elearn.courses.library import Library
from elearn.people.passwords import Keeper
from elearn.quizzes.wordings import Wordings

EXTENSION = "danbe"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """Read once at start; tests build one with their own clock and dice."""

    config: Config
    library: Library
    keeper: Keeper
    wordings: Wordings
    demonstration: bool = False
    clock: Callable[[], datetime] = _now
    random: Random = field(default_factory=SystemRandom)


def house() -> House:
    """The house of the application that serves this request."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, House)
    return found


def now() -> datetime:
    """The time of this request, in UTC."""
    return house().clock()
