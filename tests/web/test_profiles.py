"""What trainees choose to say about themselves."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.cohorts.profile import FIELDS
from tests.conftest import PASSWORD, Story
from tests.pages import Browser

WHOLE = {
    "sex": "woman",
    "profession": "police",
    "age_band": "25-34",
    "service_band": "5-9",
    "region": "Mopti",
}


def awas(session: Session, story: Story) -> Enrolment:
    session.rollback()
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.person_id == story.awa.id)
        .execution_options(populate_existing=True)
    ).one()


def kept(session: Session, story: Story) -> dict[str, str | None]:
    own = awas(session, story)
    return {field: getattr(own, field) for field in FIELDS}


@pytest.fixture
def awa(browser: Browser, story: Story) -> Browser:
    browser.sign_in(story.awas_card.code, story.awas_card.pin)
    return browser


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_she_says_is_kept_and_shown_again(
    awa: Browser, story: Story, session: Session, language: str
) -> None:
    page = awa.post(f"/{language}/profile", WHOLE)
    assert page.response.request.path == f"/{language}/course"
    assert kept(session, story) == WHOLE
    assert awas(session, story).zone == "centre"
    again = awa.get(f"/{language}/profile").values()
    assert {name: values[0] for name, values in again.items()} == WHOLE


def test_every_line_may_stay_empty_and_may_be_emptied_again(
    awa: Browser, story: Story, session: Session
) -> None:
    awa.post("/fr/profile", WHOLE)
    awa.post("/fr/profile", dict.fromkeys(WHOLE, ""))
    assert kept(session, story) == dict.fromkeys(WHOLE)
    assert awas(session, story).zone is None


def test_prefer_not_to_say_is_an_answer_of_its_own(
    awa: Browser, story: Story, session: Session
) -> None:
    awa.post("/fr/profile", dict.fromkeys(WHOLE, "undisclosed"))
    assert kept(session, story) == dict.fromkeys(WHOLE, "undisclosed")


@pytest.mark.parametrize(
    ("field", "value"),
    [("sex", "x"), ("profession", "colonel"), ("region", "Atlantis"), ("age_band", "é" * 9000)],
)
def test_a_value_of_no_list_is_refused_and_the_others_stay_on_the_page(
    awa: Browser, story: Story, session: Session, field: str, value: str
) -> None:
    page = awa.post("/fr/profile", {**WHOLE, field: value}, expect=422)
    assert kept(session, story) == dict.fromkeys(WHOLE)
    others = {name: chosen[0] for name, chosen in page.values().items()}
    assert others == {name: chosen for name, chosen in WHOLE.items() if name != field}
    refused = [entry for entry in page.all("select") if entry.get("aria-invalid")]
    assert [entry.get("name") for entry in refused] == [field]


def test_a_nul_or_a_foreign_field_keeps_nothing(
    awa: Browser, story: Story, session: Session
) -> None:
    awa.post("/fr/profile", {**WHOLE, "sex": "wo\0man"}, expect=422)
    awa.post("/fr/profile", {"rank": "colonel", "card_number": "9"})
    assert kept(session, story) == dict.fromkeys(WHOLE)
    assert awas(session, story).card_number == 1


@pytest.mark.parametrize("who", ["fatou", "claire", "boubacar", "charlie"])
def test_it_is_a_trainee_s_page(browser: Browser, story: Story, who: str) -> None:
    assert browser.get("/fr/profile").response.request.path == "/fr/sign-in"
    browser.client.post(
        "/fr/staff",
        data={"username": who, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    browser.get("/fr/profile", expect=403)
    browser.post("/fr/profile", WHOLE, expect=403)
