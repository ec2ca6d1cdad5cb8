"""One whole walk, as pages without script: pre-test, module, post-test, gain."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.courses.path import path
from elearn.db import writing
from elearn.quizzes import attempts
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Wave
from tests.conftest import Clock, Story
from tests.pages import Browser
from tests.web.walk import answer_all, begin, hand_in


@pytest.mark.parametrize("language", ["fr", "en"])
def test_awa_walks_online_from_the_pre_test_to_her_gain(
    browser: Browser, online_story: Story, library: Library, session: Session, language: str
) -> None:
    card = online_story.awas_card
    home = browser.sign_in(card.code, card.pin, language)
    assert f"/{language}/test/pre" in home.links()

    before = browser.get(f"/{language}/test/pre")
    assert "start" in before.html
    assert "decline" in before.html
    begin(browser, "pre", language)
    answer_all(browser, library, "pre", right=3, language=language)
    hand_in(browser, "pre", language)

    module = library.modules["garanties-premieres-heures"]
    for lesson in module.lessons:
        page = browser.get(f"/{language}/course/module/1/lesson/{lesson.number}")
        assert page.h1 == " ".join(lesson.title.in_(language).split())
        browser.post(f"/{language}/course/module/1/done/{lesson.number}")
    browser.post(f"/{language}/course/module/1/done/case")
    assert browser.get(f"/{language}/test/post").text.count("15") == 0
    browser.post(f"/{language}/course/module/1/done/practice")

    begin(browser, "post", language)
    answer_all(browser, library, "post", right=6, language=language)
    result = hand_in(browser, "post", language)
    assert result.h1.startswith("3 ")

    rows = {a.wave: a for a in session.scalars(select(Attempt))}
    assert (rows[Wave.PRE].points, rows[Wave.POST].points) == (3, 6)
    assert (rows[Wave.PRE].unknown, rows[Wave.POST].unknown) == (5, 2)
    assert {rows[Wave.PRE].form, rows[Wave.POST].form} == {"A", "B"}
    assert path([module])[-1] == (module.slug, "practice")


def test_in_a_room_the_trainer_opens_each_test(
    browser: Browser, story: Story, library: Library, session: Session, clock: Clock
) -> None:
    card = story.awas_card
    browser.sign_in(card.code, card.pin)
    browser.post("/fr/test/pre/start", expect=409)
    with writing(session):
        attempts.open_test(session, story.cohort.id, Wave.PRE, clock.now)
    begin(browser, "pre")
    answer_all(browser, library, "pre", right=8)
    hand_in(browser, "pre")
    browser.post("/fr/test/post/start", expect=409)
    with writing(session):
        attempts.open_test(session, story.cohort.id, Wave.POST, clock.now)
    assert "/fr/test/post" in browser.get("/fr/course").links()


def test_lessons_wait_for_the_first_test_or_for_her_choice(
    browser: Browser, online_story: Story
) -> None:
    card = online_story.awas_card
    browser.sign_in(card.code, card.pin)
    locked = browser.get("/fr/course/module/1/lesson/01")
    assert locked.response.request.path == "/fr/course"
    browser.post("/fr/test/pre/decline")
    opened = browser.get("/fr/course/module/1/lesson/01")
    assert opened.response.request.path == "/fr/course/module/1/lesson/01"
    begin(browser, "pre")


def test_sending_twice_hands_in_once(
    browser: Browser, online_story: Story, library: Library, session: Session, clock: Clock
) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    begin(browser, "pre")
    answer_all(browser, library, "pre", right=8)
    hand_in(browser, "pre")
    first = session.scalars(select(Attempt.submitted_at)).one()
    clock.forward(minutes=3)
    hand_in(browser, "pre")
    assert session.scalars(select(Attempt.submitted_at)).one() == first


def test_a_refused_answer_stays_on_the_page_and_the_others_are_kept(
    browser: Browser, online_story: Story, library: Library, session: Session
) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    begin(browser, "pre")
    refused = browser.post(
        "/fr/test/pre/1",
        {"C2-S1-A": ["a", "b", "c"], "C2-S1-B": ["a", "b", "c"], "go": "2"},
        expect=422,
    )
    ticked = [v for name, v in refused.values().items() if name.startswith("C2-S1")]
    assert sorted(ticked[0]) == ["a", "b", "c"]


def test_an_item_of_another_form_is_left_out_and_said(
    browser: Browser, online_story: Story, session: Session
) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    begin(browser, "pre")
    form = session.scalars(select(Attempt.form)).one()
    foreign = "C2-S3-B" if form == "A" else "C2-S3-A"
    own = f"C2-S3-{form}"
    browser.post("/fr/test/pre/1", {foreign: "a", own: "b"}, expect=422)
    attempt = session.scalars(select(Attempt)).one()
    assert attempt.answered == 1
