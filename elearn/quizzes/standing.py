"""Where one person stands in a course: everything that states follow from, in one query."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.path import Step
from elearn.quizzes import follow_up, policies, states, unlocking
from elearn.quizzes.policies import Allowing, Counting, Policy
from elearn.quizzes.standing_rows import ALL
from elearn.quizzes.states import Allowed, Facts, Late, State, Window
from elearn.quizzes.waves import FOLLOW_UPS, Wave


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
    tried: int = 1
    ended_at: datetime | None = None
    late: Late | None = None


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
    withdrawn_at: datetime | None = None

    @classmethod
    def of(cls, enrolment: Enrolment, cohort: Cohort) -> "Membership":
        """The membership of this enrolment's row."""
        return cls(
            enrolment.id,
            cohort.id,
            cohort.mode.by_hand,
            enrolment.enrolled_at,
            enrolment.declined_at,
            cohort.closed_at,
            cohort.ends_on,
            cohort.time_zone,
            enrolment.withdrawn_at,
        )


@dataclass(slots=True)
class Standing:
    """A person's attempts, the cohort's openings and rules, what the person was allowed, and steps.

    `attempts` are those that count; `last` are the latest tries, mostly the same ones. `surveys`
    that were shown: the moment of each, and its module's slug ("" but after a module). `ruled`:
    questions were taken out or mended, of anybody's tests.
    """

    membership: Membership
    steps: tuple[Step, ...]
    attempts: dict[Wave, Taken] = field(default_factory=dict)
    openings: dict[Wave, Window] = field(default_factory=dict)
    excused: dict[Wave, datetime] = field(default_factory=dict)
    done: dict[Step, datetime] = field(default_factory=dict)
    last: dict[Wave, Taken] = field(default_factory=dict)
    policies: dict[Wave, Policy] = field(default_factory=dict)
    allowed: dict[Wave, Allowed] = field(default_factory=dict)
    surveys: set[tuple[str, str]] = field(default_factory=set)
    ruled: bool = False

    def policy(self, wave: Wave) -> Policy:
        """The rules of this test."""
        return self.policies.get(wave, Policy())

    def window(self, wave: Wave, started_at: datetime | None = None) -> Window:
        """When this test stands open to this person, who began it at `started_at`."""
        policy = self.policy(wave)
        opened = policies.opening(self.openings.get(wave), policy)
        member = self.membership
        if wave in FOLLOW_UPS:
            window = opened or self._follow_up_window(wave)
        elif wave is Wave.PRE:
            window = unlocking.pre_window(
                in_room=member.in_room, opened=opened, enrolled_at=member.enrolled_at
            )
        else:
            window = unlocking.post_window(
                in_room=member.in_room, opened=opened, steps=self.steps, done=self.done
            )
        window = policies.closing(window, policy)
        allowed = self.allowed.get(wave, Allowed())
        if not member.in_room and window.opened_at is None and allowed.until is not None:
            window = Window(allowed.since)  # online nothing closes before the session does
        window = states.personal(window, allowed, policy.minutes, started_at)
        if wave in FOLLOW_UPS:
            return window  # they come weeks after the session was closed
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
        """What has become of this test for this person: of the try that counts."""
        return self._state_of(self.attempts.get(wave), wave, now)

    def turn(self, wave: Wave, now: datetime) -> State:
        """The state of what the person may work at: the latest try, or a next one."""
        found, last = self.state(wave, now), self.last.get(wave)
        if last is None or found is State.EXCUSED:
            return found
        own = self._state_of(last, wave, now)
        if own is State.STARTED:
            return own
        here = self.membership.withdrawn_at is None
        left = here and last.tried < self.policy(wave).tries + self._granted(wave)
        if left and states.state(Facts(), self.window(wave), now) is State.OPEN:
            return State.OPEN
        return found

    def second_try(self, wave: Wave) -> bool:
        """Whether the trainer allowed a further try that the person has not begun."""
        last, granted = self.last.get(wave), self._granted(wave)
        return last is not None and bool(granted) and last.tried < self.policy(wave).tries + granted

    def _granted(self, wave: Wave) -> int:
        return self.allowed.get(wave, Allowed()).tries

    def _state_of(self, taken: Taken | None, wave: Wave, now: datetime) -> State:
        facts = Facts(
            declined_at=self.membership.declined_at,
            withdrawn_at=self.membership.withdrawn_at,
            excused_at=self.excused.get(wave),
            started_at=taken.started_at if taken else None,
            submitted_at=taken.submitted_at if taken else None,
            answered=taken.answered if taken else 0,
            ended_at=taken.ended_at if taken else None,
            late=taken.late if taken else None,
        )
        return states.state(facts, self.window(wave, facts.started_at), now)

    def next_step(self, now: datetime) -> unlocking.Next:
        """The one thing to do next."""
        due = self.follow_up_due(now)
        if due is not None:
            return unlocking.Next(unlocking.Place(due.value))
        return unlocking.next_step(
            self._facing(Wave.PRE, now), self._facing(Wave.POST, now), self.steps, self.done
        )

    def _facing(self, wave: Wave, now: datetime) -> State:
        turn = self.turn(wave, now)
        # A further try that the rules leave open is an offer; one that the trainer allowed is due.
        if turn is State.STARTED or self.second_try(wave):
            return turn
        return self.state(wave, now)

    def modules_open(self, now: datetime) -> bool:
        """Whether lessons may be read."""
        return unlocking.modules_open(self.state(Wave.PRE, now), self.state(Wave.POST, now))


def load(connection: Connection, member: Membership, steps: tuple[Step, ...]) -> Standing:
    """Where this person stands, read in one query."""
    standing = Standing(member, steps)
    rows = connection.execute(
        ALL, {"enrolment_id": member.enrolment_id, "cohort_id": member.cohort_id}
    )
    for row in rows:
        _place(standing, row)
    return standing


def _place(standing: Standing, row: Any) -> None:
    if row.what == "step":
        standing.done[row.name, row.detail] = row.first
    elif row.what == "survey":
        standing.surveys.add((row.detail, row.name))
    elif row.what == "ruled":
        standing.ruled = True
    elif row.what == "opening":
        standing.openings[Wave(row.name)] = Window(row.first, row.second)
    elif row.what == "excuse":
        standing.excused[Wave(row.name)] = row.first
    elif row.what == "policy":
        standing.policies[Wave(row.name)] = _policy(row)
    elif row.what == "allowance":
        _allow(standing, Wave(row.name), row)
    else:
        _take(standing, Wave(row.name), row)


def _policy(row: Any) -> Policy:
    return Policy(
        opens_at=row.first,
        closes_at=row.second,
        minutes=row.unknown,
        word=row.word,
        tries=row.tried,
        counting=Counting(row.detail),
    )


def _allow(standing: Standing, wave: Wave, row: Any) -> None:
    found = standing.allowed.get(wave, Allowed())
    since, until = found.since, found.until
    if row.second is not None:
        since = states.earliest(since, row.first)
        until = max(until or row.second, row.second)
    standing.allowed[wave] = Allowed(
        since,
        until,
        found.minutes + row.answered,
        found.tries + (row.detail == Allowing.SECOND_TRY),
    )


def _take(standing: Standing, wave: Wave, row: Any) -> None:
    taken = Taken(
        row.id,
        row.detail,
        row.first,
        row.second,
        row.answered,
        row.points,
        row.unknown,
        row.maximum,
        row.tried,
        row.third,
        Late(row.word) if row.word else None,
    )
    if row.number == 1:
        standing.attempts[wave] = taken
    if wave not in standing.last or taken.tried > standing.last[wave].tried:
        standing.last[wave] = taken


def _closed_with_cohort(window: Window, closed_at: datetime | None) -> Window:
    if closed_at is None or (window.closed_at is not None and window.closed_at <= closed_at):
        return window
    return Window(window.opened_at, closed_at)
