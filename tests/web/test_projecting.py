"""What a room may see on the wall: how to come in and totals, never a card."""

import re

import pytest
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.quizzes.waves import Wave
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import PASSWORD, START, Story
from tests.pages import Browser


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_wall_shows_the_address_and_totals_and_no_card(
    browser: Browser, session: Session, story: Story, library: Library, language: str
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    own = enrolled(session, story)[0]
    take(session, library, story, own, Wave.PRE, right_on=range(3), now=START)
    browser.sign_in_staff("fatou", PASSWORD)
    page = browser.get(f"/{language}/cohorts/{story.cohort.id}/projection")
    assert "http://localhost/card" in page.text
    assert [one.get("role") for one in page.all("div") if one.get("class") == "qr"] == ["img"]
    counts = [one.text for one in page.all("span") if one.get("class") == "n"]
    assert counts[0] == "1"
    assert sum(map(int, counts)) == len(story.cards)
    assert not re.search(r"(Carte|Card) \d", page.text)
    assert all(card.code not in page.html for card in story.cards)


def test_only_the_sessions_own_trainers_project_it(browser: Browser, story: Story) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    browser.get(f"/fr/cohorts/{story.cohort.id}/projection", expect=404)
