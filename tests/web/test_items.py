"""The pages about each question: who reads them, what they say, what they keep back."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment
from elearn.courses.library import Library
from elearn.courses.wording import wording_hash
from elearn.db import writing
from elearn.people import accounts
from elearn.people.roles import Role
from elearn.quizzes import mending
from elearn.quizzes.questions import Choice
from elearn.quizzes.rulings import RulingKind, Verdict
from elearn.quizzes.waves import Wave
from tests.cohort_life import right, wrong
from tests.conftest import MODULE, PASSWORD, START, Clock, Story
from tests.pages import Browser, Page
from tests.reports.answered import able, answered

# A slot whose question has one best answer.
ODD = "-S3"
LIST = f"/fr/items/{MODULE}/post"


def someone(browser: Browser, name: str) -> Browser:
    other = browser.another()
    other.sign_in_staff(name, PASSWORD)
    return other


def against_the_grain(person: int, wave: Wave, item, random) -> Choice:
    """One slot is right for the weaker half alone, and a few do not know."""
    if not item.slot.endswith(ODD):
        return able(person, wave, item, random)
    if person % 40 == 3:
        return None
    return wrong(item) if person % 10 > 4 else right(item)


@pytest.fixture
def first(library: Library):
    """The item that goes against the grain, and its page."""
    slot = next(one for one in library.courses[MODULE].blueprint if one.endswith(ODD))
    item = library.module_of[slot].item(slot, "A")
    return item, f"/en/items/{MODULE}/post/{item.id}/{wording_hash(item).hex()}"


@pytest.fixture
def filled(session: Session, library: Library, story: Story) -> None:
    answered(session, library, story.cohort, 120, against_the_grain)


def closed(session: Session, story: Story) -> None:
    with writing(session):
        enrolment.close(session, enrolment.locked(session, story.cohort.id), START)


def test_a_trainer_sees_her_own_sessions_and_a_stranger_nothing(
    filled: None, session: Session, story: Story, browser: Browser, first
) -> None:
    fatou, charlie = someone(browser, "fatou"), someone(browser, "charlie")
    assert LIST in fatou.get("/fr/items").links()
    page = fatou.get("/en" + LIST[3:])
    assert "60 people." in page.text
    assert "Provisional: fewer than 100 people." in page.text
    assert "is the right answer really right?" in page.text
    charlie.get(first[1], 404)
    assert "Nobody has taken this test yet" in charlie.get("/en" + LIST[3:]).h1
    with writing(session):
        amadou = accounts.add_staff(session, "amadou", PASSWORD, fatou_keeper(browser), START)
        accounts.grant(session, amadou, Role.TRAINER, START, programme_id=story.programme.id)
    assert someone(browser, "amadou").get(first[1]).status == 200
    for missing in (LIST.replace(MODULE, "other"), first[1][:-1] + "x", f"{LIST}/X/00"):
        fatou.get(missing, 404)


def fatou_keeper(browser: Browser):
    return browser.app.extensions["danbe"].keeper


def test_a_question_that_may_still_be_asked_is_kept_back_from_trainers(
    filled: None,
    session: Session,
    story: Story,
    browser: Browser,
    clock: Clock,
    first,
) -> None:
    item, address = first
    stem = " ".join(item.stem.in_("en").split()[-4:])
    fatou = someone(browser, "fatou")
    page = fatou.get(address)
    assert "may still be asked this question" in page.text
    assert stem not in page.text
    assert "Who chooses what" not in page.text
    assert "is the right answer really right?" in page.h1
    closed(session, story)
    clock.forward(minutes=20)
    page = fatou.get(address)
    assert stem in page.text
    assert "(right)" in page.text
    assert "Lowest third" in page.text
    assert "Of 120 people: right twice" in page.text


def cells(page: Page) -> list[str]:
    return [(cell.text or "").strip() for cell in page.all("td")]


def test_an_administrator_reads_everything_and_no_figure_of_fewer_than_ten(
    filled: None, story: Story, browser: Browser, first
) -> None:
    boubacar = someone(browser, "boubacar")
    page = boubacar.get(first[1])
    assert "(right)" in page.text
    numbers = [int(cell) for cell in cells(page) if cell.isdecimal()]
    whole_rows = numbers[3::4]
    assert whole_rows
    assert all(count >= 10 or not count for count in whole_rows)
    assert "–" in cells(page)
    ruling = next(link for link in page.links() if "/administration/questions/" in link)
    assert boubacar.get(ruling).status == 200
    note = next(link for link in page.links() if "/notes/" in link)
    assert boubacar.get(note).status == 200
    assert "/fr/items" in boubacar.get("/fr/administration/content").links()


def test_few_people_give_no_figures(
    session: Session, library: Library, story: Story, browser: Browser, clock: Clock, first
) -> None:
    answered(session, library, story.cohort, 18)
    closed(session, story)
    clock.forward(minutes=20)
    fatou = someone(browser, "fatou")
    page = fatou.get(first[1])
    assert "Too few to judge this question: 9 people, 50 are needed" in page.h1
    assert "Shown from 10 people on." in page.text
    outside = someone(browser, "boubacar").get(first[1])
    assert "Too few people to judge" in outside.h1
    assert "Fewer than ten people." in outside.text
    answered(session, library, story.cohort, 12, first_card=300)
    page = fatou.get(first[1])
    assert "By third of the total from 50 people on." in page.text
    assert "%" in page.text


def test_a_corrected_key_is_the_one_shown(
    filled: None, session: Session, story: Story, browser: Browser, first
) -> None:
    item, address = first
    other = tuple(option.id for option in item.distractors[:1])
    with writing(session):
        mending.rule(
            session,
            wording_hash(item),
            Verdict(item, RulingKind.KEY, other),
            "The key was wrong.",
            seen=0,
            actor=story.boubacar,
            now=START + timedelta(hours=1),
        )
    page = someone(browser, "boubacar").get(address)
    assert "Its key was corrected." in page.text
    assert "is the right answer really right?" not in page.text
