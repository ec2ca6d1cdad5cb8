"""The cards of a session as a PDF: ten on an A4 sheet, made once and kept nowhere."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.people.codes import written
from elearn.people.models import AuditEntry
from tests.conftest import PASSWORD, Story
from tests.pages import SAME_ORIGIN, Browser

MILLIMETRE = 72 / 25.4


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


def printed(client: FlaskClient, story: Story, cards: list[str], language: str = "fr") -> PdfReader:
    address = f"/{language}/cohorts/{story.cohort.id}/cards.pdf"
    sent = client.post(address, data={"card": cards}, headers=SAME_ORIGIN)
    assert (sent.status_code, sent.mimetype) == (200, "application/pdf")
    assert sent.headers["Cache-Control"] == "no-store"
    return PdfReader(BytesIO(sent.data))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_page_shows_once_is_printed_ten_on_a_sheet(
    fatou: Browser, session: Session, story: Story, language: str
) -> None:
    last = len(story.cards)
    page = fatou.post(
        f"/{language}/cohorts/{story.cohort.id}/cards", {"more": "11", "last": str(last)}
    )
    cards = page.values()["card"]
    assert len(cards) == 11
    found = printed(fatou.client, story, cards, language)
    assert len(found.pages) == 2
    sides = [round(float(side) / MILLIMETRE) for side in found.pages[0].mediabox[2:]]
    assert sides == [210, 297]
    text = found.pages[0].extract_text()
    _, code, pin = cards[0].split(".")
    assert written(code) in text
    assert pin in text
    assert text.count("http://localhost/card") == 10
    assert "cards-printed" in session.scalars(select(AuditEntry.act)).all()
    forbidden = r"tortur|polic|gendarm|prison|magistrat|CNDH|droits|rights"
    assert not re.search(forbidden, text, re.IGNORECASE)


def test_cards_of_another_session_or_of_nobody_are_refused(fatou: Browser, story: Story) -> None:
    address = f"/fr/cohorts/{story.cohort.id}/cards.pdf"
    own = f"1.{story.cards[0].code}.123456"
    for cards in ([], ["1.ABCDEFGH1.123456"], [own, "nonsense"], [f"2{own}"], ["1.<b>.123456"]):
        page = fatou.post(address, {"card": cards}, expect=422)
        assert "Imprimez-en de nouvelles" in page.text


def test_only_the_sessions_own_trainers_print(browser: Browser, story: Story) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    browser.post(f"/fr/cohorts/{story.cohort.id}/cards.pdf", {"card": "1"}, expect=404)


def test_the_address_on_a_card_leads_to_where_it_is_typed_in(browser: Browser) -> None:
    page = browser.get("/card", headers={"Accept-Language": "en"})
    assert page.response.request.path == "/en/sign-in"


def test_in_another_language_the_printed_page_is_the_room(fatou: Browser, story: Story) -> None:
    page = fatou.get(f"/en/cohorts/{story.cohort.id}/cards.pdf")
    assert page.response.request.path == f"/en/cohorts/{story.cohort.id}"
