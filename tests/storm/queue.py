"""The queue of answers on a phone, as `elearn/web/static/test.js` keeps it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from elearn.quizzes.questions import Choice

AT_ONCE = 50
# What the script does with each status: the one place to change when the server learns another.
KEPT = (200,)
DROPPED = (409, 410, 422)


@dataclass
class Queue:
    """What waits for one attempt, through every page that shows it."""

    attempt: str
    random: Random
    waiting: list[dict[str, Any]] = field(default_factory=list)
    writer: str = ""
    number: int = 0

    def open_page(self) -> None:
        """A page of the test was loaded: its script is a new writer and counts from nothing."""
        self.writer, self.number = self.random.randbytes(16).hex(), 0

    def keep(self, item: str, choice: Choice) -> dict[str, Any]:
        """Something was chosen; of this page only the last choice for an item waits."""
        self.number += 1
        others = [o for o in self.waiting if o["item"] != item or o["writer"] != self.writer]
        made = {
            "id": self.random.randbytes(16).hex(),
            "item": item,
            "choice": choice if choice is None or isinstance(choice, dict) else list(choice),
            "writer": self.writer,
            "number": self.number,
            "at": datetime.now(UTC).isoformat(),
        }
        self.waiting = [*others, made]
        return made

    @property
    def batch(self) -> list[dict[str, Any]]:
        """What goes in one request."""
        return self.waiting[:AT_ONCE]

    def landed(self, batch: list[dict[str, Any]], status: int) -> None:
        """The server has answered: what it kept or refused for good no longer waits."""
        if status in KEPT or status in DROPPED:
            done = {one["id"] for one in batch}
            self.waiting = [one for one in self.waiting if one["id"] not in done]
