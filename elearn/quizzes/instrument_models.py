"""Tests that are not Danbe's: an instrument, who took it when, and what they answered.

They stand in tables of their own, so that no figure about our tests and no release can meet them.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.db import Stored, Travels, new_id, one_of
from elearn.quizzes.waves import Wave


class Instrument(Travels, Stored):
    """A test of somebody else's in a programme: item labels and keys, never a wording.

    `items` are pairs of label and key; the key is None where answers came as 1 and 0.
    """

    __tablename__ = "instrument"
    __table_args__ = (UniqueConstraint("programme_id", "title"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    items: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]


class OutsideTest(Travels, Stored):
    """One person's taking of an instrument, in items.

    `line` is the person's place in a file without cards, so that the same file brings nobody
    twice. `newcomer`: the enrolment was made for this test, by nobody who signs in.
    """

    __tablename__ = "outside_test"
    __table_args__ = (UniqueConstraint("instrument_id", "wave", "enrolment_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    instrument_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instrument.id"))
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    wave: Mapped[Wave] = mapped_column(one_of(Wave))
    line: Mapped[int | None]
    newcomer: Mapped[bool] = mapped_column(default=False)
    points: Mapped[int]
    imported_at: Mapped[datetime]


class OutsideAnswer(Stored):
    """One answer to one item of an instrument; a choice of None is an empty cell, not right."""

    __tablename__ = "outside_answer"
    test_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("outside_test.id"), primary_key=True)
    label: Mapped[str] = mapped_column(String(40), primary_key=True)
    choice: Mapped[str | None] = mapped_column(String(20))
    right: Mapped[bool]
