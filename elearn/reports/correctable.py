"""Whether a release's people may be summed again, or a few of them would be read off.

Two releases of the same people stand side by side: what differs is about those who changed. So a
correction rests on rulings alone, and on questions that ten people of each atom were asked.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.people.models import Person
from elearn.quizzes.models import Attempt, Keying, Response, Ruling, ScoreChange
from elearn.quizzes.waves import Entry, Wave
from elearn.reports.models import Atom, AtomMember
from elearn.results.disclosure import K

PAIR = (Wave.PRE, Wave.POST)


class AnswersGone(Exception):
    """Single answers were deleted after their time: what changed could not be said of them all."""


class TooFew(Exception):
    """What changed is about fewer than ten people of an atom, or about somebody who was erased."""


def refusal(
    session: Session, programme_id: uuid.UUID, number: int, made_at: datetime, until: datetime
) -> Exception | None:
    """Why the people of this release cannot be summed again; None where nothing stands against it.

    `made_at`: when their newest sums were made; `until`: up to when facts counted in them.
    """
    members = and_(Atom.programme_id == programme_id, Atom.first_release == number)
    if _forgotten(session, members):
        return AnswersGone(number)
    asked = asked_again(session, programme_id, number, made_at)
    few = any(len(people) < K for people in asked.values())
    if few or _missing(session, members) or _single(session, members, made_at, until):
        return TooFew(number)
    return None


def asked_again(
    session: Session, programme_id: uuid.UUID, number: int, made_at: datetime
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Of each atom the enrolments that were asked what was ruled on since; none where nobody."""
    ruled = session.scalars(select(Ruling.wording).where(Ruling.ruled_at > made_at))
    wordings = {digest.hex() for digest in ruled}
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    if not wordings:
        return found
    members = and_(Atom.programme_id == programme_id, Atom.first_release == number)
    for atom_id, enrolment_id, shown in session.execute(
        _tests(members, AtomMember.atom_id, AtomMember.enrolment_id, Attempt.shown)
    ):
        if _asks(shown, wordings):
            found[atom_id].add(enrolment_id)
    return found


def _asks(shown: list[dict[str, Any]], wordings: Collection[str]) -> bool:
    return any(row["wording"] in wordings for row in shown)


def _tests(members: Any, *columns: Any) -> Select[Any]:
    """The tests that count of these people."""
    return (
        select(*columns)
        .select_from(Attempt)
        .join(AtomMember, AtomMember.enrolment_id == Attempt.enrolment_id)
        .join(Atom, Atom.id == AtomMember.atom_id)
        .where(
            members,
            Attempt.wave.in_(PAIR),
            Attempt.number == 1,
            Attempt.deleted_at.is_(None),
        )
    )


def _forgotten(session: Session, members: Any) -> bool:
    """Whether any test of these people has lost its single answers."""
    rows = session.scalars(
        _tests(members, Attempt.shown).where(
            Attempt.answered > 0, ~exists().where(Response.attempt_id == Attempt.id)
        )
    )
    return any(rows)


def _missing(session: Session, members: Any) -> bool:
    """Whether any of these people was erased, or is gone for another reason."""
    gone = (
        select(AtomMember.enrolment_id)
        .join(Atom, Atom.id == AtomMember.atom_id)
        .join(Enrolment, Enrolment.id == AtomMember.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(members, or_(Enrolment.deleted_at.is_not(None), Person.deleted_at.is_not(None)))
    )
    return session.scalar(gone.limit(1)) is not None


def _single(session: Session, members: Any, made_at: datetime, until: datetime) -> bool:
    """Whether a single test has changed since, or came in from paper."""
    changed = exists().where(
        ScoreChange.attempt_id == Attempt.id,
        ScoreChange.ruling_id.is_(None),
        ScoreChange.changed_at > made_at,
    )
    keyed = exists().where(
        Keying.attempt_id == Attempt.id, Keying.entry == Entry.FIRST, Keying.keyed_at > made_at
    )
    # Tests that were set aside count here too: they were in the sums.
    found = (
        select(Attempt.id)
        .join(AtomMember, AtomMember.enrolment_id == Attempt.enrolment_id)
        .join(Atom, Atom.id == AtomMember.atom_id)
        .where(members, Attempt.wave.in_(PAIR), Attempt.started_at <= until, or_(changed, keyed))
    )
    return session.scalar(found.limit(1)) is not None
