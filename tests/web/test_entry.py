"""The way in and out."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.installation import settings
from elearn.people.codes import written
from tests.conftest import PASSWORD, START, Clock, Story
from tests.pages import Browser, Page


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "path",
    [
        *("", "sign-in", "staff", "your-data", "accessibility", "month", "help"),
        *("help/trainer", "help/partner", "help/administrator"),
    ],
)
def test_everybody_may_read_the_pages_of_the_entrance(
    browser: Browser, story: Story, language: str, path: str
) -> None:
    page = browser.get(f"/{language}/{path}")
    assert page.tree.get("lang") == language


def test_your_data_names_reasons_and_what_the_telephone_keeps(browser: Browser) -> None:
    text = browser.get("/en/your-data").text
    assert "what your trainer allowed you alone in a test, and why" in text
    assert "Your telephone keeps answers" in text


def test_your_data_says_what_is_set(browser: Browser, session: Session) -> None:
    assert "deleted 12 months after" in browser.get("/en/your-data").text
    with writing(session):
        settings.change(session, settings.RETENTION_MONTHS, 9, START)
    text = browser.get("/en/your-data").text
    assert "deleted 9 months after" in text
    assert "30 days at most" in text
    assert "Each look is written down" in text


def test_awa_comes_in_with_her_card_however_she_types_it(browser: Browser, story: Story) -> None:
    code = written(story.awas_card.code).lower().replace(" ", "-")
    page = browser.sign_in(code, story.awas_card.pin)
    assert page.response.request.path == "/fr/course"


def test_a_wrong_pin_is_refused_with_what_to_do(browser: Browser, story: Story) -> None:
    page = browser.post("/fr/sign-in", {"code": story.awas_card.code, "pin": "000000"}, expect=403)
    assert story.awas_card.code in page.html


def test_a_mistyped_code_is_told_from_a_wrong_one(browser: Browser, story: Story) -> None:
    code = story.awas_card.code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    browser.post("/fr/sign-in", {"code": wrong, "pin": story.awas_card.pin}, expect=422)


def test_failures_slow_down_but_never_lock(browser: Browser, story: Story, clock: Clock) -> None:
    def attempt(pin: str, expect: int) -> Page:
        return browser.post(
            "/fr/sign-in", {"code": story.awas_card.code, "pin": pin}, expect=expect
        )

    for _ in range(5):
        attempt("000000", 403)
    slowed = attempt(story.awas_card.pin, 429)
    assert int(slowed.response.headers["Retry-After"]) <= 15 * 60
    clock.now += timedelta(minutes=15)
    browser.sign_in(story.awas_card.code, story.awas_card.pin)


def test_moussa_is_not_slowed_down_by_awas_failures(browser: Browser, story: Story) -> None:
    for _ in range(6):
        browser.client.post(
            "/fr/sign-in",
            data={"code": story.awas_card.code, "pin": "000000"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    browser.sign_in(story.moussas_card.code, story.moussas_card.pin)


def test_quick_exit_ends_the_session_and_shows_a_neutral_page(
    browser: Browser, story: Story
) -> None:
    browser.sign_in(story.awas_card.code, story.awas_card.pin)
    page = browser.post("/fr/leave")
    assert "Danbe" not in page.html
    assert browser.get("/fr/course").response.request.path == "/fr/sign-in"


def test_a_write_from_another_site_is_refused(browser: Browser, story: Story) -> None:
    answer = browser.client.post(
        "/fr/sign-in",
        data={"code": story.awas_card.code, "pin": story.awas_card.pin},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 400
    assert browser.client.post("/fr/sign-in", data={}).status_code == 400


def test_plain_http_without_fetch_metadata_goes_by_origin(browser: Browser, story: Story) -> None:
    answer = browser.client.post(
        "/fr/sign-in",
        data={"code": story.awas_card.code, "pin": story.awas_card.pin},
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 303


def test_sign_in_leads_back_only_to_our_own_pages(browser: Browser, story: Story) -> None:
    for wanted in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"):
        answer = browser.client.post(
            "/fr/sign-in",
            data={"code": story.awas_card.code, "pin": story.awas_card.pin, "then": wanted},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.headers["Location"] == "/fr/"


def test_the_staff_come_in_with_a_username(browser: Browser, story: Story) -> None:
    answer = browser.client.post(
        "/fr/staff",
        data={"username": "fatou", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 303


def test_the_language_stands_in_the_path_and_is_remembered(browser: Browser, story: Story) -> None:
    browser.get("/en/")
    assert browser.get("/").response.request.path == "/en/"
