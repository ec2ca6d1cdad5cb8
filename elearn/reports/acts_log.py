"""What staff did, read from the log: by whom, of which kind, between which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session, aliased

from elearn.cohorts.models import Cohort, Enrolment
from elearn.people.models import AuditEntry, Person


class Kind(StrEnum):
    """Kinds of acts that somebody looks for."""

    LOOKS = "looks"
    DOWNLOADS = "downloads"
    ACCOUNTS = "accounts"
    DECISIONS = "decisions"
    DATA = "data"


# How the names of the acts of a kind begin.
BEGIN = {
    Kind.LOOKS: ("answers-seen-",),
    Kind.DOWNLOADS: ("team-",),
    Kind.ACCOUNTS: ("person-added", "person-off", "person-on", "password-", "granted-", "revoked-"),
    Kind.DECISIONS: ("drafts-", "setting-", "question-", "release-", "programme-"),
    Kind.DATA: ("data-", "person-erased"),
}

_ACTOR, _ABOUT, _ITSELF = aliased(Person), aliased(Person), aliased(Cohort)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the log is read; None and "" leave it open. Days are UTC's, both included."""

    kind: Kind | None = None
    actor: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act; a trainee is known by session and card number alone, and never by a code."""

    at: datetime
    act: str
    reason: str | None
    actor: str | None
    about: str | None
    card: int | None
    cohort: str | None


def entries(session: Session, wanted: Wanted, *, offset: int, limit: int) -> Sequence[Entry]:
    """The acts, the latest first, in one query."""
    rows = session.execute(
        select(
            AuditEntry.at,
            AuditEntry.act,
            AuditEntry.reason,
            _ACTOR.username,
            _ABOUT.username,
            Enrolment.card_number,
            Cohort.name,
            _ITSELF.name,
        )
        .outerjoin(_ACTOR, _ACTOR.id == AuditEntry.actor_id)
        .outerjoin(_ABOUT, _ABOUT.id == AuditEntry.subject_id)
        .outerjoin(Enrolment, Enrolment.id == AuditEntry.subject_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(_ITSELF, _ITSELF.id == AuditEntry.subject_id)
        .where(_among(wanted))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Entry(*row[:6], row[6] or row[7]) for row in rows]


def of_kind(kind: Kind) -> ColumnElement[bool]:
    """Which acts of the log are of this kind."""
    return or_(*(AuditEntry.act.startswith(begin, autoescape=True) for begin in BEGIN[kind]))


def _among(wanted: Wanted) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = [true()]
    if wanted.kind is not None:
        found.append(of_kind(wanted.kind))
    if wanted.actor:
        found.append(_ACTOR.username == wanted.actor)
    if wanted.since is not None:
        found.append(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until is not None:
        found.append(AuditEntry.at < _midnight(wanted.until) + timedelta(days=1))
    return and_(*found)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
