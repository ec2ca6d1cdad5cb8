"""Making cohorts and putting people into them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from elearn.cohorts import profile
from elearn.cohorts.models import Cohort, Enrolment, Mode, RosterImport
from elearn.installation.identity import installed
from elearn.people import accounts
from elearn.people.accounts import Pin
from elearn.people.models import Change, Person

CONSENT = "2026-11-b"
"""The version of the page that says what is kept; a new wording of it is a new version."""


class NoSuchCohort(LookupError):
    """No cohort has this id."""


class CohortClosed(ValueError):
    """The cohort was closed: nobody joins and no test opens any more."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed for one person: the PIN is known only now."""

    number: int
    code: str
    pin: str


def make(
    session: Session,
    *,
    programme_id: uuid.UUID,
    course_id: str,
    name: str,
    starts_on: date,
    ends_on: date,
    mode: Mode,
    language: str,
    region: str | None,
    seed: int,
    now: datetime,
    zone: str | None = None,
    further_courses: Sequence[str] = (),
) -> Cohort:
    """A new cohort of a programme; the seed breaks ties when forms are drawn."""
    cohort = Cohort(
        programme_id=programme_id,
        course_id=course_id,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        mode=mode,
        language=language,
        region=region,
        zone=profile.ZONE_OF[region] if region else zone,
        further_courses=list(further_courses),
        seed=seed,
        made_at=now,
        origin=installed(session).id,
    )
    session.add(cohort)
    session.flush()
    return cohort


def locked(session: Session, cohort_id: uuid.UUID) -> Cohort:
    """The cohort, its row locked until the transaction ends; raises NoSuchCohort.

    SQLite holds the whole database by then; PostgreSQL needs the row's own lock.
    """
    found = session.scalar(
        select(Cohort)
        .where(Cohort.id == cohort_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchCohort(cohort_id)
    return found


def enrol(session: Session, cohort: Cohort, person: Person, now: datetime) -> Enrolment:
    """This person's enrolment in the cohort, made under the next card number when new.

    Raises CohortClosed. The caller holds the cohort's lock (`locked`), or two people could be
    given one card number.
    """
    found = session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.person_id == person.id)
    )
    if found is not None:
        _come_back(found)
        return found
    if cohort.closed_at is not None:
        raise CohortClosed(cohort.id)
    enrolment = Enrolment(
        person_id=person.id,
        cohort_id=cohort.id,
        card_number=next_card(session, cohort.id),
        enrolled_at=now,
        origin=installed(session).id,
    )
    session.add(enrolment)
    session.flush()
    return enrolment


def _come_back(enrolment: Enrolment) -> None:
    """Whoever had withdrawn and comes again is here again, under the same card."""
    if enrolment.withdrawn_at is not None or enrolment.deleted_at is not None:
        enrolment.withdrawn_at = enrolment.deleted_at = None
        enrolment.revision += 1


def next_card(session: Session, cohort_id: uuid.UUID) -> int:
    """The next card number, above every one that was ever given; under the cohort's lock."""
    own = select(func.max(Enrolment.card_number).label("number")).where(
        Enrolment.cohort_id == cohort_id
    )
    given = union_all(own, _gone(cohort_id, Change.before), _gone(cohort_id, Change.after))
    last = session.scalar(select(func.max(given.subquery().c.number)))
    lists = session.scalars(select(RosterImport.cards).where(RosterImport.cohort_id == cohort_id))
    return max(last or 0, *(max(cards, default=0) for cards in lists), 0) + 1


def _gone(cohort_id: uuid.UUID, values: InstrumentedAttribute[dict[str, Any]]) -> Select[Any]:
    """The highest card that left this cohort with somebody who was moved, or moved back."""
    programme = select(Cohort.programme_id).where(Cohort.id == cohort_id).scalar_subquery()
    return select(func.max(values["card"].as_integer())).where(
        Change.place_id.in_(select(Cohort.id).where(Cohort.programme_id == programme)),
        Change.kind == "person-moved",  # `programmes/moving.py`, which stands above this room
        values["cohort"].as_string() == str(cohort_id),
    )


def add_cards(
    session: Session, cohort_id: uuid.UUID, pins: Sequence[Pin], random: Random, now: datetime
) -> tuple[Card, ...]:
    """A new person for each PIN, enrolled under the next card number; raises CohortClosed."""
    cohort = locked(session, cohort_id)
    return tuple(_card(session, cohort, pin, random, now) for pin in pins)


def _card(session: Session, cohort: Cohort, pin: Pin, random: Random, now: datetime) -> Card:
    person = accounts.add_trainee(session, pin, random, now)
    number = enrol(session, cohort, person, now).card_number
    return Card(number, person.code or "", pin.shown)


def latest(session: Session, person: Person) -> Enrolment | None:
    """The enrolment a person works in when they sign in: the one made last and not withdrawn."""
    return session.scalar(
        select(Enrolment)
        .where(Enrolment.person_id == person.id, Enrolment.deleted_at.is_(None))
        .order_by(
            Enrolment.withdrawn_at.is_not(None), Enrolment.enrolled_at.desc(), Enrolment.id.desc()
        )
        .limit(1)
    )


def consent(enrolment: Enrolment, version: str, now: datetime) -> None:
    """The person has read what is kept and takes the tests; a second time changes nothing."""
    if enrolment.declined_at is None and enrolment.consent_version == version:
        return
    enrolment.declined_at = None
    if enrolment.consent_version != version:
        enrolment.consent_version = version
        enrolment.consented_at = now
    enrolment.revision += 1


def decline(enrolment: Enrolment, now: datetime) -> None:
    """The person follows without being tested; a second time changes nothing."""
    if enrolment.declined_at is None:
        enrolment.declined_at = now
        enrolment.revision += 1


def set_profile(enrolment: Enrolment, given: dict[str, str]) -> None:
    """Keep the optional profile as given; raises profile.NotOnTheList."""
    for field, value in profile.checked(given).items():
        setattr(enrolment, field, value)
    enrolment.revision += 1


def close(session: Session, cohort: Cohort, now: datetime) -> None:
    """Close a cohort for good: who has no post-test by now stays without a pair."""
    if cohort.closed_at is None:
        cohort.closed_at = now
        cohort.revision += 1
