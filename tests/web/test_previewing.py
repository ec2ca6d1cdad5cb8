"""A trainer tries a test out: as a trainee sees it, and nothing counts."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.quizzes.models import Answer, Attempt
from tests.conftest import PASSWORD, Story
from tests.pages import Browser
from tests.web.walk import items_on, key_fields

PREVIEW = "/read/garanties-premieres-heures/test"


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    browser.sign_in_staff("fatou", PASSWORD)
    return browser


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("form", ["A", "B", "C"])
def test_each_form_is_shown_without_its_keys(
    fatou: Browser, library: Library, language: str, form: str
) -> None:
    page = fatou.get(f"/{language}{PREVIEW}/{form}")
    items = items_on(page, library)
    assert [item.form for item in items] == [form] * 8
    for item in items:
        assert " ".join(item.explanation.in_(language).split()) not in page.text


def test_the_keys_are_shown_on_demand_and_nothing_is_kept(
    fatou: Browser, library: Library, session: Session
) -> None:
    items = items_on(fatou.get(f"/en{PREVIEW}/B"), library)
    answers: dict[str, Any] = {"keys": "1"}
    for item in items[:3]:
        answers.update(key_fields(item))
    page = fatou.post(f"/en{PREVIEW}/B", answers)
    assert page.h1 == "3 right answers of 8"
    for item in items:
        assert " ".join(item.explanation.in_("en").split()) in page.text
    for row in (Attempt, Answer):
        assert session.scalar(select(func.count()).select_from(row)) == 0


def test_a_step_moves_and_the_other_answers_stay(fatou: Browser, library: Library) -> None:
    items = items_on(fatou.get(f"/fr{PREVIEW}/A"), library)
    order = next(item for item in items if item.kind == "order")
    single = next(item for item in items if item.kind == "single")
    first, second, *rest = [option.id for option in order.options]
    page = fatou.post(
        f"/fr{PREVIEW}/A",
        {
            order.id: [first, second, *rest],
            single.id: single.key[0],
            "move": f"{order.id}.{second}.-1",
        },
    )
    assert page.values()[order.id] == [second, first, *rest]
    assert page.values()[single.id] == [single.key[0]]
    assert " ".join(single.explanation.in_("fr").split()) not in page.text


def test_an_answer_that_cannot_be_is_refused_and_kept_on_the_page(
    fatou: Browser, library: Library
) -> None:
    sent = {"C2-S1-A": ["a", "b", "c"], "keys": "1"}
    page = fatou.post(f"/fr{PREVIEW}/A", sent, expect=422)
    assert sorted(page.values()["C2-S1-A"]) == ["a", "b", "c"]


def test_previews_are_for_trainers_and_administrators(browser: Browser, story: Story) -> None:
    assert browser.client.get(f"/fr{PREVIEW}/A").status_code == 303
    for name, status in (("charlie", 200), ("boubacar", 200), ("claire", 403)):
        other = browser.another()
        other.client.post(
            "/fr/staff",
            data={"username": name, "password": PASSWORD},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        other.get(f"/fr{PREVIEW}/A", expect=status)
        page = other.get("/fr/read/garanties-premieres-heures")
        assert (f"/fr{PREVIEW}/A" in page.links()) is (status == 200)
    browser.sign_in(story.awas_card.code, story.awas_card.pin)
    browser.get(f"/fr{PREVIEW}/A", expect=403)


@pytest.mark.parametrize("path", ["/read/nowhere/test/A", f"{PREVIEW}/D"])
def test_a_test_that_does_not_exist_is_missing(fatou: Browser, path: str) -> None:
    fatou.get(f"/fr{path}", expect=404)
