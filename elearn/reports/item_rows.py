"""The tests of a course over several sessions, each with what it asked and what was answered."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.people.models import Person
from elearn.quizzes.models import Attempt, Excuse, Opening, Response, TestPolicy
from elearn.quizzes.questions import Choice
from elearn.quizzes.waves import FOLLOW_UPS, Source, Wave
from elearn.reports.scopes import Scope, counted
from elearn.reports.sessions import collected


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that counts."""

    choice: Choice
    right: bool


@dataclass(frozen=True, slots=True)
class Test:
    """One person's first test that counts: its right answers, and what it asked (items to hashes).

    `wordings` has what is left after rulings; `answers` those that were read. period: the quarter
    in which it began, such as 2026-4.
    """

    __test__ = False  # pytest would take its name for a test's
    enrolment_id: uuid.UUID
    cohort_id: uuid.UUID
    wave: Wave
    form: str
    total: int
    period: str
    sex: str | None
    wordings: Mapping[str, str]
    answers: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Tests:
    """The tests of one form at one moment that asked the same items; `other` asked others."""

    __test__ = False
    tests: tuple[Test, ...]
    other: int

    @property
    def items(self) -> tuple[str, ...]:
        """The items that all of them asked, in the order of their ids."""
        return tuple(sorted(self.tests[0].wordings)) if self.tests else ()


def read(
    session: Session,
    scope: Scope,
    course_id: str,
    waves: Collection[Wave],
    void: Collection[bytes],
    now: datetime,
    *,
    form: str | None = None,
    items: Collection[str] | None = None,
) -> dict[tuple[Wave, str], Tests]:
    """The tests by moment and form, as first taken and in the order in which they began.

    Two queries. `form` limits the tests and `items` the answers read; `void` are wordings that
    left the tests. Totals from paper and tests whose single answers had their time say nothing of
    items.
    """
    limits = [] if form is None else [Attempt.form == form]
    given = _given(session, scope, course_id, waves, items, limits)
    gone = {digest.hex() for digest in void}
    found: dict[tuple[Wave, str], list[Test]] = {}
    for row in session.execute(_attempts(scope, course_id, waves, now).where(*limits)):
        test = _test(row, gone, given.get(row.id, {}))
        found.setdefault((test.wave, test.form), []).append(test)
    return {key: _alike(tests) for key, tests in found.items()}


def of_course(session: Session, scope: Scope) -> set[str]:
    """The courses of the asker's sessions."""
    return set(session.scalars(select(Cohort.course_id).where(scope.mine).distinct()))


def _alike(tests: Sequence[Test]) -> Tests:
    """Those that asked what most of them asked: totals of other lengths cannot be compared."""
    asked = Counter(frozenset(test.wordings) for test in tests)
    most = max(asked, key=lambda one: (asked[one], sorted(one)))
    kept = tuple(test for test in tests if test.wordings.keys() == most)
    return Tests(kept, len(tests) - len(kept))


def _test(row: Any, gone: Collection[str], answers: Mapping[str, Given]) -> Test:
    wordings = {one["item"]: one["wording"] for one in row.shown if one["wording"] not in gone}
    return Test(
        row.enrolment_id,
        row.cohort_id,
        Wave(row.wave),
        row.form or "",
        row.points,
        f"{row.started_at.year}-{(row.started_at.month + 2) // 3}",
        row.sex,
        wordings,
        answers,
    )


def _joined(asked: Select[Any], scope: Scope, course_id: str, waves: Collection[Wave]) -> Any:
    return (
        asked.join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            scope.mine,
            *counted(),
            Cohort.course_id == course_id,
            Attempt.wave.in_(waves),
            Attempt.number == 1,
            Attempt.tried == 1,
            Attempt.deleted_at.is_(None),
            Attempt.source != Source.PAPER_TOTAL,
        )
    )


def _attempts(scope: Scope, course_id: str, waves: Collection[Wave], now: datetime) -> Any:
    columns = (
        Attempt.id,
        Attempt.enrolment_id,
        Enrolment.cohort_id,
        Enrolment.sex,
        Attempt.wave,
        Attempt.form,
        Attempt.points,
        Attempt.started_at,
        Attempt.shown,
    )
    kept = exists().where(Response.attempt_id == Attempt.id)
    excused = exists().where(
        Excuse.enrolment_id == Attempt.enrolment_id, Excuse.wave == Attempt.wave
    )
    return (
        _joined(select(*columns).select_from(Attempt), scope, course_id, waves)
        .outerjoin(Opening, _of_test(Opening))
        .outerjoin(TestPolicy, _of_test(TestPolicy))
        .where(
            Attempt.maximum > 0,
            or_(Attempt.answered == 0, kept),
            or_(
                Attempt.submitted_at.is_not(None),
                and_(Attempt.wave.not_in(FOLLOW_UPS), collected(now)),
            ),
            ~excused,
        )
        .order_by(Attempt.started_at, Attempt.id)
    )


def _of_test(table: Any) -> Any:
    return and_(table.cohort_id == Enrolment.cohort_id, table.wave == Attempt.wave)


def _given(
    session: Session,
    scope: Scope,
    course_id: str,
    waves: Collection[Wave],
    items: Collection[str] | None,
    limits: Iterable[ColumnElement[bool]],
) -> dict[uuid.UUID, dict[str, Given]]:
    columns = (Response.attempt_id, Response.item, Response.choice, Response.points)
    asked = _joined(
        select(*columns).join(Attempt, Attempt.id == Response.attempt_id), scope, course_id, waves
    )
    asked = asked.where(*limits)
    if items is not None:
        asked = asked.where(Response.item.in_(items))
    found: dict[uuid.UUID, dict[str, Given]] = {}
    for attempt_id, item, choice, points in session.execute(asked):
        found.setdefault(attempt_id, {})[item] = Given(choice, points > 0)
    return found


def takers_of(tests: Iterable[Test], item: str, wording: str) -> list[Test]:
    """Those of the tests that asked this item in this wording."""
    return [test for test in tests if test.wordings.get(item) == wording]
