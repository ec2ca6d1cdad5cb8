"""Who may open which page: asked of every address there is."""

import logging
import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from werkzeug.routing import (
    AnyConverter,
    BaseConverter,
    IntegerConverter,
    MapAdapter,
    Rule,
    UUIDConverter,
)

from elearn.cohorts.models import Half
from elearn.web import access, access_log, cohorts
from tests.conftest import PASSWORD, Story
from tests.pages import SAME_ORIGIN, Browser

PEOPLE = ("awa", "fatou", "claire", "boubacar", "charlie")
STAFF = frozenset(PEOPLE) - {"awa"}
WHO = {
    access.is_trainee: frozenset({"awa"}),
    access.is_trainer: frozenset({"fatou", "charlie"}),
    access.is_donor: frozenset({"claire"}),
    access.is_administrator: frozenset({"boubacar"}),
    access.is_staff: STAFF,
    access.anyone: frozenset(PEOPLE),
    # To make sessions one trains a whole programme, or administers.
    cohorts.may_make: frozenset({"boubacar"}),
}
# A page is public because somebody meant it to be: it is named here.
PUBLIC = {
    *("entry.root", "entry.card", "entry.home", "entry.sign_in", "entry.staff", "entry.sign_out"),
    *("entry.leave", "entry.month", "entry.data", "entry.accessibility", "entry.help_"),
    *("joining.short", "joining.join"),
    *("offline.worker", "offline.offline"),
    "helping.help_for",
    *("files.file", "glossary.glossary", "papers.handout"),
}
ASKS_IN_ITS_QUERY = {"answering.keep", "offline.hand_in", "offline.done"}
ENDS_THE_SESSION = {"entry.sign_out", "entry.leave"}
ARGUMENTS = {
    "language": "fr",
    "wave": "pre",
    "number": "01",
    "code": "v1",
    "course_id": "garanties-premieres-heures",
    "slot": (date(2026, 11, 16), Half.MORNING),
    "_slot": (date(2026, 11, 16), Half.MORNING),
}


def address(app: Flask, rule: Rule) -> str:
    """The rule's address with some value at each of its places."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        if rule.defaults and name in rule.defaults:
            continue
        values[name] = some(rule._converters[name], name)
    adapter: MapAdapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, values, method=next(iter(methods(rule))))


def some(converter: BaseConverter, name: str) -> object:
    """A value that this place of an address takes."""
    if isinstance(converter, UUIDConverter):
        return uuid.UUID(int=7)
    if isinstance(converter, IntegerConverter):
        return 1
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return ARGUMENTS.get(name, "x")


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) & {"GET", "POST"}


def guarded(app: Flask) -> Iterator[tuple[Rule, str, frozenset[str]]]:
    """Every rule and method behind a sign-in, with who may pass."""
    for rule in app.url_map.iter_rules():
        rules = app.view_functions[rule.endpoint].permitted  # type: ignore[attr-defined]
        if rules:
            for method in sorted(methods(rule)):
                yield rule, method, frozenset().union(*(WHO[one] for one in rules))


def someone(app: Flask, story: Story, who: str) -> Browser:
    browser = Browser(app)
    if who == "awa":
        browser.sign_in(story.awas_card.code, story.awas_card.pin)
        return browser
    answer = browser.client.post(
        "/fr/staff", data={"username": who, "password": PASSWORD}, headers=SAME_ORIGIN
    )
    assert answer.status_code == 303
    return browser


def test_every_view_says_in_one_line_who_may_open_it(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "permitted")]
    assert silent == []


def test_only_what_was_meant_to_be_public_is(app: Flask) -> None:
    open_to_all = {name for name, view in app.view_functions.items() if not view.permitted}  # type: ignore[attr-defined]
    assert open_to_all == PUBLIC | ASKS_IN_ITS_QUERY


def test_every_rule_of_access_is_one_that_these_tests_know(app: Flask) -> None:
    used = {rule for view in app.view_functions.values() for rule in view.permitted}  # type: ignore[attr-defined]
    assert used <= set(WHO)


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(app: Flask, story: Story) -> None:
    stranger = Browser(app)
    for rule, method, _ in guarded(app):
        answer = stranger.client.open(address(app, rule), method=method, headers=SAME_ORIGIN)
        where = f"{method} {rule.rule}: {answer.status}"
        assert answer.status_code == 303, where
        assert answer.headers["Location"].startswith("/fr/sign-in"), where


@pytest.mark.parametrize("who", PEOPLE)
def test_a_wrong_role_meets_403_and_a_right_one_never_an_error_of_ours(
    app: Flask, story: Story, who: str
) -> None:
    browser = someone(app, story, who)
    for rule, method, allowed in guarded(app):
        answer = browser.client.open(address(app, rule), method=method, headers=SAME_ORIGIN)
        where = f"{who}: {method} {rule.rule}: {answer.status}"
        if who not in allowed:
            assert answer.status_code == 403, where
        else:
            assert answer.status_code in (200, 302, 303, 403, 404, 409, 422), where
        if answer.status_code == 403:
            assert "<h1" in answer.get_data(as_text=True), where


@pytest.mark.parametrize("who", ["nobody", *PEOPLE])
def test_public_pages_open_for_everybody(app: Flask, story: Story, who: str) -> None:
    browser = Browser(app) if who == "nobody" else someone(app, story, who)
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC - ENDS_THE_SESSION and "GET" in methods(rule):
            status = browser.client.get(address(app, rule)).status_code
            assert status in (200, 302, 303) or rule.endpoint == "files.file", rule.rule


def test_a_session_that_was_forged_opens_nothing(app: Flask, story: Story) -> None:
    browser = Browser(app)
    for token in ("", "0" * 64, "é", story.awa.id.hex):
        browser.client.set_cookie(access.COOKIE, token)
        assert browser.client.get("/fr/course").status_code == 303


def test_the_log_names_the_rule_and_nobody(
    app: Flask, story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    access_log.install(app)
    with caplog.at_level(logging.INFO, logger="danbe"):
        browser = someone(app, story, "awa")
        browser.client.get(
            f"/fr/course?code={story.awas_card.code}",
            headers={"User-Agent": "Telephone/7", "X-Forwarded-For": "203.0.113.9"},
            environ_base={"REMOTE_ADDR": "203.0.113.9"},
        )
        browser.client.get("/fr/course/module/1/lesson/01")
        browser.client.get("/no/such/page")
    lines = [record.getMessage() for record in caplog.records if record.name == "danbe"]
    assert any(line.startswith("GET /<language:language>/course 200 ") for line in lines)
    assert any(line.startswith("GET - 404 ") for line in lines)
    written = "\n".join(lines)
    for secret in (
        *(story.awas_card.code, story.awas_card.pin, str(story.awa.id), story.awa.id.hex),
        *("203.0.113.9", "127.0.0.1", "Telephone", "lesson/01", "no/such", "/fr/"),
    ):
        assert secret not in written


def test_the_server_s_own_log_loses_its_paths() -> None:
    record = logging.LogRecord(
        "waitress", logging.ERROR, "", 0, "Exception while serving %s", ("/fr/course",), None
    )
    assert access_log.without_paths(record)
    assert "/fr/course" not in record.getMessage()
    plain = logging.LogRecord("waitress", logging.INFO, "", 0, "Serving", (), None)
    assert access_log.without_paths(plain)
    assert plain.getMessage() == "Serving"
