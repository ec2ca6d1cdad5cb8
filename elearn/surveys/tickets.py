"""The right to hand in one sheet, given with the open page and bound to nobody. Pure.

A ticket is a number that no table holds, a day, and this server's seal. It is good for that day
and the next; the box remembers the spent ones as long, so that a sheet sent twice counts once.
"""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from elearn.surveys.cells import Cell

NUMBER_BITS = 128
GOOD_FOR = timedelta(days=1)


class NotATicket(ValueError):
    """The ticket is not ours, is for another survey, or has had its time."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A number drawn at random, and the day it was drawn."""

    number: str
    day: date

    def past(self, today: date) -> bool:
        """Whether its time is over."""
        return today > self.day + GOOD_FOR


def written(ticket: Ticket, key: bytes, cell: Cell) -> str:
    """The ticket as it stands in the page."""
    text = f"{ticket.number}.{ticket.day.isoformat()}"
    return f"{text}.{_seal(text, key, cell)}"


def read(text: str, key: bytes, cell: Cell, today: date) -> Ticket:
    """The ticket that came back with a sheet; raises NotATicket."""
    body, _, seal = text.rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(body, key, cell).encode()):
        raise NotATicket
    number, _, day = body.partition(".")
    ticket = Ticket(number, date.fromisoformat(day))
    if ticket.past(today):
        raise NotATicket
    return ticket


def _seal(text: str, key: bytes, cell: Cell) -> str:
    return hmac.digest(key, f"ticket:{cell.name}:{text}".encode(), "sha256").hex()
