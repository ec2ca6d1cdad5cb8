"""The trainer's pages for one card and for the rules of a test, and the word at a test's door."""

import os

import pytest
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from tests.browser.answering import answer_all
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.browser.test_every_page import violations
from tests.conftest import PASSWORD, Story

pytestmark = pytest.mark.browser


def look(phone: Phone, name: str) -> None:
    """The page fits, and shuts nobody out."""
    shots = os.environ.get("SHOTS")
    if shots:
        phone.page.screenshot(path=f"{shots}/{name}.png", full_page=True)
    wide, seen = phone.page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= seen, f"{name}: {wide} pixels wide"
    assert [one["id"] for one in violations(phone.page)] == []


# On one database alone, and axe as well: the pages are the same.
@pytest.mark.axe
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_fatou_sets_rules_and_allows_a_second_try(
    new_phone: NewPhone, story: Story, library: Library, session: Session, width: int
) -> None:
    fatou = new_phone(width=width)
    fatou.sign_in_staff("fatou", PASSWORD)
    room = f"/cohorts/{story.cohort.id}"
    fatou.open(f"{room}/test/pre/policy")
    fatou.page.get_by_label(fatou.say("Access word")).fill("Étoile")
    fatou.page.get_by_label(fatou.say("Time limit, in minutes")).fill("45")
    look(fatou, f"policy-{width}")
    fatou.press("Keep these rules")
    fatou.send("/pre/open")
    look(fatou, f"room-{width}")

    awa = new_phone(width=width)
    awa.sign_in(story.awas_card)
    awa.open("/test/pre")
    look(awa, f"before-{width}")
    awa.excuse("status of 422")
    awa.page.locator("#word").fill("lune")
    awa.press("Take the test")
    look(awa, f"wrong-word-{width}")
    awa.page.locator("#word").fill("etoile")
    awa.press("Take the test")
    look(awa, f"questions-{width}")
    answer_all(awa, library, right=2)
    awa.press("Send my test")

    fatou.press("See this card")
    fatou.page.locator("#kind").select_option("second-try")
    fatou.page.locator("#until").fill("2099-01-01T10:00")
    fatou.page.locator("#reason").fill("Panne de courant")
    fatou.press("Open it")
    look(fatou, f"card-{width}")
    awa.open("/course")
    look(awa, f"course-{width}")
    awa.open("/test/pre")
    look(awa, f"again-{width}")
