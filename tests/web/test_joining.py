"""In the room people join by an address and a word: with their card, or with one made there."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment
from elearn.cohorts.models import Cohort, Enrolment, JoinLink
from elearn.db import writing
from elearn.people.models import AuditEntry
from elearn.web.joining import FREE_WORDS
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import Browser


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.fixture
def second(session: Session, story: Story) -> Cohort:
    """A second session of the programme, which Fatou trains for this test."""
    with writing(session):
        return enrolment.make(
            session,
            programme_id=story.cohort.programme_id,
            course_id=story.cohort.course_id,
            name="Mopti",
            starts_on=story.cohort.starts_on,
            ends_on=story.cohort.ends_on,
            mode=story.cohort.mode,
            language="fr",
            region=None,
            seed=1,
            now=START,
        )


def open_link(fatou: Browser, session: Session, story: Story, seats: int = 1) -> JoinLink:
    where = f"/fr/cohorts/{story.cohort.id}/join"
    page = fatou.post(where, {"word": "Étoile", "seats": str(seats)})
    short = page.text.split("/join/")[1][:6]
    return session.scalars(select(JoinLink).where(JoinLink.short == short)).one()


def test_somebody_without_a_card_makes_one_and_is_in(
    fatou: Browser, session: Session, story: Story
) -> None:
    link = open_link(fatou, session, story)
    phone = fatou.another()
    page = phone.get(f"/join/{link.short.lower()}", headers={"Accept-Language": "en"})
    assert page.response.request.path.startswith("/en/join/")
    where = f"/fr/join/{link.short}"
    card = phone.post(where, {"card": "none", "new_word": " etoile! "})
    assert card.response.headers["Cache-Control"] == "no-store"
    again = phone.post(where, {"card": "none", "new_word": "etoile"})  # loaded again
    assert again.h1 != card.h1
    assert phone.get("/fr/course").status == 200
    full = fatou.another().post(where, {"card": "none", "new_word": "étoile"}, expect=422)
    session.expire_all()
    numbers = session.scalars(
        select(Enrolment.card_number).where(Enrolment.cohort_id == story.cohort.id)
    )
    assert sorted(numbers) == [1, 2, 3]
    assert [one.get("role") for one in full.all("div") if one.get("class") == "error"] == ["alert"]
    acts = session.scalars(select(AuditEntry.act)).all()
    assert "join-opened" in acts


def test_an_earlier_card_adds_an_enrolment_and_works_in_it(
    fatou: Browser, session: Session, story: Story, second: Cohort
) -> None:
    story.cohort = second
    boubacar = fatou.another()
    boubacar.sign_in_staff("boubacar", PASSWORD)
    with writing(session):
        session.add(
            JoinLink(
                cohort_id=second.id,
                short="ABC123",
                word="mil",
                seats=0,
                opened_at=START,
                opened_by=story.fatou.id,
                closes_at=START + timedelta(hours=9),
            )
        )
    phone = fatou.another()
    said = {"word": "mil", "code": story.awas_card.code.lower(), "pin": story.awas_card.pin}
    for _ in range(2):
        phone.post("/fr/join/ABC123", said)
    rows = session.scalars(select(Enrolment).where(Enrolment.person_id == story.awa.id)).all()
    assert sorted((one.cohort_id == second.id, one.card_number) for one in rows) == [
        (False, 1),
        (True, 1),
    ]
    for wrong in ({"word": "sel"}, {"code": "ABC"}, {"pin": "000000"}):
        fatou.another().post("/fr/join/ABC123", {**said, **wrong}, expect=422)
    fatou.another().post("/fr/join/ABC123", {"card": "none", "new_word": "mil"}, expect=422)


def test_wrong_words_slow_the_address_and_wrong_pins_the_code(
    fatou: Browser, session: Session, story: Story, clock: Clock
) -> None:
    link = open_link(fatou, session, story)
    where = f"/fr/join/{link.short}"
    phone = fatou.another()
    for _ in range(FREE_WORDS):
        phone.client.post(where, data={"word": "sel"}, headers={"Sec-Fetch-Site": "same-origin"})
    waits = phone.post(where, {"word": "étoile"}, expect=429)
    assert waits.response.headers["Retry-After"]
    clock.forward(minutes=20)
    phone.post(where, {"card": "none", "new_word": "étoile"})
    for _ in range(5):
        fatou.another().post(
            where, {"word": "étoile", "code": story.awas_card.code, "pin": "000000"}, expect=422
        )
    fatou.another().post(
        where,
        {"word": "étoile", "code": story.awas_card.code, "pin": story.awas_card.pin},
        expect=429,
    )


def test_the_address_ends_by_hand_with_the_day_and_with_the_session(
    fatou: Browser, session: Session, story: Story, clock: Clock
) -> None:
    where = f"/fr/cohorts/{story.cohort.id}/join"
    for word in ({"word": "", "seats": "1"}, {"word": "!!", "seats": "x"}, {"word": "a" * 41}):
        fatou.post(where, {"seats": "41", **word}, expect=422)
    first = open_link(fatou, session, story)
    second = open_link(fatou, session, story)

    def joins(link: JoinLink) -> bool:
        return bool(fatou.another().get(f"/fr/join/{link.short}").all("input"))

    assert (joins(first), joins(second)) == (False, True)
    fatou.post(f"{where}/close")
    assert not joins(second)
    third = open_link(fatou, session, story)
    # The programme's clocks are thirteen hours ahead: at 8:00 UTC its day has three hours left.
    clock.forward(hours=2)
    assert joins(third)
    clock.forward(hours=1, minutes=1)
    assert not joins(third)
    with writing(session):
        enrolment.close(session, enrolment.locked(session, story.cohort.id), START)
    fatou.post(where, {"word": "mil", "seats": "0"}, expect=422)


def test_strangers_open_no_address(browser: Browser, story: Story) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    where = f"/fr/cohorts/{story.cohort.id}/join"
    browser.get(where, expect=404)
    browser.post(where, {"word": "mil", "seats": "0"}, expect=404)
    browser.post(f"{where}/close", expect=404)
