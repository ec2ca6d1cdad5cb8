"""The box and the sheets as rows: by tens, once each, each cell by itself."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, SurveyAsked
from elearn.db import empty_log, writing
from elearn.surveys import asking, bags, retention, sealing
from elearn.surveys.handing_in import hand_in
from elearn.surveys.models import Box, Sheet
from elearn.surveys.tickets import Ticket
from tests.conftest import START, Story
from tests.surveys.sheets import KEY, TODAY, cell, hand, own_answers
from tests.together import at_once


def sheets(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Sheet.id))) or 0


def waiting(session: Session) -> int:
    session.rollback()
    sealed = session.scalars(select(Box.sealed)).one()
    return len(bags.unpacked(sealing.opened(KEY, sealed)).waiting)


def test_nine_wait_and_the_tenth_brings_all(session: Session, story: Story) -> None:
    random = Random(1)
    for person in range(9):
        hand(session, cell(story.programme.id), person, random)
    assert (sheets(session), waiting(session)) == (0, 9)
    hand(session, cell(story.programme.id), 9, random)
    assert (sheets(session), waiting(session)) == (10, 0)
    kept = session.scalars(select(Sheet)).all()
    assert {one.quarter for one in kept} == {"2026-Q4"}
    assert [own_answers(person) in [one.answers for one in kept] for person in range(10)]


def test_a_sheet_sent_twice_counts_once(session: Session, story: Story) -> None:
    for _ in range(3):
        hand(session, cell(story.programme.id), 1, Random(1))
    assert waiting(session) == 1


def test_two_cells_never_make_ten_together(session: Session, story: Story) -> None:
    random = Random(1)
    for person in range(9):
        for moment in ("baseline", "endline"):
            hand(session, cell(story.programme.id, moment), person, random)
    assert sheets(session) == 0


def test_a_box_of_another_key_is_begun_anew(session: Session, story: Story) -> None:
    hand(session, cell(story.programme.id), 1, Random(1))
    with writing(session):
        hand_in(
            session,
            cell(story.programme.id),
            own_answers(2),
            Ticket("2", TODAY),
            key=b"l" * 32,
            random=Random(1),
            today=TODAY,
        )
    sealed = session.scalars(select(Box.sealed)).one()
    assert bags.unpacked(sealing.opened(b"l" * 32, sealed)).waiting == [own_answers(2)]


def test_twenty_who_press_at_once_are_twenty(
    engine: Engine, session: Session, story: Story
) -> None:
    def handing(person: int) -> Callable[[Session], None]:
        def act(opened: Session) -> None:
            hand(opened, cell(story.programme.id), person, Random(person))

        return act

    at_once(engine, [handing(person) for person in range(20)], hands=4)
    assert (sheets(session), waiting(session)) == (20, 0)


def test_a_questionnaire_is_shown_once_and_nothing_else_is_kept(
    session: Session, story: Story
) -> None:
    own = session.scalars(select(Enrolment.id).where(Enrolment.person_id == story.awa.id)).one()
    said = []
    for moment, module in (("baseline", ""), ("baseline", ""), ("module", "a"), ("module", "b")):
        with writing(session):
            said.append(asking.ask(session, own, moment, module))  # type: ignore[arg-type]
    assert said == [True, False, True, True]
    assert set(SurveyAsked.__table__.columns.keys()) == {"enrolment_id", "moment", "module"}


def test_no_column_leads_to_a_person_a_session_a_module_or_a_time() -> None:
    cells = {"programme_id", "course_id", "survey", "version", "moment"}
    assert set(Box.__table__.columns.keys()) == cells | {"sealed"}
    assert set(Sheet.__table__.columns.keys()) == cells | {"id", "quarter", "answers", "sent"}
    keys = [key.column.table.name for t in (Box, Sheet) for key in t.__table__.foreign_keys]
    assert set(keys) == {"programme"}


def test_the_last_few_go_a_year_after_their_last_session(session: Session, story: Story) -> None:
    hand(session, cell(story.programme.id), 1, Random(1))
    for later, gone in ((300, 0), (380, 1), (380, 0)):
        with writing(session):
            assert retention.forget(session, START + timedelta(days=later)) == gone


# PostgreSQL has no such log.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_log_that_somebody_reads_is_emptied_the_next_time(
    engine: Engine, session: Session, story: Story
) -> None:
    with engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM survey_box").scalar()
        with writing(session):
            asking.ask(session, session.scalars(select(Enrolment.id)).first(), "baseline")  # type: ignore[arg-type]
        assert not empty_log(session)
        reader.exec_driver_sql("ROLLBACK")
    assert empty_log(session)
