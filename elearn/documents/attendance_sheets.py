"""What a trainer prints about attendance: sheets to sign, a list to tick, attestations.

The sheet to sign has names and no code, the list to tick has card numbers and no name, and an
attestation has a name that is typed, printed and kept nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from elearn.cohorts.attendance import Slot
from elearn.cohorts.models import Half
from elearn.documents.typesetting import typeset
from elearn.documents.words import Words

# A line for everybody, and some for those who come unannounced.
SPARE_LINES = 5
ON_A_PAGE = 26


@dataclass(frozen=True, slots=True)
class Session:
    """What stands at the head of each sheet."""

    name: str
    starts_on: date
    ends_on: date


def half_day(slot: Slot, words: Words) -> str:
    """A half-day in the reader's language."""
    day, half = slot
    if half is Half.MORNING:
        return words.say("%(day)s, morning", day=words.day(day))
    return words.say("%(day)s, afternoon", day=words.day(day))


def sign_in_sheets(
    session: Session, slots: Sequence[Slot], people: int, words: Words, now: datetime
) -> bytes:
    """A page a half-day with a line for each name and signature: no code, no card number."""
    values = {
        **head(session, words.say("Attendance sheet"), words),
        "halves": [half_day(slot, words) for slot in slots],
        "note": words.say(
            "Names stay on this paper. Write no code and no card number here. Keep it locked away."
        ),
        "name": words.say("Name"),
        "signature": words.say("Signature"),
        "lines": min(people + SPARE_LINES, ON_A_PAGE),
        "foot": [words.say("Counted by"), words.say("Countersigned by")],
    }
    return typeset("sign-in", values, now)


def tick_list(
    session: Session, slots: Sequence[Slot], cards: Sequence[int], words: Words, now: datetime
) -> bytes:
    """Card numbers against half-days, to tick by hand: no name."""
    values = {
        **head(session, words.say("Tick list by card"), words),
        "halves": [half_day(slot, words) for slot in slots],
        "note": words.say("Card numbers only. Write no name here."),
        "card": words.say("Card"),
        "cards": [words.number(card) for card in cards],
    }
    return typeset("tick-list", values, now)


def attestations(
    session: Session, names: Sequence[str], minutes: int, words: Words, now: datetime
) -> bytes:
    """A page a name, the same for everybody: hours, no result, a neutral subject.

    Raises typst.TypstError where a name has letters that our fonts lack.
    """
    values = {
        "title": words.say("Attestation of attendance"),
        "language": words.language,
        "subject": words.say("Professional ethics and fundamental rights"),
        "certifies": words.say("It is certified that"),
        "names": list(names),
        "sentence": words.say(
            "attended a training session of %(hours)s hours, from %(first)s to %(last)s.",
            hours=hours(minutes, words),
            first=words.day(session.starts_on),
            last=words.day(session.ends_on),
        ),
        "foot": [words.say("Date"), words.say("For the training team")],
        "note": words.say(
            "This paper says that the person was there. It says nothing of a result."
        ),
    }
    return typeset("attestation", values, now)


def hours(minutes: int, words: Words) -> str:
    """Minutes as hours, with half an hour where there is one."""
    return words.number(minutes / 60, 0 if minutes % 60 == 0 else 1)


def head(session: Session, title: str, words: Words) -> dict[str, str]:
    """What stands at the head of a sheet: its title, the session and its days."""
    dates = words.say(
        "from %(first)s to %(last)s",
        first=words.day(session.starts_on),
        last=words.day(session.ends_on),
    )
    return {
        "title": title,
        "language": words.language,
        "session": words.say("Session %(name)s", name=session.name) + ", " + dates,
    }
