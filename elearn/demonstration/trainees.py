"""Invented trainees: a code, a plausible profile, and no PIN, so that nobody comes in as them."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort, Enrolment
from elearn.cohorts.profile import UNDISCLOSED
from elearn.installation.identity import installed
from elearn.people import codes
from elearn.people.models import Person

# Shares of 100 as a mixed session has them; invented.
SHARES = {
    "sex": {"man": 72, "woman": 28},
    "profession": {
        "police": 28,
        "gendarmerie": 26,
        "prison-staff": 22,
        "magistrate": 8,
        "court-clerk": 6,
        "prison-health-social": 4,
        "lawyer": 3,
        "cndh": 3,
    },
    "age_band": {"under-25": 6, "25-34": 38, "35-44": 34, "45-54": 18, "55-over": 4},
    "service_band": {"under-5": 24, "5-9": 30, "10-19": 32, "20-over": 14},
}
MISSING, UNSAID = 0.06, 0.04


def enrol(
    session: Session, cohort: Cohort, people: int, random: Random, now: datetime
) -> list[Enrolment]:
    """As many new people in the cohort, by card number from the next on."""
    return [
        enrol_one(session, cohort, _person(session, random, now), random, now)
        for _ in range(people)
    ]


def enrol_one(
    session: Session, cohort: Cohort, person: Person, random: Random, now: datetime
) -> Enrolment:
    """This person in the cohort, with a plausible profile."""
    found = enrolments.enrol(session, cohort, person, now)
    enrolments.set_profile(found, _profile(random, cohort.region))
    return found


def _person(session: Session, random: Random, now: datetime) -> Person:
    person = Person(code=codes.new_code(random), made_at=now, origin=installed(session).id)
    session.add(person)
    session.flush()
    return person


def _profile(random: Random, region: str | None) -> dict[str, str]:
    given = {name: _drawn(random, shares) for name, shares in SHARES.items()}
    given["region"] = _drawn(random, {region or "Bamako": 85, "Bamako": 15})
    return given


def _drawn(random: Random, shares: dict[str, int]) -> str:
    """One value by its share; sometimes nothing, sometimes "prefer not to say"."""
    chance = random.random()
    if chance < MISSING:
        return ""
    if chance < MISSING + UNSAID:
        return UNDISCLOSED
    values: Sequence[str] = list(shares)
    return random.choices(values, list(shares.values()))[0]
