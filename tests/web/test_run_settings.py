"""What the administrator decides for the whole installation: set, with who, when and why."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.db import AppendOnly, writing
from elearn.installation import settings
from elearn.people import decisions
from elearn.people.models import AuditEntry, Decision
from elearn.web import language_switches
from tests.conftest import PASSWORD, Clock, Story
from tests.pages import Browser

SETTINGS = "/fr/administration/settings"


@pytest.fixture
def boubacar(browser: Browser, story: Story) -> Browser:
    other = browser.another()
    other.sign_in_staff("boubacar", PASSWORD)
    return other


def decide(boubacar: Browser, key: str, to: str, reason: str = "", expect: int = 200) -> str:
    given = {"key": key, f"{key}-to": to, f"{key}-reason": reason}
    return boubacar.post(SETTINGS, given, expect=expect).html


def made(session: Session) -> list[tuple[str, object, str | None]]:
    session.rollback()
    rows = session.scalars(select(Decision).order_by(Decision.decided_at, Decision.id))
    return [(row.name, row.value, row.reason) for row in rows]


def test_a_decision_is_kept_with_who_when_and_why_and_may_be_taken_back(
    boubacar: Browser, story: Story, session: Session, clock: Clock
) -> None:
    key = f"head-counts-{story.programme.id.hex}"
    page = decide(boubacar, key, "yes", "", expect=422)
    assert f'id="{key}-reason-error"' in page
    decide(boubacar, key, "yes", "x" * 301, expect=422)
    assert made(session) == []
    for _ in range(2):
        clock.forward(minutes=1)
        decide(boubacar, key, "yes", " accord des  partenaires ")
    name = settings.head_counts(story.programme.id)
    assert made(session) == [(name, True, "accord des partenaires")]
    assert decisions.head_counts_published(session, story.programme.id)
    clock.forward(minutes=1)
    page = decide(boubacar, key, "no", "retiré")
    assert "boubacar" in page
    assert [value for _, value, _ in made(session)] == [True, False]
    assert not decisions.head_counts_published(session, story.programme.id)
    acts = session.scalars(select(AuditEntry.act)).all()
    assert acts.count("setting-changed") == 2
    boubacar.post(SETTINGS, {"key": "colour"}, expect=404)
    with pytest.raises(AppendOnly), writing(session):
        session.connection().execute(Decision.__table__.delete())


def test_a_language_that_is_off_leads_to_french_and_takes_what_is_sent(
    boubacar: Browser, story: Story, clock: Clock
) -> None:
    awa = boubacar.another()
    awa.sign_in(story.awas_card.code, story.awas_card.pin)
    assert awa.get("/en/course?x=1").response.request.path == "/en/course"
    assert 'hreflang="en"' in awa.get("/fr/course").html
    decide(boubacar, "language-en", "no")
    left = awa.client.get("/en/course?x=1")
    assert (left.status_code, left.headers["Location"]) == (302, "/fr/course?x=1")
    assert 'hreflang="en"' not in awa.get("/fr/course").html
    assert awa.client.get("/", headers={"Accept-Language": "en"}).headers["Location"] == "/fr/"
    sent = awa.client.post("/en/test/pre/decline", headers={"Sec-Fetch-Site": "same-origin"})
    assert (sent.status_code, sent.headers["Location"][:4]) == (303, "/en/")
    assert awa.post("/fr/account/language", {"chosen": "en"}, expect=422)
    decide(boubacar, "language-fr", "no", expect=404)
    decide(boubacar, "language-en", "yes")
    assert awa.get("/en/course").response.request.path == "/en/course"


def test_another_process_sees_a_language_switched_within_a_minute(
    boubacar: Browser, story: Story, session: Session, clock: Clock
) -> None:
    stranger = boubacar.another()
    assert stranger.client.get("/en/").status_code == 200
    for off, status in (["en"], 302), ([], 200):
        with writing(session):
            settings.change(session, settings.LANGUAGES_OFF, off, clock.now)
        clock.now += language_switches.ASKED_AGAIN
        assert stranger.client.get("/en/").status_code == status
    assert 'hreflang="en"' in stranger.get("/fr/").html


def test_single_answers_stay_as_many_months_as_was_decided(
    boubacar: Browser, session: Session
) -> None:
    assert settings.kept_for(session) == timedelta(days=365)
    decide(boubacar, settings.RETENTION_MONTHS, "9")
    session.rollback()
    assert settings.kept_for(session) == timedelta(days=365) * 9 / 12
    for months in ("8", "13", "x", "9"):
        decide(boubacar, settings.RETENTION_MONTHS, months)
    assert made(session) == [(settings.RETENTION_MONTHS, 9, None)]
    with writing(session):
        settings.change(session, settings.RETENTION_MONTHS, 1000, boubacar_time(session))
    assert settings.kept_for(session) == timedelta(days=365)


def boubacar_time(session: Session) -> object:
    return session.scalars(select(Decision.decided_at)).one()


def test_settings_are_the_administrators_alone(browser: Browser, story: Story) -> None:
    for name in ("fatou", "claire"):
        other = browser.another()
        other.sign_in_staff(name, PASSWORD)
        other.get(SETTINGS, expect=403)
        other.post(SETTINGS, {"key": "bambara-shown"}, expect=403)
