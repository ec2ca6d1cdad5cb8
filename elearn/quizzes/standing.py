"""Where one person stands in a course: everything that states follow from, in one query."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    bindparam,
    literal,
    null,
    select,
    union_all,
)

from elearn.cohorts.models import Cohort, Enrolment, Mode, StepDone
from elearn.courses.path import Step
from elearn.quizzes import follow_up, states, unlocking
from elearn.quizzes.models import Attempt, Excuse, Opening
from elearn.quizzes.states import Facts, State, Window
from elearn.quizzes.waves import FOLLOW_UPS, Wave

_ENROLMENT: BindParameter[uuid.UUID] = bindparam("enrolment_id")
_COHORT: BindParameter[uuid.UUID] = bindparam("cohort_id")
# Four small tables under one set of columns: one trip to the database instead of four.
_ALL: CompoundSelect[Any] = union_all(
    select(
        literal("attempt").label("what"),
        Attempt.wave.cast(StepDone.module.type).label("name"),
        Attempt.form.label("detail"),
        Attempt.started_at.label("first"),
        Attempt.submitted_at.label("second"),
        Attempt.id.label("id"),
        Attempt.answered.label("answered"),
        Attempt.points.label("points"),
        Attempt.unknown.label("unknown"),
        Attempt.maximum.label("maximum"),
    ).where(Attempt.enrolment_id == _ENROLMENT, Attempt.number == 1, Attempt.deleted_at.is_(None)),
    select(
        literal("opening"),
        Opening.wave.cast(StepDone.module.type),
        null(),
        Opening.opened_at,
        Opening.closed_at,
        Opening.id,
        literal(0),
        literal(0),
        literal(0),
        literal(0),
    ).where(Opening.cohort_id == _COHORT),
    select(
        literal("excuse"),
        Excuse.wave.cast(StepDone.module.type),
        null(),
        Excuse.excused_at,
        null(),
        Excuse.enrolment_id,
        literal(0),
        literal(0),
        literal(0),
        literal(0),
    ).where(Excuse.enrolment_id == _ENROLMENT),
    select(
        literal("step"),
        StepDone.module,
        StepDone.step,
        StepDone.done_at,
        null(),
        StepDone.enrolment_id,
        literal(0),
        literal(0),
        literal(0),
        literal(0),
    ).where(StepDone.enrolment_id == _ENROLMENT),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """An attempt as its sums have it (items)."""

    id: uuid.UUID
    form: str | None
    started_at: datetime
    submitted_at: datetime | None
    answered: int
    points: int
    unknown: int | None
    maximum: int


@dataclass(frozen=True, slots=True)
class Membership:
    """What states need to know of an enrolment and its cohort."""

    enrolment_id: uuid.UUID
    cohort_id: uuid.UUID
    in_room: bool
    enrolled_at: datetime
    declined_at: datetime | None
    cohort_closed_at: datetime | None = None
    # The last day and the zone decide the follow-ups; None where nobody asks for them.
    ends_on: date | None = None
    time_zone: str = "UTC"

    @classmethod
    def of(cls, enrolment: Enrolment, cohort: Cohort) -> "Membership":
        """The membership of this enrolment's row."""
        return cls(
            enrolment.id,
            cohort.id,
            cohort.mode is Mode.ROOM,
            enrolment.enrolled_at,
            enrolment.declined_at,
            cohort.closed_at,
            cohort.ends_on,
            cohort.time_zone,
        )


@dataclass(slots=True)
class Standing:
    """A person's attempts, the cohort's openings, excuses, and steps done."""

    membership: Membership
    steps: tuple[Step, ...]
    attempts: dict[Wave, Taken] = field(default_factory=dict)
    openings: dict[Wave, Window] = field(default_factory=dict)
    excused: dict[Wave, datetime] = field(default_factory=dict)
    done: dict[Step, datetime] = field(default_factory=dict)

    def window(self, wave: Wave) -> Window:
        """When this test stands open to this person."""
        opened = self.openings.get(wave)
        member = self.membership
        if wave in FOLLOW_UPS:
            return opened or self._follow_up_window(wave)
        if wave is Wave.PRE:
            window = unlocking.pre_window(
                in_room=member.in_room, opened=opened, enrolled_at=member.enrolled_at
            )
        else:
            window = unlocking.post_window(
                in_room=member.in_room, opened=opened, steps=self.steps, done=self.done
            )
        return _closed_with_cohort(window, member.cohort_closed_at)

    def _follow_up_window(self, wave: Wave) -> Window:
        member = self.membership
        if member.ends_on is None:
            return Window()
        return follow_up.window(wave, member.ends_on, member.time_zone)

    def follow_up_due(self, now: datetime) -> Wave | None:
        """The follow-up test to take now, if there is one."""
        later = {wave: self.state(wave, now) for wave in FOLLOW_UPS}
        closed = self.membership.cohort_closed_at is not None
        return follow_up.due(later, self.state(Wave.POST, now), closed)

    def state(self, wave: Wave, now: datetime) -> State:
        """What has become of this test for this person."""
        taken = self.attempts.get(wave)
        facts = Facts(
            declined_at=self.membership.declined_at,
            excused_at=self.excused.get(wave),
            started_at=taken.started_at if taken else None,
            submitted_at=taken.submitted_at if taken else None,
            answered=taken.answered if taken else 0,
        )
        return states.state(facts, self.window(wave), now)

    def next_step(self, now: datetime) -> unlocking.Next:
        """The one thing to do next."""
        due = self.follow_up_due(now)
        if due is not None:
            return unlocking.Next(unlocking.Place(due.value))
        return unlocking.next_step(
            self.state(Wave.PRE, now), self.state(Wave.POST, now), self.steps, self.done
        )

    def modules_open(self, now: datetime) -> bool:
        """Whether lessons may be read."""
        return unlocking.modules_open(self.state(Wave.PRE, now), self.state(Wave.POST, now))


def load(connection: Connection, member: Membership, steps: tuple[Step, ...]) -> Standing:
    """Where this person stands, read in one query."""
    standing = Standing(member, steps)
    rows = connection.execute(
        _ALL, {"enrolment_id": member.enrolment_id, "cohort_id": member.cohort_id}
    )
    for row in rows:
        _place(standing, row)
    return standing


def _place(standing: Standing, row: Any) -> None:
    if row.what == "step":
        standing.done[row.name, row.detail] = row.first
    elif row.what == "opening":
        standing.openings[Wave(row.name)] = Window(row.first, row.second)
    elif row.what == "excuse":
        standing.excused[Wave(row.name)] = row.first
    else:
        standing.attempts[Wave(row.name)] = Taken(
            row.id,
            row.detail,
            row.first,
            row.second,
            row.answered,
            row.points,
            row.unknown,
            row.maximum,
        )


def _closed_with_cohort(window: Window, closed_at: datetime | None) -> Window:
    if closed_at is None or (window.closed_at is not None and window.closed_at <= closed_at):
        return window
    return Window(window.opened_at, closed_at)
