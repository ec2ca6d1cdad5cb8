"""What stays of a gain, and how equal the versions were, on the trainer's page."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from elearn.cohorts.models import Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.passwords import Keeper
from elearn.quizzes.waves import Wave
from elearn.reports import versions
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import PASSWORD, START, Clock, Story, tell
from tests.pages import Browser, Page

NINE_WEEKS, HALF_A_YEAR = timedelta(weeks=9), timedelta(weeks=28)


def told(
    session: Session,
    keeper: Keeper,
    library: Library,
    people: int,
    *,
    easier: int = 0,
    uneven: bool = False,
) -> Story:
    """So many with both tests; version B has `easier` more right answers, whenever it is taken."""
    story = tell(session, keeper, Mode.ROOM, cards=people)
    for wave, right in ((Wave.PRE, 1), (Wave.POST, 4)):
        open_for_all(session, story, wave, START)
        for place, who in enumerate(enrolled(session, story)):
            points = right + place % 3 + (place // 2 % 2 if uneven and right == 4 else 0)
            made = take(session, library, story, who, wave, right_on=range(points), now=START)
            with writing(session):
                made.points = points + (easier if made.form == "B" else 0)
    return story


def came_back(
    session: Session, library: Library, story: Story, wave: Wave, people: int, now: datetime
) -> None:
    for place, who in enumerate(enrolled(session, story)[:people]):
        take(session, library, story, who, wave, right_on=range(3 + place % 2), now=now)


def page(browser: Browser, story: Story, language: str = "en") -> Page:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser.get(f"/{language}/cohorts/{story.cohort.id}/gain")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_of_ten_who_came_back_the_page_says_what_is_left(
    browser: Browser,
    session: Session,
    keeper: Keeper,
    library: Library,
    clock: Clock,
    language: str,
) -> None:
    story = told(session, keeper, library, 12)
    clock.now = START + NINE_WEEKS
    came_back(session, library, story, Wave.FOLLOW_UP, 10, clock.now)
    text = page(browser, story, language).text
    # 3 items of 8 are 37.5 points; before 1.9, later 3.5 right on average: 1.6 items are left.
    for figure in ("+37.5", "+20.0", "10", "12"):
        assert figure.replace(".", "," if language == "fr" else ".") in text
    if language == "en":
        assert "Of 12 people with both tests, 10 took it. Response: 83%." in text
        assert "Change since the final test: −17.5 points (95% interval" in text
        assert "of the gain." not in text  # no share of a gain under thirty people


def test_of_five_the_page_counts_answers_and_of_four_it_says_too_few(
    browser: Browser, session: Session, keeper: Keeper, library: Library, clock: Clock
) -> None:
    story = told(session, keeper, library, 6)
    clock.now = START + NINE_WEEKS
    assert "Nobody with both tests has taken it yet." in page(browser, story).text
    came_back(session, library, story, Wave.FOLLOW_UP, 4, clock.now)
    assert "4 people came back: too few for an average." in page(browser, story).text
    fifth = enrolled(session, story)[4]
    take(session, library, story, fifth, Wave.FOLLOW_UP, right_on=range(3), now=clock.now)
    found = page(browser, story).text
    assert "right answers of 8 on average: too few people to conclude" in found
    assert "Of 6 people with both tests, 5 took it." in found
    assert "Response:" not in found


def test_the_six_month_test_stands_apart_and_says_that_its_questions_were_asked_before(
    browser: Browser, session: Session, keeper: Keeper, library: Library, clock: Clock
) -> None:
    story = told(session, keeper, library, 5)
    came_back(session, library, story, Wave.FOLLOW_UP, 5, START + NINE_WEEKS)
    clock.now = START + HALF_A_YEAR
    came_back(session, library, story, Wave.SIX_MONTHS, 5, clock.now)
    found = page(browser, story).text
    assert "After 8 to 12 weeks" in found
    assert "After six months" in found
    assert "asks the same questions as the follow-up test" in found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_versions_that_differ_are_said_and_the_equated_gain_stands_beside(
    browser: Browser, session: Session, keeper: Keeper, library: Library, language: str
) -> None:
    story = told(session, keeper, library, 20, easier=1, uneven=True)
    text = page(browser, story, language).text
    # B is one item of 8 easier: 12.5 points; the halves are equal, so the gain is 43.75 both ways.
    assert ("12,5" if language == "fr" else "12.5") in text
    if language == "en":
        assert "Version B is easier by 12.5 points (" in text
        wanted = r"the gain is \+43\.8 points \([\d. to]+\); as it stands, \+43\.8"
        assert re.search(wanted, text)
        assert "Provisional: firm from 30 people in each half." in text


def test_equal_versions_raise_no_warning(
    browser: Browser, session: Session, keeper: Keeper, library: Library
) -> None:
    text = page(browser, told(session, keeper, library, 20, uneven=True)).text
    assert "Version A was answered" in text
    assert "differ by more than 3 points" not in text


def test_under_ten_in_a_half_the_versions_are_not_compared(
    browser: Browser, session: Session, keeper: Keeper, library: Library
) -> None:
    story = told(session, keeper, library, 18, easier=2, uneven=True)
    assert "Version" not in page(browser, story).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_over_sessions_the_versions_are_compared_from_thirty_in_each_half(
    browser: Browser, session: Session, keeper: Keeper, library: Library, language: str
) -> None:
    story = told(session, keeper, library, 20, easier=1, uneven=True)
    browser.sign_in_staff("fatou", PASSWORD)
    assert (
        f"/{language}/cohorts/{story.cohort.id}/versions" in page(browser, story, language).links()
    )
    few = browser.get(f"/{language}/cohorts/{story.cohort.id}/versions")
    if language == "en":
        assert few.h1 == "The two versions in 1 session of yours"
        assert "10 people took version A first and 10 took B first." in few.text
        assert "Too few to compare" in few.text


def test_over_sessions_only_one_s_own_are_counted(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = told(session, keeper, library, 60, easier=1, uneven=True)
    course = story.cohort.course_id
    found = versions.over_sessions(session, (), (story.programme.id,), course)
    assert found.easier is not None
    assert found.easier.value == pytest.approx(12.5)
    assert versions.over_sessions(session, (story.cohort.id,), (), course) == found
    assert versions.over_sessions(session, (), (), course).sessions == 0
    assert versions.over_sessions(session, (story.cohort.id,), (), "another").sessions == 0
