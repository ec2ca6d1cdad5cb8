"""A test page without script: whatever its buttons and fields say, it is answered."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.quizzes.models import Answer, Attempt, Response
from tests.cohort_life import enrolled
from tests.conftest import START, Story
from tests.pages import SAME_ORIGIN, Browser
from tests.web.walk import begin, hand_in


@pytest.fixture
def awa(browser: Browser, online_story: Story) -> Browser:
    """Awa in her pre-test."""
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    begin(browser, "pre")
    return browser


def test_who_agreed_to_an_older_text_reads_the_new_one_before_the_next_test(
    browser: Browser, online_story: Story, session: Session
) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    awa = enrolled(session, online_story)[0]
    for version, asked in (("2026-11", True), (enrolments.CONSENT, False)):
        with writing(session):
            enrolments.consent(session.get_one(Enrolment, awa.id), version, START)
        assert ("What is kept" in browser.get("/en/test/pre").text) is asked


def test_a_button_that_no_page_of_ours_has_is_no_error_of_ours(awa: Browser) -> None:
    for go in ["²", "-1", "9" * 5000, "1e3", "", "\0", "send me", "٣"]:
        answer = awa.client.post("/fr/test/pre/1", data={"go": go}, headers=SAME_ORIGIN)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/fr/test/pre/")


def test_a_page_that_the_test_does_not_have_is_not_there(awa: Browser) -> None:
    for page in ["0", "99", "9" * 30, "9" * 5000, "-1", "x"]:
        awa.get(f"/fr/test/pre/{page}", expect=404)


@pytest.mark.parametrize("button", ["{order}.zz.1", "zz.a.1", "{order}", "...", "{order}.a.99"])
def test_an_arrow_that_does_not_exist_keeps_nothing(
    awa: Browser, session: Session, button: str
) -> None:
    form = session.scalars(select(Attempt.form)).one()
    order = f"C2-S2-{form}"
    answer = awa.client.post(
        "/fr/test/pre/1", data={"move": button.format(order=order)}, headers=SAME_ORIGIN
    )
    assert answer.status_code in (303, 422)
    session.rollback()
    assert session.scalar(select(func.count(Answer.id))) == 0


def test_an_arrow_keeps_the_new_order_and_the_other_answers_of_the_page(
    awa: Browser, session: Session
) -> None:
    form = session.scalars(select(Attempt.form)).one()
    page = awa.get("/fr/test/pre/1").values()
    order = page[f"C2-S2-{form}"]
    awa.post(
        "/fr/test/pre/1",
        {
            **page,
            f"C2-S3-{form}": "a",
            "move": f"C2-S2-{form}.{order[1]}.-1",
        },
    )
    shown = awa.get("/fr/test/pre/1").values()
    assert shown[f"C2-S2-{form}"] == [order[1], order[0], *order[2:]]
    assert shown[f"C2-S3-{form}"] == ["a"]


def test_an_answer_and_not_knowing_stay_ticked_when_they_are_refused(
    awa: Browser, session: Session
) -> None:
    form = session.scalars(select(Attempt.form)).one()
    both = {f"C2-S1-{form}": "a", f"C2-S1-{form}.unknown": "1"}
    shown = awa.post("/fr/test/pre/1", both, expect=422).values()
    assert {name: shown[name][0] for name in both} == both


def test_a_page_that_comes_after_sending_changes_nothing(awa: Browser, session: Session) -> None:
    form = session.scalars(select(Attempt.form)).one()
    hand_in(awa, "pre")
    awa.post("/fr/test/pre/1", {f"C2-S3-{form}": "a"}, expect=409)
    session.rollback()
    assert session.scalar(select(func.count(Answer.id))) == 0


def test_a_test_that_was_not_begun_has_no_pages(browser: Browser, online_story: Story) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    browser.get("/fr/test/pre/1", expect=404)
    browser.get("/fr/test/pre/send", expect=404)
    browser.get("/fr/test/later", expect=404)


def test_the_refused_word_of_a_test_is_read_in_another_language_at_its_door(awa: Browser) -> None:
    answer = awa.client.get("/en/test/pre/start")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/test/pre")


def kept(session: Session, item: str) -> list[object]:
    """All answers to an item in their order, and the one that counts."""
    session.rollback()
    answers = select(Answer.choice).where(Answer.item == item).order_by(Answer.arrived_at)
    counted = select(Response.choice).where(Response.item == item)
    return [*session.scalars(answers), session.scalar(counted)]


def test_a_form_that_a_network_sends_again_undoes_no_later_answer(
    awa: Browser, session: Session
) -> None:
    item = f"C2-S3-{session.scalars(select(Attempt.form)).one()}"
    old = {**awa.get("/fr/test/pre/1").values(), item: "a", "go": "2"}
    awa.post("/fr/test/pre/1", old)
    newer = {**awa.get("/fr/test/pre/1").values(), item: "b", "go": "2"}
    awa.post("/fr/test/pre/1", newer)
    refused = awa.post("/fr/test/pre/1", old, expect=422)
    assert kept(session, item) == [["a"], ["b"], ["b"]]
    # Nobody was there to press but a network; where somebody was, one more press is enough.
    assert refused.values()[item] == ["a"]
    awa.post("/fr/test/pre/1", {**refused.values(), "go": "2"})
    assert kept(session, item) == [["a"], ["b"], ["a"], ["a"]]


def test_a_form_that_changed_nothing_then_changes_nothing_later(
    awa: Browser, session: Session
) -> None:
    item = f"C2-S3-{session.scalars(select(Attempt.form)).one()}"
    awa.post("/fr/test/pre/1", {**awa.get("/fr/test/pre/1").values(), item: "a"})
    same = awa.get("/fr/test/pre/1").values()
    awa.post("/fr/test/pre/1", same)
    awa.post("/fr/test/pre/1", {**same, item: "b"})
    awa.post("/fr/test/pre/1", same, expect=422)
    assert kept(session, item) == [["a"], ["b"], ["b"]]


def test_a_refused_page_s_form_knows_what_it_has_just_kept(awa: Browser, session: Session) -> None:
    form = session.scalars(select(Attempt.form)).one()
    item, other = f"C2-S3-{form}", f"C2-S1-{form}"
    page = awa.get("/fr/test/pre/1").values()
    wrong = awa.post(
        "/fr/test/pre/1", {**page, item: "a", other: "a", f"{other}.unknown": "1"}, expect=422
    )
    mended = {name: value for name, value in wrong.values().items() if name != other}
    awa.post("/fr/test/pre/1", {**mended, item: "b"})
    assert kept(session, item) == [["a"], ["b"], ["b"]]
