"""The rules of a cohort's tests as its trainer keeps them, and takes a change of them back.

What they mean is in `policies`.
"""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import CohortClosed
from elearn.installation.identity import installed
from elearn.people import undoing
from elearn.people.models import Change, Person
from elearn.people.undoing import CannotUndo, Kind, Values
from elearn.quizzes.models import TestPolicy
from elearn.quizzes.policies import Counting, Feedback, Policy
from elearn.quizzes.waves import Wave


class Backwards(ValueError):
    """The test would close before it opens."""


def of_cohort(session: Session, cohort_id: uuid.UUID) -> dict[Wave, Policy]:
    """The rules that were changed, by test."""
    rows = session.scalars(select(TestPolicy).where(TestPolicy.cohort_id == cohort_id))
    return {row.wave: policy_of(row) for row in rows}


def policy_of(row: TestPolicy) -> Policy:
    """The rules of this row."""
    return Policy(
        row.opens_at,
        row.closes_at,
        row.minutes,
        row.word,
        row.tries,
        row.counting,
        row.feedback,
        row.keys,
    )


def change(
    session: Session,
    cohort_id: uuid.UUID,
    wave: Wave,
    policy: Policy,
    actor: Person,
    now: datetime,
) -> Change | None:
    """Keep new rules for a test; None where they are the old ones.

    Raises CohortClosed or Backwards.
    """
    _open_cohort(session, cohort_id)
    if policy.opens_at and policy.closes_at and policy.closes_at <= policy.opens_at:
        raise Backwards
    row = _row(session, cohort_id, wave)
    held = policy_of(row) if row else Policy()
    if policy == held:
        return None
    _write(session, cohort_id, wave, policy)
    before, after = undoing.differing(_values(held), _values(policy))
    return undoing.keep(
        session,
        KINDS[wave],
        place_id=cohort_id,
        subject_id=cohort_id,
        before=before,
        after=after,
        actor=actor,
        now=now,
    )


def _open_cohort(session: Session, cohort_id: uuid.UUID) -> None:
    if enrolments.locked(session, cohort_id).closed_at is not None:
        raise CohortClosed(cohort_id)


def _write(session: Session, cohort_id: uuid.UUID, wave: Wave, policy: Policy) -> None:
    row = _row(session, cohort_id, wave)
    if row is None:
        row = TestPolicy(cohort_id=cohort_id, wave=wave, origin=installed(session).id, revision=0)
        session.add(row)
    for name, value in asdict(policy).items():
        setattr(row, name, value)
    row.revision += 1
    session.flush()


def _values(policy: Policy) -> Values:
    """As plain JSON: moments in UTC, words as they are kept."""
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(policy).items()
    }


def _policy(values: Values) -> Policy:
    typed: dict[str, Any] = {
        name: _TYPES.get(name, _as_it_is)(value) if value is not None else None
        for name, value in values.items()
    }
    return Policy(**typed)


def _as_it_is(value: Any) -> Any:
    return value


_TYPES: dict[str, Callable[[Any], Any]] = {
    "opens_at": datetime.fromisoformat,
    "closes_at": datetime.fromisoformat,
    "counting": Counting,
    "feedback": Feedback,
}


def _kind(wave: Wave) -> Kind:
    def held(session: Session, change: Change) -> Values:
        enrolments.locked(session, change.subject_id)
        row = _row(session, change.subject_id, wave)
        return _values(policy_of(row) if row else Policy())

    def read(session: Session, change: Change) -> Values:
        now = held(session, change)
        return {name: now[name] for name in change.after}

    def put_back(session: Session, change: Change, _now: datetime) -> None:
        try:
            _open_cohort(session, change.subject_id)
        except CohortClosed as closed:
            raise CannotUndo(CLOSED) from closed
        policy = _policy({**held(session, change), **change.before})
        _write(session, change.subject_id, wave, policy)

    return Kind(f"rules-{wave}", read, put_back)


CLOSED = "closed"
KINDS = {wave: _kind(wave) for wave in (Wave.PRE, Wave.POST)}


def open_again(session: Session, cohort_id: uuid.UUID, wave: Wave, now: datetime) -> None:
    """Forget a closing time that has passed: the trainer has just opened the test by hand."""
    row = _row(session, cohort_id, wave)
    if row is not None and row.closes_at is not None and row.closes_at <= now:
        row.closes_at = None
        row.revision += 1


def _row(session: Session, cohort_id: uuid.UUID, wave: Wave) -> TestPolicy | None:
    return session.scalar(
        select(TestPolicy)
        .where(TestPolicy.cohort_id == cohort_id, TestPolicy.wave == wave)
        .execution_options(populate_existing=True)
    )
