"""When the last few sheets of a box go: with the single answers of their last session."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.surveys.models import Box

# As long as single answers of tests: what the page "Your data" promises.
KEPT_FOR = timedelta(days=365)


def forget(session: Session, now: datetime) -> int:
    """Delete the boxes to which no session of the last twelve months can add; returns how many.

    Fewer than ten sheets wait in each, and they are never shown: nine are not enough to hide in.
    """
    recent = select(Cohort.id).where(
        Cohort.programme_id == Box.programme_id,
        Cohort.course_id == Box.course_id,
        Cohort.ends_on >= (now - KEPT_FOR).date(),
    )
    gone = session.connection().execute(delete(Box).where(~exists(recent)))
    return gone.rowcount
