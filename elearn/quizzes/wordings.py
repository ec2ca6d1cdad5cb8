"""The wordings that were ever asked, so that an old answer is marked by what it answered."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from elearn.courses.items import Item
from elearn.courses.wording import read_wording, wording_hash, wording_json
from elearn.quizzes.models import Wording

_ONE = select(Wording.text).where(Wording.hash == bindparam("wanted"))


class UnknownWording(LookupError):
    """No item of today and no kept wording has this hash."""


def remember(session: Session, items: Iterable[Item], now: datetime) -> int:
    """Keep a row for each wording that is new; returns how many were."""
    known = set(session.scalars(select(Wording.hash)))
    new = {wording_hash(item): item for item in items}
    for digest, item in new.items():
        if digest not in known:
            session.add(
                Wording(
                    hash=digest,
                    item=item.id,
                    version=item.version,
                    text=wording_json(item),
                    first_seen_at=now,
                )
            )
    session.flush()
    return len(new.keys() - known)


@lru_cache(maxsize=2000)
def worded(text: str) -> Item:
    """The graded item that a kept text words."""
    item = read_wording(text)
    assert isinstance(item, Item)  # practice is never kept
    return item


class Wordings:
    """Items by the hash of their wording: today's from memory, older ones from their rows."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {wording_hash(item): item for item in items}

    def find(self, connection: Connection, digest: bytes) -> Item:
        """The item as it was worded; raises UnknownWording."""
        if digest not in self._items:
            text = connection.scalar(_ONE, {"wanted": digest})
            if text is None:
                raise UnknownWording(digest.hex())
            self._items[digest] = worded(text)
        return self._items[digest]
