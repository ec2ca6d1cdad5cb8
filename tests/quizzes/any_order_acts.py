"""One person's tests, played by Hypothesis: each act done to the application and to the model."""

import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import Row
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.courses.path import path
from elearn.db import connect, writing, writing_rows
from elearn.quizzes import attempts, keeping, taking
from elearn.quizzes.answers import Given
from elearn.quizzes.attempts import NotOpen, NotStarted
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.questions import Choice
from elearn.quizzes.states import State
from elearn.quizzes.waves import Wave
from tests.cohort_life import right, wrong
from tests.conftest import MODULE, START
from tests.quizzes.any_order import LEGAL, Person, Sums, counting, sums
from tests.quizzes.any_order_rows import Rows

TESTS = st.sampled_from([Wave.PRE, Wave.POST])
BACK = st.sampled_from([timedelta(0), timedelta(hours=2)])
PAUSES = (timedelta(seconds=1), timedelta(minutes=10), timedelta(minutes=20), timedelta(days=3))
# A telephone whose battery was out, one that was set by hand, and one that says nothing.
CLOCKS = (None, START, datetime(2001, 1, 1, tzinfo=UTC), datetime(2150, 1, 1, tzinfo=UTC))
TELEPHONES = (b"a" * 16, b"b" * 16)

Touch = tuple[int, Callable[[Item], Choice], bytes, datetime | None]


def unknown(_item: Item) -> Choice:
    """« Je ne sais pas »."""
    return None


# Two questions are enough, and let more answers meet.
TOUCHES = st.tuples(
    st.integers(0, 1),
    st.sampled_from([right, wrong, unknown]),
    st.sampled_from(TELEPHONES),
    st.sampled_from(CLOCKS),
)
# Answers made so far, from the latest back.
PLACES = st.lists(st.integers(0, 7), min_size=1, max_size=3)


@dataclass(frozen=True)
class Beginning:
    """A database with the story in it, and what is needed to play it on."""

    file: Path
    library: Library
    enrolment_id: uuid.UUID
    cohort_id: uuid.UUID
    token: bytes
    folder: Path


class AnyOrder(RuleBasedStateMachine):
    """The acts, each done to the application and to the model."""

    def __init__(self, beginning: Beginning) -> None:
        super().__init__()
        self.began = beginning
        self.file = beginning.folder / f"{uuid.uuid4().hex}.sqlite"
        _copy(beginning.file, self.file)
        self.engine = connect(f"sqlite:///{self.file.as_posix()}")
        self.session = Session(self.engine, expire_on_commit=False)
        self.rows = Rows(self.session, beginning.enrolment_id, beginning.cohort_id)
        self.person = Person(START + timedelta(hours=1))
        self.said = dict.fromkeys(self.person.tests, State.NOT_OFFERED)
        self.asked: dict[Wave, list[Item]] = {}
        self.made: dict[Wave, list[tuple[Item, Given]]] = defaultdict(list)
        self.number = 0

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()
        self.file.unlink()

    @initialize(begun=st.booleans())
    def begin(self, begun: bool) -> None:
        """Half the time the first test is under way, so that more answers meet."""
        if begun:
            self.open_test(Wave.PRE)
            self.the_state_follows_from_the_facts_and_came_by_a_legal_way()
            self.start(Wave.PRE)

    # ---------------------------------------------------------------- the trainer
    @rule(wave=TESTS)
    def open_test(self, wave: Wave) -> None:
        test = self.person.tests[wave]
        try:
            with writing(self.session):
                attempts.open_test(self.session, self.began.cohort_id, wave, self.person.now)
        except enrolments.CohortClosed:
            assert self.person.cohort_closed_at is not None
            return
        assert self.person.cohort_closed_at is None
        test.opened_at = test.opened_at or self.person.now
        test.closed_at = None

    @rule(wave=TESTS)
    def close_test(self, wave: Wave) -> None:
        with writing(self.session):
            attempts.close_test(self.session, self.began.cohort_id, wave, self.person.now)
        test = self.person.tests[wave]
        if test.opened_at is not None:
            test.closed_at = test.closed_at or self.person.now

    @rule(wave=TESTS)
    def excuse(self, wave: Wave) -> None:
        with writing(self.session):
            attempts.excuse(self.session, self.began.enrolment_id, wave, self.person.now)
        test = self.person.tests[wave]
        test.excused_at = test.excused_at or self.person.now

    @precondition(lambda self: any(test.submitted_at for test in self.person.tests.values()))
    @rule()
    def close_cohort(self) -> None:
        with writing(self.session):
            cohort = enrolments.locked(self.session, self.began.cohort_id)
            enrolments.close(self.session, cohort, self.person.now)
        self.person.cohort_closed_at = self.person.cohort_closed_at or self.person.now

    # ---------------------------------------------------------------- the person
    @rule(wave=TESTS)
    def start(self, wave: Wave) -> None:
        test = self.person.tests[wave]
        found = self.person.would_start_as(wave)
        if not found.can_answer:
            with pytest.raises(NotOpen) as refused:
                self._start(wave)
            assert refused.value.state is found
            return
        attempt = self._start(wave)
        self.person.declined_at = None
        test.started_at = test.started_at or self.person.now
        self.asked[wave] = [_item(self.began.library, row["item"]) for row in attempt.shown]

    def _start(self, wave: Wave) -> Attempt:
        library = self.began.library
        course = library.courses[MODULE]
        with writing(self.session):
            own = self.session.get_one(Enrolment, self.began.enrolment_id)
            enrolments.consent(own, enrolments.CONSENT, self.person.now)
            return attempts.start(
                self.session,
                own,
                wave,
                steps=path(library.modules_of(course)),
                items_of=lambda form: library.form(course, form),
                language="fr",
                now=self.person.now,
            )

    @rule()
    def decline(self) -> None:
        with writing(self.session):
            own = self.session.get_one(Enrolment, self.began.enrolment_id)
            enrolments.decline(own, self.person.now)
        self.person.declined_at = self.person.declined_at or self.person.now

    @rule(wave=TESTS)
    def submit(self, wave: Wave) -> None:
        test, hears = self.person.tests[wave], self.person.hears(wave)
        expected: object = hears is State.STARTED
        if test.started_at is None:
            expected = NotStarted
        elif test.submitted_at is None and hears is not State.STARTED:
            expected = hears
        assert self._submit(wave) == expected
        if expected is True:
            test.submitted_at = self.person.now

    def _submit(self, wave: Wave) -> object:
        try:
            with writing(self.session):
                own = self.began.enrolment_id
                return attempts.submit(self.session, own, wave, self.person.now)
        except NotOpen as closed:
            return closed.state
        except NotStarted:
            return NotStarted

    # ---------------------------------------------------------------- telephones and network
    @rule(wave=TESTS, touches=st.lists(TOUCHES, min_size=1, max_size=4), places=PLACES)
    def answer(self, wave: Wave, touches: list[Touch], places: list[int]) -> None:
        """Fingers choose; what arrives of it, and what of earlier answers, is the network's."""
        if wave in self.asked:
            self.touch(wave, touches)
            self.deliver(wave, places)

    def touch(self, wave: Wave, touches: list[Touch]) -> None:
        """Answers are made on their telephones, and have not left them."""
        for place, choose, writer, clock in touches:
            item = self.asked[wave][place]
            self.number += 1
            one = Given(uuid.uuid4(), item.id, choose(item), writer, self.number, clock)
            self.made[wave].append((item, one))

    @rule(wave=TESTS, places=PLACES, back=BACK)
    def deliver(self, wave: Wave, places: list[int], back: timedelta = timedelta(0)) -> None:
        """One request arrives: the latest answers or old ones, in any order, also a second time.

        Meanwhile the server's own clock may have been set back.
        """
        self.person.now -= back
        self._arrive(wave, places)
        self.person.now += back

    def _arrive(self, wave: Wave, places: list[int]) -> None:
        made = self.made[wave]
        if not made:
            return
        batch = [made[-1 - place % len(made)] for place in places]
        hears, late = self.person.hears(wave), self.person.keeps_late(wave)
        assert self._deliver(wave, batch) is hears
        if hears is State.STARTED or late:
            test = self.person.tests[wave]
            for _, one in batch:
                if one not in test.kept and one not in test.late:
                    (test.late if late else test.kept).append(one)

    def _deliver(self, wave: Wave, batch: Sequence[tuple[Item, Given]]) -> State:
        """As `web.answering` does it."""
        now = self.person.now
        attempt = attempts.attempt_of(self.session, self.began.enrolment_id, wave)
        assert attempt is not None
        with writing_rows(self.engine) as connection:
            taken = taking.of_session(connection, attempt.id, self.began.token, now)
            assert taken is not None
            state = taken.state(now)
            if state is State.STARTED or taken.takes_late(now):
                keeping.keep(connection, taken, batch, now)
        return state

    @rule(pause=st.sampled_from(PAUSES))
    def wait(self, pause: timedelta) -> None:
        self.person.now += pause

    # ---------------------------------------------------------------- what is always true
    @invariant()
    def every_kept_answer_is_there_once_as_it_was_given(self) -> None:
        for wave, test in self.person.tests.items():
            rows = self.rows.of(Answer, wave)
            found = [(row.id, row.item, _plain(row.choice), row.number) for row in rows]
            given = [*test.kept, *test.late]
            wanted = [(one.id, one.item, _plain(one.choice), one.number) for one in given]
            assert sorted(found, key=str) == sorted(wanted, key=str)
            waits = {row.id for row in self.rows.of(Answer, wave) if not row.counts}
            assert waits == {one.id for one in test.late}

    @invariant()
    def the_response_is_the_highest_of_its_writer_and_of_these_the_last(self) -> None:
        for wave, test in self.person.tests.items():
            found = {row.item: row.answer_id for row in self.rows.of(Response, wave)}
            assert found == {item: one.id for item, one in counting(test.kept).items()}

    @invariant()
    def the_sums_follow_from_the_rows_of_the_answers_alone(self) -> None:
        for wave, test in self.person.tests.items():
            attempt = self.rows.attempt(wave)
            if attempt is None:
                assert test.started_at is None
                continue
            found = [row for row in self.rows.of(Answer, wave) if row.counts]
            rows = sorted(found, key=lambda row: row.arrived_at)
            counted = counting([_given(row) for row in rows]).values()
            again = sums([(_item(self.began.library, one.item), one.choice) for one in counted])
            assert Sums(attempt.answered, attempt.points, attempt.unknown) == again

    @invariant()
    def the_state_follows_from_the_facts_and_came_by_a_legal_way(self) -> None:
        stands = self.rows.stands()
        for wave, before in self.said.items():
            state = stands.state(wave, self.person.now)
            assert state is self.person.state(wave)
            assert state is before or state in LEGAL[before], f"{before} became {state}"
            self.said[wave] = state


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as original, sqlite3.connect(target) as copy:
        original.backup(copy)
    original.close()
    copy.close()


def _item(library: Library, item: str) -> Item:
    found = library.question(item)
    assert isinstance(found, Item)
    return found


def _plain(choice: Choice) -> object:
    return dict(choice) if isinstance(choice, dict) else choice and list(choice)


def _given(row: Row[tuple[object, ...]]) -> Given:
    return Given(row.id, row.item, row.choice, row.writer, row.number, row.given_at)
