"""On a trainer's hotspot: plain http on a private address, where browsers take much away."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.quizzes.models import Attempt
from tests.browser.answering import answer, answer_all, asked, chosen, key
from tests.browser.conftest import NewPhone
from tests.browser.served import own_address, served
from tests.conftest import Story

pytestmark = pytest.mark.browser


@pytest.fixture
def hotspot(app: Flask) -> Iterator[str]:
    """The address at which a phone in the room finds the laptop."""
    host = own_address()
    if host is None:
        pytest.skip("this machine has no address but loopback")
    with served(app, host) as url:
        yield url


def test_answers_are_kept_without_anything_that_needs_tls(
    new_phone: NewPhone,
    hotspot: str,
    javascript: bool,
    online_story: Story,
    library: Library,
    session: Session,
) -> None:
    phone = new_phone(javascript=javascript, at=hotspot)
    # Without TLS browsers ignore this header, and say so on every page.
    phone.excuse("Cross-Origin-Opener-Policy header has been ignored")
    phone.sign_in(online_story.awas_card)
    secure = "() => [isSecureContext, typeof crypto.subtle, typeof crypto.randomUUID]"
    assert phone.page.evaluate(secure) == [False, "undefined", "undefined"]
    phone.open("/test/pre")
    phone.press("Take the test")
    answer_all(phone, library, right=5)
    if javascript:
        phone.wait_until_sent()
        expect(phone.page.locator("span[data-unsent]")).to_be_empty()
    phone.press("Send my test")
    if javascript:
        phone.page.wait_for_url("**/course**")
    attempt = session.scalars(select(Attempt)).one()
    assert (attempt.points, attempt.unknown) == (5, 3)
    assert attempt.submitted_at is not None


def test_the_next_page_waits_for_the_network_instead_of_losing_the_test(
    new_phone: NewPhone, hotspot: str, online_story: Story, library: Library
) -> None:
    phone = new_phone(at=hotspot)
    phone.excuse("Cross-Origin-Opener-Policy header has been ignored")
    phone.sign_in(online_story.awas_card)
    phone.open("/test/pre")
    phone.press("Take the test")
    item = next(item for item in asked(phone, library) if item.kind == "single")
    phone.lose_the_network()
    answer(phone, item, key(item))
    expect(phone.page.locator("span[data-unsent]")).to_have_class("push wait")
    phone.button("Next page").click()
    phone.page.wait_for_function("() => document.documentElement.dataset.turn === 'waits'")
    assert phone.path == "/test/pre/1"
    assert chosen(phone, item) == key(item)
    phone.find_the_network()
    phone.wait_until_sent()
    phone.press("Next page")
    assert phone.path == "/test/pre/2"
