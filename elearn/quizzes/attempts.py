"""Opening tests, starting, submitting: each act decided under the cohort's lock.

Functions never commit: the caller stands inside `db.writing()`.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any, Protocol, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts import words_aloud
from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.items import Form, Item
from elearn.courses.path import Step
from elearn.courses.wording import wording_hash
from elearn.installation.identity import installed
from elearn.quizzes import forms, policies, recounting, rules, sittings, standing, taking, tries
from elearn.quizzes.models import AnswerSheet, Attempt, Excuse, Opening
from elearn.quizzes.policies import Policy
from elearn.quizzes.questions import question
from elearn.quizzes.standing import Membership, Standing
from elearn.quizzes.states import State
from elearn.quizzes.waves import FOLLOW_UPS, Source, Wave


class NotOpen(Exception):
    """The test cannot be taken now: `state` says what has become of it."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


class NotStarted(Exception):
    """There is no attempt to hand in."""


class WrongWord(ValueError):
    """The access word typed is not the one that the trainer says in the room."""


class NoConsent(Exception):
    """The person has not yet read what is kept, nor agreed to it."""


class ItemsOf(Protocol):
    """Where the items of a form come from."""

    def __call__(self, form: Form) -> Sequence[Item]:
        """The items of one form, one for each slot of the blueprint."""


def start(
    session: Session,
    enrolment: Enrolment,
    wave: Wave,
    *,
    steps: tuple[Step, ...],
    items_of: ItemsOf,
    language: str,
    now: datetime,
    source: Source = Source.SCREEN,
    word: str = "",
) -> Attempt:
    """The person's attempt at this test, made when there is none, or when a further try is open.

    Raises NotOpen, NoConsent, or WrongWord where a test begins that has an access word. The form
    is chosen here, with the cohort locked, so that two who start at once cannot both be counted
    into the smaller arm.
    """
    cohort = enrolments.locked(session, enrolment.cohort_id)
    last = attempt_of(session, enrolment.id, wave)
    stands = standing.load(session.connection(), Membership.of(enrolment, cohort), steps)
    state = stands.turn(wave, now)
    if not state.can_answer:
        raise NotOpen(state)
    if last is not None and state is State.STARTED:
        return last
    policy = stands.policy(wave)
    if policy.word and not words_aloud.same_word(policy.word, word):
        raise WrongWord
    if enrolment.consented_at is None:
        raise NoConsent
    form = _form(session, cohort, stands, wave)
    items = items_of(form)
    tried = 1
    if last is not None:
        end(last, now)
        tried = last.tried + 1
    attempt = Attempt(
        enrolment_id=enrolment.id,
        wave=wave,
        number=tries.next_number(session, enrolment.id, wave),
        tried=tried,
        replaces=tried > 1 and policies.takes_over(policy, tried),
        source=source,
        form=form,
        language=language,
        shown=shown(items, Random(_seed(cohort, enrolment, wave, tried))),
        maximum=len(items),
        started_at=now,
        origin=installed(session).id,
    )
    session.add(attempt)
    session.flush()
    # Asked behind the new row: a ruling waits for it, or has been kept before it.
    attempt.maximum -= recounting.void_among(session.connection(), attempt.shown)
    session.flush()
    return attempt


def submit(session: Session, enrolment_id: uuid.UUID, wave: Wave, now: datetime) -> bool:
    """Hand the test in; False when it already was. Raises NotStarted, or NotOpen when too late.

    Its sums were kept with every answer, so nothing is scored here that could be scored twice.
    """
    attempt = attempt_of(session, enrolment_id, wave, lock=True)
    taken = taking.of_enrolment(session.connection(), enrolment_id, wave)
    if attempt is None or taken is None:
        raise NotStarted
    if attempt.submitted_at is not None:
        return False
    state = taken.state(now)
    if state is not State.STARTED:
        raise NotOpen(state)
    attempt.submitted_at = now
    attempt.revision += 1
    session.flush()
    tries.take_over(session.connection(), taken, now)
    return True


def end(attempt: Attempt, now: datetime) -> None:
    """End a try that was never handed in: the next one begins."""
    if attempt.submitted_at is None and attempt.ended_at is None:
        attempt.ended_at = now
        attempt.revision += 1


def attempt_of(
    session: Session, enrolment_id: uuid.UUID, wave: Wave, *, lock: bool = False
) -> Attempt | None:
    """The person's latest try at this test, if there is one; locked where it is to change."""
    wanted = (
        select(Attempt)
        .where(
            Attempt.enrolment_id == enrolment_id,
            Attempt.wave == wave,
            Attempt.deleted_at.is_(None),
        )
        .order_by(Attempt.tried.desc())
        .limit(1)
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalar(wanted)


def open_test(session: Session, cohort_id: uuid.UUID, wave: Wave, now: datetime) -> Opening:
    """Open a test for the cohort, or open it again; raises CohortClosed."""
    cohort = enrolments.locked(session, cohort_id)
    if cohort.closed_at is not None:
        raise enrolments.CohortClosed(cohort_id)
    opening = _opening(session, cohort_id, wave)
    if opening is None:
        opening = Opening(
            cohort_id=cohort_id, wave=wave, opened_at=now, origin=installed(session).id
        )
        session.add(opening)
    elif opening.closed_at is not None:
        opening.closed_at = None
        opening.revision += 1
    rules.open_again(session, cohort_id, wave, now)
    session.flush()
    return opening


def close_test(session: Session, cohort_id: uuid.UUID, wave: Wave, now: datetime) -> None:
    """Close a test for the cohort; what was answered so far is collected after the grace."""
    enrolments.locked(session, cohort_id)
    opening = _opening(session, cohort_id, wave) or _by_clock(session, cohort_id, wave, now)
    if opening is not None and opening.closed_at is None:
        opening.closed_at = now
        opening.revision += 1


def _by_clock(session: Session, cohort_id: uuid.UUID, wave: Wave, now: datetime) -> Opening | None:
    """The opening of a test that its rules opened by the clock, so that a hand can close it."""
    opens_at = rules.of_cohort(session, cohort_id).get(wave, Policy()).opens_at
    if opens_at is None or opens_at > now:
        return None
    opening = Opening(
        cohort_id=cohort_id, wave=wave, opened_at=opens_at, origin=installed(session).id
    )
    session.add(opening)
    session.flush()
    return opening


def excuse(session: Session, enrolment_id: uuid.UUID, wave: Wave, now: datetime) -> None:
    """Excuse one person from a test; a second time changes nothing."""
    if session.get(Excuse, (enrolment_id, wave)) is None:
        session.add(Excuse(enrolment_id=enrolment_id, wave=wave, excused_at=now))


def _opening(session: Session, cohort_id: uuid.UUID, wave: Wave) -> Opening | None:
    return session.scalar(
        select(Opening).where(Opening.cohort_id == cohort_id, Opening.wave == wave)
    )


def _seed(cohort: Cohort, enrolment: Enrolment, wave: Wave, tried: int) -> str:
    first = f"{cohort.seed}:{enrolment.id}:{wave}"
    return first if tried == 1 else f"{first}:{tried}"


def _form(session: Session, cohort: Cohort, stands: Standing, wave: Wave) -> Form:
    last = stands.last.get(wave)
    if last is not None and last.form is not None:
        # A further try asks the same form: the other one is that of the other test.
        return cast(Form, last.form)
    if wave in FOLLOW_UPS:
        return forms.FOLLOW_UP
    aloud = sittings.form_of(cohort, wave)
    if aloud is not None:
        return aloud
    pre = stands.attempts.get(Wave.PRE)
    first = first_form(session, stands.membership.enrolment_id, pre.form if pre else None)
    if first is not None:
        return first if wave is Wave.PRE else forms.other(first)
    return forms.smaller_arm(_taken(session, cohort, wave), cohort.seed)


def first_form(session: Session, enrolment_id: uuid.UUID, taken: str | None) -> Form | None:
    """The form of the first test as it was taken, else as its sheet was printed."""
    printed = session.get(AnswerSheet, (enrolment_id, Wave.PRE))
    found = (taken, printed.form if printed else None)
    return next((cast(Form, form) for form in found if form in forms.CROSSED), None)


def _taken(session: Session, cohort: Cohort, wave: Wave) -> dict[str, int]:
    rows = session.execute(
        select(Attempt.form, func.count())
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            Attempt.wave == wave,
            Attempt.form.is_not(None),
            Attempt.number == 1,
            Attempt.deleted_at.is_(None),
        )
        .group_by(Attempt.form)
    )
    return {str(form): count for form, count in rows}


def shown(items: Sequence[Item], random: Random) -> list[dict[str, Any]]:
    """What an attempt keeps of each item: its wording's hash (hex) and the order of its options."""
    return [
        {
            "item": item.id,
            "wording": wording_hash(item).hex(),
            "options": question(item).shown(random),
        }
        for item in items
    ]
