"""A trainer with her room, and what trainer and donor read of the demonstration."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.enrolment import Card
from elearn.courses.library import Library
from elearn.db import writing
from elearn.demonstration import loading, plans
from elearn.people.passwords import Keeper
from elearn.programmes.models import Programme
from elearn.quizzes.models import Attempt
from tests.browser.answering import answer_all
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.conftest import PASSWORD, Clock, Story

pytestmark = pytest.mark.browser


@pytest.fixture
def demonstration(session: Session, library: Library, keeper: Keeper, clock: Clock) -> None:
    """The demonstration, loaded instead of the story."""
    with writing(session):
        loading.load(session, library, keeper, clock.now)


def test_trainer_and_donor_read_the_gain_of_the_demonstration(
    new_phone: NewPhone, demonstration: None, session: Session
) -> None:
    # In one test: the demonstration takes seconds to load, and nobody changes it here.
    programme = session.scalars(select(Programme.id)).one()
    for language, javascript in (("fr", True), ("en", False)):
        trainer = new_phone(language, javascript=javascript, width=1280)
        trainer.sign_in_staff(plans.TRAINER.name, plans.TRAINER.secret)
        assert trainer.path == "/cohorts"
        trainer.follow(trainer.page.get_by_role("link", name=plans.SEGOU.name, exact=True))
        assert trainer.reads("%(both)s of %(all)s people have both tests", both=19, all=25)
        trainer.follow(trainer.page.locator('a[href$="/gain"]').first)
        assert re.search(r"\d", trainer.heading)
        assert trainer.page.locator("dl.counts dd").all_inner_texts() == ["19", "3", "1", "2"]
        assert trainer.page.locator("figure svg").count()

        donor = new_phone(language, javascript=javascript)
        donor.sign_in_staff(plans.DONOR.name, plans.DONOR.secret)
        assert donor.path == f"/programmes/{programme}"
        assert re.search(r"\d", donor.heading)
        donor.excuse("status of 403", "status of 404")
        donor.page.goto(trainer.page.url)
        assert donor.page.locator("dl.counts").count() == 0


def test_fatou_prints_a_card_opens_the_room_and_sees_who_has_sent(
    new_phone: NewPhone, javascript: bool, story: Story, library: Library, session: Session
) -> None:
    fatou = new_phone(javascript=javascript)
    fatou.sign_in_staff("fatou", PASSWORD)
    room = f"/cohorts/{story.cohort.id}"
    fatou.open(room)
    card = printed(fatou)
    fatou.press("They are printed: go to the room")

    oumar = new_phone(javascript=javascript)
    oumar.sign_in(card)
    assert oumar.heading == oumar.say("Wait for your trainer")
    fatou.send("/pre/open")
    oumar.press("Reload")
    oumar.press("Begin")
    oumar.press("Take the test")
    fatou.open(room)
    assert figures(fatou)[:2] == ["0", "1"]
    answer_all(oumar, library, right=2)
    oumar.press("Send my test")
    fatou.open(room)
    assert figures(fatou)[:2] == ["1", "0"]
    assert session.scalars(select(Attempt.points)).all() == [2]


def printed(fatou: Phone) -> Card:
    """One more card, as it stands on the page to print."""
    fatou.page.get_by_label(fatou.say("How many more cards")).fill("1")
    fatou.press("Add cards")
    slip = fatou.page.locator(".slip b")
    assert slip.count() == 2
    return Card(number=3, code=slip.nth(0).inner_text(), pin=slip.nth(1).inner_text())


def figures(fatou: Phone) -> list[str]:
    """How many have sent, are answering, have not begun, are without the test."""
    return fatou.page.locator(".figs .n").all_inner_texts()
