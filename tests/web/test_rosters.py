"""Fatou brings in a list, prints its cards and its names; no name stays anywhere."""

import logging
import tempfile
import time
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import make_url, select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from elearn.cohorts import enrolment
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.installation import waiting_files
from elearn.installation.models import KeptFile
from elearn.people.models import AuditEntry, Person
from elearn.people.passwords import Keeper
from elearn.privacy import erasing
from elearn.web import access_log
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import SAME_ORIGIN, Browser, Page

LIST = (
    "Nom;Prénom;Sexe;Profession;Téléphone\n"
    "Konaté;Oumou;F;Greffière;76 12 34 56\n"
    "Sangaré;Bréhima;H;Policier;66 98 76 54\n"
)
NAMES = ("Konat", "Oumou", "Sangar", "Brehima", "Bréhima", "76 12")


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


def address(story: Story, end: str = "roster", language: str = "fr") -> str:
    return f"/{language}/cohorts/{story.cohort.id}/{end}"


def form(text: str | bytes, **also: str) -> tuple[bytes, str]:
    data = text.encode() if isinstance(text, str) else text
    given = {**also, "file": FileStorage(BytesIO(data), "list.csv")}
    boundary, body = encode_multipart(given)
    return body, f"multipart/form-data; boundary={boundary}"


def send(browser: Browser, where: str, text: str, expect: int = 200) -> Page:
    body, kind = form(text)
    return browser.post(where, body, expect=expect, content_type=kind)


def agree(browser: Browser, page: Page, expect: int = 200) -> Page:
    (action,) = [
        one.get("action", "") for one in page.all("form") if "/roster/" in one.get("action", "")
    ]
    return browser.post(action, {"seen": page.values()["seen"][0]}, expect=expect)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_list_is_seen_first_then_comes_in_once(
    fatou: Browser, session: Session, story: Story, language: str
) -> None:
    page = send(fatou, address(story, language=language), LIST)
    assert "2 personnes" in page.h1 or "2 people" in page.h1
    assert "Nom, Prénom, Téléphone" in page.text
    assert len(_enrolled(session, story)) == 2
    done = agree(fatou, page)
    assert done.h1.startswith("2 ")
    assert [one.profession for one in _enrolled(session, story)[2:]] == ["court-clerk", "police"]
    again = send(fatou, address(story, language=language), LIST)
    assert not [one for one in again.all("form") if "/roster/" in one.get("action", "")]
    agree(fatou, page)  # the same yes again
    assert len(_enrolled(session, story)) == 4
    assert session.scalars(select(KeptFile)).all() == []
    assert "roster-imported" in session.scalars(select(AuditEntry.act)).all()


def _enrolled(session: Session, story: Story) -> list[Enrolment]:
    session.expire_all()
    asked = select(Enrolment).where(Enrolment.cohort_id == story.cohort.id)
    return list(session.scalars(asked.order_by(Enrolment.card_number)))


def test_who_came_in_gets_a_card_and_signs_in_with_it(fatou: Browser, story: Story) -> None:
    agree(fatou, send(fatou, address(story), LIST))
    page = fatou.get(address(story, "first-cards"))
    cards = fatou.post(address(story, "first-cards"), {"first": page.values()["first"][0]})
    sent = [card.split(".") for card in cards.values()["card"]]
    assert [number for number, _, _ in sent] == ["3", "4"]
    stale = fatou.post(address(story, "first-cards"), {"first": "3"}, expect=409)
    assert "Tout le monde" in stale.h1 or "Everybody" in stale.h1
    awa = fatou.another()
    assert awa.sign_in(sent[0][1], sent[0][2]).response.request.path == "/fr/course"


def test_new_cards_for_the_lost_ones_are_not_the_first_cards_of_a_list(
    fatou: Browser, session: Session, story: Story
) -> None:
    agree(fatou, send(fatou, address(story), LIST))
    page = fatou.post(address(story, "cards/again"))
    assert [card.split(".")[0] for card in page.values()["card"]] == ["1", "2"]
    with writing(session):
        session.execute(update(Person).where(Person.code.is_not(None)).values(secret=None))
    assert fatou.post(address(story, "cards/again")).values()["first"] == ["1"]


def test_what_waits_goes_with_somebody_of_the_session_who_is_forgotten(
    fatou: Browser, session: Session, story: Story, keeper: Keeper
) -> None:
    send(fatou, address(story), LIST)
    assert len(session.scalars(select(KeptFile)).all()) == 1
    with writing(session):
        erasing.erase(session, session.get_one(Person, story.awa.id), None, keeper, START)
    assert session.scalars(select(KeptFile)).all() == []


def test_mistakes_are_told_and_nothing_waits(
    fatou: Browser, session: Session, story: Story
) -> None:
    wrong = "Sexe;Région;Âge;Ancienneté;Zone;Carte;Code\nX;Paris;9;99;Lune;0;ABC\nF;;;;;;2345\n"
    page = send(fatou, address(story), wrong, expect=422)
    for cell in ("“X”", "“Paris”", "“9”", "“99”", "“Lune”", "“0”", "“ABC”", "“2345”"):
        assert cell.strip("“”") in page.text
    for text in ("a;b\n1;2\n", "", "\x00\x01"):
        send(fatou, address(story), text, expect=422)
    fatou.post(address(story), {}, expect=422)
    assert session.scalars(select(KeptFile)).all() == []


def test_a_list_that_waited_too_long_or_was_overtaken_brings_nobody(
    fatou: Browser, session: Session, story: Story, clock: Clock
) -> None:
    page = send(fatou, address(story), LIST)
    clock.forward(hours=2)
    agree(fatou, page, expect=409)
    page = send(fatou, address(story), LIST + ";;;;\nA;B;F;;\n")
    (action,) = [
        one.get("action", "") for one in page.all("form") if "/roster/" in one.get("action", "")
    ]
    fatou.post(action, {"seen": "7-0-0"}, expect=409)
    assert len(_enrolled(session, story)) == 2


def test_a_long_list_goes_on_by_itself_a_page_at_a_time(
    fatou: Browser, session: Session, story: Story
) -> None:
    page = agree(fatou, send(fatou, address(story), "Sexe;Nom\n" + "F;A\n" * 310 + "H;B\n" * 10))
    # The act brought in the first rows, and the page that it leads to the others.
    assert "320" in page.h1
    assert len(_enrolled(session, story)) == 322


def test_a_list_that_stopped_goes_on_when_its_file_is_sent_again(
    fatou: Browser, session: Session, story: Story, clock: Clock
) -> None:
    women, men = "F;A\n" * 310, "H;B\n" * 10
    page = send(fatou, address(story), "Sexe;Nom\n" + women + men)
    (form,) = [one for one in page.all("form") if "/roster/" in one.get("action", "")]
    seen = {"seen": page.values()["seen"][0]}
    answer = fatou.client.post(form.get("action", ""), data=seen, headers=SAME_ORIGIN)
    clock.forward(hours=25)
    with writing(session):
        waiting_files.forget(session, clock.now)
    fatou.sign_in_staff("fatou", PASSWORD)
    assert session.scalars(select(KeptFile)).all() == []
    assert 'http-equiv="refresh"' not in fatou.get(answer.headers["Location"]).html
    assert answer.headers["Location"] in fatou.get(address(story)).html
    done = send(fatou, address(story), "Sexe;Nom\n" + men + women)
    assert "320" in done.h1
    sexes = [one.sex for one in _enrolled(session, story)[2:]]
    assert (sexes.count("woman"), sexes.count("man")) == (310, 10)


def test_a_session_that_closes_meanwhile_stops_the_list(
    fatou: Browser, session: Session, story: Story
) -> None:
    page = send(fatou, address(story), "Sexe;Nom\n" + "F;A\n" * 310)
    (form,) = [one for one in page.all("form") if "/roster/" in one.get("action", "")]
    seen = {"seen": page.values()["seen"][0]}
    answer = fatou.client.post(form.get("action", ""), data=seen, headers=SAME_ORIGIN)
    with writing(session):
        enrolment.close(session, enrolment.locked(session, story.cohort.id), START)
    for _ in range(2):
        stopped = fatou.get(answer.headers["Location"])
        assert 'http-equiv="refresh"' not in stopped.html
        assert "300" in stopped.h1
    assert session.scalars(select(KeptFile)).all() == []


def test_names_are_printed_once_and_stay_nowhere(
    app: Flask,
    fatou: Browser,
    session: Session,
    story: Story,
    database_url: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    access_log.install(app)
    before = set(Path(tempfile.gettempdir()).iterdir())
    with caplog.at_level(logging.DEBUG):
        agree(fatou, send(fatou, address(story), LIST))
        body, kind = form(LIST, names="")
        sent = fatou.client.post(
            address(story, "names"), data=body, content_type=kind, headers=SAME_ORIGIN
        )
        assert (sent.status_code, sent.mimetype) == (200, "application/pdf")
        assert sent.headers["Cache-Control"] == "no-store"
        text = PdfReader(BytesIO(sent.data)).pages[0].extract_text()
        assert "3 Konaté Oumou" in text
        assert "4 Sangaré Bréhima" in text
        typed = fatou.client.post(
            address(story, "names"), data={"names": "Konaté\nSangaré"}, headers=SAME_ORIGIN
        )
        assert "1 Konaté" in PdfReader(BytesIO(typed.data)).pages[0].extract_text()
    told = "\n".join(record.getMessage() for record in caplog.records)
    kept = [path for path in set(Path(tempfile.gettempdir()).iterdir()) - before if path.is_file()]
    files = [*kept, *(path for path in tmp_path.rglob("*") if path.is_file())]
    if database_url.startswith("sqlite"):
        files += Path(make_url(database_url).database or "").parent.iterdir()
    held = [path.read_bytes() for path in files]
    for name in NAMES:
        assert name not in told
        assert not [one for one in held if name.encode() in one]
    if database_url.startswith("sqlite"):
        assert [path for path in files if path.read_bytes().startswith(b"SQLite format 3")]
    assert "names-printed" in session.scalars(select(AuditEntry.act)).all()


def test_a_list_of_names_that_fits_no_cards_is_refused(fatou: Browser, story: Story) -> None:
    where = address(story, "names")
    for typed in ("9 Awa", "A\nB\nC", "x" * 81, "A\n" * 201, "𓀀"):
        fatou.post(where, {"names": typed}, expect=422)
    for text in ("Sexe\nF\n", "Nom\nAwa\n", "x;y\n1;2\n"):
        send(fatou, where, text, expect=422)


def test_strangers_find_no_list_here(browser: Browser, story: Story) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    for end in ("roster", "first-cards", "names"):
        browser.get(address(story, end), expect=404)
        browser.post(address(story, end), {"first": "1"}, expect=404)


@pytest.mark.long
def test_five_thousand_rows_come_in_within_ten_seconds_of_work(
    fatou: Browser, session: Session, story: Story, app: Flask
) -> None:
    rows = "".join(
        f"Nom{n};7{n:07};{'FH'[n % 2]};Police;{1960 + n % 45};Mopti\n" for n in range(5_000)
    )
    text = "Nom;Téléphone;Sexe;Profession;Année de naissance;Région\n" + rows
    began = time.process_time()
    page = send(fatou, address(story), text)
    (action,) = [
        one.get("action", "") for one in page.all("form") if "/roster/" in one.get("action", "")
    ]
    seen = page.values()["seen"][0]
    answer = fatou.client.post(action, data={"seen": seen}, headers=SAME_ORIGIN)
    longest, pages = 0.0, 0
    while True:
        before = time.process_time()
        page = fatou.get(answer.headers["Location"])
        longest, pages = max(longest, time.process_time() - before), pages + 1
        if 'http-equiv="refresh"' not in page.html:
            break
    spent = time.process_time() - began
    print(f"{spent:.2f} s for 5,000 rows, {pages} pages, the longest {longest:.2f} s")
    assert len(_enrolled(session, story)) == 5_002
    assert spent < 10
    again = send(fatou, address(story), text)
    assert not [one for one in again.all("form") if "/roster/" in one.get("action", "")]
