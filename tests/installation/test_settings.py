"""What an administrator sets while the server runs."""

from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.installation import settings
from elearn.installation.models import Setting
from tests.conftest import START, Clock


def test_what_was_never_set_is_the_default(session: Session) -> None:
    assert settings.value(session, "colour") is None
    assert settings.value(session, "colour", "ink") == "ink"


def test_a_choice_is_kept_and_the_same_again_changes_nothing(
    session: Session, clock: Clock
) -> None:
    with writing(session):
        assert settings.change(session, "colour", "laterite", START)
    with writing(session):
        assert not settings.change(session, "colour", "laterite", clock.forward(days=1))
        assert settings.change(session, "colour", "river", clock.now)
    kept = session.get_one(Setting, "colour")
    assert (kept.value, kept.set_at) == ("river", clock.now)
