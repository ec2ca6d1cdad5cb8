"""Fatou prints a test: whose sheets, in which version, and the same once more."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.installation import settings
from elearn.quizzes.models import AnswerSheet, Booklet
from elearn.web.card_lists import NotAList, cards_of, written
from tests.conftest import PASSWORD, START, Story
from tests.pages import Browser


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


def address(story: Story, rest: str = "", wave: str = "pre", language: str = "fr") -> str:
    return f"/{language}/cohorts/{story.cohort.id}/booklets/{wave}{rest}"


def pdf(browser: Browser, path: str) -> PdfReader:
    answer = browser.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.data))


def text(found: PdfReader, page: int = 0) -> str:
    return " ".join(found.pages[page].extract_text().split())


@pytest.mark.parametrize(("name", "status"), [("charlie", 404), ("claire", 403), ("boubacar", 403)])
def test_only_the_trainers_of_the_session_print(
    browser: Browser, story: Story, name: str, status: int
) -> None:
    browser.sign_in_staff(name, PASSWORD)
    for rest in ("", "/A.pdf", "/sheets.pdf"):
        browser.get(address(story, rest), expect=status)
    browser.post(address(story), {"cards": ""}, expect=status)


def test_nothing_is_printed_before_it_is_prepared(fatou: Browser, story: Story) -> None:
    page = fatou.get(address(story))
    assert not [link for link in page.links() if link.endswith(".pdf")]
    fatou.get(address(story, "/A.pdf"), expect=404)
    fatou.get(address(story, "/sheets.pdf"), expect=404)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_version_and_a_sheet_a_card(fatou: Browser, story: Story, language: str) -> None:
    page = fatou.post(address(story, language=language), {"cards": ""})
    links = [link for link in page.links() if ".pdf" in link and f"/{language}/" in link]
    booklets = [pdf(fatou, link) for link in links if "sheets" not in link]
    assert len(booklets) == 2
    for form, booklet in zip("AB", booklets, strict=True):
        assert all(f"Version {form}" in text(booklet, at) for at in range(len(booklet.pages)))
        assert booklet.trailer["/Root"]["/Lang"] == language
    sheets = pdf(fatou, next(link for link in links if "sheets" in link))
    assert len(sheets.pages) == 2
    for card, held in enumerate(story.cards, 1):
        found = text(sheets, card - 1)
        assert str(card) in found
        assert held.code not in found


def test_a_reprint_has_the_same_bytes_and_rows(
    fatou: Browser, story: Story, session: Session
) -> None:
    fatou.post(address(story), {"cards": "1"})
    first = fatou.client.get(address(story, "/A.pdf")).data
    fatou.post(address(story), {"cards": "1-2"})
    assert fatou.client.get(address(story, "/A.pdf")).data == first
    assert len(session.scalars(select(Booklet)).all()) == 2
    assert len(session.scalars(select(AnswerSheet)).all()) == 2


def test_chosen_cards_alone_have_a_sheet(fatou: Browser, story: Story) -> None:
    fatou.post(address(story), {"cards": ""})
    assert len(pdf(fatou, address(story, "/sheets.pdf?cards=2")).pages) == 1
    assert len(pdf(fatou, address(story, "/sheets.pdf?cards=oops")).pages) == 2


@pytest.mark.parametrize("cards", ["x", "9-3", "1,40", "1-", "1 - - 2"])
def test_a_list_that_is_none_is_refused_and_stays(
    fatou: Browser, story: Story, session: Session, cards: str
) -> None:
    page = fatou.post(address(story), {"cards": cards}, expect=422)
    assert page.values()["cards"] == [cards]
    assert session.scalars(select(AnswerSheet)).all() == []


def test_drafts_wait_for_a_decision(fatou: Browser, story: Story, session: Session) -> None:
    with writing(session):
        settings.change(session, settings.DRAFTS_ALLOWED, False, START)
    fatou.post(address(story), {"cards": ""}, expect=422)
    assert session.scalars(select(Booklet)).all() == []


def test_a_list_of_cards_is_read_as_people_write_it() -> None:
    everybody = range(1, 14)
    assert cards_of(" 3, 7 ;9 - 12", everybody) == (3, 7, 9, 10, 11, 12)
    assert cards_of("9–10", everybody) == (9, 10)
    assert cards_of(" ", everybody) == tuple(everybody)
    assert written((12, 3, 7, 9, 10, 11)) == "3,7,9-12"
    with pytest.raises(NotAList):
        cards_of("seven", everybody)
