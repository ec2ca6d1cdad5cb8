"""Sheets of known people, for the tests of what is kept of them."""

import json
import uuid
from collections.abc import Sequence
from datetime import date
from random import Random

from sqlalchemy.orm import Session

from elearn.db import empty_log, writing
from elearn.surveys.bags import Answers
from elearn.surveys.cells import Cell
from elearn.surveys.handing_in import hand_in
from elearn.surveys.tickets import Ticket

KEY = b"k" * 32
TODAY = date(2026, 11, 21)
SCALES = ("confession", "emergency", "register", "complaint", "visits")


def cell(programme_id: uuid.UUID, moment: str = "baseline") -> Cell:
    """The cell of the perception survey."""
    return Cell(programme_id, "garanties-premieres-heures", "perception", 1, moment)  # type: ignore[arg-type]


def own_answers(person: int) -> Answers:
    """What this person alone answers: their number in base 5, so that anybody could find it."""
    return {name: str(person // 5**place % 5 + 1) for place, name in enumerate(SCALES)}


def written(answers: Answers) -> bytes:
    """The same as the database writes it."""
    return json.dumps(answers).encode()


def hand(session: Session, into: Cell, person: int, random: Random) -> None:
    """One person hands in, as the page does it."""
    with writing(session):
        hand_in(
            session,
            into,
            own_answers(person),
            Ticket(f"{person:032x}", TODAY),
            key=KEY,
            random=random,
            today=TODAY,
        )
    empty_log(session)


def rank_agreement(order: Sequence[int]) -> float:
    """Spearman's rho between an order of people and the order in which they came: 1 is the same."""
    n = len(order)
    ranks = {person: rank for rank, person in enumerate(sorted(order))}
    squares = sum((place - ranks[person]) ** 2 for place, person in enumerate(order))
    return 1 - 6 * squares / (n * (n * n - 1))
