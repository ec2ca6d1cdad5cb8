"""Fatou makes a session, prints its cards and runs its room."""

import re
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment, Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people import accounts
from elearn.people.models import AuditEntry, Person, SignIn
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.quizzes.models import Excuse, Opening
from elearn.quizzes.waves import Wave
from elearn.web.database import database
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import PASSWORD, START, Clock, Story, tell
from tests.pages import Browser, Page

NEW = {
    "name": "Mopti, décembre",
    "course": "garanties-premieres-heures",
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-03",
    "region": "Mopti",
    "mode": "room",
    "cards": "3",
}


@pytest.fixture
def room(story: Story) -> str:
    """The address of the room, without its language."""
    return f"cohorts/{story.cohort.id}"


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.fixture
def fatou_of_the_programme(fatou: Browser, session: Session, story: Story) -> Browser:
    with writing(session):
        accounts.grant(
            session,
            session.get_one(Person, story.fatou.id),
            Role.TRAINER,
            START,
            programme_id=story.programme.id,
        )
    return fatou


def new_form(story: Story, **changed: str) -> dict[str, str]:
    return {**NEW, "programme": str(story.programme.id), **changed}


def pins(page: Page) -> list[str]:
    return [
        "".join(b.itertext())
        for b in page.all("b")
        if re.fullmatch(r"\d{6}", "".join(b.itertext()))
    ]


# ---- the list


@pytest.mark.parametrize("language", ["fr", "en"])
def test_fatou_sees_her_session_with_its_counts(
    fatou: Browser, session: Session, story: Story, library: Library, language: str
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    take(
        session,
        library,
        story,
        enrolled(session, story)[0],
        Wave.PRE,
        right_on=range(3),
        now=START,
    )
    page = fatou.get(f"/{language}/cohorts")
    assert "Ségou" in page.text
    row = page.all("table")[0]
    cells = ["".join(cell.itertext()).strip() for cell in row.iter() if cell.tag.endswith("td")]
    assert cells[-3:] == ["2", "1", "0"]


def test_charlie_sees_another_session(browser: Browser, story: Story) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    page = browser.get("/fr/cohorts")
    assert "Kita" in page.text
    assert "Ségou" not in page.text


def test_a_trainer_of_the_programme_sees_all_its_sessions(
    fatou_of_the_programme: Browser, session: Session, story: Story
) -> None:
    for _ in range(2):
        fatou_of_the_programme.get("/fr/cohorts")
    assert fatou_of_the_programme.get("/fr/cohorts").text.count("Kita") == 0


def test_the_list_is_cut_into_pages(
    fatou_of_the_programme: Browser, session: Session, story: Story
) -> None:
    with writing(session):
        for place in range(45):
            session.add(
                Cohort(
                    programme_id=story.programme.id,
                    course_id="garanties-premieres-heures",
                    name=f"Session {place:02}",
                    mode=Mode.ROOM,
                    starts_on=story.cohort.starts_on - timedelta(days=place + 1),
                    ends_on=story.cohort.ends_on,
                    seed=1,
                    made_at=START,
                    origin=story.cohort.origin,
                )
            )
    first = fatou_of_the_programme.get("/fr/cohorts")
    assert "Session 38" in first.text
    assert "Session 39" not in first.text
    assert "Session 44" in fatou_of_the_programme.get("/fr/cohorts?page=2").text
    for odd in ("9999999999999999999999", "0", "x"):
        fatou_of_the_programme.get(f"/fr/cohorts?page={odd}")


@pytest.mark.parametrize("who", ["claire"])
@pytest.mark.parametrize("path", ["cohorts", "cohorts/new"])
def test_a_donor_has_no_sessions(browser: Browser, story: Story, who: str, path: str) -> None:
    browser.sign_in_staff(who, PASSWORD)
    browser.get(f"/fr/{path}", expect=403)


def test_awa_has_no_trainers_pages(browser: Browser, story: Story, room: str) -> None:
    browser.sign_in(story.awas_card.code, story.awas_card.pin)
    for path in ("cohorts", "cohorts/new", room, f"{room}/close", f"{room}/gain"):
        browser.get(f"/fr/{path}", expect=403)


# ---- a new session


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_session_shows_its_cards_once(
    fatou_of_the_programme: Browser, session: Session, story: Story, language: str
) -> None:
    fatou_of_the_programme.get(f"/{language}/cohorts/new")
    page = fatou_of_the_programme.post(f"/{language}/cohorts/new", new_form(story))
    assert len(pins(page)) == 3
    made = session.scalars(select(Cohort).where(Cohort.name == NEW["name"])).one()
    assert (made.region, made.mode, made.programme_id) == ("Mopti", Mode.ROOM, story.programme.id)
    people = session.scalar(
        select(func.count()).select_from(Enrolment).where(Enrolment.cohort_id == made.id)
    )
    assert people == 3
    again = fatou_of_the_programme.get(f"/{language}/cohorts/{made.id}")
    assert not pins(again)


def test_a_printed_card_works(fatou_of_the_programme: Browser, story: Story) -> None:
    page = fatou_of_the_programme.post("/fr/cohorts/new", new_form(story, mode="online"))
    code = next(
        text
        for text in ("".join(b.itertext()) for b in page.all("b"))
        if re.fullmatch(r"[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]", text)
    )
    came = fatou_of_the_programme.another().sign_in(code, pins(page)[0])
    assert came.response.request.path == "/fr/course"


def test_the_form_sent_twice_makes_one_session(
    fatou_of_the_programme: Browser, session: Session, story: Story
) -> None:
    fatou_of_the_programme.post("/fr/cohorts/new", new_form(story))
    page = fatou_of_the_programme.post("/fr/cohorts/new", new_form(story), expect=422)
    assert any(f"{made.id}" in link for made in _made(session) for link in page.links())
    assert len(_made(session)) == 1


def _made(session: Session) -> list[Cohort]:
    return list(session.scalars(select(Cohort).where(Cohort.name == NEW["name"])))


WRONG = (
    {"name": "  "},
    {"name": "x" * 101},
    {"course": "another"},
    {"starts_on": "soon"},
    {"ends_on": ""},
    {"ends_on": "2026-11-30"},
    {"region": "Atlantis"},
    {"mode": "sea"},
    {"cards": "0"},
    {"cards": "41"},
    {"cards": "many"},
    {"programme": "00000000-0000-0000-0000-000000000000"},
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_wrong_form_says_what_to_do_and_keeps_the_rest(
    fatou_of_the_programme: Browser, session: Session, story: Story, language: str
) -> None:
    for changed in WRONG:
        sent = new_form(story, **changed)
        page = fatou_of_the_programme.post(f"/{language}/cohorts/new", sent, expect=422)
        kept = page.values()
        for name in {"name", "cards", "starts_on"} - set(changed):
            assert kept[name] == [sent[name]], changed
    assert not _made(session)


def test_a_trainer_of_one_session_makes_no_other(fatou: Browser, story: Story) -> None:
    fatou.get("/fr/cohorts/new", expect=403)
    fatou.post("/fr/cohorts/new", new_form(story), expect=403)


def test_an_administrator_makes_a_session_for_any_programme(
    browser: Browser, session: Session, story: Story
) -> None:
    browser.sign_in_staff("boubacar", PASSWORD)
    browser.get("/fr/cohorts")
    page = browser.post("/fr/cohorts/new", new_form(story))
    assert len(pins(page)) == 3
    browser.get(f"/fr/cohorts/{_made(session)[0].id}", expect=403)


# ---- the room


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_room_goes_from_the_first_test_to_the_gain(
    fatou: Browser, session: Session, story: Story, room: str, library: Library, language: str
) -> None:
    here = f"/{language}/{room}"
    fatou.get(here)
    fatou.post(f"{here}/pre/open")
    awa, moussa = enrolled(session, story)
    take(session, library, story, awa, Wave.PRE, right_on=range(3), now=START)
    take(session, library, story, moussa, Wave.PRE, right_on=(), now=START, submit=False)
    page = fatou.get(here)
    assert re.search(r"8\s(of|sur)\s8", page.text)
    fatou.post(f"{here}/pre/close")
    fatou.post(f"{here}/post/open")
    take(session, library, story, awa, Wave.POST, right_on=range(5), now=START)
    fatou.post(f"{here}/post/close")
    fatou.get(f"{here}/close")
    fatou.post(f"{here}/close")
    fatou.get(f"{here}/close")
    page = fatou.get(here)
    assert f"{here}/gain" in page.links()
    assert not [form for form in page.all("form") if "/open" in form.get("action", "")]


def test_a_test_opened_twice_is_opened_once(
    fatou: Browser, session: Session, story: Story, room: str, clock: Clock
) -> None:
    fatou.post(f"/fr/{room}/pre/open")
    clock.forward(minutes=5)
    fatou.post(f"/fr/{room}/pre/open")
    opening = session.scalars(select(Opening)).one()
    assert opening.opened_at == START
    fatou.post(f"/fr/{room}/pre/close")
    fatou.post(f"/fr/{room}/pre/close")
    fatou.post(f"/fr/{room}/pre/open")
    session.refresh(opening)
    assert opening.closed_at is None


def test_online_no_test_is_opened_by_hand(
    browser: Browser, session: Session, online_story: Story
) -> None:
    browser.sign_in_staff("fatou", PASSWORD)
    browser.get(f"/fr/cohorts/{online_story.cohort.id}")
    browser.post(f"/fr/cohorts/{online_story.cohort.id}/pre/open", expect=422)
    assert session.scalar(select(func.count()).select_from(Opening)) == 0


def test_nothing_opens_in_a_closed_session(fatou: Browser, story: Story, room: str) -> None:
    fatou.post(f"/fr/{room}/close")
    fatou.post(f"/fr/{room}/pre/open", expect=422)
    fatou.post(f"/fr/{room}/cards", {"more": "2", "last": "2"}, expect=422)
    fatou.post(f"/fr/{room}/excuse", {"excused_card": "1", "excused_from": "pre"}, expect=422)
    fatou.post(f"/fr/{room}/close")


@pytest.mark.parametrize("who", ["charlie", "boubacar", "claire"])
def test_the_room_is_for_its_own_trainers(
    browser: Browser, session: Session, story: Story, room: str, who: str
) -> None:
    browser.sign_in_staff(who, PASSWORD)
    status = 404 if who == "charlie" else 403
    for path in (room, f"{room}/close", f"{room}/gain"):
        browser.get(f"/fr/{path}", expect=status)
    for act in ("pre/open", "pre/close", "cards", "cards/again", "pin", "excuse", "close"):
        browser.post(f"/fr/{room}/{act}", {"pin_card": "1", "more": "1"}, expect=status)
    assert session.scalar(select(func.count()).select_from(Opening)) == 0


def test_who_is_not_signed_in_comes_back_after_signing_in(
    browser: Browser, story: Story, room: str
) -> None:
    page = browser.get(f"/fr/{room}")
    assert page.response.request.path == "/fr/sign-in"


def test_an_unknown_session_and_an_unknown_test_are_not_there(fatou: Browser, room: str) -> None:
    fatou.get("/fr/cohorts/00000000-0000-0000-0000-000000000000", expect=404)
    fatou.get("/fr/cohorts/not-an-id", expect=404)
    fatou.post(f"/fr/{room}/follow-up/open", expect=404)


def test_a_session_without_people_has_a_room(
    browser: Browser, session: Session, story: Story
) -> None:
    kita = session.scalars(select(Cohort).where(Cohort.name == "Kita")).one()
    browser.sign_in_staff("charlie", PASSWORD)
    browser.get(f"/fr/cohorts/{kita.id}")
    browser.get(f"/en/cohorts/{kita.id}/gain")
    browser.post(f"/fr/cohorts/{kita.id}/cards/again", expect=422)


def test_forty_people_cost_no_more_queries_than_two(
    session: Session, keeper: Keeper, story: Story, fatou: Browser, room: str
) -> None:
    few = _queries(fatou, f"/fr/{room}")
    with writing(session):
        dice = Random(9)
        pins = accounts.new_pins(38, keeper, dice)
        people = [accounts.add_trainee(session, pin, dice, START) for pin in pins]
        for place, person in enumerate(people, 3):
            session.add(
                Enrolment(
                    person_id=person.id,
                    cohort_id=story.cohort.id,
                    card_number=place,
                    enrolled_at=START,
                    origin=story.cohort.origin,
                )
            )
    assert _queries(fatou, f"/fr/{room}") == few <= 4


def _queries(browser: Browser, path: str) -> int:
    said: list[str] = []
    with browser.app.app_context():
        engine = database.engine

    def hear(*arguments: object) -> None:
        said.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", hear)
    browser.get(path)
    event.remove(engine, "before_cursor_execute", hear)
    return len(said)


# ---- cards


def test_more_cards_are_added_once(
    fatou: Browser, session: Session, story: Story, room: str
) -> None:
    page = fatou.post(f"/fr/{room}/cards", {"more": "2", "last": "2"})
    assert len(pins(page)) == 2
    fatou.post(f"/fr/{room}/cards", {"more": "2", "last": "2"}, expect=422)
    assert len(enrolled(session, story)) == 4


@pytest.mark.parametrize("more", ["", "0", "41", "-1", "x"])
def test_a_wrong_number_of_cards_is_refused(fatou: Browser, room: str, more: str) -> None:
    fatou.post(f"/fr/{room}/cards", {"more": more, "last": "2"}, expect=422)


def test_a_new_pin_ends_the_old_one_and_the_wait(
    fatou: Browser, session: Session, story: Story, room: str
) -> None:
    awa = fatou.another()
    awa.sign_in(story.awas_card.code, story.awas_card.pin)
    for _ in range(6):
        awa.client.post(
            "/fr/sign-in",
            data={"code": story.awas_card.code, "pin": "000000"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    page = fatou.post(f"/fr/{room}/pin", {"pin_card": "1"})
    (pin,) = pins(page)
    assert session.scalars(select(SignIn).where(SignIn.person_id == story.awa.id)).all() == []
    logged = session.scalars(select(AuditEntry).where(AuditEntry.act == "pin-reissued")).one()
    assert (logged.actor_id, logged.subject_id) == (story.fatou.id, story.awa.id)
    awa.post("/fr/sign-in", {"code": story.awas_card.code, "pin": story.awas_card.pin}, expect=403)
    awa.sign_in(story.awas_card.code, pin)


@pytest.mark.parametrize("card", ["", "3", "x", "1' OR 1=1"])
def test_a_pin_for_a_card_that_is_not_there_is_refused(
    fatou: Browser, session: Session, room: str, card: str
) -> None:
    fatou.post(f"/en/{room}/pin", {"pin_card": card}, expect=422)
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_lost_cards_are_printed_again_for_those_without_a_test(
    fatou: Browser, session: Session, story: Story, room: str, library: Library
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    awa, moussa = enrolled(session, story)
    take(session, library, story, awa, Wave.PRE, right_on=(), now=START)
    page = fatou.post(f"/fr/{room}/cards/again")
    (pin,) = pins(page)
    fatou.another().sign_in(story.moussas_card.code, pin)
    fatou.another().sign_in(story.awas_card.code, story.awas_card.pin)
    take(session, library, story, moussa, Wave.PRE, right_on=(), now=START)
    fatou.post(f"/fr/{room}/cards/again", expect=422)


# ---- excuses


def test_awa_is_excused_from_the_post_test(
    fatou: Browser, session: Session, story: Story, room: str
) -> None:
    for _ in range(2):
        fatou.post(f"/fr/{room}/excuse", {"excused_card": "1", "excused_from": "post"})
    found = session.scalars(select(Excuse)).one()
    assert (found.enrolment_id, found.wave) == (enrolled(session, story)[0].id, Wave.POST)


@pytest.mark.parametrize(
    "sent",
    [{}, {"excused_card": "9", "excused_from": "pre"}, {"excused_card": "1", "excused_from": "x"}],
    ids=str,
)
def test_a_wrong_excuse_is_refused(fatou: Browser, room: str, sent: dict[str, str]) -> None:
    fatou.post(f"/fr/{room}/excuse", sent, expect=422)


def test_the_other_language_of_a_refused_form_is_the_room(
    fatou: Browser, story: Story, room: str
) -> None:
    for act in ("cards", "pin", "excuse", "pre/open", "post/close", "cards/again"):
        assert fatou.get(f"/en/{room}/{act}").response.request.path == f"/en/{room}"
    charlie = fatou.another()
    charlie.sign_in_staff("charlie", PASSWORD)
    charlie.get(f"/en/{room}/pin", expect=404)


def test_a_session_of_another_language_is_the_same_session(
    session: Session, keeper: Keeper, browser: Browser
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=2)
    browser.sign_in_staff("fatou", PASSWORD, language="en")
    page = browser.get(f"/en/cohorts/{story.cohort.id}")
    assert page.tree.get("lang") == "en"
