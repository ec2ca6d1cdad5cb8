"""A room's test under each rule: times, limit, word, tries, what is shown and when."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.models import Person
from elearn.quizzes import rules
from elearn.quizzes.models import Attempt, TestPolicy
from elearn.quizzes.policies import Feedback, Policy
from elearn.quizzes.states import GRACE
from elearn.quizzes.waves import Wave
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import Browser, Page
from tests.web.walk import answer_all, begin, hand_in

RULES = {
    "opens_at": "",
    "closes_at": "",
    "minutes": "",
    "word": "",
    "tries": "1",
    "counting": "first",
    "feedback": "at-once",
    "keys": "no",
}
UNTIL = "2026-11-17T10:00"  # in Auckland: 21:00 of the day before in UTC


@pytest.fixture
def room(story: Story) -> str:
    return f"/fr/cohorts/{story.cohort.id}"


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.fixture
def awa(fatou: Browser, story: Story) -> Browser:
    trainee = fatou.another()
    trainee.sign_in(story.awas_card.code, story.awas_card.pin)
    return trainee


def rule(fatou: Browser, room: str, wave: str, expect: int = 200, **rules: str) -> Page:
    """Fatou sets the rules of a test."""
    return fatou.post(f"{room}/test/{wave}/policy", {**RULES, **rules}, expect)


def attempts_made(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Attempt.id))) or 0


def test_by_the_programme_s_clock_a_test_opens_and_closes_by_itself(
    fatou: Browser, awa: Browser, room: str, session: Session, clock: Clock
) -> None:
    rule(fatou, room, "pre", opens_at="2026-11-17T08:00", closes_at=UNTIL)
    kept = session.scalars(select(TestPolicy)).one()
    assert kept.opens_at == datetime(2026, 11, 16, 19, 0, tzinfo=UTC)
    shown = fatou.get(f"{room}/test/pre/policy").values()
    assert (shown["opens_at"], shown["closes_at"]) == (["2026-11-17T08:00"], [UNTIL])
    assert "It opens by itself on 17 November 2026" in fatou.get(room.replace("/fr/", "/en/")).text
    begin_refused = awa.post("/fr/test/pre/start", expect=409)
    assert attempts_made(session) == 0
    assert begin_refused.h1
    clock.now = kept.opens_at
    door = awa.get("/fr/test/pre")
    assert "10 h 00" in door.text.replace("\u00a0", " ")
    assert "10 h 00" in begin(awa, "pre").text.replace("\u00a0", " ")
    assert "Close the pre-test" in fatou.get(room.replace("/fr/", "/en/")).text
    clock.now = datetime(2026, 11, 16, 21, 0, 1, tzinfo=UTC) + GRACE
    awa.get("/fr/test/pre/1")
    awa.post("/fr/test/pre/send", expect=409)


def test_a_limit_is_told_as_an_hour_and_more_minutes_move_it(
    fatou: Browser, awa: Browser, room: str, clock: Clock, library: Library
) -> None:
    rule(fatou, room, "pre", minutes="30")
    fatou.post(f"{room}/pre/open")
    assert "30 minutes" in awa.get("/fr/test/pre").text.replace("\u00a0", " ")
    page = begin(awa, "pre")
    assert "21 h 30" in page.text.replace("\u00a0", " ")
    answer_all(awa, library, "pre", right=4)
    clock.now += timedelta(minutes=31)
    assert "The time is over" in awa.get("/en/test/pre/1").text
    clock.now += GRACE
    awa.post("/fr/test/pre/send", expect=409)
    more = {"seen": "0", "limited": "pre", "minutes": "20", "why": "panne"}
    card = fatou.post(f"{room}/card/1/minutes", more)
    assert "panne" in card.text
    fatou.post(f"{room}/card/1/minutes", more, expect=422)
    # 21:46 and twenty minutes more.
    assert "22 h 06" in awa.get("/fr/test/pre/1").text.replace("\u00a0", " ")
    hand_in(awa, "pre")


def test_the_access_word_is_asked_once_and_a_wrong_one_keeps_nothing(
    fatou: Browser, awa: Browser, room: str, session: Session
) -> None:
    rule(fatou, room, "pre", word="  Étoile du  matin ")
    fatou.post(f"{room}/pre/open")
    assert "word" in awa.get("/fr/test/pre").values()
    for typed in ({}, {"word": "lune"}, {"word": "x" * 5000}):
        refused = awa.post("/fr/test/pre/start", typed, expect=422)
        assert "word-error" in refused.html
    assert attempts_made(session) == 0
    assert session.scalars(select(Enrolment.consented_at).distinct()).all() == [None]
    awa.post("/fr/test/pre/start", {"word": "etoile DU matin"})
    assert attempts_made(session) == 1
    begin(awa, "pre")
    assert attempts_made(session) == 1


def test_tries_are_offered_at_the_door_and_which_counts_is_the_rule(
    fatou: Browser, awa: Browser, room: str, session: Session, library: Library
) -> None:
    rule(fatou, room, "pre", tries="2", counting="last")
    fatou.post(f"{room}/pre/open")
    for right in (2, 5):
        begin(awa, "pre")
        answer_all(awa, library, "pre", right)
        hand_in(awa, "pre")
        assert ("/fr/test/pre" in awa.get("/fr/course").links()) is (right == 2)
    awa.post("/fr/test/pre/start", expect=409)
    session.rollback()
    rows = session.execute(select(Attempt.tried, Attempt.number, Attempt.points)).all()
    assert {(tried, number == 1, points) for tried, number, points in rows} == {
        (1, False, 2),
        (2, True, 5),
    }
    history = fatou.get(f"{room.replace('/fr/', '/en/')}/paper").text
    assert "A further try counts" in history
    assert "Card 1, before: 2 → 5." in history
    assert "The rules of this test say so." in history


def test_a_result_waits_for_the_closing_where_the_rule_says_so(
    fatou: Browser, awa: Browser, room: str, library: Library, clock: Clock
) -> None:
    rule(fatou, room, "post", feedback="after-closing", keys="yes")
    fatou.post(f"{room}/post/open")
    begin(awa, "post")
    answer_all(awa, library, "post", right=5)
    waiting = hand_in(awa, "post")
    assert "5 bonnes réponses" not in waiting.text
    fatou.post(f"{room}/post/close")
    clock.now += GRACE
    assert "5 bonnes" not in awa.get("/fr/result").text
    clock.forward(seconds=1)
    told = awa.get("/fr/result")
    assert "5" in told.h1
    assert len(told.all("ol")) > len(waiting.all("ol"))


def test_keys_wait_for_the_last_extension(
    fatou: Browser, awa: Browser, room: str, library: Library, clock: Clock
) -> None:
    rule(fatou, room, "post", keys="yes")
    fatou.post(f"{room}/post/open")
    begin(awa, "post")
    answer_all(awa, library, "post", right=5)
    at_once = hand_in(awa, "post")
    allow = {"seen": "0", "wave": "post", "kind": "extension", "until": UNTIL, "reason": "retard"}
    fatou.post(f"{room}/card/2/allow", allow)
    fatou.post(f"{room}/post/close")
    clock.forward(hours=2)
    assert len(awa.get("/fr/result").all("ol")) == len(at_once.all("ol"))
    clock.forward(days=1)
    assert len(awa.get("/fr/result").all("ol")) == len(at_once.all("ol")) + 1


@pytest.mark.parametrize(
    "spoilt",
    [
        {"opens_at": "demain"},
        {"minutes": "0"},
        {"minutes": "viele"},
        {"word": "!!!"},
        {"word": "x" * 41},
        {"tries": "9"},
        {"opens_at": UNTIL, "closes_at": UNTIL},
    ],
)
def test_rules_that_make_no_sense_are_refused_with_what_was_typed(
    fatou: Browser, room: str, session: Session, spoilt: dict[str, str]
) -> None:
    page = rule(fatou, room, "post", 422, **spoilt)
    shown = page.values()
    for name, typed in spoilt.items():
        assert name == "tries" or shown[name] == [typed]
    assert session.scalars(select(TestPolicy)).all() == []


def test_a_card_s_page_refuses_and_keeps_what_was_typed(
    fatou: Browser, room: str, story: Story
) -> None:
    allow = {"seen": "0", "wave": "post", "kind": "second-try", "until": UNTIL, "reason": "panne"}
    for spoilt in (
        {"reason": " "},
        {"until": "2020-01-01T10:00"},
        {"until": "x"},
        {"seen": "4"},
        {"wave": "later"},
        {},  # there is no first try yet
    ):
        shown = fatou.post(f"{room}/card/2/allow", {**allow, **spoilt}, expect=422).values()
        assert shown["until"] == [spoilt.get("until", UNTIL)]
    fatou.get(f"{room}/card/99", expect=404)
    fatou.get(f"{room}/card/{10**30}", expect=404)
    fatou.get(f"{room}/card/2/allow")
    assert "2" in fatou.get(f"{room}/card?card=2").h1
    charlie = fatou.another()
    charlie.sign_in_staff("charlie", PASSWORD)
    for path in (f"{room}/card/2", f"{room}/card?card=2", f"{room}/test/pre/policy"):
        charlie.get(path, expect=404)
    charlie.post(f"{room}/card/2/allow", allow, expect=404)
    charlie.post(f"{room}/test/pre/policy", RULES, expect=404)


def test_in_a_closed_session_nothing_more_is_allowed(fatou: Browser, room: str) -> None:
    fatou.post(f"{room}/close")
    allow = {"seen": "0", "wave": "post", "kind": "extension", "until": UNTIL, "reason": "panne"}
    fatou.post(f"{room}/card/2/allow", allow, expect=422)
    rule(fatou, room, "post", 422, minutes="20")
    fatou.get(f"{room}/card/2")


def test_new_rules_are_taken_back_value_by_value_while_nothing_closed(
    browser: Browser, session: Session, story: Story
) -> None:
    first = Policy(minutes=30, word="karité", closes_at=START, feedback=Feedback.AFTER_CLOSING)
    kept = [ruled(session, story, policy) for policy in (first, Policy(minutes=45), Policy())]
    browser.sign_in_staff("fatou", PASSWORD)
    history = f"/fr/cohorts/{story.cohort.id}/history"
    assert "karité" in browser.get(history).text
    browser.post(f"{history}/{kept[0]}/undo", expect=422)
    for change_id in reversed(kept[1:]):
        browser.post(f"{history}/{change_id}/undo")
    session.rollback()
    assert rules.of_cohort(session, story.cohort.id)[Wave.PRE] == first
    with writing(session):
        session.get_one(Cohort, story.cohort.id).closed_at = START
    browser.post(f"{history}/{kept[0]}/undo", expect=422)


def ruled(session: Session, story: Story, policy: Policy) -> uuid.UUID:
    """Fatou sets the rules of the pre-test; the id of the change."""
    with writing(session):
        fatou = session.get_one(Person, story.fatou.id)
        change = rules.change(session, story.cohort.id, Wave.PRE, policy, fatou, START)
    assert change is not None
    return change.id
