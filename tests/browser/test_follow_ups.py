"""The pages of weeks later in a real browser: nothing runs out of them, nobody is shut out."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.db import writing
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.browser.test_every_page import NARROWEST, barriers, overflowing
from tests.conftest import PASSWORD, START, Clock, Story

pytestmark = pytest.mark.browser


def walk(phone: Phone, story: Story) -> Iterator[str]:
    """Every page of the follow-ups as their trainer comes by them."""
    phone.excuse("status of 422")
    own = f"/cohorts/{story.cohort.id}"
    for path in ("/follow-ups", f"{own}/follow-up", f"{own}/read-aloud", f"{own}/versions"):
        phone.open(path)
        yield path
    phone.open(f"{own}/follow-up")
    phone.page.get_by_label(phone.say("Code read out")).fill("K7")
    phone.press("Find the card")
    yield "a refused code"
    phone.page.get_by_label(phone.say("Code read out")).fill(story.moussas_card.code)
    phone.press("Find the card")
    yield "the name to compare"
    phone.page.get_by_label(phone.say("The name is the one on my list")).check()
    phone.press("Give a new PIN")
    yield "the new PIN"
    phone.press("It is read out")
    phone.press("Card %(n)s", n=1)
    yield "before the call"
    for answer in ("Yes, alone", "Yes", "The person agrees"):
        phone.page.get_by_label(phone.say(answer), exact=True).check()
    phone.press("Go on")
    for number in range(1, 9):
        assert phone.heading == phone.say("Question %(number)s of %(last)s", number=number, last=8)
        yield phone.path
        phone.press("Keep and go on")
    yield phone.path
    phone.press("Send the test")
    assert phone.path == f"{own}/follow-up"


@pytest.mark.axe
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_of_a_follow_up_fit_a_narrow_phone_and_shut_nobody_out(
    new_phone: NewPhone, story: Story, session: Session, clock: Clock
) -> None:
    with writing(session):
        enrolments.close(session, enrolments.locked(session, story.cohort.id), START)
    clock.now = START + timedelta(weeks=9)
    phone = new_phone("en", width=NARROWEST)
    phone.sign_in_staff("fatou", PASSWORD)
    found = {page: overflowing(phone) + barriers(phone) for page in walk(phone, story)}
    assert {page: faults for page, faults in found.items() if faults} == {}
