"""Fatou takes figures out: what is passed on tells of no few, the rest is asked for and logged."""

from time import process_time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Mode
from elearn.courses.library import Library
from elearn.documents.words import words
from elearn.people.models import AuditEntry
from elearn.people.passwords import Keeper
from tests import figure_files
from tests.cohort_life import paper_totals
from tests.conftest import PASSWORD, START, Story, tell
from tests.figure_files import Cells
from tests.pages import SAME_ORIGIN, Browser
from tests.web.test_agreement import TOTALS, on_screen


def fatous(browser: Browser, story: Story) -> str:
    browser.sign_in_staff("fatou", PASSWORD)
    return f"/en/cohorts/{story.cohort.id}/out"


def open_to_all(browser: Browser, where: str) -> Cells:
    sent = browser.client.get(f"{where}/danbe.csv")
    assert (sent.status_code, sent.headers["Cache-Control"]) == (200, "no-store")
    assert "attachment" in sent.headers["Content-Disposition"]
    return figure_files.of_csv(sent.data, words("en"))


@pytest.mark.parametrize(("pairs", "told"), [(4, False), (9, False), (10, True)])
def test_a_file_to_pass_on_tells_nothing_of_fewer_than_ten(
    browser: Browser, session: Session, keeper: Keeper, pairs: int, told: bool
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=14)
    paper_totals(session, story, [*TOTALS[:pairs], (5, None)], now=START)
    where = fatous(browser, story)
    found = open_to_all(browser, where)
    assert found["enrolled"] == 14
    assert ("pairs" in found, "gain.mean" in found) == (told, told)
    assert not {"pre-only", "moves.up", "standard.before", "items.before"} & set(found)
    for kind in ("csv", "xlsx", "pdf"):
        text = browser.client.get(f"{where}/danbe.{kind}").data
        assert (b"training team" in text) is False
    said = browser.client.get(f"{where}/danbe.csv").get_data(as_text=True)
    assert ("nothing is shown of fewer than ten" in said) is not told
    assert f"{pairs} people" not in said
    page = browser.get(where)
    assert ("these files hold no score" in page.text) is not told


def test_where_all_moved_alike_an_average_would_tell_of_each(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=12)
    paper_totals(session, story, [(n, n + 2) for n in range(12)], now=START)
    where = fatous(browser, story)
    assert not {"gain.mean", "mean.before", "annex.sd-before"} & set(open_to_all(browser, where))
    assert "All had the same score" in browser.get(where).text


def test_the_teams_version_is_asked_for_says_so_and_is_logged(
    browser: Browser, session: Session, keeper: Keeper
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=14)
    paper_totals(session, story, [*TOTALS, (5, None)], now=START)
    where = fatous(browser, story)
    page = browser.post(f"{where}/team", {"kind": "csv"}, expect=422)
    assert "Tick the line" in page.text
    browser.post(f"{where}/team", {"kind": "exe", "kept": "y"}, expect=404)
    assert session.scalars(select(AuditEntry)).all() == []
    sent = browser.client.post(
        f"{where}/team", data={"kind": "csv", "kept": "y"}, headers=SAME_ORIGIN
    )
    said = sent.get_data(as_text=True).lstrip("\ufeff")
    assert said.startswith("For the training team alone")
    assert "pre-only" in said
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.subject_id, entry.actor_id, entry.reason) == (
        *("team-figures-taken-out", story.cohort.id),
        *(story.fatou.id, "csv"),
    )
    assert browser.get(f"{where}/team").response.request.path == where


def test_while_tests_can_come_in_the_file_says_that_it_is_provisional(
    browser: Browser, story: Story
) -> None:
    where = fatous(browser, story)
    assert "Tests can still come in." in browser.get(where).text
    said = browser.client.get(f"{where}/danbe.csv").get_data(as_text=True)
    assert "Provisional: tests can still come in." in said
    assert open_to_all(browser, where).keys() <= {"maximum", "attendance.half-days"}


@pytest.mark.long
def test_forty_people_are_taken_out_in_two_seconds(
    browser: Browser, session: Session, library: Library, keeper: Keeper
) -> None:
    where = fatous(browser, on_screen(session, library, keeper, cards=40))
    for kind in ("csv", "xlsx", "pdf"):
        began = process_time()
        sent = browser.client.post(
            f"{where}/team", data={"kind": kind, "kept": "y"}, headers=SAME_ORIGIN
        )
        assert sent.status_code == 200
        assert process_time() - began < 2, kind
    found = figure_files.of_csv(browser.client.get(f"{where}/danbe.csv").data, words("en"))
    assert "slot.C2-S1.before-share" in found  # from thirty people on
    assert "slot.C2-S1.before" not in found


def test_only_the_sessions_own_trainers_take_anything_out(browser: Browser, story: Story) -> None:
    browser.sign_in_staff("charlie", PASSWORD)
    where = f"/en/cohorts/{story.cohort.id}/out"
    for way in ("", "/danbe.csv", "/danbe.xlsx", "/danbe.pdf", "/team"):
        browser.get(f"{where}{way}", expect=404)
    browser.post(f"{where}/team", {"kind": "csv", "kept": "y"}, expect=404)
    assert "gain.mean" in browser.get("/en/figures").text
