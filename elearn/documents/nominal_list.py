"""The list of names beside card numbers: made for paper, kept under lock, and nowhere else."""

from collections.abc import Sequence
from datetime import date, datetime

from elearn.documents.attendance_sheets import Session, head
from elearn.documents.typesetting import typeset
from elearn.documents.words import Words


def nominal_list(
    session: Session,
    lines: Sequence[tuple[int, str]],
    destroy_on: date,
    words: Words,
    now: datetime,
) -> bytes:
    """The PDF of these cards and names; an empty name is a line to write on by hand.

    Raises typst.TypstError where a name has letters that our fonts lack.
    """
    values = {
        **head(session, words.say("List of names"), words),
        "note": words.say(
            "Keep it under lock, apart from the sheets that are signed. Destroy it after the "
            "follow-up, on %(day)s at the latest.",
            day=words.day(destroy_on),
        ),
        "card": words.say("Card"),
        "name": words.say("Name"),
        "lines": [[words.number(card), name] for card, name in lines],
    }
    return typeset("nominal-list", values, now)
