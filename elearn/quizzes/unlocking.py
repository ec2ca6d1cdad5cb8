"""What stands open to a person in a course: its tests, its modules, and the one next step. Pure.

Online the pre-test opens with the enrolment and the finished modules open the post-test. In a
room the trainer opens each test for everybody, whatever was read on phones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from elearn.quizzes.states import State, Window

Step = tuple[str, str]


class Place(StrEnum):
    """What a person does next."""

    PRE_TEST = "pre"
    STEP = "step"
    POST_TEST = "post"
    WAIT = "wait"
    RESULT = "result"
    FOLLOW_UP = "follow-up"
    SIX_MONTHS = "six-months"


@dataclass(frozen=True, slots=True)
class Next:
    """The one next step; `step` is the module and the step where `place` is STEP."""

    place: Place
    step: Step | None = None


def pre_window(*, in_room: bool, opened: Window | None, enrolled_at: datetime) -> Window:
    """When the pre-test stands open: as the trainer opened it; online, from the enrolment on."""
    if in_room or opened is not None:
        return opened or Window()
    return Window(enrolled_at)


def post_window(
    *,
    in_room: bool,
    opened: Window | None,
    steps: Sequence[Step],
    done: Mapping[Step, datetime],
) -> Window:
    """When the post-test stands open: as the trainer opened it; online, from the last step on."""
    if in_room or opened is not None:
        return opened or Window()
    if steps and all(step in done for step in steps):
        return Window(max(done[step] for step in steps))
    return Window()


def modules_open(pre: State, post: State) -> bool:
    """Whether lessons may be read: read before the pre-test, they would spoil it."""
    return pre.settled or post is not State.NOT_OFFERED


def next_step(
    pre: State, post: State, steps: Sequence[Step], done: Mapping[Step, datetime]
) -> Next:
    """The one thing to do next; an open post-test goes before unread lessons."""
    if pre.can_answer and post is State.NOT_OFFERED:
        return Next(Place.PRE_TEST)
    if post.can_answer:
        return Next(Place.POST_TEST)
    if not modules_open(pre, post):
        return Next(Place.WAIT)
    for step in steps:
        if step not in done:
            return Next(Place.STEP, step)
    return Next(Place.RESULT if post.settled else Place.WAIT)
