"""The rules of a test: when it stands open, for whom longer, which word, which try."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.cohorts.words_aloud import same_word
from elearn.quizzes.policies import (
    Counting,
    Policy,
    closing,
    opening,
    over,
    takes_over,
)
from elearn.quizzes.states import (
    GRACE,
    Allowed,
    Facts,
    Late,
    State,
    Window,
    personal,
    state,
    takes_late,
)
from tests.conftest import START

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("by_hand", "opens_at", "expected"),
    [
        (None, None, None),
        (None, START, Window(START)),
        (Window(START, START + HOUR), None, Window(START, START + HOUR)),
        (Window(START), START + HOUR, Window(START)),
        (Window(START + HOUR), START, Window(START)),
        # Closed by hand today, it still opens by the clock tomorrow.
        (Window(START, START + HOUR), START + 2 * HOUR, Window(START + 2 * HOUR)),
        (Window(START + HOUR, START + 2 * HOUR), START, Window(START, START + 2 * HOUR)),
        (Window(None, START), START, Window(None, START)),
    ],
)
def test_a_test_opens_by_hand_or_by_the_clock(
    by_hand: Window | None, opens_at: object, expected: Window | None
) -> None:
    assert opening(by_hand, Policy(opens_at=opens_at)) == expected  # type: ignore[arg-type]


def test_whichever_closes_first_closes() -> None:
    for by_hand in (None, START + 2 * HOUR):
        window = closing(Window(START, by_hand), Policy(closes_at=START + HOUR))
        assert window == Window(START, START + HOUR)
    assert closing(Window(START, START), Policy(closes_at=START + HOUR)).closed_at == START
    assert closing(Window(START), Policy()).closed_at is None


def test_an_extension_opens_a_test_for_one_person() -> None:
    allowed = Allowed(START, START + HOUR)
    assert personal(Window(), allowed) == Window(START, START + HOUR)
    assert personal(Window(START - HOUR), allowed) == Window(START - HOUR)
    closed = Window(START - 2 * HOUR, START - HOUR)
    assert personal(closed, allowed) == Window(START - 2 * HOUR, START + HOUR)
    later = Window(START, START + 2 * HOUR)
    assert personal(later, allowed) == later
    assert personal(Window(START + HOUR), Allowed(START, START + HOUR)).opened_at == START


def test_a_limit_runs_from_the_start_and_can_be_lengthened() -> None:
    window = Window(START)
    assert personal(window, Allowed(), 30) == window
    assert personal(window, Allowed(), 30, START).closed_at == START + HOUR / 2
    assert personal(window, Allowed(minutes=30), 30, START).closed_at == START + HOUR
    short = Window(START, START + HOUR / 4)
    assert personal(short, Allowed(), 30, START) == short
    # An extension moves the closing, not the limit.
    late = Allowed(START, START + 2 * HOUR)
    assert personal(short, late, 30, START).closed_at == START + HOUR / 2


@pytest.mark.parametrize(
    ("typed", "same"),
    [("Étoile", True), (" etoile ", True), ("É-toile", True), ("étoiles", False), ("", False)],
)
def test_a_word_is_compared_as_it_is_heard(typed: str, same: bool) -> None:
    assert same_word("étoile", typed) is same


def test_the_first_try_counts_unless_the_rules_or_the_trainer_say_otherwise() -> None:
    assert not takes_over(Policy(tries=2), 2)
    assert takes_over(Policy(tries=2), 3)
    assert takes_over(Policy(tries=2, counting=Counting.LAST), 2)


def test_a_test_is_over_for_everybody_after_the_last_extension_and_its_grace() -> None:
    assert not over(None, START, START + HOUR)
    assert not over(START, None, START + GRACE)
    assert over(START, None, START + GRACE + SECOND)
    assert not over(START, START + HOUR, START + HOUR + GRACE)
    assert over(START, START + HOUR, START + HOUR + GRACE + SECOND)


MOMENTS = st.integers(-6, 6).map(lambda hours: START + hours * HOUR)
MAYBE = st.none() | MOMENTS
ALLOWED = st.builds(Allowed, MAYBE, MAYBE, st.integers(0, 90), st.integers(0, 2))
FACTS = st.builds(
    Facts,
    declined_at=MAYBE,
    excused_at=MAYBE,
    started_at=MAYBE,
    submitted_at=MAYBE,
    answered=st.integers(0, 3),
    ended_at=MAYBE,
    late=st.none() | st.sampled_from(Late),
)


@settings(database=None, deadline=None, max_examples=300)
@given(FACTS, st.builds(Window, MAYBE, MAYBE), ALLOWED, st.none() | st.integers(1, 300), MOMENTS)
def test_what_is_allowed_never_shortens_a_test_and_late_answers_never_reach_a_sent_one(
    facts: Facts, window: Window, allowed: Allowed, limit: int | None, now: object
) -> None:
    without = personal(window, Allowed(), limit, facts.started_at)
    with_it = personal(window, allowed, limit, facts.started_at)
    if window.opened_at is not None and without.closed_at is not None:
        assert with_it.closed_at is None or with_it.closed_at >= without.closed_at
    found = state(facts, with_it, now)  # type: ignore[arg-type]
    if takes_late(facts, found):
        assert facts.submitted_at is None
        assert facts.excused_at is None
        assert not found.can_answer
    if facts.excused_at is not None:
        assert found is State.EXCUSED
    if found is State.SUBMITTED_LATE and facts.submitted_at is None:
        assert facts.late is Late.COUNTED
        assert facts.answered
    if facts.ended_at is not None:
        assert found is not State.STARTED


@settings(database=None, deadline=None, max_examples=200)
@given(FACTS, st.builds(Window, MAYBE, MAYBE), MOMENTS)
def test_late_answers_that_wait_or_were_left_out_move_no_figure(
    facts: Facts, window: Window, now: object
) -> None:
    def with_late(late: Late | None) -> State:
        changed = Facts(
            facts.declined_at,
            facts.excused_at,
            facts.started_at,
            facts.submitted_at,
            facts.answered,
            facts.ended_at,
            late,
        )
        return state(changed, window, now)  # type: ignore[arg-type]

    assert with_late(Late.WAITING) is with_late(None)
    assert with_late(Late.EXCLUDED) is with_late(None)
    assert with_late(Late.COUNTED).has_score == with_late(None).has_score
