"""A trainer withdraws, moves and merges by card, each with a reason, and takes it back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment
from elearn.cohorts.models import Cohort
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people import accounts
from elearn.people.models import AuditEntry, Person
from elearn.people.roles import Role
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Source, Wave
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import PASSWORD, START, Story
from tests.pages import Browser, Page


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


def card(story: Story, end: str = "leave", number: int = 1) -> str:
    return f"/fr/cohorts/{story.cohort.id}/card/{number}/{end}"


def undo(fatou: Browser, page: Page) -> Page:
    (action,) = [f.get("action", "") for f in page.all("form") if "/undo" in f.get("action", "")]
    return fatou.post(action)


def other_session(session: Session, story: Story) -> Cohort:
    """Another session that Fatou trains."""
    with writing(session):
        made = enrolment.make(
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
        accounts.grant(session, story.fatou, Role.TRAINER, START, cohort_id=made.id)
    return made


def test_a_withdrawn_card_leaves_and_comes_back(
    fatou: Browser, session: Session, story: Story
) -> None:
    awa = fatou.another()
    awa.sign_in(story.awas_card.code, story.awas_card.pin)
    fatou.post(card(story, "withdraw"), {}, expect=422)
    done = fatou.post(card(story, "withdraw"), {"withdraw-reason": "Rappelée au poste"})
    assert done.response.request.path.endswith("/history")
    fatou.get(card(story), expect=404)
    assert awa.get("/fr/").response.request.path == "/fr/nothing-yet"
    undo(fatou, done)
    assert awa.get("/fr/").response.request.path == "/fr/course"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "person-withdrawn")).one()
    assert entry.reason == "Rappelée au poste"


def test_the_board_says_who_withdrew_after_a_test(
    fatou: Browser, session: Session, story: Story, library: Library
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    own = enrolled(session, story)[0]
    take(session, library, story, own, Wave.PRE, right_on=[0], now=START)
    fatou.post(card(story, "withdraw"), {"withdraw-reason": "x" * 301}, expect=422)
    fatou.post(card(story, "withdraw"), {"withdraw-reason": "maladie"})
    again = fatou.post(card(story, "withdraw"), {"withdraw-reason": "maladie"}, expect=422)
    assert "1" in again.h1
    open_for_all(session, story, Wave.POST, START)
    room = fatou.get(f"/en/cohorts/{story.cohort.id}")
    assert "withdrawn" in room.text
    assert f"/en/cohorts/{story.cohort.id}/card/1" in room.links()


def test_a_card_moves_to_a_session_that_the_trainer_has(
    fatou: Browser, session: Session, story: Story
) -> None:
    assert not fatou.get(card(story)).all("select")
    other = other_session(session, story)
    said = {"move-to": str(other.id), "move-reason": "dates"}
    fatou.post(card(story, "move"), {**said, "move-to": str(story.cohort.id)}, expect=422)
    done = fatou.post(card(story, "move"), said)
    assert fatou.get(f"/fr/cohorts/{other.id}/card/1").status == 200
    undo(fatou, done)
    fatou.get(f"/fr/cohorts/{other.id}/card/1", expect=404)
    with writing(session):
        enrolment.close(session, enrolment.locked(session, other.id), START)
    fatou.post(card(story, "move"), said, expect=422)


def test_two_codes_are_merged_by_card_or_by_code(fatou: Browser, story: Story) -> None:
    code = story.moussas_card.code
    for other in ("", "9", "99999", "ABC", "7KQ3M9XP0"):
        said = {"merge-other": other, "merge-reason": "deux cartes"}
        fatou.post(card(story, "merge"), said, expect=422)
    for other in ("1", story.awas_card.code):  # the same person
        said = {"merge-other": other, "merge-reason": "deux cartes"}
        fatou.post(card(story, "merge"), said, expect=422)
    for other in ("2", code):
        done = fatou.post(
            card(story, "merge"), {"merge-other": other, "merge-reason": "deux cartes"}
        )
        fatou.get(card(story, number=2), expect=404)
        fatou.another().post(
            "/fr/sign-in", {"code": code, "pin": story.moussas_card.pin}, expect=403
        )
        undo(fatou, done)
    assert fatou.another().sign_in(code, story.moussas_card.pin).status == 200


def test_two_results_are_not_joined(
    fatou: Browser, session: Session, story: Story, library: Library
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    for own in enrolled(session, story):
        take(session, library, story, own, Wave.PRE, right_on=[0], now=START)
    said = {"merge-other": "2", "merge-reason": "deux cartes"}
    assert "Ségou" in fatou.post(card(story, "merge"), said, expect=422).text
    said = {"move-to": str(other_session(session, story).id), "move-reason": "dates"}
    fatou.post(card(story, "move"), said, expect=422)


def test_a_session_that_the_trainer_does_not_train_is_not_named(
    fatou: Browser, session: Session, story: Story
) -> None:
    kita = session.scalars(select(Cohort).where(Cohort.name == "Kita")).one()
    people = [own.person_id for own in enrolled(session, story)]
    with writing(session):
        for person_id in people:
            person = session.get_one(Person, person_id)
            own = enrolment.enrol(session, kita, person, START)
            session.add(
                Attempt(
                    enrolment_id=own.id,
                    wave=Wave.PRE,
                    source=Source.SCREEN,
                    maximum=8,
                    started_at=START,
                    origin=kita.origin,
                )
            )
    said = {"merge-other": "2", "merge-reason": "deux cartes"}
    page = fatou.post(card(story, "merge"), said, expect=422)
    assert "Kita" not in page.text


def test_from_the_board_a_new_pin_is_two_taps_away(fatou: Browser, story: Story) -> None:
    room = fatou.get(f"/fr/cohorts/{story.cohort.id}")
    address = f"/fr/cohorts/{story.cohort.id}/card/1"
    assert address in room.links()
    form = next(f for f in fatou.get(address).all("form") if f.get("action", "").endswith("/pin"))
    sent = {one.get("name", ""): one.get("value", "") for one in form.iter() if one.get("name")}
    shown = fatou.post(form.get("action", ""), sent)
    (value,) = shown.values()["card"]
    _, code, pin = value.split(".")
    assert code == story.awas_card.code
    assert fatou.another().sign_in(code, pin).status == 200


def test_in_a_closed_session_people_stay(fatou: Browser, session: Session, story: Story) -> None:
    with writing(session):
        enrolment.close(session, enrolment.locked(session, story.cohort.id), START)
    fatou.post(card(story, "withdraw"), {"withdraw-reason": "maladie"}, expect=422)
    assert not [f for f in fatou.get(card(story)).all("form") if "/card/" in f.get("action", "")]


def test_strangers_find_no_card(browser: Browser, story: Story) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    browser.get(card(story), expect=404)
    for act in ("withdraw", "move", "merge"):
        browser.post(card(story, act), {f"{act}-reason": "x"}, expect=404)
