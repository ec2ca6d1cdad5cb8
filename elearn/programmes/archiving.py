"""Out of the lists, and back: cohorts and programmes that are over. Nothing else changes by it.

Functions never commit: the caller stands inside `db.writing()`.
"""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort
from elearn.people import undoing
from elearn.people.models import Change, Person
from elearn.people.undoing import Kind, Values
from elearn.programmes.models import Programme

Archived = Cohort | Programme


def archive(
    session: Session, subject: Archived, *, actor: Person, now: datetime, away: bool
) -> Change | None:
    """Take it out of the lists, or bring it back; None where it stands there already."""
    subject = _locked(session, type(subject), subject.id)
    if (subject.archived_at is not None) == away:
        return None
    before = _values(subject)
    subject.archived_at = now if away else None
    subject.revision += 1
    return undoing.keep(
        session,
        _KINDS[type(subject), away],
        place_id=subject.id,
        subject_id=subject.id,
        before=before,
        after=_values(subject),
        actor=actor,
        now=now,
    )


def _kind(name: str, of: type[Archived]) -> Kind:
    def read(session: Session, change: Change) -> Values:
        return _values(_locked(session, of, change.subject_id))

    def put_back(session: Session, change: Change, _now: datetime) -> None:
        subject, then = _locked(session, of, change.subject_id), change.before["archived_at"]
        subject.archived_at = datetime.fromisoformat(then) if then else None
        subject.revision += 1

    return Kind(name, read, put_back)


COHORT_ARCHIVED = _kind("cohort-archived", Cohort)
COHORT_RESTORED = _kind("cohort-restored", Cohort)
PROGRAMME_ARCHIVED = _kind("programme-archived", Programme)
PROGRAMME_RESTORED = _kind("programme-restored", Programme)
_KINDS: dict[tuple[type[Archived], bool], Kind] = {
    (Cohort, True): COHORT_ARCHIVED,
    (Cohort, False): COHORT_RESTORED,
    (Programme, True): PROGRAMME_ARCHIVED,
    (Programme, False): PROGRAMME_RESTORED,
}


def _values(subject: Archived) -> Values:
    return {"archived_at": subject.archived_at.isoformat() if subject.archived_at else None}


def _locked(session: Session, of: type[Archived], subject_id: uuid.UUID) -> Archived:
    if of is Cohort:
        return enrolments.locked(session, subject_id)
    return session.get_one(Programme, subject_id, with_for_update=True, populate_existing=True)
