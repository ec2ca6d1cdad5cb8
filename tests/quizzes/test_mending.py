"""A question is taken out or its key corrected: every score follows, and both are kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.courses.wording import wording_hash
from elearn.db import AppendOnly, writing, writing_rows
from elearn.people.models import AuditEntry
from elearn.quizzes import (
    answers,
    attempts,
    mended,
    mending,
    recounting,
    retention,
    verifying,
)
from elearn.quizzes.causes import Cause
from elearn.quizzes.marking import Score
from elearn.quizzes.mended import Mended
from elearn.quizzes.mending import Effects, NoReason, RuledMeanwhile
from elearn.quizzes.models import Attempt, Ruling, ScoreChange
from elearn.quizzes.questions import Choice
from elearn.quizzes.rulings import Verdict
from elearn.quizzes.waves import Wave
from elearn.quizzes.wordings import UnknownWording
from tests.cohort_life import wrong
from tests.conftest import MODULE, START, Story
from tests.quizzes.ruled import keyed, restored, rule, sums, truth, void
from tests.quizzes.taken import Statements, agreed, asked, enrolled, key_of, start
from tests.quizzes.taken import given as arriving
from tests.together import PATIENCE, at_once


class Test:
    """Awa's first test, begun, and the ways to answer it and to rule on it."""

    __test__ = False

    def __init__(self, engine: Engine, session: Session, story: Story, library: Library) -> None:
        self.engine, self.session, self.story, self.library = engine, session, story, library
        own = enrolled(session, story.cohort)[0]
        agreed(session, own.id, START)
        self.attempt = start(session, own.id, Wave.PRE, library, START)
        self.items = asked(self.attempt, library)
        self.id, self.number = self.attempt.id, 0

    def answer(self, item: Item, choice: Choice) -> None:
        self.number += 1
        with writing_rows(self.engine) as connection:
            one = arriving(item, choice, number=self.number)
            answers.keep(connection, self.id, [one], START)

    def answer_all(self) -> None:
        """The first half right, the others wrong."""
        for place, item in enumerate(self.items):
            self.answer(item, key_of(item) if place < len(self.items) // 2 else wrong(item))

    def rule(self, verdict: Verdict, reason: str = "The text changed.") -> bool:
        return rule(self.session, verdict, self.story.boubacar, reason)

    @property
    def score(self) -> Score:
        kept = sums(self.session, self.attempt)
        assert kept == truth(self.session, self.attempt)
        return kept

    def history(self) -> list[ScoreChange]:
        self.session.rollback()
        return list(self.session.scalars(select(ScoreChange).order_by(ScoreChange.id)))


@pytest.fixture
def test(engine: Engine, session: Session, online_story: Story, library: Library) -> Test:
    return Test(engine, session, online_story, library)


def test_a_question_taken_out_leaves_the_sums_and_the_maximum(test: Test) -> None:
    test.answer_all()
    assert test.score == Score(4, 0, 8, 8)
    assert test.rule(void(test.items[0]))
    assert test.score == Score(3, 0, 7, 7)
    assert test.rule(void(test.items[-1]))
    assert test.score == Score(3, 0, 6, 6)


def test_taking_a_ruling_back_makes_the_score_what_it_was(test: Test) -> None:
    test.answer_all()
    item = test.items[0]
    for verdict in (void(item), keyed(item, wrong_key(item)), void(item), restored(item)):
        assert test.rule(verdict)
    assert test.score == Score(4, 0, 8, 8)


def wrong_key(item: Item) -> Choice:
    """A whole answer that is not the key."""
    if item.kind == "match":
        spare = [one.id for one in item.options if one.id not in item.key]
        return {**item.pairs, item.prompts[0].id: spare[0]}
    if item.kind == "order":
        return list(reversed(item.key))
    spare = [one.id for one in item.distractors]
    return sorted([*item.key[1:], spare[0]])


def test_a_corrected_key_of_any_kind_marks_kept_answers_and_those_to_come(test: Test) -> None:
    for item in test.items[:4]:
        test.answer(item, wrong_key(item))
    for item in test.items:
        assert test.rule(keyed(item, wrong_key(item)))
    assert test.score == Score(4, 0, 4, 8)
    for item in test.items[4:]:
        test.answer(item, wrong_key(item))
    assert test.score == Score(8, 0, 8, 8)
    test.answer(test.items[0], key_of(test.items[0]))
    assert test.score == Score(7, 0, 8, 8)
    assert {item.kind for item in test.items} >= {"single", "multiple"}


def test_both_scores_are_kept_with_who_when_and_why(test: Test) -> None:
    test.answer_all()
    test.rule(void(test.items[0]), " The procedure has changed. ")
    (entry,) = test.history()
    assert (entry.points_before, entry.points_after) == (4, 3)
    assert (entry.maximum_before, entry.maximum_after) == (8, 7)
    assert (entry.cause, entry.changed_at) == (Cause.RULING, START)
    assert (entry.changed_by, entry.reason) == (
        test.story.boubacar.id,
        "The procedure has changed.",
    )
    told = test.session.scalars(select(AuditEntry.act)).all()
    assert "question-taken-out" in told


def test_a_score_that_stays_has_no_line_in_the_history(test: Test) -> None:
    test.answer(test.items[0], key_of(test.items[0]))
    test.rule(keyed(test.items[5], wrong_key(test.items[5])))
    assert test.history() == []


def test_history_and_rulings_can_be_neither_changed_nor_deleted(test: Test) -> None:
    test.answer_all()
    test.rule(void(test.items[0]))
    for table in (ScoreChange, Ruling):
        for statement in (update(table).values(reason="Another"), delete(table)):
            with pytest.raises(AppendOnly), writing(test.session):
                test.session.execute(statement)
    row = test.history()[0]
    with pytest.raises(AppendOnly), writing(test.session):
        test.session.get_one(ScoreChange, row.id).points_before = 8
    with pytest.raises(AppendOnly), writing(test.session):
        test.session.delete(test.session.get_one(ScoreChange, row.id))
    assert [one.points_before for one in test.history()] == [4]


def test_ruled_twice_alike_it_is_ruled_once(test: Test) -> None:
    test.answer_all()
    assert test.rule(void(test.items[0]))
    assert not test.rule(void(test.items[0]))
    assert not test.rule(restored(test.items[1]))
    assert len(test.history()) == 1


def act(test: Test, verdict: Verdict, seen: int = 0) -> Callable[[Session], str]:
    def ruled(session: Session) -> str:
        try:
            with writing(session):
                digest = wording_hash(verdict.wording)
                kept = mending.rule(
                    session,
                    digest,
                    verdict,
                    "Why",
                    seen=seen,
                    actor=test.story.boubacar,
                    now=START,
                )
        except RuledMeanwhile:
            return "meanwhile"
        return "kept" if kept else "stands"

    return ruled


def test_two_administrators_at_once_rule_once_and_the_other_is_told(test: Test) -> None:
    test.answer_all()
    item = test.items[0]
    said = at_once(test.engine, [act(test, void(item)), act(test, keyed(item, wrong_key(item)))])
    assert sorted(said) == ["kept", "meanwhile"]
    said = at_once(test.engine, [act(test, void(test.items[1]))] * 2)
    assert sorted(said) == ["kept", "stands"]
    assert test.score.maximum in (6, 7)


def test_an_answer_waits_for_a_ruling_and_is_marked_by_it(test: Test) -> None:
    item = test.items[0]
    with ThreadPoolExecutor(1) as pool:
        with writing(test.session):
            mending.rule(
                test.session,
                wording_hash(item),
                keyed(item, wrong_key(item)),
                "Why",
                seen=0,
                actor=test.story.boubacar,
                now=START,
            )
            sent = pool.submit(test.answer, item, wrong_key(item))
            with pytest.raises(TimeoutError):
                sent.result(0.3)
        sent.result(PATIENCE)
    assert test.score == Score(1, 0, 1, 8)


def test_a_ruling_waits_for_an_answer_and_marks_it(test: Test) -> None:
    item = test.items[0]
    with ThreadPoolExecutor(1) as pool, Session(test.engine) as another:
        with writing_rows(test.engine) as connection:
            one = arriving(item, wrong_key(item))
            answers.keep(connection, test.id, [one], START)
            ruled = pool.submit(act(test, keyed(item, wrong_key(item))), another)
            with pytest.raises(TimeoutError):
                ruled.result(0.3)
        assert ruled.result(PATIENCE) == "kept"
    assert test.score == Score(1, 0, 1, 8)


def test_answers_and_rulings_at_once_leave_the_truth(test: Test) -> None:
    def answering(place: int) -> Callable[[Session], str]:
        def send(_session: Session) -> str:
            item = test.items[place]
            with writing_rows(test.engine) as connection:
                one = arriving(item, key_of(item), number=place)
                answers.keep(connection, test.id, [one], START)
            return "sent"

        return send

    acts = [answering(0), act(test, void(test.items[0])), answering(1), answering(2)]
    acts += [act(test, void(test.items[1])), act(test, restored(test.items[0]), seen=1)]
    at_once(test.engine, acts, hands=3)
    assert test.score.maximum in (6, 7)


def test_a_test_begun_after_a_ruling_is_shorter_from_the_start(
    test: Test, session: Session, online_story: Story, library: Library
) -> None:
    for form in ("A", "B"):
        course = library.courses[online_story.cohort.course_id]
        test.rule(void(library.form(course, form)[0]))  # type: ignore[arg-type]
    moussa = enrolled(session, online_story.cohort)[1]
    agreed(session, moussa.id, START)
    begun = start(session, moussa.id, Wave.PRE, library, START)
    assert sums(session, begun) == Score(0, 0, 0, 7) == truth(session, begun)
    assert len(begun.shown) == 8


def moussa_begins(engine: Engine, test: Test) -> Callable[[], int]:
    """Moussa's first test, begun on a connection of his own; its maximum."""
    moussa = enrolled(test.session, test.story.cohort)[1]
    agreed(test.session, moussa.id, START)

    def begin() -> int:
        with Session(engine, expire_on_commit=False) as own:
            return start(own, moussa.id, Wave.PRE, test.library, START).maximum

    return begin


def first_of(test: Test, form: str) -> Item:
    return next(one for one in test.library.modules[MODULE].items if one.form == form)


def test_a_test_that_begins_while_a_ruling_is_kept_waits_and_is_shorter(test: Test) -> None:
    begin = moussa_begins(test.engine, test)
    digest = {form: wording_hash(first_of(test, form)) for form in "AB"}
    with ThreadPoolExecutor(1) as pool:
        with writing(test.session):
            for form in "AB":
                mending.rule(
                    test.session,
                    digest[form],
                    void(first_of(test, form)),
                    "Why",
                    seen=0,
                    actor=test.story.boubacar,
                    now=START,
                )
            begun = pool.submit(begin)
            with pytest.raises(TimeoutError):
                begun.result(0.3)
        assert begun.result(PATIENCE) == 7


def test_tests_that_begin_and_rulings_at_once_leave_the_truth(test: Test) -> None:
    begin = moussa_begins(test.engine, test)
    acts = [lambda _session: str(begin())]
    acts += [act(test, void(first_of(test, form))) for form in "AB"]
    at_once(test.engine, acts, hands=3)
    for one in test.session.scalars(select(Attempt)).all():
        assert sums(test.session, one) == truth(test.session, one)
        assert one.maximum == 7


def test_an_answer_to_a_test_without_a_ruling_costs_what_it_did(test: Test) -> None:
    other = next(item for item in test.library.modules[test.story.cohort.course_id].items)
    test.rule(void(next(one for one in test.items if one.id != other.id)))
    item = test.items[-1]
    with Statements(test.engine) as watched:
        test.answer(item, key_of(item))
    assert (watched.reads, watched.writes) == (0, ["INSERT", "INSERT", "UPDATE"])


def test_the_preview_counts_and_keeps_nothing(test: Test) -> None:
    test.answer_all()
    first, last = test.items[0], test.items[-1]

    def seen(verdict: Verdict) -> Effects:
        return mending.preview(test.session, wording_hash(verdict.wording), verdict)

    assert seen(void(first)) == Effects(people=1, sessions=1, up=0, same=0, down=1, forgotten=0)
    assert seen(void(last)) == Effects(1, 1, up=1, same=0, down=0, forgotten=0)
    assert seen(restored(first)) == Effects(1, 1, up=0, same=1, down=0, forgotten=0)
    assert test.score == Score(4, 0, 8, 8)


def test_a_ruling_needs_a_reason_and_a_known_wording(test: Test) -> None:
    for reason in ("", "  \n"):
        with pytest.raises(NoReason):
            test.rule(void(test.items[0]), reason)
    unknown = test.items[0].model_copy(update={"version": 99})
    with pytest.raises(UnknownWording):
        test.rule(void(unknown))
    assert test.history() == []


def test_a_test_whose_answers_are_gone_keeps_its_score(test: Test) -> None:
    test.answer_all()
    test.rule(void(test.items[0]))
    with writing(test.session):
        attempts.submit(test.session, test.attempt.enrolment_id, Wave.PRE, START)
        assert retention.forget(test.session, START + timedelta(days=400))
    test.rule(void(test.items[1]))
    assert sums(test.session, test.attempt) == Score(3, 0, 7, 7)
    effects = mending.preview(test.session, wording_hash(test.items[2]), void(test.items[2]))
    assert (effects.forgotten, effects.up, effects.same, effects.down) == (1, 0, 0, 0)
    found = told(test)
    assert found.without[test.attempt.id] == Score(4, 0, 0, 8)


def test_what_was_set_aside_is_not_verified(test: Test) -> None:
    test.answer_all()
    with writing(test.session):
        test.session.get_one(Attempt, test.id, populate_existing=True).points = 0
    assert [one.attempt_id for one in verifying.verify(test.session).differences] == [test.id]
    with writing(test.session):
        test.session.get_one(Attempt, test.id).deleted_at = START
    assert verifying.verify(test.session).differences == ()


def told(test: Test) -> Mended:
    connection = test.session.connection()
    return mended.of_attempts(connection, [test.id], recounting.holding(connection))


def test_who_asks_what_was_ruled_gets_both_scores(test: Test) -> None:
    test.answer_all()
    assert told(test).rulings == ()
    test.rule(void(test.items[0]))
    found = told(test)
    assert [one.reason for one in found.rulings] == ["The text changed."]
    assert found.without[test.attempt.id] == Score(4, 0, 8, 8)
    test.rule(restored(test.items[0]))
    assert told(test).rulings == ()


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["right", "other", "unknown", "void", "key", "restore", "submit", "recount"]
        ),
        st.integers(0, 7),
    ),
    max_size=14,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_after_any_acts_the_sums_are_what_the_rows_say(
    test: Test, acts: list[tuple[str, int]]
) -> None:
    """One database for all examples: each goes on where the one before it stopped.

    The test is handed in at some point; `answers.keep` does not ask, so answers go on.
    """
    enrolment_id = enrolled(test.session, test.story.cohort)[0].id
    for kind, place in acts:
        item = test.items[place]
        if kind in ("right", "other", "unknown"):
            choices = {"right": key_of(item), "other": wrong_key(item), "unknown": None}
            test.answer(item, choices[kind])
        elif kind == "void":
            test.rule(void(item))
        elif kind == "key":
            test.rule(keyed(item, wrong_key(item)))
        elif kind == "restore":
            test.rule(restored(item))
        elif kind == "submit":
            with writing(test.session):
                attempts.submit(test.session, enrolment_id, Wave.PRE, START)
        else:
            recounting_nothing(test)
        assert sums(test.session, test.attempt) == truth(test.session, test.attempt)
    assert verifying.verify(test.session).differences == ()


def recounting_nothing(test: Test) -> None:
    with writing_rows(test.engine) as connection:
        assert recounting.recount(connection, [test.attempt.id]) == []
    assert test.session.scalars(select(Attempt)).all()
