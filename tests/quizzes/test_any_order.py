"""Whatever happens in a room, in whatever order: no answer is lost or doubled, none counts twice.

Hypothesis plays a trainer, one person, two telephones and a network that reorders, repeats and
delays, on SQLite (a step costs some milliseconds there); `any_order` says what must be true.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.db import writing
from elearn.people import signing_in
from elearn.people.models import Person
from elearn.people.passwords import Keeper
from elearn.quizzes.waves import Wave
from tests.conftest import START, Story
from tests.quizzes.any_order_acts import PLACES, TOUCHES, AnyOrder, Beginning, Touch
from tests.quizzes.taken import enrolled


@pytest.fixture
def beginning(
    session: Session, story: Story, library: Library, keeper: Keeper, tmp_path: Path
) -> Beginning:
    own = enrolled(session, story.cohort)[0]
    with writing(session):
        awa = session.get_one(Person, own.person_id)
        token = signing_in.open_session(session, awa, own.id, keeper, START).token
    file = Path(str(session.get_bind().engine.url.database))
    return Beginning(file, library, own.id, story.cohort.id, signing_in.token_hash(token), tmp_path)


# The same steps on every machine and every day: a failure can be looked at twice. To explain one
# takes longer than to find it.
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_any_order_of_acts_leaves_what_the_rules_say(beginning: Beginning) -> None:
    run_state_machine_as_test(
        lambda: AnyOrder(beginning),
        settings=settings(STEADY, max_examples=30, stateful_step_count=30),
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_answers_may_arrive_in_any_order_and_twice(beginning: Beginning) -> None:
    @settings(STEADY, max_examples=100)
    @given(touches=st.lists(TOUCHES, min_size=3, max_size=6), requests=st.lists(PLACES, max_size=6))
    def arrive(touches: list[Touch], requests: list[list[int]]) -> None:
        room = AnyOrder(beginning)
        room.begin(True)
        room.touch(Wave.PRE, touches)
        for places in requests:
            room.deliver(Wave.PRE, places)
        room.every_kept_answer_is_there_once_as_it_was_given()
        room.the_response_is_the_highest_of_its_writer_and_of_these_the_last()
        room.the_sums_follow_from_the_rows_of_the_answers_alone()
        room.teardown()

    arrive()
