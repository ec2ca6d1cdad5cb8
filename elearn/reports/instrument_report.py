"""What the answers to a test that is not Danbe's tell: of the test, and of each item."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.people.models import Person
from elearn.quizzes.instrument_models import Instrument, OutsideAnswer, OutsideTest
from elearn.quizzes.waves import Wave
from elearn.reports.scopes import Scope, counted
from elearn.results.gains import Mastery
from elearn.results.item_analysis import ItemAnalysis, analyse_items
from elearn.results.item_study import Study, Taker, study

EMPTY = ""
"""What stands for an empty cell among the options."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One instrument at one moment, and how many of the asker's people took it."""

    id: uuid.UUID
    title: str
    wave: Wave
    people: int


@dataclass(frozen=True, slots=True)
class InstrumentReport:
    """The whole test at one moment; `keys` by label, None where answers came marked."""

    id: uuid.UUID
    title: str
    wave: Wave
    keys: Mapping[str, str | None]
    analysis: ItemAnalysis


@dataclass(frozen=True, slots=True)
class InstrumentItem:
    """One item at one moment; `moved` are people who took the test before and after."""

    report: InstrumentReport
    label: str
    study: Study
    moved: Mastery

    @property
    def key(self) -> str | None:
        """Its right answer; None where answers came marked."""
        return self.report.keys[self.label]


@dataclass(frozen=True, slots=True)
class _Test:
    """One person's answers by label."""

    enrolment_id: uuid.UUID
    answers: Mapping[str, tuple[str | None, bool]]

    @property
    def total(self) -> int:
        return sum(right for _, right in self.answers.values())


def listed(session: Session, scope: Scope) -> tuple[Listed, ...]:
    """The instruments that the asker's people took, by title and moment; one query."""
    rows = session.execute(
        _tests(
            scope, Instrument.id, Instrument.title, OutsideTest.wave, func.count().label("people")
        ).group_by(Instrument.id, Instrument.title, OutsideTest.wave)
    )
    found = [Listed(*row) for row in rows]
    order = list(Wave)
    return tuple(sorted(found, key=lambda one: (one.title, one.id, order.index(one.wave))))


def report(
    session: Session, scope: Scope, instrument_id: uuid.UUID, wave: Wave
) -> InstrumentReport | None:
    """The test at this moment; None where nobody of the asker's took it."""
    found = _instrument(session, instrument_id)
    tests = _read(session, scope, instrument_id, wave) if found else []
    return _report(found, wave, tests) if found and tests else None


def item(
    session: Session, scope: Scope, instrument_id: uuid.UUID, wave: Wave, number: int
) -> InstrumentItem | None:
    """One item of it by its place from 1, with the whole; None where there is none to read."""
    found = _instrument(session, instrument_id)
    tests = _read(session, scope, instrument_id, wave) if found else []
    if found is None or not tests or not 1 <= number <= len(found.items):
        return None
    label = found.items[number - 1][0]
    takers = [_taker(test, label) for test in tests]
    moved = _moved(session, scope, instrument_id, label)
    return InstrumentItem(_report(found, wave, tests), label, study(takers), moved)


def _instrument(session: Session, instrument_id: uuid.UUID) -> Instrument | None:
    found = session.get(Instrument, instrument_id)
    return found if found and found.deleted_at is None else None


def _report(found: Instrument, wave: Wave, tests: Sequence[_Test]) -> InstrumentReport:
    labels = [label for label, _ in found.items]
    rows = [[int(test.answers[label][1]) for label in labels] for test in tests]
    return InstrumentReport(
        found.id, found.title, wave, dict(found.items), analyse_items(labels, rows)
    )


def _taker(test: _Test, label: str) -> Taker:
    choice, right = test.answers[label]
    return Taker(test.total, right, (EMPTY if choice is None else choice,))


def _tests(scope: Scope, *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(OutsideTest)
        .join(Instrument, Instrument.id == OutsideTest.instrument_id)
        .join(Enrolment, Enrolment.id == OutsideTest.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(scope.mine, *counted(), OutsideTest.deleted_at.is_(None))
    )


def _answers(scope: Scope, instrument_id: uuid.UUID) -> Any:
    """Every answer in the order of the sessions and their cards: ties of totals stay in it."""
    columns = (OutsideTest.id, OutsideTest.enrolment_id, OutsideTest.wave)
    given = (OutsideAnswer.label, OutsideAnswer.choice, OutsideAnswer.right)
    return (
        _tests(scope, *columns, *given)
        .join(OutsideAnswer, OutsideAnswer.test_id == OutsideTest.id)
        .where(Instrument.id == instrument_id)
        .order_by(Cohort.starts_on, Cohort.id, Enrolment.card_number)
    )


def _read(session: Session, scope: Scope, instrument_id: uuid.UUID, wave: Wave) -> list[_Test]:
    asked = _answers(scope, instrument_id).where(OutsideTest.wave == wave)
    tests: dict[uuid.UUID, tuple[uuid.UUID, dict[str, tuple[str | None, bool]]]] = {}
    for test_id, enrolment_id, _, label, choice, right in session.execute(asked):
        tests.setdefault(test_id, (enrolment_id, {}))[1][label] = (choice, right)
    return [_Test(enrolment_id, answers) for enrolment_id, answers in tests.values()]


def _moved(session: Session, scope: Scope, instrument_id: uuid.UUID, label: str) -> Mastery:
    """Right before and after of those who took the same item twice."""
    asked = _answers(scope, instrument_id).where(
        OutsideAnswer.label == label, OutsideTest.wave.in_((Wave.PRE, Wave.POST))
    )
    people: dict[uuid.UUID, dict[Wave, bool]] = {}
    for _, enrolment_id, wave, _, _, right in session.execute(asked):
        people.setdefault(enrolment_id, {})[wave] = right
    return _mastery(people.values())


def _mastery(people: Iterable[Mapping[Wave, bool]]) -> Mastery:
    both = (one for one in people if len(one) == 2)
    return sum((Mastery.one(one[Wave.PRE], one[Wave.POST]) for one in both), Mastery())
