"""A test that is not Danbe's, brought in whole: what its pages say is what the reference says."""

import json
import re
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.installation.models import KeptFile
from elearn.interchange.instrument_tables import Told
from elearn.quizzes.instrument_models import Instrument, OutsideTest
from elearn.quizzes.waves import Wave
from tests.cohort_life import VALIDATION
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import XHTML, Browser, Page
from tests.quizzes import outside


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


def counts(page: Page) -> dict[str, str]:
    """The figures of a page by their names."""
    names = ["".join(one.itertext()) for one in page.all("dt")]
    values = ["".join(one.itertext()) for one in page.all("dd")]
    return dict(zip(names, values, strict=True))


def close(written: str, expected: float) -> None:
    digits = len(written.partition(".")[2])
    assert float(written.replace("\N{MINUS SIGN}", "-")) == pytest.approx(
        expected, abs=0.5 * 10**-digits + 1e-9
    )


@pytest.mark.skipif(not VALIDATION.is_dir(), reason="the validation data are not beside us")
def test_the_item_pages_of_669_people_say_what_the_reference_says(
    session: Session, story: Story, fatou: Browser
) -> None:
    values = json.loads((VALIDATION / "reference.json").read_text("utf-8"))["values"]
    right = {name: value["py"] for name, value in values.items()}
    told = Told("HCI", Wave.POST)
    read = outside.read(VALIDATION / "hci_items.csv", VALIDATION / "hci_key.csv", told)
    assert (len(read.sheet.rows), read.problems, len(read.sheet.questions)) == (669, (), 20)
    outside.bring(session, story.cohort, read.sheet)
    instrument = session.scalars(select(Instrument)).one()
    page = fatou.get(f"/en/instruments/{instrument.id}/post")
    assert "669 people." in page.text
    alpha = re.search(r"alpha\): (\d\.\d+), 95% interval (\d\.\d+) to (\d\.\d+)", page.text)
    assert alpha is not None
    close(alpha[1], right["hci669.alpha"])
    close(alpha[2], right["hci669.alpha_feldt_lo"])
    close(alpha[3], right["hci669.alpha_feldt_hi"])
    rows = [
        ["".join(cell.itertext()) for cell in row.iter(f"{XHTML}td")] for row in page.all("tr")[1:]
    ]
    assert len(rows) == 20
    for place, (share, discrimination, without, _) in enumerate(rows):
        close(share.partition("%")[0], right["hci669.p"][place] * 100)
        close(discrimination, right["hci669.rir"][place])
        close(without, right["hci669.alpha_drop"][place])
    one = fatou.get(f"/en/instruments/{instrument.id}/post/17")
    found = counts(one)
    assert found["People"] == "669"
    close(found["Right"].partition("%")[0], right["hci669.p"][16] * 100)
    close(found["Discrimination (weak)"], right["hci669.rir"][16])
    close(found["Upper less lower"], right["hci669.uli27_sorted"][16])
    assert f"alpha): {alpha[1]}," in one.text
    assert outside.bring(session, story.cohort, read.sheet) is None
    assert session.scalar(select(func.count()).select_from(OutsideTest)) == 669
    assert session.scalar(select(func.count()).select_from(Enrolment)) == 671


ANSWERS = "carte;nom;Q1;Q2\n1;Awa;a;b\n2;Moussa;a;\n"
KEYS = "question;reponse\nQ1;A\nQ2;B\n"


def sent(answers: str, key: str | None = KEYS, **said: str) -> dict[str, object]:
    files: dict[str, object] = {"file": (BytesIO(answers.encode()), "answers.csv")}
    if key is not None:
        files["key"] = (BytesIO(key.encode()), "key.csv")
    return {"title": "Other", "wave": "post", "card": "carte", "prefix": "", **said, **files}


def test_a_trainer_brings_a_test_in_and_sees_what_changes_first(
    session: Session, story: Story, fatou: Browser
) -> None:
    upload = f"/en/cohorts/{story.cohort.id}/instruments"
    assert upload in fatou.get(f"/en/cohorts/{story.cohort.id}/paper").links()
    fatou.get(upload)
    page = fatou.post(upload, sent(ANSWERS))
    assert page.h1 == "Check what changes: nothing is kept yet"
    assert "2 new tests." in page.text
    assert "Columns that are not kept: nom." in page.text
    assert session.scalar(select(func.count()).select_from(OutsideTest)) == 0
    kept = session.scalars(select(KeptFile)).one()
    assert b"Awa" not in kept.content
    address = f"{upload}/{kept.id}"
    page = fatou.post(address, {"seen": page.values()["seen"][0]})
    assert page.h1 == "Too few people to judge the questions"
    assert sorted(session.scalars(select(OutsideTest.points))) == [1, 2]
    assert "nothing changes" in fatou.get(address).h1
    assert "nothing changes" in fatou.post(address, {"seen": ""}).h1


def test_other_answers_need_a_tick_and_a_change_meanwhile_is_shown(
    session: Session, story: Story, fatou: Browser
) -> None:
    upload = f"/en/cohorts/{story.cohort.id}/instruments"
    outside.bring(session, story.cohort, outside.sheet(["AB", "AC"], cards=[1, 2]))
    page = fatou.post(upload, sent(ANSWERS))
    kept = session.scalars(select(KeptFile.id)).one()
    seen = page.values()["seen"][0]
    refused = fatou.post(f"{upload}/{kept}", {"seen": seen}, 422)
    assert "Tick that these answers replace the kept ones." in refused.text
    fatou.post(f"{upload}/{kept}", {"seen": "x", "replace": "yes"}, 409)
    fatou.post(f"{upload}/{kept}", {"seen": seen, "replace": "yes"})
    assert sorted(session.scalars(select(OutsideTest.points))) == [1, 2]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose the file with the answers."),
        (sent(ANSWERS, title=""), "Write the name of the test."),
        (sent(ANSWERS, wave="never"), "Choose when the test was taken."),
        (sent(ANSWERS, card="number"), "There is no such column. There are: carte, nom, Q1, Q2"),
        (sent(ANSWERS, key=None), "Give the key: no column of 1 and 0 was found without it."),
        (sent("carte;Q1\n9;a\n", "q;k\nQ1;A\n"), "The session has no card 9"),
        (sent("carte;Q1\n1;a\n"), "No column holds the answers to item “Q2” of the key."),
        (sent("", KEYS), "The file is empty"),
        (sent(ANSWERS, "q;k\nQ1;A\nQ1;B\n"), "“Q1” stands in the key already."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    session: Session, story: Story, fatou: Browser, data: dict[str, object], sentence: str
) -> None:
    fresh = {
        name: (BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in data.items()
    }
    page = fatou.post(f"/en/cohorts/{story.cohort.id}/instruments", fresh, 422)
    assert sentence in page.text
    assert session.scalar(select(func.count()).select_from(KeptFile)) == 0


def test_what_was_kept_for_an_hour_goes_and_a_closed_session_takes_nobody(
    session: Session, story: Story, fatou: Browser, clock: Clock
) -> None:
    upload = f"/en/cohorts/{story.cohort.id}/instruments"
    page = fatou.post(upload, sent(ANSWERS, card=""))
    assert "2 people join the session, without a sign-in." in page.text
    seen = page.values()["seen"][0]
    with writing(session):
        enrolment.close(session, enrolment.locked(session, story.cohort.id), START)
    kept = session.scalars(select(KeptFile.id)).one()
    closed = fatou.post(f"{upload}/{kept}", {"seen": seen}, 409)
    assert "The session is closed" in closed.text
    clock.forward(minutes=61)
    fatou.get(f"{upload}/{kept}", 410)


def test_strangers_see_no_instrument(story: Story, session: Session, browser: Browser) -> None:
    made = outside.bring(session, story.cohort, outside.sheet(["AB", "AC"], cards=[1, 2]))
    assert made is not None
    charlie = browser.another()
    charlie.sign_in_staff("charlie", PASSWORD)
    charlie.get(f"/en/instruments/{made.id}/post", 404)
    charlie.get(f"/en/instruments/{made.id}/post/1", 404)
    charlie.get(f"/en/cohorts/{story.cohort.id}/instruments", 404)
    assert "Other" not in charlie.get("/en/items").text
    boubacar = browser.another()
    boubacar.sign_in_staff("boubacar", PASSWORD)
    assert "Other" in boubacar.get("/en/items").text
    assert boubacar.get(f"/en/instruments/{made.id}/post/2").status == 200


def test_marked_answers_have_neither_letters_nor_a_key(
    session: Session, story: Story, fatou: Browser
) -> None:
    rows = "\n".join(f"{place % 2};{place % 3 % 2}" for place in range(60))
    upload = f"/en/cohorts/{story.cohort.id}/instruments"
    page = fatou.post(upload, sent(f"Q1;Q2\n{rows}\n", None, card=""))
    kept = session.scalars(select(KeptFile.id)).one()
    fatou.post(f"{upload}/{kept}", {"seen": page.values()["seen"][0]})
    made = session.scalars(select(Instrument)).one()
    one = fatou.get(f"/en/instruments/{made.id}/post/1")
    assert "Right (right)" in one.text
    assert "Wrong" in one.text
    assert "Provisional" in one.text
