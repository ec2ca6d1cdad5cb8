"""Questionnaires on screen: after the tests, once, and nothing of whom they came from."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Mode, SurveyAsked
from elearn.courses.library import Library
from elearn.courses.path import steps_of
from elearn.db import writing
from elearn.installation.identity import installed
from elearn.people.passwords import Keeper
from elearn.quizzes.models import Opening
from elearn.quizzes.waves import Wave
from elearn.surveys import bags, sealing
from elearn.surveys.models import Box, Sheet
from elearn.surveys.sealing import PURPOSE
from tests.conftest import MODULE, PASSWORD, START, Clock, Story, tell
from tests.pages import Browser, Page

BASELINE = "/en/survey/baseline"
REACTION = "/en/survey/module/1"


@pytest.fixture
def awa(browser: Browser, online_story: Story) -> Browser:
    """Awa, who has settled the first test and has read nothing yet."""
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    browser.post("/en/test/pre/decline")
    return browser


def read_all(browser: Browser, library: Library) -> Page:
    page = None
    for _, step in steps_of(library.modules[MODULE]):
        page = browser.post(f"/en/course/module/1/done/{step}")
    assert page is not None
    return page


def opened(browser: Browser, address: str) -> Page:
    return browser.post(f"{address}/open")


def fill(browser: Browser, address: str, **answers: Any) -> Page:
    """Open, tick and hand in."""
    page = opened(browser, address)
    return browser.post(address, {"ticket": page.values()["ticket"][0], **answers})


def in_box(session: Session, keeper: Keeper) -> list[object]:
    """The sheets that wait, over all boxes."""
    session.rollback()
    key = keeper.key_for(PURPOSE)
    seals = session.scalars(select(Box.sealed))
    return [sheet for s in seals for sheet in bags.unpacked(sealing.opened(key, s)).waiting]


def shown(session: Session) -> set[tuple[str, str]]:
    session.rollback()
    return {(row.moment, row.module) for row in session.scalars(select(SurveyAsked))}


def test_the_course_page_offers_the_baseline_once_the_first_test_is_settled(
    browser: Browser, online_story: Story
) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    assert BASELINE not in browser.get("/en/course").links()
    browser.get(BASELINE, expect=404)
    browser.post(f"{BASELINE}/open", expect=404)
    browser.post("/en/test/pre/decline")
    assert BASELINE in browser.get("/en/course").links()
    assert "/en/survey/endline" not in browser.get("/en/course").links()


def test_it_says_what_it_is_before_it_is_opened(awa: Browser, session: Session) -> None:
    page = awa.get(BASELINE)
    assert "nothing that is kept leads back to you" in page.text
    assert "10 questions" in page.text
    assert shown(session) == set()


def test_what_is_ticked_waits_in_the_box_without_a_trace_of_awa(
    awa: Browser, session: Session, keeper: Keeper
) -> None:
    page = fill(awa, BASELINE, confession="4", register="", interview="2")
    assert page.h1
    assert "Thank you" in page.text
    assert in_box(session, keeper) == [{"confession": "4", "interview": "2"}]
    assert shown(session) == {("baseline", "")}


def test_it_opens_once_and_does_not_say_whether_it_was_answered(
    awa: Browser, session: Session, online_story: Story
) -> None:
    fill(awa, BASELINE, confession="4")
    answered = awa.get(BASELINE)
    moussa = awa.another()
    moussa.sign_in(online_story.moussas_card.code, online_story.moussas_card.pin)
    moussa.post("/en/test/pre/decline")
    opened(moussa, BASELINE)
    only_opened = moussa.get(BASELINE)
    # Each page carries its own person's mark, and nothing else of either.
    first, second = (re.sub(r'data-mark="\w+"', "", page.html) for page in (answered, only_opened))
    assert first == second
    assert answered.h1 == "Already shown"
    assert opened(moussa, BASELINE).h1 == "Already shown"
    assert BASELINE not in awa.get("/en/course").links()


def test_no_link_leads_away_from_an_opened_sheet_into_another_language(awa: Browser) -> None:
    assert "/fr/survey/baseline" in awa.get(BASELINE).links()
    assert not [link for link in opened(awa, BASELINE).links() if link.startswith("/fr/")]
    for address in (BASELINE, REACTION):
        answer = awa.client.get(f"{address}/open")
        assert (answer.status_code, answer.headers["Location"]) == (303, address)


def test_the_page_has_no_place_to_write_in(awa: Browser) -> None:
    page = opened(awa, BASELINE)
    assert not page.all("textarea")
    kinds = {entry.get("type") for entry in page.all("input")}
    assert kinds == {"radio", "hidden"}
    assert len(page.all("fieldset")) == 10


def test_a_sheet_sent_twice_is_kept_once(awa: Browser, session: Session, keeper: Keeper) -> None:
    ticket = opened(awa, BASELINE).values()["ticket"][0]
    for point in ("1", "5"):
        awa.post(BASELINE, {"ticket": ticket, "confession": point})
    assert in_box(session, keeper) == [{"confession": "1"}]


def test_a_refused_sheet_keeps_what_was_ticked(
    awa: Browser, session: Session, keeper: Keeper
) -> None:
    ticket = opened(awa, BASELINE).values()["ticket"][0]
    form = {"ticket": ticket, "confession": "9", "register": "3"}
    page = awa.post(BASELINE, form, expect=422)
    assert (page.values()["register"], page.values()["ticket"]) == (["3"], [ticket])
    assert in_box(session, keeper) == []
    awa.post(BASELINE, {**form, "confession": "2"})
    assert in_box(session, keeper) == [{"confession": "2", "register": "3"}]


def test_without_a_ticket_or_days_later_nothing_is_kept(
    awa: Browser, session: Session, keeper: Keeper, clock: Clock
) -> None:
    awa.post(BASELINE, {"confession": "2"}, expect=409)
    ticket = opened(awa, BASELINE).values()["ticket"][0]
    clock.forward(hours=47)
    awa.post(BASELINE, {"ticket": ticket, "confession": "2"}, expect=409)
    assert in_box(session, keeper) == []


def test_after_reading_there_is_no_baseline_any_more(awa: Browser, library: Library) -> None:
    awa.post("/en/course/module/1/done/01")
    assert BASELINE not in awa.get("/en/course").links()
    awa.get(BASELINE, expect=404)


def test_the_module_s_end_leads_to_its_three_questions(
    awa: Browser, library: Library, session: Session, keeper: Keeper
) -> None:
    awa.get(REACTION, expect=404)
    assert REACTION not in awa.get("/en/course/module/1").links()
    assert REACTION in read_all(awa, library).links()
    assert REACTION in awa.get("/en/course/module/1").links()
    fill(awa, REACTION, useful="5", clear="4", length="3")
    assert in_box(session, keeper) == [{"useful": "5", "clear": "4", "length": "3"}]
    assert shown(session) == {("module", MODULE)}
    assert REACTION not in awa.get("/en/course/module/1").links()
    awa.get("/en/survey/module/2", expect=404)


def test_the_endline_asks_the_same_and_two_lists(
    awa: Browser, library: Library, session: Session, keeper: Keeper
) -> None:
    read_all(awa, library)
    assert "/en/survey/endline" in awa.get("/en/course").links()
    fill(awa, "/en/survey/endline", confession="4", needs=["means", "contact"], obstacles="time")
    assert in_box(session, keeper) == [
        {"confession": "4", "obstacles": ["time"], "needs": ["contact", "means"]}
    ]


def test_the_commitment_comes_with_the_follow_up(
    awa: Browser, session: Session, online_story: Story, keeper: Keeper
) -> None:
    awa.get("/en/survey/follow-up", expect=404)
    with writing(session):
        session.add(
            Opening(
                cohort_id=online_story.cohort.id,
                wave=Wave.FOLLOW_UP,
                opened_at=START,
                closed_at=None,
                origin=installed(session).id,
            )
        )
    fill(awa, "/en/survey/follow-up", commitment="begun")
    assert in_box(session, keeper) == [{"commitment": "begun"}]


def test_trainers_see_sums_of_ten_and_nobody_else_sees_them(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    story = tell(session, keeper, Mode.ONLINE, cards=11)
    address = f"/en/cohorts/{story.cohort.id}/opinions"
    fatou, charlie = browser.another(), browser.another()
    fatou.sign_in_staff("fatou", PASSWORD)
    charlie.sign_in_staff("charlie", PASSWORD)
    assert address in fatou.get(f"/en/cohorts/{story.cohort.id}").links()
    charlie.get(address, expect=404)
    for number, card in enumerate(story.cards, 1):
        if number == 10:
            assert fatou.get(address).h1 == "Fewer than ten people have answered so far"
        person = browser.another()
        person.sign_in(card.code, card.pin)
        person.get(address, expect=403)
        person.post("/en/test/pre/decline")
        fill(person, BASELINE, confession=str(number % 5 + 1), emergency="2")
    session.rollback()
    assert session.scalar(select(func.count(Sheet.id))) == 10
    page = fatou.get(address)
    assert page.h1 == "10 sheets, counted by tens"
    assert "nearly everyone answered alike" in page.text
    assert "After the course: fewer than ten." in page.text


# The files of PostgreSQL are not one file.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_copies_the_files_after_each_page_sees_ten_sheets_at_once(
    browser: Browser, session: Session, keeper: Keeper, engine: Engine
) -> None:
    story = tell(session, keeper, Mode.ONLINE, cards=11)
    file = Path(engine.url.database or "")
    log = file.with_name(f"{file.name}-wal")
    given = [{"confession": str(n % 5 + 1), "visits": str(n // 5 + 1)} for n in range(11)]
    seen = []
    for card, answers in zip(story.cards, given, strict=True):
        person = browser.another()
        person.sign_in(card.code, card.pin)
        person.post("/en/test/pre/decline")
        fill(person, BASELINE, **answers)
        assert log.read_bytes() == b""
        whole = file.read_bytes() + log.read_bytes()
        seen.append(sum(json.dumps(one).encode() in whole for one in given))
    assert seen == [0] * 9 + [10, 10]
