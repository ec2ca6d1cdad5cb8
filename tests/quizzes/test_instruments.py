"""Answers to a test that is not Danbe's: kept once, apart from everything of ours."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import attendance, enrolment
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.installation import settings
from elearn.people.models import AuditEntry, Person
from elearn.quizzes import booklets, instruments, keying_desk, retention
from elearn.quizzes.instrument_models import Instrument, OutsideAnswer, OutsideTest
from elearn.quizzes.instrument_sheet import NoSuchCard, OtherQuestions
from elearn.quizzes.models import Attempt, Response
from elearn.quizzes.waves import Wave
from elearn.reports import follow_ups, instrument_report, roster, sessions
from elearn.reports.final_rows import unpublished
from elearn.reports.scopes import Scope
from elearn.results.gains import Mastery
from tests.conftest import START, Story
from tests.quizzes.outside import bring, sheet
from tests.reports.scored import take_part


def many(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def points(session: Session) -> list[int]:
    return sorted(session.scalars(select(OutsideTest.points)))


def test_people_join_without_a_sign_in_and_the_same_file_brings_nobody_twice(
    session: Session, story: Story
) -> None:
    answers = sheet(["AB", "AC", "--", "BB"])
    changes = instruments.compare(session, story.cohort, answers)
    assert (len(changes.new), changes.newcomers, changes.unchanged) == (4, 4, 0)
    assert bring(session, story.cohort, answers) is not None
    assert bring(session, story.cohort, answers) is None
    assert points(session) == [0, 1, 1, 2]
    assert (many(session, Enrolment), many(session, OutsideAnswer)) == (6, 8)
    cards = select(Enrolment.card_number).join(
        OutsideTest, OutsideTest.enrolment_id == Enrolment.id
    )
    assert sorted(session.scalars(cards)) == [3, 4, 5, 6]
    secrets = select(Person.secret).join(Enrolment).where(Enrolment.card_number > 2)
    assert set(session.scalars(secrets)) == {None}
    acts = session.scalars(select(AuditEntry.act)).all()
    assert acts.count("instrument-imported") == 1


def test_our_own_tests_and_releases_never_see_it(session: Session, story: Story) -> None:
    bring(session, story.cohort, sheet(["AB", "AC"]))
    assert (many(session, Attempt), many(session, Response)) == (0, 0)
    later = START + timedelta(days=1)
    waiting = session.execute(unpublished(story.programme.id, later)).all()
    assert len(waiting) == 2  # Awa and Moussa
    bring(session, story.cohort, sheet(["AB"], title="Third", cards=[1]))
    assert len(session.execute(unpublished(story.programme.id, later)).all()) == 2


def test_who_only_took_it_is_counted_nowhere(session: Session, story: Story) -> None:
    bring(session, story.cohort, sheet(["AB", "AC"]))
    with writing(session):
        session.get_one(Person, story.moussa.id).username = "moussa"
    (line,) = sessions.trained(session, [story.cohort.id], [], offset=0, limit=9, now=START)
    assert line.people == 1  # Awa
    (later,) = follow_ups.lines(session, [story.cohort], START)
    assert [one.asked for one in later.seasons] == [1, 1]
    assert attendance.read(session, story.cohort).numbers == (1,)
    assert [one.counts for one in roster.members(session, story.cohort, ())] == [
        True,
        False,
        False,
        False,
    ]
    assert booklets.asked(session, story.cohort) == (1, 2)
    assert keying_desk.load(session, story.cohort, Wave.PRE).waiting == (1, 2)
    with writing(session):
        awa = session.scalars(select(Enrolment).where(Enrolment.card_number == 1)).one()
        awa.withdrawn_at = START
    (later,) = follow_ups.lines(session, [story.cohort], START)
    assert [one.asked for one in later.seasons] == [0, 0]
    assert booklets.asked(session, story.cohort) == (2,)
    assert keying_desk.load(session, story.cohort, Wave.PRE).waiting == (2,)


def test_cards_name_people_who_are_here(session: Session, story: Story) -> None:
    changes = instruments.compare(session, story.cohort, sheet(["AB", "AB"], cards=[2, 9]))
    assert changes.problems == (NoSuchCard(3, "Card", "9"),)
    with pytest.raises(instruments.Refused):
        bring(session, story.cohort, sheet(["AB", "AB"], cards=[2, 9]))
    bring(session, story.cohort, sheet(["AB", "AC"], cards=[2, 1]))
    assert many(session, Enrolment) == 2


def test_other_answers_replace_only_where_somebody_said_so(session: Session, story: Story) -> None:
    bring(session, story.cohort, sheet(["AB", "AC"], cards=[1, 2]))
    mended = sheet(["AB", "AB"], cards=[1, 2])
    changes = instruments.compare(session, story.cohort, mended)
    assert (len(changes.new), len(changes.changed), changes.unchanged) == (0, 1, 1)
    with pytest.raises(instruments.WouldReplace):
        bring(session, story.cohort, mended)
    bring(session, story.cohort, mended, replace=True)
    assert points(session) == [2, 2]
    assert instruments.compare(session, story.cohort, mended).unchanged == 2


def test_what_was_not_seen_is_not_kept(session: Session, story: Story) -> None:
    with pytest.raises(instruments.ChangedMeanwhile), writing(session):
        instruments.accept(
            session,
            story.cohort.id,
            sheet(["AB"]),
            "other",
            replace=False,
            actor=None,
            random=Random(1),
            now=START,
        )


def test_one_name_is_one_test(session: Session, story: Story) -> None:
    bring(session, story.cohort, sheet(["AB"]))
    other = sheet(["AB"])
    questions = (other.questions[0], other.questions[0])
    twisted = type(other)(other.title, other.wave, questions, other.rows, None)
    changes = instruments.compare(session, story.cohort, twisted)
    assert changes.problems == (OtherQuestions(1, "Other"),)


def test_nobody_new_joins_a_closed_session(session: Session, story: Story) -> None:
    with writing(session):
        enrolment.close(session, enrolment.locked(session, story.cohort.id), START)
    with pytest.raises(CohortClosed):
        bring(session, story.cohort, sheet(["AB"]))
    assert bring(session, story.cohort, sheet(["AB"], cards=[1])) is not None


def test_single_answers_go_with_those_of_our_tests(session: Session, story: Story) -> None:
    made = bring(session, story.cohort, sheet(["AB", "AC"]))
    assert made is not None
    with writing(session):
        settings.change(session, settings.RETENTION_MONTHS, 9, START)
        retention.forget(session, START + timedelta(days=300))
    assert (many(session, OutsideAnswer), points(session)) == (0, [1, 2])
    scope = Scope({story.cohort.id})
    assert instrument_report.report(session, scope, made.id, Wave.POST) is None
    assert instruments.compare(session, story.cohort, sheet(["AB", "AC"])).unchanged == 2


def test_people_who_took_it_twice_are_followed_item_by_item(session: Session, story: Story) -> None:
    take_part(session, story.cohort, [(None, None)] * 2)
    bring(session, story.cohort, sheet(["AC", "BC", "AB", "AB"], wave=Wave.PRE, cards=[1, 2, 3, 4]))
    made = bring(session, story.cohort, sheet(["AB", "BB", "AC"], cards=[1, 2, 3]))
    assert made is not None
    scope = Scope((), {story.programme.id})
    found = instrument_report.item(session, scope, made.id, Wave.POST, 2)
    assert found is not None
    assert (found.label, found.key, found.moved) == ("Q2", "B", Mastery(0, 2, 1, 0))
    assert found.study.figures.right == 2
    for number in (0, 3):
        assert instrument_report.item(session, scope, made.id, Wave.POST, number) is None
    nobody = Scope()
    assert instrument_report.report(session, nobody, made.id, Wave.POST) is None
    assert instrument_report.listed(session, nobody) == ()
    listed = instrument_report.listed(session, Scope(everything=True))
    assert [(one.title, one.wave, one.people) for one in listed] == [
        ("Other", Wave.PRE, 4),
        ("Other", Wave.POST, 3),
    ]
    with writing(session):
        session.get_one(Instrument, made.id).deleted_at = START
    assert instrument_report.report(session, scope, made.id, Wave.POST) is None
