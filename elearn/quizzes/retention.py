"""How long single answers are kept: at most twelve months after a session, then only sums."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.installation import settings
from elearn.quizzes import arrivals, common_slots, instrument_keeping
from elearn.quizzes.models import Answer, Attempt, Keying, Response
from elearn.quizzes.states import Late

# The longest: what the page "Your data" promises where nobody set less.
KEPT_FOR = settings.KEPT_FOR


def forget(session: Session, now: datetime) -> int:
    """Delete single answers of sessions that ended so long ago; returns how many went.

    The writers go with them; the attempts keep their sums, and who came back for a follow-up
    keeps three more: those of the points that all three tests asked. The times of answers whose
    session has closed its final test are rounded to their week. Late answers that still wait for a
    decision go as well, so they are left out.
    """
    last_day = (now - settings.kept_for(session)).date()
    cohorts = (
        select(Enrolment.cohort_id)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .join(Response, Response.attempt_id == Attempt.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.ends_on < last_day)
        .distinct()
    )
    common_slots.keep(session, session.scalars(cohorts).all(), now)
    ended = (
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.ends_on < last_day)
    )
    session.execute(
        update(Attempt)
        .where(Attempt.id.in_(ended), Attempt.late == Late.WAITING)
        .values(late=Late.EXCLUDED, revision=Attempt.revision + 1)
        .execution_options(synchronize_session=False)
    )
    gone = session.connection().execute(delete(Answer).where(Answer.attempt_id.in_(ended)))
    session.execute(delete(Response).where(Response.attempt_id.in_(ended)))
    arrivals.round_all(session.connection(), now)
    session.execute(delete(Keying).where(Keying.attempt_id.in_(ended)))
    instrument_keeping.forget(session, select(Cohort.id).where(Cohort.ends_on < last_day))
    return gone.rowcount
