"""The donor's pages: a release's figures, for those who fund the programme, and no person."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.db import writing
from elearn.installation.identity import installed
from elearn.people import accounts
from elearn.people.roles import Role
from elearn.programmes.dimensions import Dimension
from elearn.programmes.models import Programme
from elearn.quizzes.models import Attempt
from elearn.web.database import database
from tests.conftest import PASSWORD, START, Story
from tests.pages import SAME_ORIGIN, Browser, Page
from tests.reports import scored
from tests.reports.scored import TWELVE, Scores, close, new_session, take_part

NOW = datetime(2026, 11, 16, 22, 0, tzinfo=UTC)
TABLES = {
    *("release", "release_signature", "release_cohort", "programme"),
    *("atom", "atom_cohort", "atom_sum"),
}


def publish(session: Session, story: Story, library: Library) -> None:
    scored.publish(session, story, library, date(2026, 11, 17), NOW)


def claire_opens(browser: Browser, language: str = "en") -> Page:
    browser.sign_in_staff("claire", PASSWORD, language)
    return browser.get(f"/{language}/programmes")


def come_in(browser: Browser, username: str) -> None:
    """Sign in, and leave the home page of this role unread."""
    browser.client.post(
        "/en/staff", data={"username": username, "password": PASSWORD}, headers=SAME_ORIGIN
    )


@pytest.fixture
def published(session: Session, story: Story, library: Library) -> Story:
    take_part(session, story.cohort, TWELVE)
    publish(session, story, library)
    return story


def page_of(story: Story, language: str = "en") -> str:
    return f"/{language}/programmes/{story.programme.id}"


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that the application runs."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    with app.app_context():
        engine = database.engine
    event.listen(engine, "before_cursor_execute", listen)
    yield said
    event.remove(engine, "before_cursor_execute", listen)


def test_the_heading_is_the_finding(browser: Browser, published: Story) -> None:
    page = claire_opens(browser)
    reached = sum(after >= 12 for _, after in TWELVE)
    assert page.h1 == f"Of 12 enrolments, {reached} reach the standard"
    before = sum(pair[0] for pair in TWELVE) / 12 * 5
    after = sum(pair[1] for pair in TWELVE) / 12 * 5
    assert f"Average gain, in points{after - before:+.1f}" in page.text
    assert f"From {before:.1f}% to {after:.1f}% right." in page.text
    assert "n = 12 pairs, one session" in page.text
    assert "No interval" in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_single_programme_opens_at_once_in_both_languages(
    browser: Browser, published: Story, language: str
) -> None:
    page = claire_opens(browser, language)
    assert page.response.request.path == page_of(published, language)
    assert page.tree.get("lang") == language
    assert published.programme.name in page.title


def test_short_tests_show_the_gain_and_no_share(
    browser: Browser, session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, [(3, 5), (4, 7)] * 6, maximum=8)
    publish(session, story, library)
    page = claire_opens(browser)
    assert page.h1 == "The average score rises by 31.3 points: from 43.8% to 75.0% right"
    assert "Reached the standard" not in page.text
    assert "fewer than 20 questions" in page.text


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([(12, 10), (14, 13)] * 5 + [(3, 2)], "falls by 7.7 points"),
        ([(10, 14), (14, 10)] * 5, "has not changed"),
    ],
)
def test_a_fall_is_called_a_fall(
    browser: Browser,
    session: Session,
    story: Story,
    library: Library,
    scores: list[Scores],
    said: str,
) -> None:
    # Nineteen questions: one too few for a standard, so the gain leads the page.
    take_part(session, story.cohort, scores, maximum=19)
    publish(session, story, library)
    assert said in claire_opens(browser).h1


def test_five_sessions_have_an_interval(
    browser: Browser, session: Session, story: Story, library: Library
) -> None:
    for place in range(5):
        scores = [(before, after + place) for before, after in TWELVE]
        take_part(session, new_session(session, story.programme, f"S{place}"), scores)
    publish(session, story, library)
    page = claire_opens(browser)
    assert re.search(r"The 95% interval runs from \+\d+\.\d to \+\d+\.\d points\.", page.text)
    assert "n = 60 pairs, 5 sessions" in page.text


def test_those_who_did_not_finish_stand_in_the_denominator(
    browser: Browser, session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, [*TWELVE, (8, None), (7, None), (9, None)])
    close(session, story.cohort)
    publish(session, story, library)
    page = claire_opens(browser)
    # Awa and Moussa never came: seventeen enrolled, twelve finished.
    assert page.h1.startswith("Of 17 enrolments")
    assert "Completed71%" in page.text
    assert "29% not tested at the end, 5" in page.text
    assert "2 enrolments without this test" in page.text


def test_everybody_or_nearly_is_not_written_exactly(
    browser: Browser, session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, [(4 + place % 5, 14 + place % 3) for place in range(12)])
    publish(session, story, library)
    page = claire_opens(browser)
    assert page.h1 == "Of 12 enrolments, at least 95% reach the standard"
    assert "at most 5% not tested at the end" in page.text
    assert "100%" not in page.text


def test_long_and_short_tests_are_told_apart(
    browser: Browser, session: Session, story: Story, library: Library
) -> None:
    take_part(session, story.cohort, TWELVE)
    take_part(session, new_session(session, story.programme), [(3, 5), (4, 7)] * 6, maximum=8)
    publish(session, story, library)
    page = claire_opens(browser)
    assert page.h1.startswith("The average score rises")
    assert "Of 24 enrolments, 12 had tests of 20 questions or more." in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_before_the_first_release_there_is_a_kind_page_without_a_number(
    browser: Browser, session: Session, story: Story, library: Library, language: str
) -> None:
    take_part(session, story.cohort, TWELVE[:9])
    publish(session, story, library)
    page = claire_opens(browser, language)
    main = page.all("main")[0]
    assert not re.search(r"\d", "".join(main.itertext()))


def test_what_changed_after_the_release_is_not_shown(
    browser: Browser, session: Session, published: Story
) -> None:
    before = claire_opens(browser).text
    with writing(session):
        session.execute(update(Attempt).values(points=20))
    take_part(session, new_session(session, published.programme), TWELVE)
    assert browser.get(page_of(published)).text == before


def test_after_the_question_who_asks_only_releases_are_read(
    app: Flask, browser: Browser, published: Story
) -> None:
    claire_opens(browser)
    for path in (page_of(published), "/en/programmes"):
        with statements(app) as said:
            browser.client.get(path)
        who, *rest = said
        assert "sign_in" in who
        assert 1 <= len(rest) <= 4
        for statement in rest:
            found = set(re.findall(r'(?:FROM|JOIN) "?(\w+)"?', statement)) - {"anon_1", "anon_2"}
            assert found, statement
            assert found <= TABLES, statement


@pytest.mark.parametrize("name", ["fatou", "charlie"])
def test_a_trainer_reads_no_release(browser: Browser, published: Story, name: str) -> None:
    come_in(browser, name)
    browser.get(page_of(published), expect=403)
    browser.get("/en/programmes", expect=403)


def test_a_trainee_reads_no_release(browser: Browser, published: Story) -> None:
    browser.sign_in(published.awas_card.code, published.awas_card.pin)
    browser.get(page_of(published), expect=403)


def test_nobody_reads_a_release_without_signing_in(browser: Browser, published: Story) -> None:
    assert browser.get(page_of(published)).response.request.path == "/en/sign-in"


def test_the_donor_of_another_programme_finds_nothing(
    browser: Browser, session: Session, published: Story
) -> None:
    other = another_programme(session)
    claire_opens(browser)
    browser.get(f"/en/programmes/{other.id}", expect=404)
    browser.get("/en/programmes/00000000-0000-7000-8000-000000000000", expect=404)
    browser.get("/en/programmes/nonsense", expect=404)


def another_programme(session: Session) -> Programme:
    with writing(session):
        other = Programme(
            name="Autre", time_zone="Africa/Bamako", made_at=START, origin=installed(session).id
        )
        session.add(other)
    return other


def test_a_donor_of_two_programmes_chooses(
    browser: Browser, session: Session, published: Story
) -> None:
    other = another_programme(session)
    with writing(session):
        accounts.grant(session, published.claire, Role.DONOR, START, programme_id=other.id)
    page = claire_opens(browser)
    assert page.h1 == "Your programmes"
    assert f"/en/programmes/{other.id}" in page.links()
    assert "Release 1, facts up to 17 November 2026" in page.text
    assert "No release yet" in page.text
    assert "/en/programmes" in browser.get(page_of(published)).links()


def test_the_administrator_reads_every_programme(browser: Browser, published: Story) -> None:
    come_in(browser, "boubacar")
    assert browser.get("/en/programmes").h1 == "Your programmes"
    browser.get(page_of(published))
    browser.get("/en/programmes/00000000-0000-7000-8000-000000000000", expect=404)


def test_women_can_be_read_alone_where_most_of_them_are_in_groups_of_ten(
    browser: Browser, session: Session, story: Story, library: Library
) -> None:
    with writing(session):
        story.programme.first_split = Dimension.SEX
    made = take_part(session, story.cohort, TWELVE * 2)
    with writing(session):
        for place, one in enumerate(made):
            one.sex = "woman" if place < 11 else "man"
    publish(session, story, library)
    # Two more come later, with eight men: too few to be divided.
    more = take_part(session, new_session(session, story.programme), TWELVE)
    with writing(session):
        for place, one in enumerate(more):
            one.sex = "woman" if place < 2 else "man"
    publish(session, story, library)
    whole = claire_opens(browser)
    assert "Covers about 85% of this group." in whole.text
    # Of 23 men 13 are in a group of men: too few to stand for all.
    assert [link.get("href") for link in whole.all("a") if "sex=" in str(link.get("href"))] == [
        f"{page_of(story)}?sex=woman"
    ]
    women = browser.get(f"{page_of(story)}?sex=woman")
    assert women.h1.startswith("Of 11 enrolments,")
    assert "No interval: too few sessions have ten people of this part." in women.text
    for address in ("sex=man", "sex=woman&region=Gao", "region=Gao"):
        assert browser.client.get(f"{page_of(story)}?{address}").status_code == 404
