"""That a step was done is remembered once; nothing of how."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import progress
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from tests.conftest import START, Story


def test_the_first_time_counts_and_each_has_their_own(session: Session, story: Story) -> None:
    awas, moussas = session.scalars(select(Enrolment.id).order_by(Enrolment.card_number)).all()
    for hours in (0, 5):
        with writing(session):
            progress.mark_done(session, awas, ("m", "01"), START + timedelta(hours=hours))
    assert progress.done(session, awas) == {("m", "01"): START}
    assert progress.done(session, moussas) == {}
