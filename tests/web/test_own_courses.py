"""A session of mixed professions: one test for all, and each follows the modules of their work."""

import pytest
from sqlalchemy.orm import Session

from elearn.cohorts import progress
from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses import path
from elearn.courses.library import Library
from elearn.courses.path import Ways
from elearn.db import writing
from elearn.quizzes.states import State
from elearn.quizzes.waves import Wave
from elearn.reports import roster
from tests.cohort_life import enrolled
from tests.conftest import MODULE, PASSWORD, START, Story
from tests.pages import Browser
from tests.web.test_cohort_editing import undo_address
from tests.web.test_costs import watched
from tests.web.walk import begin

OWN = "police-gendarmerie"
CHOOSE = "/fr/course/modules"


@pytest.fixture
def mixed(online_story: Story, session: Session) -> Story:
    """The workshop's test for everybody; police and prison staff go on to their own modules."""
    with writing(session):
        cohort = session.get_one(Cohort, online_story.cohort.id)
        cohort.further_courses = [OWN, "prison"]
    return online_story


@pytest.fixture
def awa(browser: Browser, mixed: Story) -> Browser:
    """Awa, whose modules are open."""
    browser.sign_in(mixed.awas_card.code, mixed.awas_card.pin)
    browser.post("/fr/test/pre/decline")
    return browser


@pytest.fixture
def fatou(browser: Browser, mixed: Story) -> Browser:
    other = browser.another()
    other.sign_in_staff("fatou", PASSWORD)
    return other


def read(session: Session, library: Library, who: Enrolment, course: str) -> None:
    """Do every step of a course."""
    with writing(session):
        for step in path.path(library.modules_of(library.courses[course])):
            progress.mark_done(session, who.id, step, START)


def title(library: Library, course: str) -> str:
    """As a page's text has it, spaces folded."""
    return " ".join(library.courses[course].title.fr.split())


def test_awa_chooses_her_modules_once_and_her_course_tells_one_story(
    awa: Browser, library: Library
) -> None:
    before = awa.get("/fr/course")
    assert CHOOSE in before.links()
    awa.post(CHOOSE, {"course": "magistrats-avocats"}, 422)
    assert "2. " not in " ".join("".join(h.itertext()) for h in before.all("h3"))
    awa.post(CHOOSE, {"course": OWN})
    page = awa.get("/fr/course")
    assert title(library, OWN) in page.text
    assert "/fr/course/module/6" in page.links()
    assert awa.get("/fr/course/module/6/lesson/01").status == 200
    assert "/fr/course/module/6" in awa.client.get("/fr/course/kept").json["pages"]
    refused = awa.post(CHOOSE, {"course": "prison"}, 422)
    assert title(library, OWN) in refused.text
    awa.post(CHOOSE, {"course": OWN})
    awa.post(CHOOSE, {}, 422)


def test_whatever_she_follows_the_test_is_everybody_s_and_her_pages_cost_two_reads(
    awa: Browser,
) -> None:
    awa.post(CHOOSE, {"course": OWN})
    for address in ("/fr/course", "/fr/course/module/6", "/fr/course/module/6/lesson/01", CHOOSE):
        awa.get(address)
        with watched(awa.app) as statements:
            awa.client.get(address)
        assert statements.reads <= 2
    begin(awa, "pre")
    assert awa.get("/fr/test/pre/3").all("fieldset")
    awa.get("/fr/test/pre/4", 404)


def test_online_her_own_modules_open_the_final_test_and_the_board_agrees(
    awa: Browser, session: Session, library: Library, mixed: Story
) -> None:
    awa.post(CHOOSE, {"course": OWN})
    session.rollback()
    hers, his = enrolled(session, mixed)
    for who in (hers, his):
        read(session, library, who, MODULE)
    assert states(session, library, mixed) == [State.DECLINED, State.OPEN]
    with writing(session):
        session.get_one(Enrolment, hers.id).declined_at = None
    assert states(session, library, mixed) == [State.NOT_OFFERED, State.OPEN]
    read(session, library, hers, OWN)
    assert states(session, library, mixed) == [State.OPEN, State.OPEN]
    assert awa.get("/fr/test/post").status == 200


def states(session: Session, library: Library, story: Story) -> list[State]:
    cohort = session.get_one(Cohort, story.cohort.id)
    ways = Ways(
        MODULE,
        {
            one: path.path(library.modules_of(library.courses[one]))
            for one in (MODULE, OWN, "prison")
        },
    )
    return [one.state(Wave.POST, START) for one in roster.members(session, cohort, ways)]


def test_fatou_changes_what_a_card_follows_and_takes_it_back(
    fatou: Browser, session: Session, library: Library, mixed: Story
) -> None:
    here = f"/fr/cohorts/{mixed.cohort.id}/modules"
    page = fatou.post(here, {"card": "1", "course": "prison"})
    assert title(library, "prison") in fatou.get(here).text
    fatou.post(here, {"card": "1", "course": "prison"})
    fatou.post(undo_address(page))
    session.rollback()
    assert enrolled(session, mixed)[0].course_id is None
    fatou.post(here, {"card": "9", "course": "prison"}, 422)
    charlie = fatou.another()
    charlie.sign_in_staff("charlie", PASSWORD)
    charlie.get(here, 404)
    charlie.post(here, {"card": "1", "course": OWN}, 404)
    with writing(session):
        session.get_one(Cohort, mixed.cohort.id).further_courses = None
    moussa = fatou.another()
    moussa.sign_in(mixed.moussas_card.code, mixed.moussas_card.pin)
    moussa.get(CHOOSE, 404)


def test_once_the_final_test_is_begun_the_modules_stay(
    awa: Browser, fatou: Browser, session: Session, library: Library, mixed: Story
) -> None:
    here = f"/fr/cohorts/{mixed.cohort.id}/modules"
    page = fatou.post(here, {"card": "1", "course": OWN})
    read(session, library, enrolled(session, mixed)[0], OWN)
    begin(awa, "post")
    fatou.post(here, {"card": "1", "course": "prison"}, 422)
    fatou.post(undo_address(page), expect=422)


def test_the_board_counts_the_steps_of_each_person_s_own_course(
    awa: Browser, fatou: Browser, session: Session, library: Library, mixed: Story
) -> None:
    awa.post(CHOOSE, {"course": OWN})
    session.rollback()
    for who in enrolled(session, mixed):
        read(session, library, who, MODULE)
    page = fatou.get(f"/en/cohorts/{mixed.cohort.id}/modules")
    done = len(path.path(library.modules_of(library.courses[MODULE])))
    steps = len(path.path(library.modules_of(library.courses[OWN])))
    cells = ["".join(cell.itertext()) for cell in page.all("td")]
    assert cells[1::2] == [f"{done} of {steps}", f"{done} of {done}"]
    assert page.h1.startswith("1 ")
