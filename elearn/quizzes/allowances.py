"""What a trainer allows one person: a test open longer, more minutes, a second try.

Each is decided under the cohort's lock, kept with its reason, and never taken back.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Enrolment
from elearn.courses.path import Step
from elearn.people import audit
from elearn.people.models import Person
from elearn.quizzes import attempts, follow_up, standing
from elearn.quizzes.models import Allowance
from elearn.quizzes.policies import Allowing
from elearn.quizzes.standing import Membership, Standing
from elearn.quizzes.states import State
from elearn.quizzes.waves import FOLLOW_UPS, Wave


class NotAllowed(Exception):
    """It would change nothing in this state: `state` says what has become of the test."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


class Past(ValueError):
    """The moment until which the test would stand open has passed."""


class TooLate(ValueError):
    """A follow-up would stand open longer than it measures what it is to measure."""


class AskedOnce(ValueError):
    """A follow-up has no second try: its questions come again, and nobody reads the answers."""


class NoLimit(ValueError):
    """The test has no time limit that could be lengthened, or is not begun."""


class AllowedMeanwhile(Exception):
    """The same was just allowed: pressed twice, it is allowed once."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who allows it, why, and when; `steps` are those that the person follows.

    `seen` is how many rows of the person's history the page showed: pressed twice, it acts once.
    """

    actor: Person
    reason: str
    now: datetime
    steps: tuple[Step, ...]
    seen: int


def extend(session: Session, enrolment: Enrolment, wave: Wave, until: datetime, act: Act) -> None:
    """Open a test for one person until then; a follow-up also in a closed session, once it opened.

    Raises CohortClosed, AllowedMeanwhile, Past, TooLate or NotAllowed.
    """
    stands = _stands(session, enrolment, wave, act)
    state = stands.turn(wave, act.now)
    if state in (State.EXCUSED, State.SUBMITTED, State.SUBMITTED_LATE):
        raise NotAllowed(state)
    if wave in FOLLOW_UPS:
        if state is State.NOT_OFFERED:
            raise NotAllowed(state)
        _in_its_time(stands.membership, wave, until)
    _keep(session, enrolment, wave, Allowing.EXTENSION, act, until=_later(until, act.now))


def again(session: Session, enrolment: Enrolment, wave: Wave, until: datetime, act: Act) -> None:
    """Allow a second try until then; raises as `extend` does, or AskedOnce.

    The try before is ended by it and kept. There must be one, and none may wait to be begun.
    """
    if wave in FOLLOW_UPS:
        raise AskedOnce(wave)
    stands = _stands(session, enrolment, wave, act)
    last, turn = attempts.attempt_of(session, enrolment.id, wave), stands.turn(wave, act.now)
    if last is None or stands.second_try(wave) or not turn.settled or turn is State.EXCUSED:
        raise NotAllowed(turn)
    _keep(session, enrolment, wave, Allowing.SECOND_TRY, act, until=_later(until, act.now))
    attempts.end(last, act.now)


def give_minutes(
    session: Session, enrolment: Enrolment, wave: Wave, minutes: int, act: Act
) -> None:
    """Lengthen the time limit by so many minutes, from now on where it has passed.

    Raises CohortClosed, AllowedMeanwhile, NoLimit or NotAllowed.
    """
    stands = _stands(session, enrolment, wave, act)
    limit, state = stands.policy(wave).minutes, stands.turn(wave, act.now)
    if limit is None:
        raise NoLimit
    if state in (State.EXCUSED, State.SUBMITTED, State.SUBMITTED_LATE):
        raise NotAllowed(state)
    given = stands.allowed[wave].minutes if wave in stands.allowed else 0
    more = minutes + _overrun(stands, wave, limit + given, act.now)
    _keep(session, enrolment, wave, Allowing.MORE_TIME, act, minutes=more)


def history(session: Session, enrolment_id: uuid.UUID) -> list[tuple[Allowance, str]]:
    """What was allowed to one person and by whom, in its order."""
    rows = session.execute(
        select(Allowance, Person.username)
        .join(Person, Person.id == Allowance.allowed_by)
        .where(Allowance.enrolment_id == enrolment_id)
        .order_by(Allowance.allowed_at, Allowance.id)
    )
    return [(allowance, username or "") for allowance, username in rows]


def _stands(session: Session, enrolment: Enrolment, wave: Wave, act: Act) -> Standing:
    cohort = enrolments.locked(session, enrolment.cohort_id)
    if cohort.closed_at is not None and wave not in FOLLOW_UPS:
        raise CohortClosed(cohort.id)
    if len(history(session, enrolment.id)) != act.seen:
        raise AllowedMeanwhile
    return standing.load(session.connection(), Membership.of(enrolment, cohort), act.steps)


def _in_its_time(member: Membership, wave: Wave, until: datetime) -> None:
    assert member.ends_on is not None
    if until > follow_up.latest(wave, member.ends_on, member.time_zone):
        raise TooLate(until)


def _later(until: datetime, now: datetime) -> datetime:
    if until <= now:
        raise Past
    return until


def _overrun(stands: Standing, wave: Wave, limit: int, now: datetime) -> int:
    """Minutes since the limit passed: what is given counts from now, not from then."""
    last = stands.last.get(wave)
    if last is None:
        return 0
    return max(0, ceil((now - last.started_at) / timedelta(minutes=1)) - limit)


def _keep(
    session: Session,
    enrolment: Enrolment,
    wave: Wave,
    kind: Allowing,
    act: Act,
    *,
    until: datetime | None = None,
    minutes: int = 0,
) -> None:
    session.add(
        Allowance(
            enrolment_id=enrolment.id,
            wave=wave,
            kind=kind,
            until=until,
            minutes=minutes,
            reason=act.reason,
            allowed_by=act.actor.id,
            allowed_at=act.now,
        )
    )
    audit.record(session, act.actor, f"{kind}-{wave}", enrolment.id, act.now, act.reason)
