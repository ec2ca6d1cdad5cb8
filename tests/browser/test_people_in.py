"""Fatou brings in a long list by a browser, and somebody joins in the room without a card."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from tests.browser.conftest import NewPhone
from tests.browser.test_every_page import barriers, overflowing
from tests.conftest import PASSWORD, Story

pytestmark = [
    pytest.mark.browser,
    # What a browser does here does not depend on the database.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

LIST = "Nom;Sexe\n" + "".join(f"Personne {n};F\n" for n in range(700))


def test_a_long_list_comes_in_by_itself_without_script(
    new_phone: NewPhone, session: Session, story: Story
) -> None:
    fatou = new_phone("fr", javascript=False, width=1280)
    fatou.sign_in_staff("fatou", PASSWORD)
    fatou.open(f"/cohorts/{story.cohort.id}/roster")
    fatou.page.locator("#file").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    fatou.follow(fatou.page.locator("main form button"))
    assert "700" in fatou.heading
    fatou.page.locator("form[action*='/roster/'] button").click()
    # Three pages, each asking for the next: the last one has the way to the cards.
    fatou.page.locator("a[href$='/first-cards']").wait_for()
    assert "700" in fatou.heading
    session.expire_all()
    counted = select(func.count()).where(Enrolment.cohort_id == story.cohort.id)
    assert session.scalar(counted) == 702


def test_in_the_room_somebody_makes_a_card_on_a_narrow_phone(
    new_phone: NewPhone, story: Story
) -> None:
    fatou = new_phone("fr", width=1280)
    fatou.sign_in_staff("fatou", PASSWORD)
    fatou.open(f"/cohorts/{story.cohort.id}/join")
    fatou.page.locator("#word").fill("Étoile")
    fatou.page.locator("#seats").fill("1")
    fatou.send("/join")
    address = fatou.page.locator("h1 + p b").inner_text()
    phone = new_phone("fr", width=320)
    phone.open(f"/join/{address.rsplit('/', 1)[1]}")
    assert overflowing(phone) == []
    assert barriers(phone) == []
    phone.page.locator("#new_word").fill("etoile")
    phone.follow(phone.page.locator("main form button").last)
    code, pin = phone.page.locator(".slip b").all_inner_texts()
    assert overflowing(phone) == []
    phone.follow(phone.page.locator("main a.btn"))
    assert phone.path == "/course"
    other = new_phone("fr")
    other.open("/sign-in")
    other.page.locator("#code").fill(code)
    other.page.locator("#pin").fill(pin)
    other.send("/sign-in")
    assert other.path == "/course"
