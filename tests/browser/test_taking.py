"""Taking a test on a phone, with script and without: every kind, back and forth, once."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.quizzes.models import Attempt, Response
from tests.browser.answering import answer, answer_all, asked, chosen, field, key
from tests.browser.phone import Phone
from tests.conftest import Story

pytestmark = pytest.mark.browser


@pytest.fixture
def awas_phone(phone: Phone, online_story: Story) -> Phone:
    """Awa has come in and stands before her first test."""
    phone.sign_in(online_story.awas_card)
    phone.open("/test/pre")
    return phone


@pytest.fixture
def begun(awas_phone: Phone) -> Phone:
    """Awa has begun her first test."""
    awas_phone.press("Take the test")
    return awas_phone


def test_she_may_follow_without_being_tested_and_change_her_mind(awas_phone: Phone) -> None:
    assert awas_phone.reads(
        "Nothing goes to your superiors. The tests have no link to your career."
    )
    awas_phone.press("Follow without being tested")
    assert awas_phone.reads("You follow without being tested.")
    awas_phone.press("First test")
    awas_phone.press("Take the test")
    assert awas_phone.path == "/test/pre/1"


def test_every_kind_of_question_is_answered_and_shown_again(
    begun: Phone, library: Library, session: Session
) -> None:
    answer_all(begun, library, right=8)
    begun.wait_until_sent()
    kinds = set()
    for number in (1, 2, 3):
        begun.open(f"/test/pre/{number}")
        for item in asked(begun, library):
            kinds.add(item.kind)
            assert chosen(begun, item) == key(item)
            assert (
                begun.say("Kept and sent at %(time)s", time="")
                in field(begun, item.id).inner_text()
            )
    assert kinds == {"single", "multiple", "order", "match"}
    attempt = session.scalars(select(Attempt)).one()
    assert (attempt.points, attempt.answered, attempt.unknown) == (8, 8, 0)


def test_i_do_not_know_is_an_answer_to_every_kind(
    begun: Phone, library: Library, session: Session
) -> None:
    answer_all(begun, library, right=0)
    begun.wait_until_sent()
    attempt = session.scalars(select(Attempt)).one()
    assert (attempt.points, attempt.answered, attempt.unknown) == (0, 8, 8)


def test_she_signs_out_in_the_middle_and_finds_her_answers_again(
    begun: Phone, library: Library, online_story: Story
) -> None:
    first = asked(begun, library)
    for item in first:
        answer(begun, item, key(item))
    begun.press("Next page")
    second = [item.id for item in asked(begun, library)]
    begun.sign_out()
    begun.sign_in(online_story.awas_card)
    begun.press("Go on")
    assert begun.path == "/test/pre/2"
    assert [item.id for item in asked(begun, library)] == second
    begun.press("Previous page")
    assert [chosen(begun, item) for item in first] == [key(item) for item in first]


def test_three_ticks_of_two_are_refused_and_every_choice_stays(
    begun: Phone, library: Library, session: Session
) -> None:
    items = asked(begun, library)
    multiple = next(item for item in items if item.kind == "multiple")
    others = [item for item in items if item.kind != "multiple"]
    for item in others:
        answer(begun, item, key(item))
    three = [option.id for option in multiple.options[:3]]
    answer(begun, multiple, three)
    if begun.javascript:
        said = begun.say("Choose %(n)s answers, not more.", n=2)
        expect(field(begun, multiple.id)).to_contain_text(said)
    begun.excuse("status of 422")
    begun.press("Next page")
    assert begun.reads("Too many answers are ticked. Untick some.")
    assert sorted(chosen(begun, multiple) or ()) == sorted(three)
    assert [chosen(begun, item) for item in others] == [key(item) for item in others]
    kept = set(session.scalars(select(Response.item)))
    assert {item.id for item in others} <= kept


def test_a_double_click_sends_once_and_back_does_not_reopen_the_test(
    begun: Phone, library: Library, session: Session
) -> None:
    answer_all(begun, library, right=4)
    begun.wait_until_sent()
    before = session.scalars(select(Attempt.revision)).one()
    with begun.page.expect_navigation(url="**/course**"):
        begun.button("Send my test").dblclick()
    sent = session.scalars(select(Attempt)).one()
    assert (sent.points, sent.revision) == (4, before + 1)
    begun.page.go_back()
    begun.open("/test/pre/1")
    assert begun.path == "/test/pre"
    assert begun.reads("Sent.")


def test_two_tabs_of_one_test_keep_the_later_answer(
    begun: Phone, library: Library, session: Session
) -> None:
    item = next(item for item in asked(begun, library) if item.kind == "single")
    early, late = item.options[0].id, item.options[1].id
    first = begun.page
    second = begun.another_tab()
    second.open("/test/pre/1")
    answer(begun, item, [early])
    begun.wait_until_sent()
    answer(second, item, [late])
    second.wait_until_sent()
    second.press("Next page")
    kept = select(Response.choice).where(Response.item == item.id)
    assert session.scalars(kept).one() == [late]
    first.bring_to_front()
    first.reload()
    assert chosen(begun, item) == [late]
    assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_a_whole_page_of_questions_is_answered_by_keyboard(
    begun: Phone, library: Library, session: Session
) -> None:
    keyboard = begun.page.keyboard
    items = asked(begun, library)
    keyboard.press("Tab")
    assert begun.focused == begun.say("Skip to content")
    keyboard.press("Enter")
    for item in items:
        answer_by_keyboard(begun, item.id, item.kind)
    reach(begun, 'button.btn[name="go"]')
    with begun.page.expect_navigation():
        keyboard.press("Enter")
    assert begun.path == "/test/pre/2"
    assert session.scalars(select(Attempt.answered)).one() == len(items)


def answer_by_keyboard(phone: Phone, item: str, kind: str) -> None:
    """The first option, the first pair, or one step down."""
    there = f'[data-item="{item}"]'
    if kind == "order":
        reach(phone, f"{there} button:enabled")
        if phone.javascript:
            phone.page.keyboard.press("Enter")
        else:
            with phone.page.expect_navigation():
                phone.page.keyboard.press("Enter")
    elif kind == "match":
        reach(phone, f"{there} select")
        phone.page.keyboard.press("ArrowDown")
    else:
        reach(phone, f"{there} input:not([type=hidden])")
        phone.page.keyboard.press("Space")


def reach(phone: Phone, where: str) -> None:
    """Press Tab until the focus stands there."""
    for _ in range(40):
        phone.page.keyboard.press("Tab")
        if phone.page.locator(where).and_(phone.page.locator(":focus")).count():
            return
    pytest.fail(f"the keyboard does not reach {where}")
