"""Joining in the room: a link for a day, closed at any moment, with a word said aloud.

Whoever has a card of an earlier session adds an enrolment; the others make a card where the
trainer allowed so many. Functions never commit: the caller stands inside `db.writing()`.
"""

import uuid
from datetime import datetime
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts import words_aloud
from elearn.cohorts.enrolment import Card, CohortClosed
from elearn.cohorts.models import Cohort, Enrolment, JoinLink
from elearn.people import accounts, audit
from elearn.people.accounts import Pin
from elearn.people.codes import SYMBOLS
from elearn.people.models import Person

LENGTH = 6


class NotOpen(LookupError):
    """Nobody joins by this address now: closed, over, or never there."""


class NoSeat(Exception):
    """As many cards were made as the trainer allowed."""


def open_link(
    session: Session,
    cohort_id: uuid.UUID,
    *,
    word: str,
    seats: int,
    closes_at: datetime,
    actor: Person,
    random: Random,
    now: datetime,
) -> JoinLink:
    """A new address, which ends the one before; raises CohortClosed."""
    cohort = enrolments.locked(session, cohort_id)
    if cohort.closed_at is not None:
        raise CohortClosed(cohort_id)
    _end(session, cohort_id, now)
    made = JoinLink(
        cohort_id=cohort_id,
        short=_new_short(session, random),
        word=word,
        seats=seats,
        opened_at=now,
        opened_by=actor.id,
        closes_at=closes_at,
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "join-opened", cohort_id, now)
    return made


def close_link(session: Session, cohort_id: uuid.UUID, actor: Person, now: datetime) -> None:
    """Nobody joins by an address of this cohort any more; a second time changes nothing."""
    if open_now(session, cohort_id, now) is not None:
        _end(session, cohort_id, now)
        audit.record(session, actor, "join-closed", cohort_id, now)


def open_now(session: Session, cohort_id: uuid.UUID, now: datetime) -> JoinLink | None:
    """The cohort's address that is open now."""
    return session.scalar(
        select(JoinLink).where(JoinLink.cohort_id == cohort_id, JoinLink.closes_at > now)
    )


def of_address(session: Session, short: str, now: datetime) -> JoinLink:
    """The open link of this address; raises NotOpen."""
    found = session.scalar(
        select(JoinLink)
        .join(Cohort, Cohort.id == JoinLink.cohort_id)
        .where(
            JoinLink.short == short.upper().replace("\0", ""),
            JoinLink.closes_at > now,
            Cohort.closed_at.is_(None),
            Cohort.deleted_at.is_(None),
        )
    )
    if found is None:
        raise NotOpen(short)
    return found


def knows(link: JoinLink, typed: str) -> bool:
    """Whether somebody typed the word that was said."""
    return words_aloud.same_word(link.word, typed)


def with_card(session: Session, link_id: uuid.UUID, person: Person, now: datetime) -> Enrolment:
    """The person's enrolment in the link's cohort, new or as it was; raises NotOpen."""
    _, cohort = _locked(session, link_id, now)
    return enrolments.enrol(session, cohort, person, now)


def without_card(
    session: Session, link_id: uuid.UUID, pin: Pin, random: Random, now: datetime
) -> tuple[Card, Enrolment]:
    """A card for somebody who has none, on one of the seats; raises NotOpen or NoSeat."""
    link, cohort = _locked(session, link_id, now)
    if link.taken >= link.seats:
        raise NoSeat(link_id)
    link.taken += 1
    person = accounts.add_trainee(session, pin, random, now)
    made = enrolments.enrol(session, cohort, person, now)
    return Card(made.card_number, person.code or "", pin.shown), made


def _locked(session: Session, link_id: uuid.UUID, now: datetime) -> tuple[JoinLink, Cohort]:
    """The link and its cohort under the cohort's lock, still open."""
    link = session.get_one(JoinLink, link_id)
    cohort = enrolments.locked(session, link.cohort_id)
    session.refresh(link)
    if link.closes_at <= now or cohort.closed_at is not None:
        raise NotOpen(link_id)
    return link, cohort


def _end(session: Session, cohort_id: uuid.UUID, now: datetime) -> None:
    session.execute(
        update(JoinLink)
        .where(JoinLink.cohort_id == cohort_id, JoinLink.closes_at > now)
        .values(closes_at=now)
    )


def _new_short(session: Session, random: Random) -> str:
    while True:
        short = "".join(random.choice(SYMBOLS) for _ in range(LENGTH))
        if session.scalar(select(JoinLink.id).where(JoinLink.short == short)) is None:
            return short
