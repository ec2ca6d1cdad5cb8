"""Without a network: a course is read, a test is finished, and the server hears of it once each.

The network is cut or hung between browser and server, not by the browser's own switch.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, StepDone
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.models import SignIn
from elearn.quizzes.models import Attempt, Response
from tests.browser.answering import asked, chosen
from tests.browser.device import TIMES, Device
from tests.browser.gate import Gate, Weather, gate
from tests.browser.offline_acts import Given, back, begin, finish, give, held, rows, unsent
from tests.browser.phone import Phone
from tests.browser.served import LOOPBACK
from tests.conftest import Story

pytestmark = [
    pytest.mark.browser,
    # A phone and its network are the same before either database.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


# The paths of all pages and files that are kept on the phone.
KEPT = """async () => (await Promise.all((await caches.keys()).map(
    async (name) => (await caches.open(name)).keys()
))).flat().map((page) => new URL(page.url).pathname)"""
Act = Callable[[Phone, Gate, Library, Session], None]


@pytest.fixture
def network(address: str) -> Iterator[Gate]:
    """What lies between the phone and the server."""
    with gate(LOOPBACK, address) as standing:
        yield standing


@pytest.fixture
def device(
    playwright: Playwright, executable: Path, tmp_path: Path, network: Gate
) -> Iterator[Device]:
    """A phone of its own, switched off."""
    made = Device(playwright, executable, tmp_path / "profile", network.address)
    yield made
    made.close()
    assert made.faults == []


@pytest.fixture
def awas(device: Device, online_story: Story) -> Phone:
    """Awa's phone; she has come in."""
    phone = device.start()
    phone.sign_in(online_story.awas_card)
    return phone


def kilobytes(sentence: str) -> int:
    """The figure in a sentence."""
    return int("".join(sign for sign in sentence if sign.isdecimal()))


def keep_the_course(phone: Phone) -> None:
    """Press the button, and wait until all is here."""
    phone.open("/course")
    button = phone.page.locator("[data-shelf] button")
    expect(button).to_contain_text(phone.say("kB"))
    expect(button).to_contain_text(phone.say("Keep on this telephone"))
    announced = kilobytes(button.inner_text())
    button.click()
    expect(button).to_have_text(phone.say("Remove from this telephone"), timeout=60_000)
    line = phone.page.locator("[data-shelf] [role=status]")
    expect(line).to_contain_text(phone.say("Kept on this telephone"))
    assert announced == pytest.approx(kilobytes(line.inner_text()), rel=0.2)


def test_a_course_that_was_kept_is_read_decided_and_practised_without_a_network(
    awas: Phone, network: Gate, library: Library, session: Session
) -> None:
    awas.open("/test/pre")
    awas.press("Follow without being tested")
    keep_the_course(awas)
    network.turn(Weather.CUT)
    awas.open("/course")
    awas.open("/course/module/1/lesson/01")
    title = awas.heading
    awas.press("Read, go on")
    assert awas.path == "/course/module/1/lesson/02"
    assert awas.heading != title
    awas.open("/course/module/1/case")
    first = awas.heading
    awas.page.locator("input[name=choice]").first.check()
    awas.press("Decide")
    assert awas.heading != first
    awas.open("/course/module/1/practice/1")
    awas.press("See the answer")
    expect(awas.page.locator("#answer")).to_contain_text(awas.say("Here is the answer."))
    awas.open("/course/module/1/print")
    assert awas.reads("There is no network, and this page is not kept here")
    assert session.scalars(select(StepDone.step)).all() == []

    network.turn(Weather.FAIR)
    awas.open("/course")
    awas.wait_until_sent()
    assert session.scalars(select(StepDone.step)).all() == ["01"]


def test_a_course_is_removed_again(awas: Phone, network: Gate) -> None:
    awas.open("/test/pre")
    awas.press("Follow without being tested")
    keep_the_course(awas)
    button = awas.page.locator("[data-shelf] button")
    button.click()
    expect(button).to_contain_text(awas.say("Keep on this telephone"))
    network.turn(Weather.CUT)
    awas.open("/course/module/1/lesson/01")
    assert awas.reads("There is no network, and this page is not kept here")


def finished_without_a_network(
    awas: Phone, network: Gate, library: Library, session: Session
) -> None:
    """A test is begun, the network cut after its first page, and the rest done and handed in."""
    given: Given = {}
    begin(awas)
    give(awas, library, given)
    awas.wait_until_sent()
    network.turn(Weather.CUT)
    awas.press("Next page")
    finish(awas, library, given)
    bar = f"{unsent(awas, len(given) - 3)} · {awas.say('Test to be handed in')}"
    expect(awas.page.locator("span[data-unsent]")).to_have_text(bar)
    assert rows(session) == 3

    # Whoever turns back finds what was chosen, sent or not.
    awas.open("/test/pre/1")
    awas.settled()
    assert [chosen(awas, item) for item in asked(awas, library)] == list(given.values())[:3]

    network.turn(Weather.FAIR)
    back(awas)
    awas.wait_until_sent()
    assert held(session) == given
    assert rows(session) == len(given)
    attempt = session.scalars(select(Attempt)).one()
    assert attempt.submitted_at is not None
    assert attempt.points == len(given)

    # Handed in, its pages leave the telephone; the course page stays.
    awas.page.wait_for_url(lambda url: "/course?said=" in url)
    paths = awas.page.evaluate(KEPT)
    assert [path for path in paths if "/test/" in path] == []
    assert f"/{awas.language}/course" in paths


def answered_on_a_lying_network(
    awas: Phone, network: Gate, library: Library, session: Session
) -> None:
    """A page is answered and turned while nothing is answered to the phone."""
    given: Given = {}
    begin(awas)
    network.turn(Weather.LIE)
    give(awas, library, given)
    expect(awas.page.locator("span[data-unsent]")).to_have_text(unsent(awas, len(given)))
    awas.press("Next page")
    assert awas.path == "/test/pre/2"
    expect(awas.page.locator("span[data-unsent]")).to_have_text(unsent(awas, len(given)))
    network.turn(Weather.FAIR)
    back(awas)
    awas.wait_until_sent()
    assert held(session) == given


def test_a_begun_test_is_finished_and_handed_in_without_a_network(
    awas: Phone, network: Gate, library: Library, session: Session
) -> None:
    finished_without_a_network(awas, network, library, session)


def test_a_network_that_takes_everything_and_never_answers_stops_nobody(
    awas: Phone, network: Gate, library: Library, session: Session
) -> None:
    answered_on_a_lying_network(awas, network, library, session)


@pytest.mark.long
@pytest.mark.parametrize("act", [finished_without_a_network, answered_on_a_lying_network])
@pytest.mark.parametrize("time", range(TIMES))
def test_no_answer_is_lost_or_doubled_however_often(
    awas: Phone, network: Gate, library: Library, session: Session, act: Act, time: int
) -> None:
    act(awas, network, library, session)


def test_signed_out_without_a_network_nothing_of_hers_is_shown_and_all_of_it_goes_later(
    awas: Phone, network: Gate, library: Library, session: Session, online_story: Story
) -> None:
    given: Given = {}
    begin(awas)
    network.turn(Weather.CUT)
    give(awas, library, given)
    awas.sign_out()
    expect(awas.page.locator("h1")).to_have_text(
        awas.say("There is no network, and this page is not kept here")
    )
    awas.open("/test/pre/1")
    assert awas.page.locator("fieldset").count() == 0
    assert session.scalar(select(func.count()).select_from(SignIn)) == 1

    network.turn(Weather.FAIR)
    awas.open("/course")
    assert awas.path == "/sign-in"
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0
    assert rows(session) == 0

    awas.sign_in(online_story.moussas_card)
    begin(awas)
    others = [row["mark"] for row in awas.waiting]
    assert len(others) == len(given)
    his: Given = {}
    network.turn(Weather.CUT)
    give(awas, library, his)
    expect(awas.page.locator("span[data-unsent]")).to_have_text(unsent(awas, len(his)))
    network.turn(Weather.FAIR)
    back(awas)
    awas.page.wait_for_function("() => !document.querySelector('span[data-unsent]').textContent")
    assert by_person(session, online_story) == {"moussa": his}

    awas.sign_out()
    awas.sign_in(online_story.awas_card)
    awas.wait_until_sent()
    assert by_person(session, online_story) == {"awa": given, "moussa": his}
    assert rows(session) == len(given) + len(his)


def by_person(session: Session, story: Story) -> dict[str, Given]:
    """Whose answers the server has."""
    names = {story.awa.id: "awa", story.moussa.id: "moussa"}
    found: dict[str, Given] = {}
    for person, item, choice in session.execute(
        select(Enrolment.person_id, Response.item, Response.choice)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .join(Response, Response.attempt_id == Attempt.id)
    ):
        found.setdefault(names[person], {})[item] = choice
    return found


def test_after_the_quick_exit_no_kept_page_comes_back(
    awas: Phone, network: Gate, session: Session
) -> None:
    begin(awas)
    network.turn(Weather.CUT)
    awas.press("Quick exit")
    assert awas.path == "/month"
    awas.open("/test/pre/1")
    assert awas.page.locator("fieldset").count() == 0
    assert awas.reads("There is no network, and this page is not kept here")
    network.turn(Weather.FAIR)
    awas.open("/course")
    assert awas.path == "/sign-in"
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_the_session_ends_meanwhile_and_her_answers_go_when_she_is_back(
    awas: Phone, network: Gate, library: Library, session: Session, online_story: Story
) -> None:
    given: Given = {}
    begin(awas)
    network.turn(Weather.CUT)
    give(awas, library, given)
    end_sessions(session)
    network.turn(Weather.FAIR)
    back(awas)
    expect(awas.page.locator("form[data-attempt]")).to_contain_text(
        awas.say("Come in again with your card: your answers wait on this telephone.")
    )
    awas.sign_in(online_story.awas_card)
    awas.wait_until_sent()
    assert held(session) == given
    assert rows(session) == len(given)


def end_sessions(session: Session) -> None:
    """As after some days."""
    with writing(session):
        for row in session.scalars(select(SignIn)):
            session.delete(row)
