"""Weeks later: Awa comes back by herself, and Fatou sees who did, prints cards, gives a PIN."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.models import AuditEntry
from elearn.quizzes import follow_up
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Wave
from tests.cohort_life import enrolled, take
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import SAME_ORIGIN, Browser
from tests.quizzes.ruled import rule, void
from tests.quizzes.taken import asked
from tests.web.test_answering import Phone
from tests.web.walk import answer_all, begin, hand_in

NINE_WEEKS, HALF_A_YEAR = timedelta(weeks=9), timedelta(weeks=28)


@pytest.fixture
def closed(session: Session, story: Story) -> Story:
    """The story, its session closed on its last day."""
    with writing(session):
        enrolments.close(session, enrolments.locked(session, story.cohort.id), START)
    return story


@pytest.fixture
def page(story: Story) -> str:
    return f"/en/cohorts/{story.cohort.id}/follow-up"


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.act)))


# ---- the trainee


@pytest.mark.parametrize("language", ["fr", "en"])
def test_awa_finds_the_follow_up_as_her_next_step_and_takes_it(
    browser: Browser,
    closed: Story,
    clock: Clock,
    library: Library,
    session: Session,
    language: str,
) -> None:
    card = closed.awas_card
    browser.sign_in(card.code, card.pin)
    early = browser.get(f"/{language}/course")
    assert f"/{language}/test/follow-up" not in early.links()
    clock.now = START + NINE_WEEKS
    browser.sign_in(card.code, card.pin, language)
    assert f"/{language}/test/follow-up" in browser.get(f"/{language}/course").links()
    browser.get(f"/{language}/test/follow-up")
    begin(browser, "follow-up", language)
    answer_all(browser, library, "follow-up", right=5, language=language)
    sent = hand_in(browser, "follow-up", language)
    if language == "en":
        assert "Your test is sent. Thank you." in sent.text
        assert "5 right answers of 8." in sent.text
        assert "late" not in re.findall(r"\w+", sent.text.lower())
        first = asked(session.scalars(select(Attempt)).one(), library)[0]
        rule(session, void(first), closed.boubacar)
        told = browser.get("/en/course").text
        assert "4 right answers of 7. A question was taken out of the score on" in told
        assert "Without that: 5 right of 8. Now: 4 right of 7." in told


def test_who_has_agreed_once_may_put_the_follow_up_off(
    browser: Browser, closed: Story, clock: Clock, session: Session
) -> None:
    with writing(session):
        enrolments.consent(enrolled(session, closed)[0], enrolments.CONSENT, START)
    clock.now = START + NINE_WEEKS
    browser.sign_in(closed.awas_card.code, closed.awas_card.pin)
    door = browser.get("/en/test/follow-up")
    assert "Not now" in door.text
    assert "without being tested" not in door.text.split("You choose")[1].split("Not now")[1]


def test_after_half_a_year_the_door_says_that_the_questions_are_the_same(
    browser: Browser, closed: Story, clock: Clock
) -> None:
    clock.now = START + HALF_A_YEAR
    browser.sign_in(closed.awas_card.code, closed.awas_card.pin)
    assert "the same questions as the follow-up test" in browser.get("/en/test/six-months").text
    missed = browser.get("/en/test/follow-up")
    assert "Closed without an answer. It does not count as zero." in missed.text


def test_before_its_time_the_door_says_that_it_opens_by_itself(
    browser: Browser, closed: Story
) -> None:
    browser.sign_in(closed.awas_card.code, closed.awas_card.pin)
    assert "opens by itself" in browser.get("/en/test/follow-up").text


# ---- the trainer's lists


@pytest.mark.parametrize("language", ["fr", "en"])
def test_fatou_sees_when_each_opens_and_how_many_came_back(
    fatou: Browser,
    closed: Story,
    session: Session,
    library: Library,
    clock: Clock,
    page: str,
    language: str,
) -> None:
    coming = fatou.get(f"/{language}/follow-ups")
    assert "Ségou" in coming.text
    assert "2027" in coming.text
    clock.now = START + NINE_WEEKS
    awa = enrolled(session, closed)[0]
    take(session, library, closed, awa, Wave.FOLLOW_UP, right_on=(1,), now=clock.now)
    fatou.sign_in_staff("fatou", PASSWORD)
    listed = fatou.get(f"/{language}/follow-ups")
    one = fatou.get(page.replace("/en/", f"/{language}/"))
    if language == "en":
        assert listed.h1 == "1 follow-up is open"
        assert one.h1 == "Follow-up test: 1 of 2 people have come back"
        assert "13 January 2027 to 10 February 2027, open" in one.text
    clock.now = START + timedelta(weeks=40)
    fatou.sign_in_staff("fatou", PASSWORD)
    over = fatou.get(f"/{language}/follow-ups")
    if language == "en":
        assert over.h1 == "No follow-up is open now"


def test_another_session_s_trainer_sees_nothing_of_it(browser: Browser, story: Story) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    assert "Ségou" not in browser.get("/en/follow-ups").text
    at = f"/en/cohorts/{story.cohort.id}"
    browser.get(f"{at}/follow-up", expect=404)
    browser.get(f"{at}/phone/follow-up/1", expect=404)
    browser.get(f"{at}/read-aloud", expect=404)
    for act in ("pocket-cards", "far-pin", "phone/follow-up/1/1", "phone/follow-up/1/send"):
        browser.post(f"{at}/{act}", {"code": story.awas_card.code}, expect=404)


def test_fatou_decides_about_late_answers_of_a_follow_up(
    browser: Browser, closed: Story, session: Session, library: Library, clock: Clock, page: str
) -> None:
    card = closed.awas_card
    clock.now = START + HALF_A_YEAR
    browser.sign_in(card.code, card.pin)
    begin(browser, "six-months")
    attempt = session.scalars(select(Attempt)).one()
    phone = Phone(browser, attempt, asked(attempt, library))
    clock.now = START + timedelta(weeks=40)
    browser.sign_in(card.code, card.pin)
    assert phone.send(*(phone.answer(item) for item in phone.items))[0] == 202
    fatou = browser.another()
    fatou.sign_in_staff("fatou", PASSWORD)
    at = page.replace("follow-up", "card/1")
    assert at in fatou.get(page).links()
    assert "Six-month test. Answers arrived after the closing." in fatou.get(at).text
    said = {"decision": "count", "six-months-reason": ""}
    assert "six-months-reason" in fatou.post(f"{at}/late/six-months", said, expect=422).html
    assert fatou.get(f"{at}/late/six-months").h1 == fatou.get(at).h1
    fatou.post(f"{at}/late/six-months", {**said, "six-months-reason": "Panne"})
    assert "Six-month test, late answers counted" in fatou.get(at).text
    assert at not in fatou.get(page).links()
    session.refresh(attempt)
    assert attempt.points == 8


@pytest.mark.parametrize("wave", ["follow-up", "six-months"])
def test_from_its_page_a_follow_up_is_printed_and_keyed(
    fatou: Browser, closed: Story, page: str, wave: str
) -> None:
    at = page.removesuffix("/follow-up")
    assert {f"{at}/booklets/{wave}", f"{at}/keying/{wave}"} <= set(fatou.get(page).links())
    printed = fatou.post(f"{at}/booklets/{wave}", {"cards": ""})
    assert any("C.pdf" in link for link in printed.links())
    fatou.get(f"{at}/keying/{wave}")


# ---- pocket cards


def test_pocket_cards_wait_for_the_close(fatou: Browser, story: Story, page: str) -> None:
    at = page.replace("follow-up", "pocket-cards")
    refused = fatou.post(at, {"address": "https://danbe.example"}, expect=422)
    assert "when the session is closed" in refused.text


def test_pocket_cards_hold_codes_and_no_pin_and_are_in_the_log(
    fatou: Browser, closed: Story, page: str, session: Session
) -> None:
    assert "http://localhost" in fatou.get(page).values()["address"]
    at = page.replace("follow-up", "pocket-cards")
    answer = fatou.client.post(at, data={"address": "https://danbe.example"}, headers=SAME_ORIGIN)
    assert answer.mimetype == "application/pdf"
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    for card in closed.cards:
        assert card.code in text.replace(" ", "")
        assert card.pin not in text
    assert "13 January 2027" in " ".join(text.split())
    assert "pocket-cards-printed" in acts(session)
    assert closed.awas_card.code not in fatou.get(page).html


@pytest.mark.parametrize(
    "address", ["", "danbe", "javascript:1", "ftp://x", "http://[", "https://" + "a" * 60]
)
def test_an_address_that_leads_nowhere_is_refused_and_kept(
    fatou: Browser, closed: Story, page: str, address: str, session: Session
) -> None:
    refused = fatou.post(
        page.replace("follow-up", "pocket-cards"), {"address": address}, expect=422
    )
    assert address in refused.values()["address"]
    assert "pocket-cards-printed" not in acts(session)


# ---- a PIN at a distance


def give(browser: Browser, story: Story, expect: int = 200, **fields: str):
    return browser.post(f"/en/cohorts/{story.cohort.id}/far-pin", fields, expect)


def test_fatou_compares_the_name_and_reads_a_new_pin_out(
    fatou: Browser, closed: Story, session: Session, clock: Clock
) -> None:
    card = closed.awas_card
    compare = give(fatou, closed, code=card.code.lower())
    assert compare.h1 == "The code belongs to card 1"
    assert give(fatou, closed, 422, code=card.code, step="give").h1 == compare.h1
    assert "pin-reissued-at-a-distance" not in acts(session)
    given = give(fatou, closed, code=card.code, step="give", compared="yes")
    pin = re.search(r"PIN (\d{6})", given.text)[1]  # type: ignore[index]
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.act == "pin-reissued-at-a-distance")
    ).one()
    assert (entry.actor_id, entry.subject_id) == (closed.fatou.id, closed.awa.id)
    awa = fatou.another()
    awa.post("/en/sign-in", {"code": card.code, "pin": card.pin}, expect=403)
    awa.sign_in(card.code, pin)
    assert awa.get("/en/course").status == 200


@pytest.mark.parametrize("typed", ["", "ABCD 1234 5", "DANBE0019"])
def test_a_code_that_is_nobody_s_here_is_refused_and_kept(
    fatou: Browser, closed: Story, typed: str, session: Session
) -> None:
    refused = give(fatou, closed, 422, code=typed, step="give", compared="yes")
    assert typed in refused.values()["code"]
    assert "pin-reissued-at-a-distance" not in acts(session)


def test_an_act_s_address_asked_for_as_a_page_leads_to_the_follow_up(
    fatou: Browser, closed: Story, page: str
) -> None:
    assert fatou.get(page.replace("follow-up", "far-pin")).h1 == fatou.get(page).h1


def test_the_administrator_reads_in_words_what_was_done(fatou: Browser, closed: Story) -> None:
    give(fatou, closed, code=closed.awas_card.code, step="give", compared="yes")
    boubacar = fatou.another()
    boubacar.sign_in_staff("boubacar", PASSWORD)
    acts_page = boubacar.get("/en/administration/acts").text
    assert "gave a trainee a new PIN at a distance" in acts_page


# ---- read aloud


def test_fatou_lets_the_tests_be_read_aloud_before_they_open(
    fatou: Browser, story: Story, session: Session
) -> None:
    at = f"/en/cohorts/{story.cohort.id}"
    assert fatou.get(f"{at}/read-aloud").h1 == "Everybody reads alone in this session"
    room = fatou.post(f"{at}/read-aloud", {"aloud": "yes"})
    assert "Read aloud: the whole room takes one version" in room.text
    assert fatou.get(f"{at}/read-aloud").h1 == "The tests of this session are read aloud"
    fatou.post(f"{at}/pre/open")
    late = fatou.post(f"{at}/read-aloud", {}, expect=422)
    assert "A test was opened, taken or printed: its versions" in late.text
    assert "read-aloud" in acts(session)
    assert "The tests were read aloud" in fatou.get(f"{at}/gain").text


def test_online_nobody_reads_aloud(browser: Browser, online_story: Story) -> None:
    browser.sign_in_staff("fatou", PASSWORD)
    at = f"/en/cohorts/{online_story.cohort.id}/read-aloud"
    assert "Online everybody reads alone" in browser.post(at, {"aloud": "yes"}, expect=422).text


def test_fatou_opens_a_follow_up_some_days_longer_for_one_person_though_the_session_is_closed(
    fatou: Browser, closed: Story, page: str, clock: Clock, session: Session, library: Library
) -> None:
    card = f"/en/cohorts/{closed.cohort.id}/card/1"
    sent = {"seen": "0", "wave": "follow-up", "kind": "extension", "reason": "no network"}
    # Before it opens by itself nothing can be opened in a closed session.
    fatou.post(f"{card}/allow", {**sent, "until": "2027-01-20T10:00"}, expect=422)
    last = follow_up.days(Wave.FOLLOW_UP, closed.cohort.ends_on)[1]
    clock.now = START + timedelta(weeks=12, days=3)
    fatou.sign_in_staff("fatou", PASSWORD)
    assert "no access word, no time limit and no second try" in fatou.get(page).text
    assert fatou.get(f"{card.rpartition('/')[0]}?card=1").response.request.path == card
    for until, kind in ((15, "extension"), (10, "second-try")):
        wrong = {**sent, "until": f"{last + timedelta(days=until)}T10:00", "kind": kind}
        shown = fatou.post(f"{card}/allow", wrong, expect=422)
        assert shown.values()["until"] == [wrong["until"]]
    awa = fatou.another()
    awa.sign_in(closed.awas_card.code, closed.awas_card.pin, "en")
    assert "/en/test/follow-up" not in awa.get("/en/course").links()
    fatou.post(f"{card}/allow", {**sent, "until": f"{last + timedelta(days=10)}T10:00"})
    assert f"{page.rpartition('/')[0]}/phone/follow-up/1" in fatou.get(page).links()
    assert "/en/test/follow-up" in awa.get("/en/course").links()
    begin(awa, "follow-up", "en")
    answer_all(awa, library, "follow-up", right=5, language="en")
    assert "0 of 2 asked" in fatou.get(page).text
    assert "5 right answers of 8." in hand_in(awa, "follow-up", "en").text
    assert "1 of 2 asked" in fatou.get(page).text
    assert "extension-follow-up" in acts(session)
    clock.forward(days=8)
    moussa = fatou.another()
    moussa.sign_in(closed.moussas_card.code, closed.moussas_card.pin, "en")
    assert "/en/test/follow-up" not in moussa.get("/en/course").links()
