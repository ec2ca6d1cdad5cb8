"""Notes to the authors: left on a lesson or a question, read by the administrator."""

import csv
import uuid
from io import StringIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.people.models import AuthorNote
from tests.conftest import PASSWORD, Story
from tests.pages import SAME_ORIGIN, Browser

NOTE = "/notes/garanties-premieres-heures"


def come_in(browser: Browser, name: str) -> Browser:
    other = browser.another()
    other.client.post(
        "/fr/staff", data={"username": name, "password": PASSWORD}, headers=SAME_ORIGIN
    )
    return other


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    return come_in(browser, "fatou")


@pytest.fixture
def boubacar(browser: Browser, story: Story) -> Browser:
    return come_in(browser, "boubacar")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("subject", ["lesson-01", "case", "C2-S1-A", "C2-P1"])
def test_fatou_leaves_a_note_on_any_part(
    fatou: Browser, boubacar: Browser, language: str, subject: str
) -> None:
    page = fatou.get(f"/{language}{NOTE}/{subject}")
    assert "Do not describe a real event" in page.text or "un fait réel" in page.text
    fatou.post(f"/{language}{NOTE}/{subject}", {"text": "  Trop long\n à lire. "})
    listed = boubacar.get("/fr/administration/notes")
    assert "Trop long à lire." in listed.text
    assert subject in listed.text
    assert "fatou" in listed.text


def test_the_same_note_twice_is_one(fatou: Browser, session: Session) -> None:
    for _ in range(2):
        fatou.post(f"/fr{NOTE}/case", {"text": "À relire."})
    assert session.scalar(select(func.count()).select_from(AuthorNote)) == 1


@pytest.mark.parametrize("text", ["", "   \n", "x" * 501])
def test_an_empty_or_endless_note_is_refused_and_stays_on_the_page(
    fatou: Browser, session: Session, text: str
) -> None:
    page = fatou.post(f"/fr{NOTE}/case", {"text": text}, expect=422)
    assert text.strip() in page.html
    assert session.scalar(select(func.count()).select_from(AuthorNote)) == 0


@pytest.mark.parametrize("path", [f"{NOTE}/lesson-99", f"{NOTE}/nothing", "/notes/nowhere/case"])
def test_a_part_that_does_not_exist_takes_no_note(fatou: Browser, path: str) -> None:
    fatou.get(f"/fr{path}", expect=404)
    fatou.post(f"/fr{path}", {"text": "x"}, expect=404)


def test_the_table_holds_every_note_and_calculates_nothing(
    fatou: Browser, boubacar: Browser
) -> None:
    fatou.post(f"/fr{NOTE}/case", {"text": '=HYPERLINK("x"); «\u202foui\u202f»'})
    answer = boubacar.client.get("/fr/administration/notes.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [(row["by"], row["subject"]) for row in rows] == [("fatou", "case")]
    assert rows[0]["text"] == '\'=HYPERLINK("x"); « oui »'


def test_notes_are_left_by_staff_and_read_by_administrators(
    browser: Browser, story: Story, fatou: Browser
) -> None:
    assert browser.client.get(f"/fr{NOTE}/case").status_code == 303
    browser.sign_in(story.awas_card.code, story.awas_card.pin)
    browser.get(f"/fr{NOTE}/case", expect=403)
    for someone in (browser, fatou, come_in(browser, "claire")):
        someone.get("/fr/administration/notes", expect=403)
        assert someone.client.get("/fr/administration/notes.csv").status_code == 403


def test_there_is_a_way_to_a_note_from_lesson_and_case(fatou: Browser) -> None:
    read = "/fr/read/garanties-premieres-heures/module/1"
    assert f"/fr{NOTE}/lesson-01" in fatou.get(f"{read}/lesson/01").links()
    assert f"/fr{NOTE}/case" in fatou.get(f"{read}/case").links()


def test_an_empty_list_says_so(boubacar: Browser) -> None:
    assert boubacar.get("/en/administration/notes").h1 == "0 notes to the authors"


def test_notes_are_found_by_module_and_marked_as_handled_and_opened_again(
    fatou: Browser, boubacar: Browser, session: Session
) -> None:
    fatou.post(f"/fr{NOTE}/case", {"text": "À relire."})
    fatou.post("/fr/notes/accueillir-en-prison/case", {"text": "Trop court."})
    listed = "/en/administration/notes"
    one = boubacar.get(f"{listed}?module=garanties-premieres-heures")
    assert ("À relire." in one.text, "Trop court." in one.text) == (True, False)
    note = session.scalars(select(AuthorNote).where(AuthorNote.text == "À relire.")).one()
    for _ in range(2):
        boubacar.post(f"{listed}/{note.id}", {"handled": "yes"})
    assert boubacar.get(listed).h1 == "1 note to the authors"
    assert "À relire." in boubacar.get(f"{listed}?handled=yes").text
    session.expire_all()
    assert session.get_one(AuthorNote, note.id).handled_at is not None
    boubacar.post(f"{listed}/{note.id}", {"handled": "no"})
    assert boubacar.get(listed).h1 == "2 notes to the authors"
    fatou.post(f"{listed}/{note.id}", {"handled": "yes"}, expect=403)
    boubacar.post(f"{listed}/{uuid.uuid4()}", {"handled": "yes"})
