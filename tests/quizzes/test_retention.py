"""Single answers go twelve months after a session; what they summed to stays."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.db import writing
from elearn.quizzes import retention
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.states import Late
from tests.conftest import Story
from tests.pages import Browser
from tests.web.walk import answer_all, begin, hand_in


def _count(session: Session, table: type[Answer] | type[Response]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_answers_stay_for_a_year_and_then_only_the_score_stays(
    browser: Browser, online_story: Story, library: Library, session: Session
) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    begin(browser, "pre")
    answer_all(browser, library, "pre", right=8)
    hand_in(browser, "pre")
    with writing(session):
        assert retention.forget(session, datetime(2027, 11, 18, tzinfo=UTC)) == 0
    assert _count(session, Answer) == 8
    with writing(session):
        assert retention.forget(session, datetime(2027, 11, 20, tzinfo=UTC)) == 8
    assert _count(session, Answer) == _count(session, Response) == 0
    assert session.scalars(select(Attempt.points)).one() == 8
    assert browser.get("/fr/result").status == 200


def test_late_answers_that_go_undecided_are_left_out(
    browser: Browser, online_story: Story, library: Library, session: Session
) -> None:
    browser.sign_in(online_story.awas_card.code, online_story.awas_card.pin)
    begin(browser, "pre")
    answer_all(browser, library, "pre", right=8)
    with writing(session):
        session.scalars(select(Attempt)).one().late = Late.WAITING
    for day, late in ((18, Late.WAITING), (20, Late.EXCLUDED)):
        with writing(session):
            retention.forget(session, datetime(2027, 11, day, tzinfo=UTC))
        assert session.scalars(select(Attempt.late)).one() is late
