"""An old answer is marked and shown by the wording that it answered."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.courses.wording import wording_hash
from elearn.db import writing
from elearn.quizzes.models import Wording
from elearn.quizzes.wordings import UnknownWording, Wordings, remember
from tests.conftest import MODULE, START, Clock
from tests.quizzes.rewording import reworded
from tests.quizzes.small_items import MULTIPLE, SINGLE

REWORDED = SINGLE.model_copy(update={"version": 2, "key": ("a",)})


def test_each_wording_has_its_row_once(session: Session, library: Library, clock: Clock) -> None:
    before = len(session.scalars(select(Wording)).all())
    assert before == 24
    for new in (2, 0):
        with writing(session):
            assert remember(session, [SINGLE, MULTIPLE], clock.forward(days=1)) == new
    with writing(session):
        assert remember(session, [REWORDED, MULTIPLE], clock.now) == 1
    rows = session.scalars(select(Wording).where(Wording.item == SINGLE.id)).all()
    assert sorted(row.version for row in rows) == [1, 2]


def test_an_older_wording_is_found_by_its_hash(session: Session) -> None:
    with writing(session):
        remember(session, [SINGLE, REWORDED], START)
    today = Wordings([REWORDED])
    connection = session.connection()
    assert today.find(connection, wording_hash(REWORDED)) is REWORDED
    old = today.find(connection, wording_hash(SINGLE))
    assert isinstance(old, Item)
    assert old == SINGLE
    assert today.find(connection, wording_hash(SINGLE)) is old


def test_a_wording_that_never_was_is_unknown(session: Session) -> None:
    with pytest.raises(UnknownWording):
        Wordings([]).find(session.connection(), b"0" * 32)


def test_a_changed_item_in_the_files_leaves_the_old_wording_as_it_was(
    session: Session, library: Library, tmp_path: Path
) -> None:
    old = library.question("C2-S3-A")
    changed = reworded(tmp_path, "C2-S3-A", "poste de Sabana", "poste de Kéniéba")
    items = changed.modules[MODULE].items
    with writing(session):
        assert remember(session, items, START) == 1
    found = Wordings(items).find(session.connection(), wording_hash(old))
    assert "Sabana" in found.stem.fr
    assert "Kéniéba" in changed.question("C2-S3-A").stem.fr
    assert found.key == old.key
