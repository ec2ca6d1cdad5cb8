"""Fatou at her desk: sending a file of paper scores, looking, and saying yes."""

from io import BytesIO
from xml.etree.ElementTree import Element

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from elearn.cohorts.models import Enrolment
from elearn.quizzes.models import Attempt
from tests.conftest import Story
from tests.pages import Browser, Page

SCORES = b"Carte;Avant;Apr\xe8s\r\n1;9;14\r\n2;3;12\r\n"
CORRECTED = b"Carte;Avant;Apr\xe8s\r\n1;9;15\r\n2;3;12\r\n"


def address(story: Story, language: str = "fr") -> str:
    return f"/{language}/cohorts/{story.cohort.id}/paper"


def send(
    browser: Browser,
    story: Story,
    data: bytes = SCORES,
    *,
    name: str = "scores.csv",
    language: str = "fr",
    expect: int = 200,
    **said: str,
) -> Page:
    given = {"maximum": "20", "same": "no", **said, "file": FileStorage(BytesIO(data), name)}
    # Encoded here: the client would leave the temporary file of a large one open.
    boundary, body = encode_multipart(given)
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.post(address(story, language), body, expect=expect, content_type=kind)


def button(page: Page) -> Element | None:
    """The one form of a page that keeps something, where there is one."""
    for form in page.all("form"):
        if form.get("method") == "post" and "/paper/" in form.get("action", ""):
            return form
    return None


def say_yes(browser: Browser, page: Page, expect: int = 200, **also: str) -> Page:
    """Press the button that keeps: its form's hidden fields, and what is ticked also."""
    form = button(page)
    assert form is not None
    hidden = [entry for entry in form.iter() if entry.get("type") == "hidden"]
    sent = {entry.get("name", ""): entry.get("value", "") for entry in hidden}
    return browser.post(form.get("action", ""), {**sent, **also}, expect=expect)


def count(session: Session, table: type) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(table)) or 0


def attempts(session: Session) -> list[tuple[int, str, int]]:
    session.expire_all()
    rows = session.execute(
        select(Enrolment.card_number, Attempt.wave, Attempt.points)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Attempt.deleted_at.is_(None))
    )
    return sorted((card, wave.value, points) for card, wave, points in rows)


FOUR = [(1, "post", 14), (1, "pre", 9), (2, "post", 12), (2, "pre", 3)]
