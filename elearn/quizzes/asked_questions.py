"""The questions that were ever asked: as they were worded, how often answered, what was ruled."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Text, and_, cast, func, select
from sqlalchemy.orm import Session

from elearn.courses.items import Item
from elearn.people.models import Person
from elearn.quizzes.models import Attempt, Response, Ruling, Wording
from elearn.quizzes.wordings import UnknownWording, worded


def wording(session: Session, digest: bytes) -> Item:
    """The question as this wording words it; raises UnknownWording."""
    kept = session.scalar(select(Wording.text).where(Wording.hash == digest))
    if kept is None:
        raise UnknownWording(digest.hex())
    return worded(kept)


def older(session: Session, known: Collection[bytes]) -> dict[bytes, Item]:
    """Every kept wording that is not one of these, by its hash."""
    gone = set(session.scalars(select(Wording.hash))) - set(known)
    rows = session.execute(select(Wording.hash, Wording.text).where(Wording.hash.in_(gone)))
    return {digest: worded(kept) for digest, kept in rows}


def rulings(session: Session, digest: bytes) -> Sequence[tuple[Ruling, str]]:
    """Every ruling on this wording with the username of who ruled, the newest first."""
    found = session.execute(
        select(Ruling, Person.username)
        .join(Person, Person.id == Ruling.ruled_by)
        .where(Ruling.wording == digest)
        .order_by(Ruling.number.desc())
    )
    return [(ruling, username or "") for ruling, username in found]


def answered(session: Session, wordings: Mapping[bytes, Item]) -> dict[bytes, int]:
    """How many answers that count each of these wordings has.

    An item worded once has all its answers; only where it was worded anew are tests looked into.
    """
    items = [item.id for item in wordings.values()]
    rows = session.execute(
        select(Response.item, func.count()).where(Response.item.in_(items)).group_by(Response.item)
    )
    of_item: dict[str, int] = {row[0]: row[1] for row in rows}
    return {
        digest: of_item.get(item.id, 0)
        if items.count(item.id) == 1
        else _answered_as(session, item.id, digest)
        for digest, item in wordings.items()
    }


def _answered_as(session: Session, item: str, digest: bytes) -> int:
    found = session.execute(
        select(func.count())
        .select_from(Response)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Response.item == item, asked_in(digest))
    )
    return int(found.scalar_one())


def asked_in(digest: bytes) -> ColumnElement[bool]:
    """Which attempts were shown this wording."""
    # Read as text: a hash's 64 digits stand nowhere else, and both databases can look for them.
    return and_(cast(Attempt.shown, Text).contains(digest.hex()), Attempt.deleted_at.is_(None))
