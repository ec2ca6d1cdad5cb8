"""Who is in a cohort and where each person stands in both tests, read in one query."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, literal, null, select, tuple_
from sqlalchemy.orm import Session, aliased

from elearn.cohorts.learners import only_outside
from elearn.cohorts.models import Cohort, Enrolment, StepDone
from elearn.courses.path import Step, Ways
from elearn.people.models import Person
from elearn.quizzes.models import Allowance, Attempt, Excuse, Opening, TestPolicy
from elearn.quizzes.policies import Policy
from elearn.quizzes.standing import Membership, Standing, Taken
from elearn.quizzes.states import Allowed, Late, State, Window
from elearn.quizzes.taking_rows import counting_try, excused
from elearn.quizzes.waves import Source, Wave

WAVES = (Wave.PRE, Wave.POST)


@dataclass(frozen=True, slots=True)
class Member:
    """One enrolment: its card number, where it stands, and how its tests reached us.

    `staff` try things out on a card of their own, and some took an outside test alone: the room
    sees them, no figure counts them.
    """

    card_number: int
    standing: Standing
    sources: Mapping[Wave, Source]
    staff: bool = False
    only_outside: bool = False

    @property
    def enrolment_id(self) -> uuid.UUID:
        """The enrolment's id."""
        return self.standing.membership.enrolment_id

    def state(self, wave: Wave, now: datetime) -> State:
        """What has become of this test for this person."""
        return self.standing.state(wave, now)

    @property
    def counts(self) -> bool:
        """Whether figures are about this person."""
        return not (self.staff or self.only_outside)

    @property
    def withdrawn(self) -> bool:
        """Whether this person does not come any more."""
        return self.standing.membership.withdrawn_at is not None

    @property
    def undecided(self) -> bool:
        """Whether late answers of this person wait for the trainer's decision."""
        return any(one.late is Late.WAITING for one in self.standing.attempts.values())

    def given(self, wave: Wave, now: datetime) -> Taken | None:
        """The person's test where it is over and has a score, also if no question of it is left."""
        return self.standing.attempts.get(wave) if self.state(wave, now).has_score else None


def members(session: Session, cohort: Cohort, steps: Ways | tuple[Step, ...]) -> tuple[Member, ...]:
    """Everybody in the cohort in the order of the cards.

    `steps` are those of each course that it offers, or the same for everybody.
    """
    ways = steps if isinstance(steps, Ways) else Ways.alone(cohort.course_id, steps)
    asked = _everybody(cohort, ways)
    return tuple(_member(row, cohort, ways.of(row.course_id)) for row in session.execute(asked))


def _everybody(cohort: Cohort, ways: Ways) -> Select[Any]:
    """One row an enrolment: unique constraints leave one row of each table joined a wave."""
    columns: list[Any] = [
        Enrolment.id,
        Enrolment.card_number,
        Enrolment.course_id,
        Enrolment.enrolled_at,
        Enrolment.declined_at,
        Enrolment.withdrawn_at,
        Person.username.is_not(None).label("staff"),
        only_outside().label("only_outside"),
        *_steps_done(cohort, ways),
    ]
    joins = []
    for wave in WAVES:
        attempt, excuse, opening = aliased(Attempt), aliased(Excuse), aliased(Opening)
        policy = aliased(TestPolicy)
        columns += _columns(wave, attempt, excuse, opening, policy)
        joins += [
            (attempt, counting_try(wave, attempt)),
            (excuse, excused(wave, excuse)),
            (opening, and_(opening.cohort_id == Enrolment.cohort_id, opening.wave == wave)),
            (policy, and_(policy.cohort_id == Enrolment.cohort_id, policy.wave == wave)),
        ]
    person = Person.id == Enrolment.person_id
    asked = select(*columns).select_from(Enrolment).join(Person, person)
    for table, condition in joins:
        asked = asked.outerjoin(table, condition)
    return asked.where(Enrolment.cohort_id == cohort.id, Enrolment.deleted_at.is_(None)).order_by(
        Enrolment.card_number
    )


def _columns(wave: Wave, attempt: Any, excuse: Any, opening: Any, policy: Any) -> list[Any]:
    found = {
        "id": attempt.id,
        "form": attempt.form,
        "source": attempt.source,
        "started_at": attempt.started_at,
        "submitted_at": attempt.submitted_at,
        "answered": attempt.answered,
        "points": attempt.points,
        "unknown": attempt.unknown,
        "maximum": attempt.maximum,
        "tried": attempt.tried,
        "ended_at": attempt.ended_at,
        "late": attempt.late,
        "opens_at": policy.opens_at,
        "closes_at": policy.closes_at,
        "minutes": policy.minutes,
        "since": _allowed(wave, func.min(Allowance.allowed_at), Allowance.until.is_not(None)),
        "until": _allowed(wave, func.max(Allowance.until)),
        "more_minutes": _allowed(wave, func.coalesce(func.sum(Allowance.minutes), 0)),
        "excused_at": excuse.excused_at,
        "opened_at": opening.opened_at,
        "closed_at": opening.closed_at,
    }
    return [column.label(f"{wave}_{name}") for name, column in found.items()]


def _allowed(wave: Wave, found: Any, *conditions: Any) -> Any:
    own = (Allowance.enrolment_id == Enrolment.id, Allowance.wave == wave)
    return select(found).where(*own, *conditions).correlate(Enrolment).scalar_subquery()


def _steps_done(cohort: Cohort, ways: Ways) -> list[Any]:
    """How many steps of the own course are done and when the last was: online they open a test."""
    if cohort.mode.by_hand or not any(ways.steps.values()):
        return [literal(0).label("steps_done"), null().label("steps_done_at")]
    return [
        _of_own_course(ways, func.count()).label("steps_done"),
        _of_own_course(ways, func.max(StepDone.done_at)).label("steps_done_at"),
    ]


def _of_own_course(ways: Ways, found: Any) -> Any:
    def among(steps: tuple[Step, ...]) -> Any:
        return (
            select(found)
            .where(
                StepDone.enrolment_id == Enrolment.id,
                tuple_(StepDone.module, StepDone.step).in_(steps),
            )
            .correlate(Enrolment)
            .scalar_subquery()
        )

    common = among(ways.of(None))
    own = [
        (Enrolment.course_id == course_id, among(steps))
        for course_id, steps in ways.steps.items()
        if course_id != ways.common and steps
    ]
    return case(*own, else_=common) if own else common


def _member(row: Row[Any], cohort: Cohort, steps: tuple[Step, ...]) -> Member:
    membership = Membership(
        row.id,
        cohort.id,
        cohort.mode.by_hand,
        row.enrolled_at,
        row.declined_at,
        cohort.closed_at,
        withdrawn_at=row.withdrawn_at,
    )
    standing = Standing(membership, steps)
    if row.steps_done and row.steps_done == len(steps):
        # The window needs the last step's moment alone, so it stands for the others too.
        standing.done = dict.fromkeys(steps, row.steps_done_at)
    sources = {}
    for wave in WAVES:
        of_wave = _Wave(row._mapping, wave)
        _place(standing, wave, of_wave)
        if of_wave["id"] is not None:
            sources[wave] = Source(of_wave["source"])
    return Member(row.card_number, standing, sources, bool(row.staff), bool(row.only_outside))


class _Wave:
    """The columns of one wave in a row."""

    def __init__(self, row: Mapping[Any, Any], wave: Wave) -> None:
        self.row = row
        self.wave = wave

    def __getitem__(self, name: str) -> Any:
        return self.row[f"{self.wave}_{name}"]


def _place(standing: Standing, wave: Wave, row: _Wave) -> None:
    if row["opened_at"] is not None:
        standing.openings[wave] = Window(row["opened_at"], row["closed_at"])
    standing.policies[wave] = Policy(row["opens_at"], row["closes_at"], row["minutes"])
    standing.allowed[wave] = Allowed(row["since"], row["until"], row["more_minutes"])
    if row["excused_at"] is not None:
        standing.excused[wave] = row["excused_at"]
    if row["id"] is not None:
        standing.attempts[wave] = Taken(
            row["id"],
            row["form"],
            row["started_at"],
            row["submitted_at"],
            row["answered"],
            row["points"],
            row["unknown"],
            row["maximum"],
            row["tried"],
            row["ended_at"],
            row["late"] and Late(row["late"]),
        )
