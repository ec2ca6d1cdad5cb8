"""Looking at one person's single answers: only for a reason of the list, and always logged."""

import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from elearn.people import audit
from elearn.people.models import AuditEntry, Person

LONGEST_LINE = 200
ACT = "answers-seen-"
# An address, or so many digits that they could be somebody's number.
_POINTS_AT = re.compile(r"@|(?:\d[ .-]?){6}")


class Reason(StrEnum):
    """Why somebody looks; the list is short on purpose."""

    ASKED = "asked"
    HELP = "help"
    FAULT = "fault"
    PAPER = "paper"
    OTHER = "other"


class LineMissing(ValueError):
    """Another reason than those of the list, and not said which."""


class LineTooLong(ValueError):
    """More signs than are kept."""


class PointsAtSomebody(ValueError):
    """The line holds an address or a number that could be a person's."""


def record(
    session: Session,
    actor: Person,
    enrolment_id: uuid.UUID,
    test: str,
    reason: Reason,
    line: str,
    now: datetime,
) -> None:
    """Keep who looked at whose answers to which test, and why.

    Raises LineMissing, LineTooLong or PointsAtSomebody, and then nothing is to be shown.
    """
    said = checked(reason, line)
    kept = f"{reason}: {said}" if said else reason.value
    audit.record(session, actor, f"answers-seen-{test}", enrolment_id, now, kept)


def checked(reason: Reason, line: str) -> str:
    """The line as it is kept; raises LineMissing, LineTooLong or PointsAtSomebody."""
    said = " ".join(line.split())
    if reason is Reason.OTHER and not said:
        raise LineMissing
    if len(said) > LONGEST_LINE:
        raise LineTooLong
    if _POINTS_AT.search(said):
        raise PointsAtSomebody
    return said


def looks(session: Session, enrolments: Select[uuid.UUID]) -> Sequence[tuple[datetime, str, str]]:
    """When somebody looked at the answers of these enrolments of one person, which test, and why.

    Who it was is not said to them.
    """
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.act, AuditEntry.reason)
        .where(
            AuditEntry.subject_id.in_(enrolments),
            AuditEntry.act.startswith(ACT, autoescape=True),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return [(at, act.removeprefix(ACT), reason or "") for at, act, reason in rows]


def read(kept: str) -> tuple[Reason | None, str]:
    """The reason and the line of what was kept; no reason where it is none of the list."""
    word, _, line = kept.partition(": ")
    return (Reason(word), line) if word in list(Reason) else (None, kept)
