"""One person of a session: progress for their trainer, answers only with a reason that is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people import looking
from elearn.people.looking import LineMissing, LineTooLong, PointsAtSomebody, Reason
from elearn.people.models import AuditEntry, Person
from elearn.quizzes.states import GRACE
from elearn.quizzes.waves import Wave
from tests.cohort_life import close_for_all, enrolled, open_for_all, take
from tests.conftest import MODULE, PASSWORD, START, Clock, Story
from tests.pages import Browser, Page

WHY = {"wave": "pre", "why": "help", "line": "objectif 2"}


@pytest.fixture
def tested(session: Session, story: Story, library: Library) -> Story:
    """Awa's pre-test: one right answer, one unknown, the rest wrong."""
    awa = enrolled(session, story)[0]
    open_for_all(session, story, Wave.PRE, START)
    take(session, library, story, awa, Wave.PRE, right_on=[1], unknown_on=[2], now=START)
    return story


@pytest.fixture
def fatou(browser: Browser, story: Story) -> Browser:
    trainer = browser.another()
    trainer.sign_in_staff("fatou", PASSWORD)
    return trainer


def person(story: Story, language: str = "en", number: int = 1) -> str:
    return f"/{language}/cohorts/{story.cohort.id}/people/{number}"


def looks(session: Session) -> list[AuditEntry]:
    session.rollback()
    acts = select(AuditEntry).where(AuditEntry.act.startswith("answers-seen-"))
    return list(session.scalars(acts))


def shown(page: Page, library: Library, language: str = "en") -> int:
    """How many of the module's questions stand on the page, whatever its spaces."""
    text = "".join(page.text.split())
    stems = [item.stem.in_(language) for item in library.modules[MODULE].items]
    return sum("".join(stem.replace("*", "").split()) in text for stem in stems)


def test_by_default_fatou_sees_progress_and_states_but_no_answer_and_no_score(
    fatou: Browser, tested: Story, library: Library, session: Session
) -> None:
    for language in ("fr", "en"):
        page = fatou.get(person(tested, language))
        assert library.modules[MODULE].title.in_(language) in page.text
        assert shown(page, library, language) == 0
        assert "%" not in page.text
    assert looks(session) == []


def test_answers_are_shown_once_for_a_reason_that_is_kept(
    fatou: Browser, tested: Story, library: Library, session: Session, clock: Clock
) -> None:
    address = f"{person(tested)}/answers"
    page = fatou.post(address, WHY)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "This look is written down." in page.text
    assert shown(page, library) == 8
    assert "I don’t know" in page.text
    assert "Right answer" not in page.text
    (kept,) = looks(session)
    assert (kept.act, kept.actor_id, kept.at) == ("answers-seen-pre", tested.fatou.id, clock.now)
    assert kept.subject_id == enrolled(session, tested)[0].id
    assert kept.reason == "help: objectif 2"
    # The address alone opens nothing, so it can be passed on to nobody.
    assert shown(fatou.get(address), library) == 0
    assert len(looks(session)) == 1


def test_keys_are_told_once_no_session_can_be_asked_these_questions_any_more(
    fatou: Browser, tested: Story, session: Session, clock: Clock
) -> None:
    open_for_all(session, tested, Wave.POST, START)
    for wave in (Wave.PRE, Wave.POST):
        close_for_all(session, tested, wave, START)
    address = f"{person(tested)}/answers"
    clock.now += GRACE * 2
    assert "Right answer" not in fatou.post(address, WHY).text  # the session's days still run
    clock.now += timedelta(days=5)
    fatou.sign_in_staff("fatou", PASSWORD)
    page = fatou.post(address, WHY)
    assert page.text.count("Right answer") == 7
    assert page.text.count("(right)") == 1


def test_awa_reads_on_her_account_that_her_answers_were_looked_at(
    browser: Browser, fatou: Browser, tested: Story
) -> None:
    browser.sign_in(tested.awas_card.code, tested.awas_card.pin)
    assert "Nobody has looked at your own answers." in browser.get("/en/account").text
    fatou.post(f"{person(tested)}/answers", WHY)
    own = browser.get("/en/account").text
    assert "Pre-test, to help with what was not learnt (objectif 2)" in own
    assert "fatou" not in own


def test_awa_reads_of_looks_at_an_earlier_session_too(
    browser: Browser, fatou: Browser, tested: Story, session: Session
) -> None:
    fatou.post(f"{person(tested)}/answers", WHY)
    kita = session.scalars(select(Cohort).where(Cohort.name == "Kita")).one()
    awa = enrolled(session, tested)[0]
    with writing(session):
        again = session.get_one(Person, awa.person_id)
        enrolments.enrol(session, kita, again, START + timedelta(hours=1))
    browser.sign_in(tested.awas_card.code, tested.awas_card.pin)
    assert "objectif 2" in browser.get("/en/account").text


REFUSED: tuple[dict[str, str], ...] = (
    {**WHY, "why": ""},
    {**WHY, "why": "curious"},
    {**WHY, "why": "other", "line": "  "},
    {**WHY, "line": "x" * 201},
    {**WHY, "line": "tél. 76 12 34 56"},
    {**WHY, "line": "a@b.ml"},
    {**WHY, "wave": "post"},
    {},
)


def test_without_a_reason_nothing_is_shown_and_nothing_is_kept(
    fatou: Browser, tested: Story, library: Library, session: Session
) -> None:
    for given in REFUSED:
        page = fatou.post(f"{person(tested)}/answers", given, expect=422)
        assert shown(page, library) == 0
        assert given.get("line", "") in page.html
    assert looks(session) == []


def test_nobody_else_opens_the_page_whatever_their_role(
    browser: Browser, tested: Story, session: Session
) -> None:
    awa = browser.another()
    awa.sign_in(tested.awas_card.code, tested.awas_card.pin)
    others = {"awa": (awa, 403)}
    for name, status in (("charlie", 404), ("claire", 403), ("boubacar", 403)):
        other = browser.another()
        other.sign_in_staff(name, PASSWORD)
        others[name] = (other, status)
    for other, status in others.values():
        other.get(person(tested), expect=status)
        other.post(f"{person(tested)}/answers", WHY, expect=status)
    assert looks(session) == []


def test_a_person_without_a_test_and_a_card_that_is_nobodys(fatou: Browser, story: Story) -> None:
    assert "Choose a reason" not in fatou.get(person(story, number=2)).text
    fatou.post(f"{person(story, number=2)}/answers", WHY, expect=422)
    for number in (0, 99, 10**30):
        fatou.get(person(story, number=number), expect=404)


def test_the_board_and_the_card_lead_to_the_person(fatou: Browser, story: Story) -> None:
    room = f"/en/cohorts/{story.cohort.id}"
    assert f'formaction="{room}/people"' in fatou.get(room).html
    assert person(story) in fatou.get(f"{room}/card/1").links()
    assert fatou.get(f"{room}/people?card=1").response.request.path == person(story)


def test_a_reason_is_read_back_as_it_was_given(session: Session, story: Story) -> None:
    assert looking.read("fault") == (Reason.FAULT, "")
    assert looking.read("other: a: b") == (Reason.OTHER, "a: b")
    assert looking.read("ill for two days") == (None, "ill for two days")
    for reason, line, refused in (
        (Reason.OTHER, "", LineMissing),
        (Reason.HELP, "x" * 201, LineTooLong),
        (Reason.HELP, "123456", PointsAtSomebody),
    ):
        with pytest.raises(refused), writing(session):
            looking.record(session, story.fatou, story.awa.id, "pre", reason, line, START)
    assert looks(session) == []
