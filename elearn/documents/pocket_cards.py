"""Pocket cards for who is to come back weeks later: code, address, day, and neutral words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from elearn.documents.qr_codes import qr_code
from elearn.documents.typesetting import typeset
from elearn.documents.words import Words


@dataclass(frozen=True, slots=True)
class PocketCard:
    """One person's card: the number of the trainer's list, and the code as it is read out."""

    number: int
    code: str


def pocket_cards(
    cards: Sequence[PocketCard],
    address: str,
    opens_on: tuple[date, date],
    words: Words,
    now: datetime,
) -> bytes:
    """The PDF of these cards, ten on an A4 sheet; `opens_on` are the days of both follow-ups.

    A card that is found tells nothing of a subject, a service or a name, and never holds the PIN.
    """
    first, again = (words.day(day) for day in opens_on)
    values = {
        "title": words.say("Pocket cards"),
        "language": words.language,
        "name": "Danbe",
        "first": words.say("A few questions, from %(day)s on.", day=first),
        "again": words.say("Once more from %(day)s on.", day=again),
        "code": words.say("Code"),
        "pin": words.say("The PIN is the one you know. Forgotten? Call your trainer."),
        "address": address,
        "qr": qr_code(address),
        "cards": [
            {"code": one.code, "number": words.say("Card %(n)s", n=one.number)} for one in cards
        ],
    }
    return typeset("pocket-cards", values, now)
