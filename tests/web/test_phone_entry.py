"""A follow-up by telephone: alone first, nothing kept of a no, every kind of answer ticked."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.models import AuditEntry
from elearn.quizzes.models import Answer, Attempt
from elearn.quizzes.waves import Source, Wave
from tests.cohort_life import enrolled, take
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import Browser, Page
from tests.web.walk import items_on, key_fields

YES = {"alone": "yes", "willing": "yes", "agreed": "yes"}


@pytest.fixture
def fatou(browser: Browser, story: Story, clock: Clock) -> Browser:
    """Fatou, nine weeks after the session."""
    clock.now = START + timedelta(weeks=9)
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.fixture
def call(story: Story) -> str:
    """The address of the call to card 1."""
    return f"/en/cohorts/{story.cohort.id}/phone/follow-up/1"


def rows(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def attempt(session: Session) -> Attempt:
    return session.scalars(select(Attempt).execution_options(populate_existing=True)).one()


def answered(browser: Browser, library: Library, call: str, number: int, right: bool) -> Page:
    """One question answered by its key, or « Je ne sais pas »."""
    (item,) = items_on(browser.get(f"{call}/{number}"), library)
    if right:
        fields: dict[str, object] = dict(key_fields(item))
    elif item.kind in ("single", "truefalse"):
        fields = {item.id: "unknown"}
    else:
        fields = {f"{item.id}.unknown": "1"}
    return browser.post(f"{call}/{number}", {**fields, "go": "on"})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_whole_test_is_ticked_sent_and_kept_as_taken_by_telephone(
    fatou: Browser, call: str, library: Library, session: Session, language: str
) -> None:
    call = call.replace("/en/", f"/{language}/")
    first = fatou.post(call, YES)
    assert re.search(r"1 (of|sur) 8", first.h1)
    for number in range(1, 8):
        answered(fatou, library, call, number, right=number < 6)
    end = answered(fatou, library, call, 8, right=False)
    assert "8" not in end.h1  # nothing is left unanswered
    fatou.post(f"{call}/send")
    fatou.post(f"{call}/send", expect=200)
    kept = attempt(session)
    assert (kept.source, kept.form, kept.language) == (Source.TELEPHONE, "C", language)
    assert (kept.answered, kept.points, kept.unknown) == (8, 5, 3)
    assert kept.submitted_at is not None
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "telephone-entry")).one()
    assert entry.subject_id == kept.enrolment_id


def test_who_agreed_to_an_older_text_hears_the_new_one_first(
    fatou: Browser, call: str, session: Session, story: Story
) -> None:
    with writing(session):
        enrolments.consent(enrolled(session, story)[0], "2026-11", START)
    assert "Read aloud: your answers" in fatou.get(call).text
    fatou.post(call, {"alone": "yes", "willing": "yes"}, expect=422)
    fatou.post(call, YES)
    session.rollback()
    assert enrolled(session, story)[0].consent_version == enrolments.CONSENT


@pytest.mark.parametrize("said", [{"alone": "no"}, {"alone": "yes", "willing": "no"}])
def test_of_a_no_nothing_is_kept(
    fatou: Browser, call: str, session: Session, said: dict[str, str]
) -> None:
    before = rows(session, AuditEntry)
    assert fatou.post(call, said).h1 == "Stop here, and call again"
    assert (rows(session, Attempt), rows(session, AuditEntry)) == (0, before)
    assert session.scalars(select(Enrolment.consented_at)).all() == [None, None]


def test_both_questions_are_asked_before_anything_begins(fatou: Browser, call: str) -> None:
    page = fatou.post(call, {"alone": "yes"}, expect=422)
    assert "Ask both questions first." in page.text
    assert page.values()["alone"] == ["yes"]
    agree = fatou.post(call, {"alone": "yes", "willing": "yes"}, expect=422)
    assert "tick when the person agrees" in agree.text


def test_each_call_asks_again_and_goes_on_where_it_stopped(
    fatou: Browser, call: str, library: Library, session: Session
) -> None:
    fatou.post(call, YES)
    answered(fatou, library, call, 1, right=True)
    assert "Are you alone?" in fatou.get(call).text
    again = fatou.post(call, {"alone": "yes", "willing": "yes"})
    assert again.h1 == "Question 2 of 8"
    back = fatou.post(f"{call}/2", {"go": "back"})
    assert back.h1 == "Question 1 of 8"
    answered(fatou, library, call, 1, right=True)
    assert rows(session, Answer) == 1


def test_a_refused_answer_stays_on_the_page(
    fatou: Browser, call: str, library: Library, session: Session
) -> None:
    fatou.post(call, YES)
    (item,) = items_on(fatou.get(f"{call}/1"), library)
    wrong = fatou.post(f"{call}/1", {item.id: "x-nowhere", "go": "on"}, expect=422)
    assert "does not belong to this question" in wrong.text
    assert rows(session, Answer) == 0


def test_a_form_that_a_network_sends_again_undoes_no_later_answer(
    fatou: Browser, call: str, library: Library, session: Session
) -> None:
    fatou.post(call, YES)
    old = fatou.get(f"{call}/1").values()
    answered(fatou, library, call, 1, right=True)
    (item,) = items_on(fatou.get(f"{call}/1"), library)
    not_knowing = item.id if item.kind in ("single", "truefalse") else f"{item.id}.unknown"
    ticked = {"seen": old["seen"], not_knowing: "unknown", "go": "on"}
    told = fatou.post(f"{call}/1", ticked, expect=422)
    assert "Another answer arrived meanwhile and counts." in told.text
    assert rows(session, Answer) == 1
    fatou.post(f"{call}/1", {**told.values(), "go": "on"})
    assert rows(session, Answer) == 2


def test_rows_of_an_order_move_without_going_on(
    fatou: Browser, call: str, library: Library
) -> None:
    fatou.post(call, YES)
    for number in range(1, 9):
        (item,) = items_on(fatou.get(f"{call}/{number}"), library)
        if item.kind == "order":
            step = item.options[0].id
            moved = fatou.post(
                f"{call}/{number}",
                {item.id: [o.id for o in item.options], "move": f"{item.id}.{step}.1"},
            )
            assert moved.h1 == f"Question {number} of 8"
            return


def test_what_a_person_has_begun_alone_the_trainer_does_not_open(
    fatou: Browser, call: str, session: Session, story: Story, library: Library, clock: Clock
) -> None:
    awa = enrolled(session, story)[0]
    take(session, library, story, awa, Wave.FOLLOW_UP, right_on=(), now=clock.now, submit=False)
    refused = fatou.post(call, YES, expect=409)
    assert refused.h1 == "This test cannot be taken by telephone now"
    fatou.get(f"{call}/1", expect=404)
    fatou.post(f"{call}/1", {}, expect=404)
    fatou.post(f"{call}/send", expect=404)


def test_a_sent_test_is_not_shown_again(
    fatou: Browser, call: str, library: Library, session: Session
) -> None:
    fatou.post(call, YES)
    answered(fatou, library, call, 1, right=True)
    fatou.post(f"{call}/send")
    for page in (f"{call}/1", f"{call}/send"):
        assert fatou.get(page).h1 == "This test cannot be taken by telephone now"
    (item,) = (library.question(attempt(session).shown[1]["item"]),)
    late = fatou.post(f"{call}/2", key_fields(item), expect=409)  # type: ignore[arg-type]
    assert late.h1 == "This test cannot be taken by telephone now"
    fatou.post(call, YES, expect=409)


def test_who_declined_is_not_called_and_nobody_before_the_time(
    fatou: Browser, call: str, session: Session, story: Story, clock: Clock
) -> None:
    page = f"/en/cohorts/{story.cohort.id}/follow-up"
    assert call in fatou.get(page).links()
    with writing(session):
        enrolments.decline(session.get_one(Enrolment, enrolled(session, story)[0].id), clock.now)
    assert call not in fatou.get(page).links()
    fatou.get(call.replace("/1", "/99"), expect=404)
    fatou.get(f"{call}/99", expect=404)
    clock.now = START
    fatou.sign_in_staff("fatou", PASSWORD)
    assert "Possible while a follow-up is open" in fatou.get(page).text
    moussa = call.replace("/follow-up/1", "/follow-up/2")
    assert fatou.post(moussa, YES, expect=409).h1.startswith("This test cannot")
