"""What the same people scored before, after and later, on the points that all three tests asked.

A follow-up is shorter than the tests before it: only the slots of all three can be compared.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from elearn.cohorts.learners import of_a_learner
from elearn.cohorts.models import Enrolment
from elearn.quizzes import recounting, states, taking_rows
from elearn.quizzes.models import Attempt, CommonScore, Response
from elearn.quizzes.states import Window
from elearn.quizzes.waves import FOLLOW_UPS, Wave

Points = Mapping[uuid.UUID, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Triple:
    """One person's three scores in items of `maximum`, the slots that all three tests asked."""

    before: int
    after: int
    later: int
    maximum: int


@dataclass(slots=True)
class Later:
    """The people with both tests: how many there are, and of each later test who took it.

    `triples` are those whose answers can be compared: a total from paper has none.
    """

    people: set[uuid.UUID] = field(default_factory=set)
    taken: dict[Wave, int] = field(default_factory=lambda: dict.fromkeys(FOLLOW_UPS, 0))
    triples: dict[Wave, dict[uuid.UUID, Triple]] = field(
        default_factory=lambda: {wave: {} for wave in FOLLOW_UPS}
    )

    @property
    def pairs(self) -> int:
        """How many have both tests."""
        return len(self.people)


def read(
    session: Session, cohort_id: uuid.UUID, now: datetime, points: Points | None = None
) -> Later:
    """The people of a cohort with both tests, and their follow-ups.

    `points` stand for those that are kept with the answers, where somebody made them again.
    """
    found = Later()
    points = _points(session, cohort_id) if points is None else points
    kept = _kept(session, cohort_id)
    void = recounting.voided(session.connection())
    for enrolment_id, tests in _scored(session, cohort_id, now).items():
        if not _paired(tests):
            continue
        found.people.add(enrolment_id)
        for wave in FOLLOW_UPS:
            if wave not in tests:
                continue
            found.taken[wave] += 1
            triple = kept.get((enrolment_id, wave)) or _triple(tests, wave, points, void)
            if triple is not None:
                found.triples[wave][enrolment_id] = triple
    return found


def keep(session: Session, cohorts: Collection[uuid.UUID], now: datetime) -> None:
    """Keep the triples of these cohorts as sums, before their single answers are deleted."""
    for cohort_id in cohorts:
        already = _kept(session, cohort_id)
        for wave, triples in read(session, cohort_id, now).triples.items():
            for enrolment_id, one in triples.items():
                if (enrolment_id, wave) not in already:
                    session.add(_row(enrolment_id, wave, one))
    session.flush()


def _row(enrolment_id: uuid.UUID, wave: Wave, one: Triple) -> CommonScore:
    return CommonScore(
        enrolment_id=enrolment_id,
        wave=wave,
        before=one.before,
        after=one.after,
        later=one.later,
        maximum=one.maximum,
    )


def _scored(
    session: Session, cohort_id: uuid.UUID, now: datetime
) -> dict[uuid.UUID, dict[Wave, Row[Any]]]:
    """The tests that have a score, by enrolment and wave."""
    found: dict[uuid.UUID, dict[Wave, Row[Any]]] = defaultdict(dict)
    for row in session.execute(_tests(cohort_id)):
        window = Window(row.started_at, taking_rows.closes(row))
        if states.state(taking_rows.facts(row), window, now).has_score:
            found[row.enrolment_id][row.wave] = row
    return found


def _tests(cohort_id: uuid.UUID) -> Any:
    return taking_rows.with_window(select(*taking_rows.FACTS).select_from(Attempt)).where(
        Enrolment.cohort_id == cohort_id,
        Enrolment.deleted_at.is_(None),
        of_a_learner(),
        Attempt.number == 1,
        Attempt.deleted_at.is_(None),
    )


def _points(session: Session, cohort_id: uuid.UUID) -> Points:
    """The points of each response, by attempt and item."""
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    rows = session.execute(
        select(Response.attempt_id, Response.item, Response.points)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
    )
    for attempt_id, item, points in rows:
        found[attempt_id][item] = points
    return found


def _kept(session: Session, cohort_id: uuid.UUID) -> dict[tuple[uuid.UUID, Wave], Triple]:
    rows = session.scalars(
        select(CommonScore)
        .join(Enrolment, Enrolment.id == CommonScore.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
    )
    return {
        (row.enrolment_id, row.wave): Triple(row.before, row.after, row.later, row.maximum)
        for row in rows
    }


def _paired(tests: Mapping[Wave, Row[Any]]) -> bool:
    """Whether there are both tests, and not in one form twice."""
    if Wave.PRE not in tests or Wave.POST not in tests:
        return False
    before, after = tests[Wave.PRE].form, tests[Wave.POST].form
    return before is None or before != after


def _triple(
    tests: Mapping[Wave, Row[Any]], wave: Wave, points: Points, void: Collection[bytes]
) -> Triple | None:
    three = [tests[one] for one in (Wave.PRE, Wave.POST, wave)]
    sheets = [_sheet(test, points, void) for test in three]
    common = set(sheets[0]) & set(sheets[1]) & set(sheets[2])
    if not common:
        return None
    before, after, later = (sum(sheet[slot] for slot in common) for sheet in sheets)
    return Triple(before, after, later, len(common))


def _sheet(test: Row[Any], points: Points, void: Collection[bytes]) -> dict[str, int]:
    """Points by slot, without what left the test.

    Empty where the answers are gone or never were (a total from paper).
    """
    given = points.get(test.id, {})
    if test.answered and not given:
        return {}
    return {
        _slot(row["item"]): given.get(row["item"], 0)
        for row in test.shown
        if bytes.fromhex(row["wording"]) not in void
    }


def _slot(item: str) -> str:
    # The checker holds every item to the id of its slot and its form: C2-S1-A.
    return item.rpartition("-")[0]
