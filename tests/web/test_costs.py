"""What a page that is opened often asks of the database."""

import pytest
from flask import Flask

from elearn.web.database import database
from tests.conftest import Story
from tests.pages import Browser
from tests.quizzes.taken import Statements
from tests.web.walk import begin

LESSON = "/fr/course/module/1/lesson/01"


@pytest.fixture
def awa(browser: Browser, online_story: Story) -> Browser:
    """Awa, whose modules are open."""
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    browser.post("/fr/test/pre/decline")
    return browser


def watched(app: Flask) -> Statements:
    with app.app_context():
        return Statements(database.engine)


def test_a_lesson_costs_two_reads_and_the_second_time_no_body(awa: Browser) -> None:
    with watched(awa.app) as first:
        page = awa.client.get(LESSON)
    assert (page.status_code, first.reads, first.writes) == (200, 2, [])
    with watched(awa.app) as again:
        kept = awa.client.get(LESSON, headers={"If-None-Match": page.headers["ETag"]})
    assert (kept.status_code, kept.data, again.reads, again.writes) == (304, b"", 2, [])


def test_each_coding_of_a_lesson_has_its_own_mark(awa: Browser) -> None:
    for coding in ["br", "gzip", "gzip, deflate, br", "identity", ""]:
        asked = {"Accept-Encoding": coding}
        page = awa.client.get(LESSON, headers=asked)
        same = awa.client.get(LESSON, headers={**asked, "If-None-Match": page.headers["ETag"]})
        assert same.status_code == 304
        other = awa.client.get(LESSON, headers={**asked, "If-None-Match": '"another"'})
        assert other.data == page.data
        assert len(page.headers.getlist("ETag")) == 1


def test_a_lesson_is_the_same_bytes_for_everybody_who_may_read_it(
    awa: Browser, online_story: Story
) -> None:
    moussa = awa.another()
    card = online_story.moussas_card
    moussa.sign_in(card.code, card.pin)
    moussa.post("/fr/test/pre/decline")
    assert moussa.client.get(LESSON).data == awa.client.get(LESSON).data


def test_a_trainee_s_pages_cost_at_most_two_reads(awa: Browser) -> None:
    for path in ["/fr/course", "/fr/course/module/1", "/fr/test/pre", "/fr/survey/baseline"]:
        awa.get(path)
        with watched(awa.app) as statements:
            assert awa.client.get(path).status_code == 200
        assert statements.reads <= 2
        assert statements.writes == []


def test_a_page_of_a_test_costs_two_reads(awa: Browser) -> None:
    begin(awa, "pre")
    with watched(awa.app) as statements:
        assert awa.client.get("/fr/test/pre/1").status_code == 200
    assert (statements.reads, statements.writes) == (2, [])


def test_a_public_page_of_a_stranger_costs_no_read(awa: Browser) -> None:
    stranger = awa.another()
    with watched(awa.app) as statements:
        assert stranger.client.get("/fr/").status_code == 200
    assert statements.run == []
