"""The room of a cohort: who stands where in both tests, and the one thing to do next."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Mode
from elearn.documents import arches
from elearn.quizzes import policies
from elearn.quizzes.models import Opening
from elearn.quizzes.policies import Policy
from elearn.quizzes.states import Late, State, Window
from elearn.quizzes.waves import Wave
from elearn.reports import roster
from elearn.reports.roster import WAVES, Member
from elearn.web.languages import say, say_many
from elearn.web.training import Trained


class Act(StrEnum):
    """The one thing a trainer does next."""

    OPEN_PRE = "open-pre"
    CLOSE_PRE = "close-pre"
    OPEN_POST = "open-post"
    CLOSE_POST = "close-post"
    WATCH = "watch"
    GAIN = "gain"


OPENS = {Wave.PRE: Act.OPEN_PRE, Wave.POST: Act.OPEN_POST}
CLOSES = {Wave.PRE: Act.CLOSE_PRE, Wave.POST: Act.CLOSE_POST}


@dataclass(frozen=True, slots=True)
class Place:
    """One card on the board: states only, never a score."""

    number: int
    pre: State
    post: State
    answered: int
    maximum: int
    late: frozenset[Wave] = frozenset()
    withdrawn: bool = False

    @property
    def feet(self) -> tuple[arches.State, arches.State]:
        """Its arch: left foot the pre-test, right foot the post-test."""
        return _foot(self.pre), _foot(self.post)

    def of(self, wave: Wave) -> State:
        """The state of one test."""
        return self.pre if wave == Wave.PRE else self.post


@dataclass(frozen=True, slots=True)
class Room:
    """The board; `wave` is the test the room is at, `waiting` are those who may still take it."""

    cohort: Cohort
    wave: Wave
    places: tuple[Place, ...]
    windows: Mapping[Wave, Window]
    states: Mapping[Wave, Mapping[State, int]]
    rules: Mapping[Wave, Policy]

    @classmethod
    def of(
        cls,
        cohort: Cohort,
        people: Sequence[Member],
        windows: Mapping[Wave, Window],
        now: datetime,
    ) -> "Room":
        """The board of these people as it is now."""
        states = {wave: Counter(one.state(wave, now) for one in people) for wave in WAVES}
        at_post = Wave.POST in windows or set(states[Wave.POST]) - {
            State.NOT_OFFERED,
            State.DECLINED,
            State.EXCUSED,
        }
        wave = Wave.POST if at_post else Wave.PRE
        places = tuple(_place(one, wave, now) for one in people)
        rules = people[0].standing.policies if people else {}
        return cls(cohort, wave, places, windows, states, rules)

    @property
    def online(self) -> bool:
        """Whether tests open by themselves."""
        return self.cohort.mode is Mode.ONLINE

    @property
    def sent(self) -> int:
        """Tests with a score."""
        return sum(n for state, n in self.states[self.wave].items() if state.has_score)

    @property
    def answering(self) -> int:
        """Started and not yet sent."""
        return self.states[self.wave].get(State.STARTED, 0)

    @property
    def waiting(self) -> int:
        """May take the test and have not started."""
        return self.states[self.wave].get(State.OPEN, 0)

    @property
    def without(self) -> int:
        """Everybody else: absent, excused, declined, not offered."""
        return len(self.places) - self.sent - self.answering - self.waiting

    @property
    def pairs(self) -> tuple[int, int, int, int]:
        """People with both tests, the first alone, the last alone, neither."""
        found = Counter((one.pre.has_score, one.post.has_score) for one in self.places)
        return found[True, True], found[True, False], found[False, True], found[False, False]

    @property
    def undecided(self) -> tuple[int, ...]:
        """The cards whose late answers wait for the trainer's decision."""
        return tuple(one.number for one in self.places if one.late)

    def is_open(self, wave: Wave) -> bool:
        """Whether the trainer holds this test open now."""
        window = self.windows.get(wave)
        closed = self.cohort.closed_at is not None
        return window is not None and window.closed_at is None and not closed

    @property
    def next(self) -> Act:
        """The one thing to do next."""
        if self.cohort.closed_at is not None:
            return Act.GAIN
        if self.online:
            return Act.GAIN if self.pairs[0] else Act.WATCH
        return self._next_in_room()

    def _next_in_room(self) -> Act:
        for wave in (Wave.POST, Wave.PRE):
            if self.is_open(wave):
                return Act.WATCH if self.answering or self.waiting else CLOSES[wave]
        if Wave.POST in self.windows:
            return Act.GAIN
        return Act.OPEN_POST if Wave.PRE in self.windows else Act.OPEN_PRE

    @property
    def acts(self) -> tuple[Act, ...]:
        """What else may be done with the tests now, the next step apart."""
        if self.online or self.cohort.closed_at is not None:
            return ()
        possible = [CLOSES[wave] if self.is_open(wave) else OPENS[wave] for wave in WAVES]
        return tuple(act for act in possible if act is not self.next)

    @property
    def finding(self) -> str:
        """What the board says, in one sentence."""
        if self.cohort.closed_at is not None:
            return say_many(
                "The session is closed: %(n)s person has both tests",
                "The session is closed: %(n)s people have both tests",
                self.pairs[0],
            )
        if self.next is Act.OPEN_PRE:
            return say("The pre-test is not open yet")
        if self.next is Act.OPEN_POST:
            return say_many(
                "%(n)s pre-test is in; the post-test is not open yet",
                "%(n)s pre-tests are in; the post-test is not open yet",
                self.sent,
            )
        return self._flow()

    def _flow(self) -> str:
        if self.wave is Wave.PRE:
            sent = say_many("%(n)s pre-test is in", "%(n)s pre-tests are in", self.sent)
        else:
            sent = say_many("%(n)s post-test is in", "%(n)s post-tests are in", self.sent)
        if not self.answering:
            return sent
        still = say_many(
            "%(n)s person is still answering", "%(n)s people are still answering", self.answering
        )
        return say("%(sent)s, %(still)s", sent=sent, still=still)

    def word(self, place: Place, wave: Wave | None = None) -> str:
        """A card's state in the reader's language; of a running test how far it is."""
        wave = Wave(wave or self.wave)
        if wave in place.late:
            return say("%(state)s; late answers not decided", state=state_word(place.of(wave)))
        if place.of(wave) is State.STARTED and wave == self.wave:
            return say(
                "%(answered)s of %(maximum)s", answered=place.answered, maximum=place.maximum
            )
        if place.withdrawn and place.of(wave) in (State.ABSENT, State.NOT_OFFERED):
            return say("withdrawn")
        return state_word(place.of(wave))


def state_word(state: State) -> str:
    """The state of a test in the reader's language."""
    return {
        State.EXCUSED: say("excused"),
        State.SUBMITTED: say("sent"),
        State.SUBMITTED_LATE: say("sent late"),
        State.COLLECTED: say("collected"),
        State.STARTED: say("answering"),
        State.DECLINED: say("without tests"),
        State.NOT_OFFERED: say("not open"),
        State.OPEN: say("not started"),
        State.ABSENT: say("absent"),
    }[state]


def load(session: Session, own: Trained, now: datetime) -> Room:
    """The room of a cohort: one query for its people and one for its tests."""
    people = roster.members(session, own.cohort, own.steps)
    openings: Collection[Opening] = session.scalars(
        select(Opening).where(Opening.cohort_id == own.cohort.id, Opening.deleted_at.is_(None))
    ).all()
    by_hand = {one.wave: Window(one.opened_at, one.closed_at) for one in openings}
    rules = people[0].standing.policies if people else {}
    windows = {wave: _by_now(by_hand.get(wave), rules.get(wave, Policy()), now) for wave in WAVES}
    return Room.of(
        own.cohort, people, {wave: one for wave, one in windows.items() if one is not None}, now
    )


def _by_now(by_hand: Window | None, policy: Policy, now: datetime) -> Window | None:
    """What hand and clock have done by now; what the clock will do is in the test's rules."""
    window = policies.opening(by_hand, policy)
    if window is None or window.opened_at is None or window.opened_at > now:
        return None
    closed_at = policies.closing(window, policy).closed_at
    return Window(window.opened_at, closed_at if closed_at and closed_at <= now else None)


def _place(one: Member, wave: Wave, now: datetime) -> Place:
    taken = one.standing.attempts.get(wave)
    return Place(
        one.card_number,
        one.state(Wave.PRE, now),
        one.state(Wave.POST, now),
        taken.answered if taken else 0,
        taken.maximum if taken else 0,
        frozenset(
            wave
            for wave in WAVES
            if wave in one.standing.attempts and one.standing.attempts[wave].late is Late.WAITING
        ),
        one.withdrawn,
    )


def _foot(state: State) -> arches.State:
    if state.has_score:
        return "done"
    return "now" if state is State.STARTED else "todo"
