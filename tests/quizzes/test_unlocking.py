"""What stands open to a person, and the one thing to do next."""

from datetime import timedelta

import pytest

from elearn.quizzes.states import State, Window
from elearn.quizzes.unlocking import (
    Next,
    Place,
    modules_open,
    next_step,
    post_window,
    pre_window,
)
from tests.conftest import START

STEPS = (("m", "01"), ("m", "case"), ("m", "practice"))
LATER = START + timedelta(hours=3)
DONE = dict(zip(STEPS, (START, LATER, START + timedelta(hours=1)), strict=True))
OPENED = Window(LATER)


def test_in_a_room_the_trainer_alone_opens_a_test() -> None:
    assert pre_window(in_room=True, opened=None, enrolled_at=START) == Window()
    assert pre_window(in_room=True, opened=OPENED, enrolled_at=START) == OPENED
    assert post_window(in_room=True, opened=None, steps=STEPS, done=DONE) == Window()
    assert post_window(in_room=True, opened=OPENED, steps=STEPS, done={}) == OPENED


def test_online_the_pre_test_opens_with_the_enrolment() -> None:
    assert pre_window(in_room=False, opened=None, enrolled_at=START) == Window(START)


def test_online_the_last_step_opens_the_post_test() -> None:
    def window(done: dict[tuple[str, str], object]) -> Window:
        return post_window(in_room=False, opened=None, steps=STEPS, done=done)  # type: ignore[arg-type]

    assert window(DONE) == Window(LATER)
    for step in STEPS:
        assert window({other: at for other, at in DONE.items() if other != step}) == Window()


def test_a_course_without_a_step_opens_no_post_test() -> None:
    assert post_window(in_room=False, opened=None, steps=(), done={}) == Window()


def test_online_a_trainer_s_opening_goes_before_the_rule() -> None:
    assert pre_window(in_room=False, opened=OPENED, enrolled_at=START) == OPENED
    assert post_window(in_room=False, opened=OPENED, steps=STEPS, done={}) == OPENED


@pytest.mark.parametrize("pre", State)
def test_lessons_wait_until_the_pre_test_is_settled(pre: State) -> None:
    assert modules_open(pre, State.NOT_OFFERED) is pre.settled
    assert modules_open(pre, State.OPEN)


@pytest.mark.parametrize(
    ("pre", "post", "done", "following"),
    [
        (State.OPEN, State.NOT_OFFERED, {}, Next(Place.PRE_TEST)),
        (State.STARTED, State.NOT_OFFERED, {}, Next(Place.PRE_TEST)),
        (State.NOT_OFFERED, State.NOT_OFFERED, {}, Next(Place.WAIT)),
        (State.SUBMITTED, State.NOT_OFFERED, {}, Next(Place.STEP, STEPS[0])),
        (State.DECLINED, State.DECLINED, {STEPS[0]: START}, Next(Place.STEP, STEPS[1])),
        (State.ABSENT, State.NOT_OFFERED, {STEPS[1]: START}, Next(Place.STEP, STEPS[0])),
        (State.SUBMITTED, State.NOT_OFFERED, DONE, Next(Place.WAIT)),
        (State.SUBMITTED, State.OPEN, {}, Next(Place.POST_TEST)),
        (State.SUBMITTED, State.STARTED, DONE, Next(Place.POST_TEST)),
        (State.OPEN, State.OPEN, {}, Next(Place.POST_TEST)),
        (State.NOT_OFFERED, State.OPEN, {}, Next(Place.POST_TEST)),
        (State.SUBMITTED, State.SUBMITTED, DONE, Next(Place.RESULT)),
        (State.SUBMITTED, State.SUBMITTED, {}, Next(Place.STEP, STEPS[0])),
        (State.DECLINED, State.DECLINED, DONE, Next(Place.RESULT)),
        (State.COLLECTED, State.ABSENT, DONE, Next(Place.RESULT)),
    ],
)
def test_there_is_one_thing_to_do_next(
    pre: State, post: State, done: dict[tuple[str, str], object], following: Next
) -> None:
    assert next_step(pre, post, STEPS, done) == following  # type: ignore[arg-type]
