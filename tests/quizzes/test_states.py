"""The nine states of a test, each with its boundaries to the second."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.quizzes.states import GRACE, Facts, State, Window, state
from tests.conftest import START

SECOND = timedelta(seconds=1)
OPENED, CLOSED = START, START + timedelta(hours=2)
OPEN = Window(OPENED)
BOTH = Window(OPENED, CLOSED)
IN = OPENED + timedelta(minutes=30)
STARTED = Facts(started_at=IN)
ANSWERED = Facts(started_at=IN, answered=3)
END = CLOSED + GRACE


@pytest.mark.parametrize(
    ("facts", "window", "now", "expected"),
    [
        # nobody has begun: only the window speaks
        (Facts(), Window(), IN, State.NOT_OFFERED),
        (Facts(), Window(None, CLOSED), END, State.NOT_OFFERED),
        (Facts(), BOTH, OPENED - SECOND, State.NOT_OFFERED),
        (Facts(), BOTH, OPENED, State.OPEN),
        (Facts(), BOTH, CLOSED, State.OPEN),
        (Facts(), BOTH, CLOSED + SECOND, State.ABSENT),
        (Facts(), OPEN, OPENED + timedelta(days=999), State.OPEN),
        # begun: the grace gives a slow network its time
        (STARTED, OPEN, OPENED + timedelta(days=999), State.STARTED),
        (STARTED, BOTH, CLOSED, State.STARTED),
        (STARTED, BOTH, END, State.STARTED),
        (STARTED, BOTH, END + SECOND, State.ABSENT),
        (ANSWERED, BOTH, END, State.STARTED),
        (ANSWERED, BOTH, END + SECOND, State.COLLECTED),
        (ANSWERED, Window(), IN, State.STARTED),
        # handed in
        (Facts(submitted_at=IN, started_at=IN), BOTH, IN, State.SUBMITTED),
        (Facts(submitted_at=IN, started_at=IN), OPEN, END, State.SUBMITTED),
        (Facts(submitted_at=END, started_at=IN), BOTH, END, State.SUBMITTED),
        (Facts(submitted_at=END + SECOND, started_at=IN), BOTH, END, State.SUBMITTED_LATE),
        # declined: an equal choice, until a test is begun
        (Facts(declined_at=IN), Window(), IN, State.DECLINED),
        (Facts(declined_at=IN), BOTH, IN, State.DECLINED),
        (Facts(declined_at=IN), BOTH, END + SECOND, State.DECLINED),
        (Facts(declined_at=IN, started_at=IN), OPEN, IN, State.STARTED),
        (Facts(declined_at=IN, started_at=IN, submitted_at=IN), OPEN, IN, State.SUBMITTED),
        # excused goes before everything
        (Facts(excused_at=IN), Window(), IN, State.EXCUSED),
        (Facts(excused_at=IN, declined_at=IN), BOTH, END + SECOND, State.EXCUSED),
        (Facts(excused_at=IN, started_at=IN, answered=3), BOTH, END + SECOND, State.EXCUSED),
        (Facts(excused_at=IN, started_at=IN, submitted_at=IN), BOTH, IN, State.EXCUSED),
    ],
)
def test_the_state_follows_from_facts_window_and_now(
    facts: Facts, window: Window, now: object, expected: State
) -> None:
    assert state(facts, window, now) is expected  # type: ignore[arg-type]


MOMENTS = st.sampled_from([OPENED - SECOND, OPENED, IN, CLOSED, CLOSED + SECOND, END, END + SECOND])
MAYBE = st.none() | MOMENTS
FACTS = st.builds(
    Facts,
    declined_at=MAYBE,
    excused_at=MAYBE,
    started_at=MAYBE,
    submitted_at=MAYBE,
    answered=st.integers(0, 8),
)
WINDOWS = st.builds(Window, opened_at=MAYBE, closed_at=MAYBE)


@settings(database=None, deadline=None, max_examples=300)
@given(FACTS, WINDOWS, MOMENTS)
def test_a_missing_test_never_has_a_score_and_a_scored_one_has_an_attempt(
    facts: Facts, window: Window, now: object
) -> None:
    found = state(facts, window, now)  # type: ignore[arg-type]
    if found.has_score:
        assert facts.submitted_at or (facts.started_at and facts.answered)
        assert found.settled
    assert not (found.settled and found.can_answer)
    if found is State.ABSENT:
        assert facts.submitted_at is None
        assert not (facts.started_at and facts.answered)


def test_each_state_says_what_it_means() -> None:
    assert {one for one in State if one.has_score} == {
        State.SUBMITTED,
        State.SUBMITTED_LATE,
        State.COLLECTED,
    }
    assert {one for one in State if one.can_answer} == {State.OPEN, State.STARTED}
    assert {one for one in State if not one.settled} == {
        State.NOT_OFFERED,
        State.OPEN,
        State.STARTED,
    }
    assert len(State) == 9
