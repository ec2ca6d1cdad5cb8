"""Files that wait for somebody's yes: when their time is over they go, whoever looks at them.

`name` of each is the cohort that it is for.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_
from sqlalchemy.orm import Session

from elearn.installation.models import KeptFile

ROSTER = "application/vnd.danbe.roster+json"
OUTSIDE_TEST = "application/vnd.danbe.outside-test+json"
PAPER_SCORES = "application/vnd.danbe.paper-scores+json"

HELD_FOR = timedelta(days=1)
"""How long rows that somebody said yes to are kept until the last one is in."""


def forget(session: Session, now: datetime) -> None:
    """Delete those whose hour is over, and lists that came in partly and stopped a day ago."""
    held = and_(
        KeptFile.media_type == ROSTER, KeptFile.until.is_(None), KeptFile.kept_at <= now - HELD_FOR
    )
    session.execute(
        delete(KeptFile)
        .where(or_(KeptFile.until <= now, held))
        .execution_options(synchronize_session=False)
    )


def drop_of(session: Session, cohorts: Collection[uuid.UUID]) -> None:
    """Delete all that waits for these cohorts: somebody who is forgotten may stand in it."""
    session.execute(
        delete(KeptFile)
        .where(
            KeptFile.media_type.in_((ROSTER, OUTSIDE_TEST, PAPER_SCORES)),
            KeptFile.name.in_([str(cohort_id) for cohort_id in cohorts]),
        )
        .execution_options(synchronize_session=False)
    )
