"""Leaving quickly: the calendar stands there, the session is over, and "back" shows nothing."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.documents.words import words
from elearn.people.models import SignIn
from tests.browser.phone import Phone
from tests.conftest import Clock, Story

pytestmark = pytest.mark.browser


def test_the_quick_exit_ends_the_session_and_shows_a_calendar(
    phone: Phone, online_story: Story, session: Session, clock: Clock
) -> None:
    phone.sign_in(online_story.awas_card)
    phone.press("First test")
    phone.press(LEAVE)
    assert phone.path == "/month"
    assert phone.heading == words("fr").month(clock.now.date())
    assert "Danbe" not in phone.page.title()
    ended(session)

    phone.page.go_back()
    if phone.javascript:
        expect(phone.page.locator("h1")).to_have_text(words("fr").month(clock.now.date()))
    else:
        assert phone.path == "/sign-in"


def test_after_the_quick_exit_a_lesson_is_not_one_step_back(
    phone: Phone, online_story: Story, session: Session, clock: Clock
) -> None:
    phone.sign_in(online_story.awas_card)
    phone.open("/test/pre")
    phone.press("Follow without being tested")
    phone.press("Go on")
    phone.open("/course/module/1/lesson/02")
    phone.press(LEAVE)
    if phone.javascript:
        phone.page.go_back()
        expect(phone.page.locator("h1")).to_have_text(words("fr").month(clock.now.date()))
    phone.open("/course")
    assert phone.path == "/sign-in"


def ended(session: Session) -> None:
    """No sign-in is left."""
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0


LEAVE = "Quick exit"
