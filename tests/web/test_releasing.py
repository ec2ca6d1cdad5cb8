"""The administrators' page of releases: made, recomputed, signed by another, seen."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.people import accounts
from elearn.people.models import AuditEntry, Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.privacy import erasing
from elearn.programmes.models import Programme
from elearn.reports.models import Atom, Release
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import SAME_ORIGIN, Browser
from tests.reports.scored import TWELVE, take_part

NOW = datetime(2026, 11, 16, 22, 0, tzinfo=UTC)


@pytest.fixture
def page(story: Story) -> str:
    return f"/en/administration/programmes/{story.programme.id}/releases"


@pytest.fixture
def second(session: Session, story: Story, keeper: Keeper) -> None:
    """A second administrator, Mariam."""
    with writing(session):
        mariam = accounts.add_staff(session, "mariam", PASSWORD, keeper, START)
        accounts.grant(session, mariam, Role.ADMINISTRATOR, START)


def come_in(browser: Browser, username: str) -> Browser:
    browser.client.post(
        "/en/staff", data={"username": username, "password": PASSWORD}, headers=SAME_ORIGIN
    )
    return browser


@pytest.mark.usefixtures("second")
def test_a_release_goes_from_made_to_seen_through_two_hands(
    browser: Browser, session: Session, story: Story, clock: Clock, page: str
) -> None:
    clock.now = NOW
    take_part(session, story.cohort, TWELVE)
    come_in(browser, "boubacar")
    seen = browser.get(page)
    assert seen.h1 == "No release yet"
    assert "A release of today would count 12 enrolments more." in seen.text
    assert "2 have not finished, and the session is not closed" in seen.text
    browser.post(f"{page}/make")
    assert browser.get(page).h1 == "Release 1 waits to be recomputed"
    maker = select(AuditEntry.actor_id).where(AuditEntry.act == "release-made")
    assert session.scalar(maker) == story.boubacar.id
    home = browser.get("/en/administration")
    assert "Programme “Premières heures”: 1 release waits to be seen" in home.text
    assert page in home.links()
    assert "The figures will appear" in browser.get(f"/en/programmes/{story.programme.id}").h1
    browser.post(f"{page}/1/recompute")
    seen = browser.get(page)
    assert seen.h1 == "Release 1 waits for a signature"
    assert "Another administrator must sign it." in seen.text
    refused = browser.client.post(f"{page}/1/sign", headers=SAME_ORIGIN)
    assert refused.status_code == 422
    assert b"You recomputed this release." in refused.data
    other = come_in(browser.another(), "mariam")
    look = other.get(f"{page}/1/sign")
    assert look.h1 == "Sign release 1 off?"
    assert "Recomputed by boubacar" in look.text
    other.post(f"{page}/1/sign")
    seen = other.get(page)
    assert seen.h1 == "1 release, and partners see it"
    assert page not in other.get("/en/administration").links()
    assert "Signed by mariam" in seen.text
    assert "Of 12 enrolments" in other.get(f"/en/programmes/{story.programme.id}").h1
    again = other.client.post(f"{page}/1/sign", headers=SAME_ORIGIN)
    assert b"This release is signed already." in again.data
    nothing = other.client.post(f"{page}/make", headers=SAME_ORIGIN)
    assert nothing.status_code == 422
    assert b"Nobody can be added today." in nothing.data


def test_altered_sums_are_neither_signed_nor_added_to(
    browser: Browser, session: Session, story: Story, clock: Clock, page: str
) -> None:
    clock.now = NOW
    take_part(session, story.cohort, TWELVE)
    come_in(browser, "boubacar")
    browser.post(f"{page}/make")
    with writing(session):
        session.execute(update(Atom).values(s2=Atom.s2 + 500))
    browser.post(f"{page}/1/recompute")
    seen = browser.get(page)
    assert seen.h1 == "Release 1 must be corrected"
    assert "1 sum differs" in seen.text
    refused = browser.client.post(f"{page}/make", headers=SAME_ORIGIN)
    assert b"no longer those that were frozen" in refused.data
    assert session.scalars(select(Release.number)).all() == [1]


def test_a_release_that_is_not_there_is_not_found(
    browser: Browser, story: Story, page: str
) -> None:
    come_in(browser, "boubacar")
    assert browser.client.get(f"{page}/7/sign").status_code == 404
    assert browser.client.post(f"{page}/7/recompute", headers=SAME_ORIGIN).status_code == 404


def test_a_programme_chooses_what_divides_its_figures(
    browser: Browser, session: Session, story: Story
) -> None:
    come_in(browser, "boubacar")
    given = {"name": "Deux", "time_zone": "Africa/Bamako", "first_split": "region"}
    address = "/en/administration/programmes"
    twice = {**given, "second_split": "region"}
    refused = browser.client.post(address, data=twice, headers=SAME_ORIGIN)
    assert refused.status_code == 422
    assert b"Choose two different ones, or only one." in refused.data
    browser.post(address, {**given, "second_split": "sex"})
    made = session.scalars(select(Programme).where(Programme.name == "Deux")).one()
    assert [one.value for one in made.splits] == ["sex", "region"]


@pytest.mark.usefixtures("second")
def test_what_no_correction_can_mend_is_signed_with_a_note(
    browser: Browser, session: Session, story: Story, keeper: Keeper, clock: Clock, page: str
) -> None:
    clock.now = NOW
    own, *_ = take_part(session, story.cohort, TWELVE)
    come_in(browser, "boubacar")
    browser.post(f"{page}/make")
    with writing(session):
        person = session.get_one(Person, own.person_id)
        erasing.erase(session, person, None, keeper, NOW)
    browser.post(f"{page}/1/recompute")
    assert browser.get(page).h1 == "Release 1 waits for a signature"
    other = come_in(browser.another(), "mariam")
    assert f"{page}/1/sign" in other.get(page).links()
    assert "Why it stands although sums differ" in other.get(f"{page}/1/sign").text
    refused = other.client.post(f"{page}/1/sign", data={"note": " "}, headers=SAME_ORIGIN)
    assert refused.status_code == 422
    assert b"Write why the release stands" in refused.data
    other.post(f"{page}/1/sign", {"note": "erased on request"})
    assert other.get(page).h1 == "1 release, and partners see it"
