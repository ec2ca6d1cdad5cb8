"""Rulings on questions, for the tests of what follows from them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.items import Item
from elearn.courses.wording import read_wording, wording_hash
from elearn.db import writing
from elearn.people.models import Person
from elearn.quizzes import mending
from elearn.quizzes.marking import Score, marked_by
from elearn.quizzes.models import Attempt, Response, Ruling, Wording
from elearn.quizzes.questions import Choice
from elearn.quizzes.rulings import RulingKind, Verdict, key_of
from tests.conftest import START


def void(item: Item) -> Verdict:
    return Verdict(item, RulingKind.VOID)


def keyed(item: Item, choice: Choice) -> Verdict:
    return Verdict(item, RulingKind.KEY, key_of(item, choice))


def restored(item: Item) -> Verdict:
    return Verdict(item)


def number(session: Session, item: Item) -> int:
    """How often this wording was ruled on."""
    asked = select(Ruling.id).where(Ruling.wording == wording_hash(item))
    return len(session.scalars(asked).all())


def rule(
    session: Session, verdict: Verdict, actor: Person, reason: str = "The text changed."
) -> bool:
    """This is ruled, by somebody who has seen everything."""
    seen = number(session, verdict.wording)
    with writing(session):
        return mending.rule(
            session,
            wording_hash(verdict.wording),
            verdict,
            reason,
            seen=seen,
            actor=actor,
            now=START,
        )


def truth(session: Session, attempt: Attempt) -> Score:
    """The score from the kept responses, the kept wordings and the kept rulings, read one by one.

    Nothing of `recounting` is used: only the rows and the pure function.
    """
    session.rollback()
    fresh = {"populate_existing": True}
    shown = session.get_one(Attempt, attempt.id, populate_existing=True).shown
    texts = {row[0]: row[1] for row in session.execute(select(Wording.hash, Wording.text))}
    items = {digest: _item(text) for digest, text in texts.items()}
    kept = session.scalars(
        select(Response).where(Response.attempt_id == attempt.id).execution_options(**fresh)
    )
    return marked_by(
        [(row["item"], bytes.fromhex(row["wording"])) for row in shown],
        {one.item: one.choice for one in kept},
        items,
        _newest(session.scalars(select(Ruling).order_by(Ruling.number)), items),
    )


def _item(text: str) -> Item:
    item = read_wording(text)
    assert isinstance(item, Item)
    return item


def _newest(rows: Iterable[Ruling], items: dict[bytes, Item]) -> dict[bytes, Verdict]:
    return {
        one.wording: Verdict(items[one.wording], one.kind, tuple(one.key) if one.key else None)
        for one in rows
    }


def sums(session: Session, attempt: Attempt) -> Score:
    """The sums as the attempt keeps them."""
    session.rollback()
    kept = session.get_one(Attempt, attempt.id, populate_existing=True)
    return Score(kept.points, kept.unknown or 0, kept.answered, kept.maximum)
