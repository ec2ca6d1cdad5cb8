"""Cards to come in with: code, PIN and address, ten on an A4 sheet to cut out."""

from collections.abc import Sequence
from datetime import datetime

from elearn.cohorts.enrolment import Card
from elearn.documents.qr_codes import qr_code
from elearn.documents.typesetting import typeset
from elearn.documents.words import Words
from elearn.people.codes import written


def join_cards(cards: Sequence[Card], address: str, words: Words, now: datetime) -> bytes:
    """The PDF of these cards; the QR code leads to where a card is typed in, and holds no code.

    A telephone that is shared keeps the addresses it was at: a code in one would name its owner.
    """
    values = {
        "title": words.say("Cards to come in with"),
        "language": words.language,
        "name": "Danbe",
        "keep": words.say("Keep this card. The PIN is yours alone."),
        "code": words.say("Code"),
        "pin": words.say("PIN"),
        "address": address,
        "qr": qr_code(address),
        "cards": [
            {
                "code": written(one.code),
                "pin": one.pin,
                "number": words.say("Card %(n)s", n=words.number(one.number)),
            }
            for one in cards
        ],
    }
    return typeset("join-cards", values, now)
