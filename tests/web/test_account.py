"""One's own account."""

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from elearn.people.codes import written
from elearn.people.models import Person
from tests.conftest import PASSWORD, Clock, Story
from tests.pages import SAME_ORIGIN, Browser

NEW = "encore une phrase"


def come_in(browser: Browser, username: str, password: str = PASSWORD) -> TestResponse:
    return browser.client.post(
        "/fr/staff", data={"username": username, "password": password}, headers=SAME_ORIGIN
    )


def come_in_with_card(browser: Browser, story: Story) -> None:
    card = story.awas_card
    browser.client.post(
        "/fr/sign-in", data={"code": card.code, "pin": card.pin}, headers=SAME_ORIGIN
    )


def test_staff_read_their_account(browser: Browser, story: Story) -> None:
    for username in ("fatou", "claire", "boubacar"):
        own = browser.another()
        come_in(own, username)
        for language in ("fr", "en"):
            page = own.get(f"/{language}/account")
            assert username in page.text
            assert len([e for e in page.all("input") if e.get("type") == "password"]) == 2


def test_awa_finds_her_code_and_the_way_out_but_no_password(browser: Browser, story: Story) -> None:
    come_in_with_card(browser, story)
    for language in ("fr", "en"):
        page = browser.get(f"/{language}/account")
        assert written(story.awas_card.code) in page.text
        assert story.awas_card.pin not in page.html
        assert not [e for e in page.all("input") if e.get("type") == "password"]
        assert f"/{language}/sign-out" in [form.get("action") for form in page.all("form")]


def test_a_stranger_signs_in_first(browser: Browser, story: Story) -> None:
    assert browser.get("/fr/account").response.request.path == "/fr/sign-in"


def test_a_trainee_has_no_password_to_change(browser: Browser, story: Story) -> None:
    come_in_with_card(browser, story)
    browser.post("/fr/account/password", {"old": "x", "new": NEW}, expect=403)


def test_fatou_changes_her_password_and_her_other_devices_are_signed_out(
    browser: Browser, story: Story
) -> None:
    other = browser.another()
    come_in(browser, "fatou")
    come_in(other, "fatou")
    page = browser.post("/fr/account/password", {"old": PASSWORD, "new": NEW})
    assert page.response.request.path == "/fr/account"
    assert other.get("/fr/account").response.request.path == "/fr/sign-in"
    third = browser.another()
    assert come_in(third, "fatou").status_code == 403
    assert come_in(third, "fatou", NEW).status_code == 303


def test_a_password_that_cannot_be_changed_stays(browser: Browser, story: Story) -> None:
    come_in(browser, "fatou")
    for old, new in (
        (PASSWORD, "court"),
        (PASSWORD, ""),
        ("", NEW),
        ("autre chose", NEW),
        ("x" * 100_000, NEW),
    ):
        browser.post("/fr/account/password", {"old": old, "new": new}, expect=422)
    assert come_in(browser.another(), "fatou").status_code == 303


def test_guessing_the_old_password_is_slowed_down(
    browser: Browser, story: Story, clock: Clock
) -> None:
    come_in(browser, "fatou")
    for _ in range(5):
        browser.post("/fr/account/password", {"old": "faux", "new": NEW}, expect=422)
    page = browser.post("/fr/account/password", {"old": PASSWORD, "new": NEW}, expect=429)
    assert int(page.response.headers["Retry-After"]) <= 15 * 60
    clock.forward(minutes=15)
    browser.post("/fr/account/password", {"old": PASSWORD, "new": NEW})


def test_the_language_is_kept_and_the_next_page_speaks_it(
    browser: Browser, story: Story, session: Session
) -> None:
    come_in_with_card(browser, story)
    page = browser.post("/fr/account/language", {"chosen": "en"})
    assert page.response.request.path == "/en/account"
    person = session.get(Person, story.awa.id, populate_existing=True)
    assert person is not None
    assert person.language == "en"
    browser.post("/en/account/language", {"chosen": "xx"}, expect=422)
