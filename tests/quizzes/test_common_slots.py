"""The same people at three tests: only what all three asked, and kept when answers go."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.passwords import Keeper
from elearn.quizzes import attempts, common_slots, retention
from elearn.quizzes.common_slots import Triple
from elearn.quizzes.models import Attempt, CommonScore, Response
from elearn.quizzes.waves import Wave
from tests.cohort_life import enrolled, open_for_all, paper_totals, take
from tests.conftest import START, Story, tell
from tests.quizzes.ruled import rule, void

NINE_WEEKS = START + timedelta(weeks=9)
HALF_A_YEAR = START + timedelta(weeks=28)


@pytest.fixture
def five(session: Session, keeper: Keeper, library: Library) -> Story:
    """Five people with both tests; three came back after nine weeks, one after half a year."""
    story = tell(session, keeper, Mode.ROOM, cards=6)
    people = enrolled(session, story)
    open_for_all(session, story, Wave.PRE, START)
    open_for_all(session, story, Wave.POST, START)
    for who in people[:5]:
        take(session, library, story, who, Wave.PRE, right_on=(0, 1), now=START)
        take(session, library, story, who, Wave.POST, right_on=range(6), now=START)
    for who in [*people[:3], people[5]]:
        take(session, library, story, who, Wave.FOLLOW_UP, right_on=range(5), now=NINE_WEEKS)
    take(session, library, story, people[0], Wave.SIX_MONTHS, right_on=range(4), now=HALF_A_YEAR)
    return story


def read(session: Session, story: Story, now: datetime = HALF_A_YEAR) -> common_slots.Later:
    return common_slots.read(session, story.cohort.id, now)


def test_only_people_with_both_tests_are_followed(session: Session, five: Story) -> None:
    found = read(session, five)
    assert found.pairs == 5
    assert found.taken == {Wave.FOLLOW_UP: 3, Wave.SIX_MONTHS: 1}
    assert list(found.triples[Wave.FOLLOW_UP].values()) == [Triple(2, 6, 5, 8)] * 3
    assert list(found.triples[Wave.SIX_MONTHS].values()) == [Triple(2, 6, 4, 8)]


def test_a_shorter_follow_up_counts_its_own_slots_alone(session: Session, five: Story) -> None:
    first = enrolled(session, five)[0]
    with writing(session):
        later = attempts.attempt_of(session, first.id, Wave.FOLLOW_UP)
        assert later is not None
        later.shown = later.shown[4:]
    assert read(session, five).triples[Wave.FOLLOW_UP][first.id] == Triple(0, 2, 1, 4)


def test_an_unsent_follow_up_counts_when_it_has_closed(
    session: Session, five: Story, library: Library
) -> None:
    fourth = enrolled(session, five)[3]
    take(
        session, library, five, fourth, Wave.FOLLOW_UP, right_on=(1,), now=NINE_WEEKS, submit=False
    )
    assert read(session, five, NINE_WEEKS).taken[Wave.FOLLOW_UP] == 3
    assert read(session, five).taken[Wave.FOLLOW_UP] == 4


def test_totals_from_paper_are_counted_and_never_compared(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM)
    paper_totals(session, story, [(5, 9)], now=START)
    awa = enrolled(session, story)[0]
    take(session, library, story, awa, Wave.FOLLOW_UP, right_on=(1,), now=NINE_WEEKS)
    found = read(session, story)
    assert (found.pairs, found.taken[Wave.FOLLOW_UP]) == (1, 1)
    assert found.triples[Wave.FOLLOW_UP] == {}


def test_what_is_left_of_a_gain_outlives_the_single_answers(session: Session, five: Story) -> None:
    before = read(session, five)
    year = datetime(2027, 11, 20, tzinfo=UTC)
    with writing(session):
        retention.forget(session, year)
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    after = read(session, five, year)
    assert after.triples == before.triples
    assert after.pairs == 5
    with writing(session):
        retention.forget(session, year)
        common_slots.keep(session, [five.cohort.id], year)
    assert session.scalar(select(func.count()).select_from(CommonScore)) == 4


def test_one_form_twice_is_no_pair(session: Session, five: Story) -> None:
    first = enrolled(session, five)[0]
    with writing(session):
        both = session.scalars(
            select(Attempt).where(
                Attempt.enrolment_id == first.id, Attempt.wave.in_((Wave.PRE, Wave.POST))
            )
        )
        for attempt in both:
            attempt.form = "A"
    assert read(session, five).pairs == 4


def test_a_question_that_left_a_test_leaves_what_stays(
    session: Session, five: Story, library: Library
) -> None:
    # Everybody took A once, before or after: the slot goes for all of them.
    item = library.form(library.courses[five.cohort.course_id], "A")[0]
    assert rule(session, void(item), five.boubacar)
    found = read(session, five).triples[Wave.FOLLOW_UP]
    assert list(found.values()) == [Triple(1, 5, 4, 7)] * 3
