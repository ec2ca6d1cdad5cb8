"""Fatou ticks who was there, counts signatures, and prints papers that never mix."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.people import accounts
from elearn.people.models import AuditEntry, Person
from elearn.people.roles import Role
from tests.conftest import PASSWORD, START, Story
from tests.pages import XHTML, Browser

HALF = "2026-11-16-morning"


@pytest.fixture
def here(story: Story) -> str:
    return f"cohorts/{story.cohort.id}/attendance"


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


def pdf(browser: Browser, address: str, names: str | None = None) -> PdfReader:
    headers = {"Sec-Fetch-Site": "same-origin"}
    if names is None:
        sent = browser.client.get(address)
    else:
        sent = browser.client.post(address, data={"names": names}, headers=headers)
    assert (sent.status_code, sent.mimetype) == (200, "application/pdf")
    assert sent.headers["Cache-Control"] == "no-store"
    return PdfReader(BytesIO(sent.data))


def words_of(found: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in found.pages).split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_fatou_ticks_a_half_day_and_sees_the_hours(
    fatou: Browser, story: Story, here: str, language: str
) -> None:
    page = fatou.get(f"/{language}/{here}/{HALF}")
    assert page.values()["minutes"] == ["210"]
    page = fatou.post(f"/{language}/{here}/{HALF}/cards", {"there": ["1", "2"], "minutes": "180"})
    assert page.response.request.path == f"/{language}/{here}"
    assert ("1 sur 6" if language == "fr" else "1 of 6") in page.text
    table = page.all("table")[1]
    rows = ["".join(row.itertext()) for row in table.iter(f"{XHTML}tr")][1:]
    assert [row[-1] for row in rows] == ["3" if n < 2 else "0" for n in range(len(story.cards))]
    again = fatou.get(f"/{language}/{here}/{HALF}")
    assert again.values()["there"] == ["1", "2"]


def test_what_is_refused_stays_as_it_was_ticked(fatou: Browser, here: str) -> None:
    page = fatou.post(
        f"/fr/{here}/{HALF}/cards", {"there": ["1", "99"], "minutes": "7"}, expect=422
    )
    assert page.values()["there"] == ["1"]
    page = fatou.post(
        f"/fr/{here}/{HALF}/paper", {"signatures": "-3", "paper_kept": ""}, expect=422
    )
    assert "-3" in page.html


def test_a_half_day_that_is_none_is_no_page(fatou: Browser, here: str) -> None:
    for slot in ("2026-11-19-morning", "2026-02-31-morning", "2026-11-16-noon"):
        fatou.get(f"/fr/{here}/{slot}", expect=404)
    fatou.post(f"/fr/{here}/2026-11-19-morning/cards", {"minutes": "60"}, expect=404)


def test_only_the_sessions_own_trainers_come_in(browser: Browser, story: Story, here: str) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    for way in ("", f"/{HALF}", "/sign-in.pdf", "/cards.pdf"):
        browser.get(f"/fr/{here}{way}", expect=404)
    browser.post(f"/fr/{here}/{HALF}/cards", {"minutes": "60"}, expect=404)


def test_two_trainers_count_the_same_sheet(
    fatou: Browser, session: Session, story: Story, here: str
) -> None:
    with writing(session):
        charlie = session.get_one(Person, story.charlie.id)
        accounts.grant(session, charlie, Role.TRAINER, START, cohort_id=story.cohort.id)
    fatou.post(f"/fr/{here}/{HALF}/countersign", expect=422)
    fatou.post(f"/fr/{here}/{HALF}/cards", {"there": ["1"], "minutes": "60"})
    counted = {"signatures": "2", "paper_kept": "Armoire fermée, bureau 2"}
    page = fatou.post(f"/fr/{here}/{HALF}/paper", counted)
    assert "Armoire fermée, bureau 2" in page.text
    assert "diffèrent" in page.text
    fatou.post(f"/fr/{here}/{HALF}/countersign", expect=422)
    other = fatou.another()
    other.sign_in_staff("charlie", PASSWORD)
    page = other.post(f"/fr/{here}/{HALF}/countersign")
    assert "charlie" in page.text


def test_the_sheet_to_sign_has_no_card_and_the_tick_list_no_name(
    fatou: Browser, story: Story, here: str
) -> None:
    sheet = pdf(fatou, f"/fr/{here}/sign-in.pdf")
    assert len(sheet.pages) == 6
    told = words_of(sheet)
    assert "Nom" in told
    for card in story.cards:
        assert card.code not in told
    assert "Carte" not in told.replace("numéro de carte", "")
    ticks = pdf(fatou, f"/en/{here}/cards.pdf")
    assert "Signature" not in words_of(ticks)
    assert "Card" in words_of(ticks)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_attestation_says_hours_and_no_result_and_its_names_are_kept_nowhere(
    fatou: Browser, session: Session, story: Story, here: str, language: str
) -> None:
    address = f"/{language}/{here}/attestations"
    fatou.post(address, {"names": "Aïssata Ɲaŋɔ"}, expect=422)
    fatou.post(f"/fr/{here}/{HALF}/cards", {"there": ["1"], "minutes": "210"})
    found = pdf(fatou, address, "Aïssata Ɲaŋɔ\n\n  Bakary   Zé \n")
    assert len(found.pages) == 2
    told = words_of(found)
    assert "Aïssata Ɲaŋɔ" in told
    assert "Bakary Zé" in told
    assert ("3,5" if language == "fr" else "3.5") in told
    assert [one.act for one in session.scalars(select(AuditEntry))].count(
        "attestations-printed"
    ) == 1
    for table in inspect(session.get_bind()).get_table_names():  # type: ignore[union-attr]
        for row in session.execute(text(f'SELECT * FROM "{table}"')):
            assert "Aïssata" not in str(tuple(row))


def test_names_that_cannot_be_printed_are_refused_and_stay(fatou: Browser, here: str) -> None:
    fatou.post(f"/fr/{here}/{HALF}/cards", {"there": ["1"], "minutes": "210"})
    for names in (" \n ", "x" * 81, "\n".join(["Awa"] * 61), "محمد"):
        page = fatou.post(f"/fr/{here}/attestations", {"names": names}, expect=422)
        assert names.strip()[:3] in page.html


def test_an_address_of_an_act_leads_back(fatou: Browser, here: str) -> None:
    for way in ("/attestations", f"/{HALF}/cards"):
        assert fatou.get(f"/fr/{here}{way}").response.request.path == f"/fr/{here}"
