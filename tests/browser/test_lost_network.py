"""A lost connection: what is answered meanwhile waits on the phone and arrives exactly once.

Only the script can answer without a network; without it the browser itself keeps the page.
"""

import pytest
from playwright.sync_api import Locator, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.courses.items import Question
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.models import SignIn
from elearn.quizzes.models import Answer, Attempt, Response
from tests.browser.answering import answer, answer_all, asked, chosen, field, key
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.conftest import Story

pytestmark = pytest.mark.browser


@pytest.fixture
def awas(new_phone: NewPhone, online_story: Story) -> Phone:
    """Awa's phone before the questions of her first test."""
    phone = new_phone()
    phone.sign_in(online_story.awas_card)
    begin(phone)
    return phone


def begin(phone: Phone) -> None:
    """Begin the first test."""
    phone.open("/test/pre")
    phone.press("Take the test")


def chip(phone: Phone) -> Locator:
    """What the bar says about answers that wait."""
    return phone.page.locator("span[data-unsent]")


def no_answer(route: Route) -> None:
    """The network swallows it."""
    route.abort()


def first_single(phone: Phone, library: Library) -> Question:
    """A question of the page that one touch answers."""
    return next(item for item in asked(phone, library) if item.kind == "single")


def rows(session: Session) -> int:
    """How many answers the server has appended."""
    return session.scalar(select(func.count()).select_from(Answer)) or 0


def test_an_answer_given_without_network_goes_once_when_it_is_back(
    awas: Phone, library: Library, session: Session
) -> None:
    item = first_single(awas, library)
    awas.lose_the_network()
    answer(awas, item, key(item))
    expect(chip(awas)).to_have_text(awas.say("Not sent: %(n)s", n=1))
    expect(field(awas, item.id)).to_contain_text(
        awas.say("Kept on this telephone. It goes as soon as there is a network.")
    )
    assert rows(session) == 0

    awas.find_the_network()
    awas.wait_until_sent()
    expect(chip(awas)).to_be_empty()
    expect(field(awas, item.id)).to_contain_text(awas.say("Kept and sent at %(time)s", time=""))
    awas.page.reload()
    assert rows(session) == 1
    assert chosen(awas, item) == key(item)


def test_what_waits_survives_a_reload_and_stands_chosen_on_the_page(
    awas: Phone, library: Library, session: Session
) -> None:
    items = asked(awas, library)
    awas.excuse("net::ERR_FAILED")
    awas.page.route("**/answers", no_answer)
    for item in items:
        answer(awas, item, key(item))
    awas.page.wait_for_function("() => danbe.pending === 0")
    awas.page.reload()
    awas.settled()
    assert awas.unsent
    assert [chosen(awas, item) for item in items] == [key(item) for item in items]
    assert awas.page.locator("[data-tally]").inner_text() == awas.say_many(
        "%(n)s answer of %(all)s.", "%(n)s answers of %(all)s.", 3, all="8"
    )
    awas.page.unroute("**/answers")
    awas.page.reload()
    awas.wait_until_sent()
    assert session.scalars(select(Attempt.points)).one() == len(items)


def test_an_answer_whose_receipt_was_lost_is_sent_again_and_changes_nothing(
    awas: Phone, library: Library, session: Session
) -> None:
    def arrive_but_say_nothing(route: Route) -> None:
        route.fetch()
        route.abort()

    item = first_single(awas, library)
    awas.excuse("net::ERR_FAILED")
    awas.page.route("**/answers", arrive_but_say_nothing, times=2)
    answer(awas, item, key(item))
    awas.wait_until_sent()
    assert rows(session) == 1


def test_without_a_network_the_next_page_is_the_one_kept_here(
    awas: Phone, library: Library, session: Session
) -> None:
    awas.wait_until_kept()
    item = first_single(awas, library)
    awas.lose_the_network()
    answer(awas, item, key(item))
    expect(chip(awas)).to_have_class("push wait")
    awas.press("Next page")
    assert awas.path == "/test/pre/2"
    expect(chip(awas)).to_have_text(awas.say("Not sent: %(n)s", n=1))
    awas.press("Previous page")
    awas.settled()
    assert chosen(awas, item) == key(item)
    awas.find_the_network()
    awas.wait_until_sent()
    assert rows(session) == 1


def test_a_test_is_not_handed_in_before_its_last_answers(
    awas: Phone, library: Library, session: Session
) -> None:
    answer_all(awas, library, right=8)
    awas.wait_until_sent()
    awas.open("/test/pre/1")
    item = first_single(awas, library)
    wrong = next(option.id for option in item.options if option.id not in item.key)
    awas.excuse("net::ERR_FAILED")
    awas.context.route("**/answers", no_answer)
    answer(awas, item, [wrong])
    awas.open("/test/pre/send")
    awas.button("Send my test").click()
    expect(chip(awas)).to_have_text(
        f"{awas.say('Not sent: %(n)s', n=1)} · {awas.say('Test to be handed in')}"
    )
    assert session.scalars(select(Attempt.submitted_at)).one() is None
    with awas.page.expect_navigation(url="**/course**"):
        awas.context.unroute("**/answers")
    sent = session.scalars(select(Attempt).execution_options(populate_existing=True)).one()
    assert sent.submitted_at is not None
    assert sent.points == 7


def test_the_next_person_on_this_phone_neither_sends_nor_loses_what_waits(
    awas: Phone, library: Library, session: Session, online_story: Story
) -> None:
    item = first_single(awas, library)
    attempt = session.scalars(select(Attempt.id)).one()
    awas.excuse("net::ERR_FAILED")
    awas.context.route("**/answers", no_answer)
    answer(awas, item, key(item))
    awas.sign_out()
    awas.context.unroute("**/answers")
    awas.sign_in(online_story.moussas_card)
    begin(awas)
    own = first_single(awas, library)
    answer(awas, own, None)
    expect(field(awas, own.id)).to_contain_text(awas.say("Kept and sent at %(time)s", time=""))
    assert [row["attempt"] for row in awas.waiting] == [attempt.hex]
    awas.sign_out()
    (his,) = session.scalars(select(Answer.attempt_id))
    assert his != attempt

    awas.sign_in(online_story.awas_card)
    awas.press("Go on")
    awas.wait_until_sent()
    mine = select(Response.choice).where(Response.attempt_id == attempt)
    assert session.scalars(mine).all() == [key(item)]
    assert rows(session) == 2


@pytest.mark.parametrize("next_person", ["nobody", "moussa"])
def test_a_page_left_open_keeps_its_answers_until_its_owner_is_back(
    awas: Phone, library: Library, session: Session, online_story: Story, next_person: str
) -> None:
    item = first_single(awas, library)
    other_tab = awas.another_tab()
    other_tab.sign_out()
    if next_person == "moussa":
        other_tab.sign_in(online_story.moussas_card)
    awas.excuse("status of 401", "status of 404")
    answer(awas, item, key(item))
    expect(field(awas, item.id)).to_contain_text(
        awas.say("Come in again with your card: your answers wait on this telephone.")
    )
    assert awas.unsent
    if next_person == "moussa":
        other_tab.sign_out()
    other_tab.sign_in(online_story.awas_card)
    awas.wait_until_sent()
    assert session.scalars(select(Response.choice)).all() == [key(item)]


def test_a_session_that_has_ended_loses_nothing(
    awas: Phone, library: Library, session: Session, online_story: Story
) -> None:
    item = first_single(awas, library)
    with writing(session):
        for row in session.scalars(select(SignIn)):
            session.delete(row)
    awas.excuse("status of 401")
    answer(awas, item, key(item))
    expect(chip(awas)).to_have_text(awas.say("Not sent: %(n)s", n=1))
    awas.sign_in(online_story.awas_card)
    awas.press("Go on")
    awas.wait_until_sent()
    assert session.scalars(select(Response.choice)).all() == [key(item)]


def test_one_answer_that_is_refused_takes_no_other_with_it(
    awas: Phone, library: Library, session: Session
) -> None:
    first, *_, item = asked(awas, library)
    awas.excuse("net::ERR_FAILED", "status of 422")
    awas.page.route("**/answers", no_answer)
    answer(awas, item, key(item))
    awas.page.evaluate(SPOIL, first.id)
    awas.page.unroute("**/answers")
    awas.page.reload()
    awas.wait_until_sent()
    assert session.scalars(select(Response.item)).all() == [item.id]


# What nobody can choose on the page, put before what waits.
SPOIL = """async (item) => {
    const kept = (await danbe.rows()).find((row) => row.kind);
    const spoilt = { ...kept, item, id: "0".repeat(32), choice: ["no such option"] };
    await danbe.change([spoilt]);
}"""
