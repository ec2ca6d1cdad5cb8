"""What a telephone may keep of a course, and what is sent later for the person it names alone."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from elearn.cohorts.models import StepDone
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Wave
from tests.cohort_life import close_for_all, open_for_all
from tests.conftest import Clock, Story
from tests.pages import SAME_ORIGIN, Browser
from tests.web.walk import begin

DONE = "/fr/later/done"
HAND_IN = "/fr/later/hand-in"


@pytest.fixture
def awa(browser: Browser, online_story: Story) -> Browser:
    """Awa has come in."""
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    return browser


@pytest.fixture
def moussa(browser: Browser, online_story: Story) -> Browser:
    """Moussa has come in, on a phone of his own."""
    his = browser.another()
    his.sign_in(online_story.moussas_card.code, online_story.moussas_card.pin)
    return his


def mark(browser: Browser) -> str:
    """The sign that the course page carries."""
    (body,) = browser.get("/fr/course").all("body")
    return body.get("data-mark", "")


def send(browser: Browser, address: str, sent: Any) -> TestResponse:
    return browser.client.post(address, json=sent, headers=SAME_ORIGIN)


def attempt_of(session: Session, browser: Browser) -> str:
    """Begin the first test."""
    begin(browser, "pre")
    return session.scalars(select(Attempt.id).order_by(Attempt.started_at.desc())).first().hex  # type: ignore[union-attr]


# ------------------------------------------------------------------ marks


def test_a_mark_is_the_same_each_time_another_for_everybody_and_no_code(
    awa: Browser, moussa: Browser, online_story: Story
) -> None:
    hers = mark(awa)
    assert len(hers) == 16
    assert hers == mark(awa) != mark(moussa)
    assert online_story.awas_card.code.lower() not in hers


def test_nobody_has_no_mark_and_a_lesson_says_nothing_at_all(
    awa: Browser, browser: Browser
) -> None:
    (stranger,) = awa.another().get("/fr/").all("body")
    assert stranger.get("data-mark") == ""
    awa.post("/fr/test/pre/decline")
    (lesson,) = awa.get("/fr/course/module/1/lesson/01").all("body")
    assert lesson.get("data-mark") is None


# ------------------------------------------------------------------ the worker and the shelf


def test_the_service_worker_is_asked_for_again_and_mostly_has_not_changed(browser: Browser) -> None:
    first = browser.client.get("/sw.js")
    assert first.mimetype == "text/javascript"
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.text.startswith('const FILES = ["/static/')
    again = browser.client.get("/sw.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_every_file_that_the_worker_fetches_is_there(browser: Browser) -> None:
    files = browser.client.get("/sw.js").text.split("\n", 1)[0]
    addresses = [part for part in files.split('"') if part.startswith("/")]
    assert {browser.client.get(address).status_code for address in addresses} == {200}
    assert "/fr/offline" in addresses
    assert "/en/month" in addresses


def test_a_telephone_keeps_every_page_of_the_course_and_knows_what_it_weighs(awa: Browser) -> None:
    awa.post("/fr/test/pre/decline")
    kept = awa.client.get("/fr/course/kept").get_json()
    assert len(set(kept["pages"])) == len(kept["pages"]) > 20
    answers = [awa.client.get(page, headers={"Accept-Encoding": "gzip"}) for page in kept["pages"]]
    assert {answer.status_code for answer in answers} == {200}
    weighed = sum(len(answer.data) for answer in answers)
    assert kept["bytes"] == pytest.approx(weighed, rel=0.15)


def test_before_the_first_test_there_is_nothing_to_keep(awa: Browser) -> None:
    assert awa.client.get("/fr/course/kept").get_json() == {"pages": [], "bytes": 0}
    assert "data-shelf" not in awa.get("/fr/course").html


def test_a_practice_question_is_kept_with_its_whole_answer(awa: Browser) -> None:
    awa.post("/fr/test/pre/decline")
    assert "answer" not in [
        one.get("id") for one in awa.get("/fr/course/module/1/practice/1").all("section")
    ]
    seen = awa.get("/fr/course/module/1/practice/1?seen=1")
    assert "answer" in [section.get("id") for section in seen.all("section")]


# ------------------------------------------------------------------ later


def test_a_step_done_without_a_network_is_done_once(awa: Browser, session: Session) -> None:
    awa.post("/fr/test/pre/decline")
    sent = {"mark": mark(awa), "place": 1, "step": "01"}
    assert [send(awa, DONE, sent).status_code for _ in range(2)] == [200, 200]
    assert session.scalars(select(StepDone.step)).all() == ["01"]


@pytest.mark.parametrize(
    "spoilt", [{"place": 0}, {"place": 99}, {"place": "1"}, {"place": None}, {"step": "zz"}]
)
def test_a_step_that_does_not_exist_is_refused(awa: Browser, spoilt: dict[str, Any]) -> None:
    awa.post("/fr/test/pre/decline")
    sent = {"mark": mark(awa), "place": 1, "step": "01"} | spoilt
    assert send(awa, DONE, sent).status_code == 422


def test_a_step_before_the_first_test_is_refused(awa: Browser, session: Session) -> None:
    sent = {"mark": mark(awa), "place": 1, "step": "01"}
    assert send(awa, DONE, sent).status_code == 409
    assert session.scalars(select(StepDone.step)).all() == []


def test_a_test_is_handed_in_later_and_once(awa: Browser, session: Session) -> None:
    sent = {"mark": mark(awa), "attempt": attempt_of(session, awa)}
    answers = [send(awa, HAND_IN, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].get_json()["to"] == "/fr/course?said=pre-sent"
    (attempt,) = session.scalars(select(Attempt).execution_options(populate_existing=True))
    assert attempt.submitted_at is not None


def test_what_one_person_did_is_not_done_in_another_s_session(
    awa: Browser, moussa: Browser, session: Session
) -> None:
    awa.post("/fr/test/pre/decline")
    hers = {"mark": mark(awa), "attempt": attempt_of(session, awa), "place": 1, "step": "01"}
    moussa.post("/fr/test/pre/decline")
    for address in (DONE, HAND_IN):
        assert send(moussa, address, hers).status_code == 404
        assert send(moussa.another(), address, hers).status_code == 401
    assert send(moussa, HAND_IN, hers | {"mark": mark(moussa)}).status_code == 404
    assert session.scalars(select(StepDone.step)).all() == []
    assert session.scalars(select(Attempt.submitted_at)).all() == [None]


@pytest.mark.parametrize("attempt", [None, 7, "", "zz", [], {}])
def test_an_unreadable_test_is_refused(awa: Browser, attempt: object) -> None:
    assert send(awa, HAND_IN, {"mark": mark(awa), "attempt": attempt}).status_code == 422
    assert send(awa, HAND_IN, {"mark": mark(awa)}).status_code == 422
    assert send(awa, HAND_IN, [mark(awa)]).status_code == 422


def test_staff_have_nothing_to_hand_in(browser: Browser, story: Story) -> None:
    browser.client.post(
        "/fr/staff",
        data={"username": "boubacar", "password": "une longue phrase"},
        headers=SAME_ORIGIN,
    )
    assert send(browser, HAND_IN, {"mark": ""}).status_code == 404


def test_after_the_closing_the_state_is_said(
    awa: Browser, session: Session, online_story: Story, clock: Clock
) -> None:
    sent = {"mark": mark(awa), "attempt": attempt_of(session, awa)}
    open_for_all(session, online_story, Wave.PRE, clock.now)
    close_for_all(session, online_story, Wave.PRE, clock.now)
    clock.forward(hours=1)
    answer = send(awa, HAND_IN, sent)
    assert (answer.status_code, answer.get_json()["said"]) == (409, "absent")
