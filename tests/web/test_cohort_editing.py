"""Fatou changes her session, takes a change back, and puts an old session away."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment, Half, HalfDay, Mode
from elearn.db import writing
from elearn.people.models import AuditEntry, Change
from elearn.quizzes.models import Attempt, Opening
from elearn.quizzes.waves import Source, Wave
from tests.cohort_life import open_for_all
from tests.conftest import PASSWORD, START, Story
from tests.pages import Browser, Page


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.fixture
def here(story: Story) -> str:
    return f"/fr/cohorts/{story.cohort.id}"


def kept(session: Session, story: Story) -> Cohort:
    session.rollback()
    return session.get_one(Cohort, story.cohort.id, populate_existing=True)


def change(fatou: Browser, here: str, expect: int = 200, **fields: object) -> Page:
    page = fatou.get(f"{here}/edit")
    return fatou.post(f"{here}/edit", {**page.values(), **fields}, expect)


def undo_address(page: Page) -> str:
    found = [form.get("action", "") for form in page.all("form")]
    return next(address for address in found if address.endswith("/undo"))


def test_the_form_holds_what_is_and_what_is_typed_is_kept(
    fatou: Browser, session: Session, story: Story, here: str
) -> None:
    page = change(fatou, here, name="Ségou, mars", ends_on="2026-11-19", region="zone:centre")
    assert "La session a été modifiée" in page.text or "The session was changed" in page.text
    cohort = kept(session, story)
    assert (cohort.name, cohort.ends_on) == ("Ségou, mars", date(2026, 11, 19))
    assert (cohort.region, cohort.zone) == (None, "centre")
    again = fatou.get(f"{here}/edit").values()
    assert (again["name"], again["region"]) == (["Ségou, mars"], ["zone:centre"])


def test_undo_stands_right_after_the_act_and_in_the_history(
    fatou: Browser, session: Session, story: Story, here: str
) -> None:
    page = change(fatou, here, name="Ségou, mars", mode="blended")
    told = fatou.post(undo_address(page))
    cohort = kept(session, story)
    assert (cohort.name, cohort.mode) == ("Ségou", Mode.ROOM)
    assert "Ségou, mars" in told.text
    assert [form for form in told.all("form") if form.get("action", "").endswith("/undo")] == []
    fatou.post(undo_address(page), expect=422)
    change(fatou, here)
    assert len(session.scalars(select(Change)).all()) == 1
    acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts[-2:] == ["cohort-edited", "undone-cohort-edited"]


def _day_held(session: Session, story: Story) -> None:
    with writing(session):
        session.add(
            HalfDay(
                cohort_id=story.cohort.id,
                day=date(2026, 11, 16),
                half=Half.MORNING,
                minutes=180,
                origin=story.cohort.origin,
            )
        )


def _followed_up(session: Session, story: Story) -> None:
    who = session.scalars(select(Enrolment)).first()
    assert who
    with writing(session):
        session.add(
            Attempt(
                enrolment_id=who.id,
                wave=Wave.FOLLOW_UP,
                source=Source.SCREEN,
                maximum=8,
                started_at=datetime(2027, 1, 20, tzinfo=UTC),
                origin=who.origin,
            )
        )


def _followed(session: Session, story: Story) -> None:
    with writing(session):
        cohort = session.get_one(Cohort, story.cohort.id)
        cohort.further_courses = ["tronc-commun"]
        who = session.scalars(select(Enrolment)).first()
        assert who
        who.course_id = "tronc-commun"


def refuse(fatou: Browser, here: str, where: str, **fields: object) -> None:
    assert f"#{where}" in change(fatou, here, 422, **fields).links()


def test_what_something_rests_on_is_refused_beside_its_field(
    fatou: Browser, session: Session, story: Story, here: str
) -> None:
    refuse(fatou, here, "further", further=["droits-des-victimes"])
    refuse(fatou, here, "further", course="tronc-commun", further=["garanties-premieres-heures"])
    refuse(fatou, here, "name", name="  ")
    refuse(fatou, here, "region", region="Nowhere")
    for happen in (_day_held, _followed_up, _followed):
        happen(session, story)
    refuse(fatou, here, "starts_on", starts_on="2026-11-17")
    refuse(fatou, here, "ends_on", ends_on="2026-11-19")
    refuse(fatou, here, "further", further=[])
    refuse(fatou, here, "course", course="tronc-commun", further=[])
    with writing(session):
        session.get_one(Cohort, story.cohort.id).closed_at = START
    refuse(fatou, here, "name", language="en")
    refuse(fatou, here, "ends_on", ends_on="2026-11-10")
    assert session.scalars(select(Change)).all() == []
    change(fatou, here, name="Ségou, formation pilote")
    assert kept(session, story).name == "Ségou, formation pilote"


def test_blended_the_trainer_opens_both_tests_as_in_a_room(
    fatou: Browser, session: Session, story: Story, here: str
) -> None:
    change(fatou, here, mode="blended")
    assert "chez soi" in fatou.get(here).text or "at home" in fatou.get(here).text
    awa = fatou.another()
    awa.sign_in(story.awas_card.code, story.awas_card.pin)
    awa.post("/fr/test/pre/start", expect=409)
    fatou.post(f"{here}/pre/open")
    awa.post("/fr/test/pre/start")


def test_an_undo_that_something_rests_on_is_refused_with_a_sentence(
    fatou: Browser, session: Session, story: Story, here: str
) -> None:
    address = undo_address(change(fatou, here, course="tronc-commun"))
    with writing(session):
        session.add(
            Opening(
                cohort_id=story.cohort.id,
                wave=Wave.PRE,
                opened_at=START,
                origin=story.cohort.origin,
            )
        )
    fatou.post(address, expect=422)
    assert kept(session, story).course_id == "tronc-commun"


def test_an_archived_session_leaves_the_list_and_is_found_again(
    fatou: Browser, session: Session, story: Story, here: str
) -> None:
    page = fatou.post(f"{here}/archive")
    assert here not in fatou.get("/fr/cohorts").links()
    assert here in fatou.get("/fr/cohorts?state=archived").links()
    assert fatou.get(here).status == 200
    fatou.post(undo_address(page))
    assert here in fatou.get("/fr/cohorts").links()
    fatou.post(f"{here}/archive")
    fatou.post(f"{here}/archive")
    fatou.post(f"{here}/restore")
    assert kept(session, story).archived_at is None
    kinds = session.scalars(select(Change.kind).order_by(Change.id)).all()
    assert kinds == ["cohort-archived", "cohort-archived", "cohort-restored"]


def test_sessions_are_found_by_where_they_stand_and_by_name(fatou: Browser, here: str) -> None:
    for query, found in {
        "state=running": True,
        "state=coming": False,
        "state=closed": False,
        "name=ségou": True,
        "name=%25": False,
        "name=%00&state=nonsense": True,
    }.items():
        assert (here in fatou.get(f"/fr/cohorts?{query}").links()) is found


def test_once_a_test_was_begun_it_goes_on_opening_as_it_did(
    fatou: Browser, session: Session, story: Story, here: str
) -> None:
    page = change(fatou, here, mode="online")
    open_for_all(session, story, Wave.PRE, START)
    assert fatou.post(undo_address(page), expect=422)
    assert kept(session, story).mode is Mode.ONLINE
    with writing(session):
        session.get_one(Cohort, story.cohort.id).mode = Mode.ROOM
    change(fatou, here, 422, mode="online")
    change(fatou, here, mode="blended")
    assert kept(session, story).mode is Mode.BLENDED


def test_a_language_that_is_off_is_offered_only_where_it_is_kept(fatou: Browser, here: str) -> None:
    boubacar = fatou.another()
    boubacar.sign_in_staff("boubacar", PASSWORD)
    found = []
    for wanted in ("no", "yes"):
        sent = {"key": "language-en", "language-en-to": wanted}
        boubacar.post("/fr/administration/settings", sent)
        options = fatou.get(f"{here}/edit").all("option")
        found.append({one.get("value", "") for one in options} & {"fr", "en"})
    assert found == [{"fr"}, {"fr", "en"}]


def test_the_list_leads_to_the_questions_and_the_follow_ups(fatou: Browser, here: str) -> None:
    assert {"/fr/items", "/fr/follow-ups"} <= set(fatou.get("/fr/cohorts?name=zz").links())
    assert "/fr/items" in fatou.get(here).links()


def test_what_is_fatou_s_charlie_neither_changes_nor_takes_back(
    fatou: Browser, story: Story, here: str
) -> None:
    address = undo_address(change(fatou, here, name="Ségou, mars"))
    charlie = fatou.another()
    charlie.sign_in_staff("charlie", PASSWORD)
    for path in (f"{here}/edit", f"{here}/history"):
        charlie.get(path, 404)
    for path in (f"{here}/edit", f"{here}/archive", f"{here}/restore", address):
        charlie.post(path, expect=404)
