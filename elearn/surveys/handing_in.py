"""Handing in a sheet: into the cell's box, and out of it by tens, mixed."""

import uuid
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from elearn.surveys import bags, sealing
from elearn.surveys.bags import Answers, Bag
from elearn.surveys.cells import Cell, quarter
from elearn.surveys.models import Box, Sheet
from elearn.surveys.sealing import NONCE, SealBroken
from elearn.surveys.tickets import Ticket

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def hand_in(
    session: Session,
    cell: Cell,
    answers: Answers,
    ticket: Ticket,
    *,
    key: bytes,
    random: Random,
    today: date,
) -> bool:
    """Keep a sheet; False when this ticket has brought one before.

    The whole box is shaken and sealed anew each time, so that two copies of it have nothing in
    common. `random` draws the order, the ids and the nonces: a SystemRandom outside tests.
    """
    box = _box(session, cell)
    bag = _bag(box, key)
    if not bag.take(answers, ticket, today, random):
        return False
    _move(session, cell, bag.mixed(), random, today)
    box.sealed = sealing.sealed(key, bags.packed(bag), random.randbytes(NONCE))
    session.flush()
    return True


def _box(session: Session, cell: Cell) -> Box:
    """The cell's box, locked until the transaction ends."""
    name = {
        "programme_id": cell.programme_id,
        "course_id": cell.course_id,
        "survey": cell.survey,
        "version": cell.version,
        "moment": cell.moment,
    }
    # Two first sheets at once: one makes the box, the other finds it.
    new = _INSERTS[session.get_bind().dialect.name](Box).values(**name, sealed=b"")
    session.execute(new.on_conflict_do_nothing())
    return session.scalars(select(Box).filter_by(**name).with_for_update()).one()


def _bag(box: Box, key: bytes) -> Bag:
    if not box.sealed:
        return Bag()
    try:
        return bags.unpacked(sealing.opened(key, box.sealed))
    except SealBroken:
        # The server's key was replaced: at most nine sheets are lost with it, and none is shown.
        return Bag()


def _move(
    session: Session, cell: Cell, leaving: list[Answers], random: Random, today: date
) -> None:
    if not leaving:
        return
    random.shuffle(leaving)
    # One statement: on PostgreSQL too the rows then lie in this order and share one transaction.
    session.execute(
        insert(Sheet).values(
            [
                {
                    "id": uuid.UUID(int=random.getrandbits(128), version=4),
                    "programme_id": cell.programme_id,
                    "course_id": cell.course_id,
                    "survey": cell.survey,
                    "version": cell.version,
                    "moment": cell.moment,
                    "quarter": quarter(today),
                    "answers": answers,
                }
                for answers in leaving
            ]
        )
    )
