"""What staff did, read from the log: by whom, of which kind, between which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from elearn.cohorts.models import Cohort, Enrolment
from elearn.people.models import AuditEntry, Change, Decision, Person
from elearn.programmes.models import Programme
from elearn.reports.models import Release


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
    Kind.ACCOUNTS: (
        "person-added",
        "person-off",
        "person-on",
        "password-",
        "granted-",
        "revoked-",
        "trainer-",
        "pin-reissued",
    ),
    Kind.DECISIONS: ("drafts-", "setting-", "question-", "release-", "programme-"),
    Kind.DATA: ("data-", "person-erased"),
}

# Before the name of an act that was taken back.
UNDONE = "undone-"

# The acts that set something: what, stands in the decision of the same moment.
SETTING = ("setting-changed", "drafts-allowed", "drafts-stopped")

_ACTOR, _ABOUT, _ITSELF = aliased(Person), aliased(Person), aliased(Cohort)
_IN, _RELEASED = aliased(Cohort), aliased(Programme)
# The session of an act about a person in it: two codes merged, a trainer added.
_CHANGED_IN = (
    select(_IN.name)
    .join(Change, Change.place_id == _IN.id)
    .where(
        Change.subject_id == AuditEntry.subject_id,
        or_(Change.at == AuditEntry.at, Change.undone_at == AuditEntry.at),
    )
    .limit(1)
    .correlate(AuditEntry)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the log is read; None and "" leave it open. Days are UTC's, both included."""

    kind: Kind | None = None
    actor: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act; a trainee is known by session and card number alone, and never by a code.

    `programme` alone, or with the number of its `release`; `setting` with the `value` it was given.
    """

    at: datetime
    act: str
    reason: str | None
    actor: str | None
    about: str | None
    card: int | None
    cohort: str | None
    programme: str | None
    release: int | None
    setting: str | None
    value: Any


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
            func.coalesce(Cohort.name, _ITSELF.name, _CHANGED_IN),
            func.coalesce(Programme.name, _RELEASED.name),
            Release.number,
            _decided(Decision.name),
            _decided(Decision.value),
        )
        .outerjoin(_ACTOR, _ACTOR.id == AuditEntry.actor_id)
        .outerjoin(_ABOUT, _ABOUT.id == AuditEntry.subject_id)
        .outerjoin(Enrolment, Enrolment.id == AuditEntry.subject_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(_ITSELF, _ITSELF.id == AuditEntry.subject_id)
        .outerjoin(Programme, Programme.id == AuditEntry.subject_id)
        .outerjoin(Release, Release.id == AuditEntry.subject_id)
        .outerjoin(_RELEASED, _RELEASED.id == Release.programme_id)
        .where(_among(wanted))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Entry(*row) for row in rows]


def _decided(wanted: InstrumentedAttribute[Any]) -> ScalarSelect[Any]:
    """A column of the decision that this act kept."""
    return (
        select(wanted)
        .where(
            AuditEntry.act.in_(SETTING),
            Decision.decided_at == AuditEntry.at,
            Decision.decided_by == AuditEntry.actor_id,
        )
        .order_by(Decision.id.desc())
        .limit(1)
        .correlate(AuditEntry)
        .scalar_subquery()
    )


def of_kind(kind: Kind) -> ColumnElement[bool]:
    """Which acts of the log are of this kind, and those that took one of them back."""
    return or_(
        *(
            AuditEntry.act.startswith(before + begin, autoescape=True)
            for begin in BEGIN[kind]
            for before in ("", UNDONE)
        )
    )


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
