"""One corrected paper score: looked at first, kept with its reason."""

import pytest
from sqlalchemy.orm import Session

from elearn.quizzes.models import ScoreChange
from tests.conftest import PASSWORD, Story
from tests.pages import Browser, Page
from tests.web.paper_desk import (
    CORRECTED,
    FOUR,
    address,
    attempts,
    count,
    say_yes,
    send,
)


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


def correct(
    browser: Browser, story: Story, expect: int = 200, language: str = "fr", **typed: str
) -> Page:
    given = {"card": "1", "wave": "post", "points": "16", "reason": "mal compté", **typed}
    return browser.post(f"{address(story, language)}/correct", given, expect=expect)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_score_is_corrected_after_a_look_and_the_reason_stays(
    fatou: Browser, story: Story, session: Session, language: str
) -> None:
    say_yes(fatou, send(fatou, story))
    page = correct(fatou, story, language=language)
    assert attempts(session) == FOUR
    done = say_yes(fatou, page)
    assert (1, "post", 16) in attempts(session)
    assert "14 → 16" in done.text
    assert "mal compté" in done.text


def test_a_correction_sent_twice_is_one(fatou: Browser, story: Story, session: Session) -> None:
    say_yes(fatou, send(fatou, story))
    page = correct(fatou, story)
    say_yes(fatou, page)
    say_yes(fatou, page)
    assert count(session, ScoreChange) == 5


def test_a_correction_of_what_changed_meanwhile_is_shown_again(
    fatou: Browser, story: Story, session: Session
) -> None:
    say_yes(fatou, send(fatou, story))
    page = correct(fatou, story)
    say_yes(fatou, send(fatou, story, CORRECTED))
    say_yes(fatou, page, expect=409)
    assert (1, "post", 15) in attempts(session)


def test_a_wrong_correction_is_refused_with_everything_typed(fatou: Browser, story: Story) -> None:
    say_yes(fatou, send(fatou, story))
    correct(fatou, story, expect=422, wave="follow-up")
    for name, value in (
        ("card", "99"),
        ("card", "x"),
        ("points", "21"),
        ("points", "1,5"),
        ("reason", " "),
        ("reason", "x" * 301),
    ):
        page = correct(fatou, story, expect=422, **{name: value})
        assert page.values()[name] == [value]


def test_before_any_file_nothing_can_be_corrected(fatou: Browser, story: Story) -> None:
    correct(fatou, story, expect=422)


def test_the_address_of_a_correction_leads_back(fatou: Browser, story: Story) -> None:
    page = fatou.get(f"{address(story)}/correct")
    assert page.response.request.path == address(story)
