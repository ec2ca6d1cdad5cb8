"""When the last few sheets of a box go: with the single answers of their last session."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.installation import settings
from elearn.surveys.models import Box


def forget(session: Session, now: datetime) -> int:
    """Delete the boxes to which no session of late can add; returns how many.

    They wait as long as single answers of tests. Fewer than ten sheets are in each, and they are
    never shown: nine are not enough to hide in.
    """
    recent = select(Cohort.id).where(
        Cohort.programme_id == Box.programme_id,
        Cohort.course_id == Box.course_id,
        Cohort.ends_on >= (now - settings.kept_for(session)).date(),
    )
    gone = session.connection().execute(delete(Box).where(~exists(recent)))
    return gone.rowcount
