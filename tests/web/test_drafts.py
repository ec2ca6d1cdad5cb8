"""Drafts and real people: an administrator decides, and the decision is kept."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.installation import settings
from elearn.people.models import AuditEntry
from elearn.quizzes.models import Opening
from tests.conftest import PASSWORD, START, Story
from tests.pages import SAME_ORIGIN, Browser
from tests.web.test_cohorts import new_form

CONTENT = "/administration/content"
SETTINGS = "/administration/settings"
ALLOWED = {"key": "drafts-allowed", "drafts-allowed-to": "yes", "drafts-allowed-reason": "lus"}
STOPPED = {**ALLOWED, "drafts-allowed-to": "no"}


def come_in(browser: Browser, name: str) -> Browser:
    other = browser.another()
    other.client.post(
        "/fr/staff", data={"username": name, "password": PASSWORD}, headers=SAME_ORIGIN
    )
    return other


@pytest.fixture
def undecided(session: Session, story: Story) -> Story:
    """The story before anybody decided about drafts."""
    with writing(session):
        settings.change(session, settings.DRAFTS_ALLOWED, False, START)
    return story


def opened(session: Session) -> int:
    session.rollback()
    return len(session.scalars(select(Opening)).all())


def test_no_test_opens_on_a_draft_until_it_is_decided(
    browser: Browser, undecided: Story, session: Session
) -> None:
    room = f"/en/cohorts/{undecided.cohort.id}"
    fatou, boubacar = come_in(browser, "fatou"), come_in(browser, "boubacar")
    refused = fatou.post(f"{room}/pre/open", expect=422)
    assert "no Malian lawyer has read" in refused.text
    assert opened(session) == 0
    for _ in range(2):
        boubacar.post(f"/en{SETTINGS}", ALLOWED)
    fatou.post(f"{room}/pre/open")
    assert opened(session) == 1
    acts = session.scalars(select(AuditEntry.act)).all()
    assert acts.count("drafts-allowed") == 1
    assert "allowed tests on drafts" in boubacar.get("/en/administration/acts").text


def test_the_decision_can_be_taken_back(browser: Browser, story: Story, session: Session) -> None:
    boubacar = come_in(browser, "boubacar")
    boubacar.post(f"/fr{SETTINGS}", STOPPED)
    come_in(browser, "fatou").post(f"/fr/cohorts/{story.cohort.id}/pre/open", expect=422)
    assert opened(session) == 0


def test_taking_a_change_back_asks_too(browser: Browser, story: Story) -> None:
    fatou, boubacar = come_in(browser, "fatou"), come_in(browser, "boubacar")
    room = f"/en/cohorts/{story.cohort.id}"
    for mode in ("online", "room"):
        told = fatou.post(f"{room}/edit", {**fatou.get(f"{room}/edit").values(), "mode": mode})
    undo = next(a for f in told.all("form") if (a := f.get("action", "")).endswith("/undo"))
    boubacar.post(f"/en{SETTINGS}", STOPPED)
    assert "no Malian lawyer has read" in fatou.post(undo, expect=422).text
    boubacar.post(f"/en{SETTINGS}", ALLOWED)
    fatou.post(undo)


def test_online_it_is_asked_when_the_session_is_made(browser: Browser, undecided: Story) -> None:
    boubacar = come_in(browser, "boubacar")
    page = boubacar.post("/en/cohorts/new", new_form(undecided, mode="online"), expect=422)
    assert "no Malian lawyer has read" in page.text
    boubacar.post("/en/cohorts/new", new_form(undecided))
    boubacar.post(f"/en{SETTINGS}", ALLOWED)
    again = new_form(undecided, mode="online", name="Kayes")
    boubacar.post("/en/cohorts/new", again)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_administrator_sees_what_waits_for_a_lawyer(
    browser: Browser, story: Story, language: str
) -> None:
    page = come_in(browser, "boubacar").get(f"/{language}{CONTENT}")
    assert "C2." in page.text
    assert f"/{language}/administration/notes" in page.links()


def test_others_are_turned_away(browser: Browser, story: Story) -> None:
    assert browser.client.get(f"/fr{CONTENT}").status_code == 303
    for name in ("fatou", "claire"):
        other = come_in(browser, name)
        other.get(f"/fr{CONTENT}", expect=403)
        other.post(f"/fr{SETTINGS}", ALLOWED, expect=403)
