"""Somebody does not come any more.

Of whom nothing is known yet, the row becomes a tombstone: they do not count as enrolled. After a
test, a ticked half-day or a test printed for their card they stay enrolled, so that the flow from
enrolled to tested stays true; what they have not begun is then absent. Functions never commit.
"""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.people import undoing
from elearn.people.models import Change, Person
from elearn.people.undoing import OVERTAKEN, CannotUndo, Kind, Values
from elearn.programmes import traces

CLOSED = "closed-meanwhile"


class AlreadyWithdrawn(Exception):
    """This card was withdrawn before."""


def withdraw(
    session: Session,
    cohort_id: uuid.UUID,
    enrolment_id: uuid.UUID,
    *,
    actor: Person,
    reason: str,
    now: datetime,
) -> Change:
    """Withdraw a card, with the reason; raises CohortClosed or AlreadyWithdrawn."""
    cohort = enrolments.locked(session, cohort_id)
    if cohort.closed_at is not None:
        raise enrolments.CohortClosed(cohort_id)
    own = session.get_one(Enrolment, enrolment_id, populate_existing=True)
    if own.withdrawn_at is not None:
        raise AlreadyWithdrawn(enrolment_id)
    counted = traces.has_traces(session, enrolment_id)
    own.withdrawn_at = now
    own.deleted_at = None if counted else now
    own.revision += 1
    return undoing.keep(
        session,
        WITHDRAWN,
        place_id=cohort_id,
        subject_id=enrolment_id,
        before={"withdrawn": False},
        after={"withdrawn": True, "card": own.card_number, "counted": counted},
        actor=actor,
        reason=reason,
        now=now,
    )


def _read(session: Session, change: Change) -> Values:
    own = session.get_one(Enrolment, change.subject_id, populate_existing=True)
    return {
        "withdrawn": own.withdrawn_at is not None,
        "card": own.card_number,
        "counted": own.deleted_at is None,
    }


def _put_back(session: Session, change: Change, now: datetime) -> None:
    cohort = enrolments.locked(session, change.place_id)
    if cohort.closed_at is not None:
        raise CannotUndo(CLOSED)
    own = session.get_one(Enrolment, change.subject_id)
    # Merged into another code since, or erased: nobody comes back by this.
    if session.get_one(Person, own.person_id, populate_existing=True).deleted_at is not None:
        raise CannotUndo(OVERTAKEN)
    own.withdrawn_at = own.deleted_at = None
    own.revision += 1


WITHDRAWN = Kind("person-withdrawn", _read, _put_back)
