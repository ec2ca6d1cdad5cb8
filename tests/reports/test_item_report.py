"""What the answers of several sessions tell of each question: who counts, and what is said."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.courses.wording import wording_hash
from elearn.db import writing
from elearn.people.models import Person
from elearn.quizzes import attempts, mending
from elearn.quizzes.models import Attempt, Response
from elearn.quizzes.questions import Choice
from elearn.quizzes.rulings import RulingKind, Verdict
from elearn.quizzes.waves import Source, Wave
from elearn.reports import item_report, open_forms
from elearn.reports.item_report import NONE, OTHER, UNKNOWN, parts, right_parts
from elearn.reports.item_rows import Given
from elearn.reports.scopes import Scope
from elearn.results.items import Flag
from elearn.results.thresholds import Certainty
from tests.cohort_life import close_for_all, open_for_all, right, take, wrong
from tests.conftest import MODULE, START, Story
from tests.reports.answered import able, answered
from tests.reports.scored import new_session

ALL = Scope(everything=True)
LATER = START + timedelta(hours=9)


def reports(session, library, wave=Wave.POST, scope=ALL, now=LATER):
    found = item_report.forms(session, scope, library.courses[MODULE], wave, now)
    return {form.form: form for form in found}


def one_item(session, library, slot, form="A", wave=Wave.POST, scope=ALL):
    item = library.module_of[slot].item(slot, form)
    digest = wording_hash(item).hex()
    return item_report.item(session, scope, library.courses[MODULE], wave, item, digest, LATER)


@pytest.fixture
def slots(library: Library) -> tuple[str, ...]:
    return library.courses[MODULE].blueprint


def test_the_asker_s_sessions_stand_together_and_no_others(
    session: Session, library: Library, story: Story
) -> None:
    answered(session, library, story.cohort, 30)
    second = new_session(session, story.programme)
    answered(session, library, second, 30, source=Source.PAPER_ITEMS)
    own = Scope({story.cohort.id})
    assert reports(session, library, scope=own)["A"].analysis.n == 15
    both = reports(session, library, scope=Scope((), {story.programme.id}))
    assert {form: one.analysis.n for form, one in both.items()} == {"A": 30, "B": 30}
    assert reports(session, library, scope=Scope()) == {}
    found = both["A"]
    assert len(found.lines) == len(library.courses[MODULE].blueprint)
    assert all(line.flags == () for line in found.lines)  # under fifty


def test_only_first_tries_of_trainees_that_have_a_score_count(
    session: Session, library: Library, story: Story
) -> None:
    people = answered(session, library, story.cohort, 12, waves=(Wave.POST,))
    with writing(session):
        ids = {
            who: session.scalar(select(Attempt.id).where(Attempt.enrolment_id == who))
            for who in people
        }
        spoiled = {
            people[0]: {"tried": 2},
            people[2]: {"number": 2},
            people[4]: {"submitted_at": None},
            people[6]: {"deleted_at": START},
        }
        for who, changed in spoiled.items():
            session.execute(update(Attempt).where(Attempt.id == ids[who]).values(**changed))
        attempts.excuse(session, people[8], Wave.POST, START)
        session.execute(delete(Response).where(Response.attempt_id == ids[people[10]]))
        staff = session.get_one(Enrolment, people[1]).person_id
        session.execute(update(Person).where(Person.id == staff).values(username="staff-one"))
        session.execute(update(Enrolment).where(Enrolment.id == people[3]).values(deleted_at=START))
    found = reports(session, library)
    # Of form B six began and none is left; of form A four of six.
    assert {form: one.analysis.n for form, one in found.items()} == {"A": 4}


def test_a_test_that_was_never_sent_counts_when_it_is_over(
    session: Session, library: Library, story: Story
) -> None:
    awa = session.scalars(select(Enrolment).order_by(Enrolment.card_number)).first()
    assert awa is not None
    open_for_all(session, story, Wave.PRE, START)
    take(session, library, story, awa, Wave.PRE, right_on={0}, now=START, submit=False)
    assert reports(session, library, Wave.PRE) == {}
    close_for_all(session, story, Wave.PRE, START + timedelta(hours=1))
    (found,) = reports(session, library, Wave.PRE).values()
    assert (found.analysis.n, sum(line.figures.right for line in found.lines)) == (1, 1)


def test_a_wrong_key_is_seen_and_a_ruling_is_respected(
    session: Session, library: Library, story: Story, slots: tuple[str, ...]
) -> None:
    def backwards(person: int, wave: Wave, item, random) -> Choice:
        if item.slot != slots[0]:
            return able(person, wave, item, random)
        return wrong(item) if person % 10 > 4 else right(item)

    answered(session, library, story.cohort, 120, backwards)
    report = one_item(session, library, slots[0])
    assert report.study.certainty is Certainty.PROVISIONAL
    assert Flag.KEY_ERROR in report.line.flags
    assert report.twins.n == 120
    assert report.sexes.found is None
    item = library.module_of[slots[0]].item(slots[0], "A")
    with writing(session):
        mending.rule(
            session,
            wording_hash(item),
            Verdict(item, RulingKind.VOID),
            "Two answers are right.",
            seen=0,
            actor=story.boubacar,
            now=LATER,
        )
    assert one_item(session, library, slots[0]) is None
    form = reports(session, library)["A"]
    assert (form.analysis.k, form.analysis.n, form.other) == (len(slots) - 1, 60, 0)


def test_wordings_are_kept_apart_and_other_tests_left_out(
    session: Session, library: Library, story: Story, slots: tuple[str, ...]
) -> None:
    people = answered(session, library, story.cohort, 20, waves=(Wave.PRE,))
    with writing(session):
        tests = session.scalars(select(Attempt).where(Attempt.enrolment_id.in_(people))).all()
        on_a = [test for test in tests if test.form == "A"]
        for test in on_a[:3]:
            first, *rest = test.shown
            test.shown = [{**first, "wording": "ab" * 32}, *rest]
        on_a[3].shown = on_a[3].shown[1:]
    form = reports(session, library, Wave.PRE)["A"]
    assert (form.analysis.n, form.other) == (9, 1)
    own = [line.figures.n for line in form.lines if line.item == f"{slots[0]}-A"]
    assert own == [6, 3]
    report = one_item(session, library, slots[0], wave=Wave.PRE)
    assert report.study.figures.n == 6
    assert sorted(report.wordings.values()) == [3, 6]


def test_the_same_question_twice_is_followed_at_the_follow_ups(
    session: Session, library: Library, story: Story, slots: tuple[str, ...]
) -> None:
    def later(person: int, wave: Wave, item, random) -> Choice:
        return right(item) if wave is Wave.SIX_MONTHS else wrong(item)

    waves = (Wave.FOLLOW_UP, Wave.SIX_MONTHS)
    answered(session, library, story.cohort, 11, later, waves=waves)
    report = one_item(session, library, slots[0], "C", Wave.SIX_MONTHS)
    assert (report.again.gained, report.again.n, report.twins.n) == (11, 11, 0)


def test_women_and_men_are_compared_from_a_hundred_of_each(
    session: Session, library: Library, story: Story, slots: tuple[str, ...]
) -> None:
    def unfair(person: int, wave: Wave, item, random) -> Choice:
        if item.slot == slots[1]:
            return right(item) if person % 4 < 2 else wrong(item)
        return able(person, wave, item, random)

    answered(
        session,
        library,
        story.cohort,
        400,
        unfair,
        waves=(Wave.POST,),
        sex=lambda person: "man" if person % 4 < 2 else "woman",
    )
    found = one_item(session, library, slots[2]).sexes
    assert (found.women, found.men) == (100, 100)
    assert found.found is not None


def test_answers_are_told_apart_by_what_their_kind_asks(library: Library) -> None:
    kinds = {}
    for module in library.modules.values():
        for item in module.items:
            kinds.setdefault(item.kind, item)
    for kind, item in kinds.items():
        assert parts(item, Given(right(item), True)) == tuple(
            sorted(right_parts(item)) if kind == "multiple" else right_parts(item)
        )
        assert parts(item, Given(None, False)) == (UNKNOWN,)
        assert parts(item, item_report.NOT_GIVEN) == (NONE,)
    order = kinds["order"]
    assert parts(order, Given(wrong(order), False)) == (OTHER,)


def test_a_form_may_be_asked_until_the_sessions_of_the_asker_are_over(
    session: Session, story: Story
) -> None:
    def asked(form: str, now, scope=ALL) -> bool:
        return open_forms.may_be_asked(session, scope, [MODULE], form, now)

    assert asked("A", START)
    assert not asked("A", START, Scope())
    after = START + timedelta(days=10)
    assert not asked("A", after)
    open_for_all(session, story, Wave.POST, START)
    assert asked("B", after)
    close_for_all(session, story, Wave.POST, START + timedelta(days=1))
    assert not asked("B", after)
    assert asked("C", START + timedelta(weeks=20))
    assert asked("C", START + timedelta(weeks=31))
    assert not asked("C", START + timedelta(weeks=33))


@pytest.mark.long
def test_a_hundred_thousand_answers_are_read_in_some_seconds(
    session: Session, library: Library, story: Story
) -> None:
    course = max(library.courses.values(), key=lambda one: len(one.blueprint))
    people = 50_000 // len(course.blueprint)
    with writing(session):
        story.cohort.course_id = course.id
    answered(session, library, story.cohort, people, course=course.id)
    assert (session.scalar(select(func.count()).select_from(Response)) or 0) > 99_000
    began = time.perf_counter()
    forms = item_report.forms(session, ALL, course, Wave.POST, LATER)
    listed = time.perf_counter() - began
    item = library.form(course, "A")[0]
    began = time.perf_counter()
    digest = wording_hash(item).hex()
    found = item_report.item(session, ALL, course, Wave.POST, item, digest, LATER)
    read = time.perf_counter() - began
    print(f"list {listed:.2f} s, item {read:.2f} s")
    assert found is not None
    assert sum(form.analysis.n for form in forms) == people
    assert listed < 30
    assert read < 30
