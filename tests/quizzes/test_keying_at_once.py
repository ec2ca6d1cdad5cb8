"""Two trainers key the same sheet at the same moment: one of them is told."""

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.db import writing
from elearn.quizzes import keying
from elearn.quizzes.keying import CannotBeKeyed, KeyedTwice
from elearn.quizzes.models import Answer, Attempt, Keying
from elearn.quizzes.waves import Entry, Wave
from tests.conftest import Story
from tests.quizzes.keyed import hand, line, printed, questions
from tests.together import at_once


def test_one_sheet_is_kept_once_and_checked_once(
    engine: Engine, session: Session, story: Story, library: Library
) -> None:
    printed(session, story, library, Wave.PRE)
    typed = line(questions(session, story, library, Wave.PRE, "A"), 5)
    cohort = story.cohort.id

    def first(own: Session) -> bool:
        try:
            with writing(own):
                keying.key(own, cohort, Wave.PRE, 1, "A", typed, hand(library, story.fatou))
        except CannotBeKeyed:
            return False
        return True

    def second(own: Session) -> bool:
        try:
            with writing(own):
                keying.key_again(own, cohort, Wave.PRE, 1, typed, hand(library, story.fatou))
        except KeyedTwice:
            return False
        return True

    assert sorted(at_once(engine, [first, first])) == [False, True]
    assert sorted(at_once(engine, [second, second])) == [False, True]
    session.expire_all()
    assert session.scalars(select(Attempt)).one().points == 5
    assert len(session.scalars(select(Answer)).all()) == 8
    entries = session.scalars(select(Keying.entry).order_by(Keying.number)).all()
    assert entries == [Entry.FIRST, Entry.SECOND]
