"""What waits in one cell's box: sheets without order, and the tickets already spent. Pure."""

import json
from dataclasses import dataclass, field
from datetime import date
from random import Random

from elearn.surveys.cells import BATCH
from elearn.surveys.tickets import Ticket

Answers = dict[str, str | list[str]]
"""Question to the option ticked, or to the options; a question that was skipped is not there."""


@dataclass(slots=True)
class Bag:
    """Sheets that wait, and the spent tickets with their days: neither says which is whose."""

    waiting: list[Answers] = field(default_factory=list)
    spent: dict[str, str] = field(default_factory=dict)

    def take(self, answers: Answers, ticket: Ticket, today: date, random: Random) -> bool:
        """Put a sheet in, shaken; False when its ticket was spent before. An empty one is not kept.

        Spent tickets that have had their time are forgotten.
        """
        if ticket.number in self.spent:
            return False
        kept = [Ticket(number, date.fromisoformat(day)) for number, day in self.spent.items()]
        kept = [one for one in (*kept, ticket) if not one.past(today)]
        # Else the sheets' order and the tickets' order could be laid side by side.
        random.shuffle(kept)
        self.spent = {one.number: one.day.isoformat() for one in kept}
        if answers:
            self.waiting.append(answers)
            random.shuffle(self.waiting)
        return True

    def mixed(self) -> list[Answers]:
        """The sheets that may leave: all of them once they are ten, else none."""
        if len(self.waiting) < BATCH:
            return []
        leaving, self.waiting = self.waiting, []
        return leaving


def packed(bag: Bag) -> bytes:
    """The bag as bytes."""
    return json.dumps({"waiting": bag.waiting, "spent": bag.spent}).encode()


def unpacked(text: bytes) -> Bag:
    """The bag again."""
    return Bag(**json.loads(text))
