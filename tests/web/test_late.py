"""Answers that arrive after closing: kept, told so, counted by nobody before the trainer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.models import AuditEntry, Person
from elearn.quizzes import attempts, late, retention, standing
from elearn.quizzes.models import Allowance, Answer, Attempt, Response
from elearn.quizzes.standing import Membership
from elearn.quizzes.states import GRACE, State
from elearn.quizzes.waves import Wave
from elearn.quizzes.wordings import Wordings
from elearn.reports import roster
from tests.conftest import MODULE, PASSWORD, Clock, Story
from tests.pages import Browser
from tests.quizzes.taken import asked, enrolled, recounted
from tests.together import at_once
from tests.web.test_answering import Phone, arrived, sums
from tests.web.walk import begin, hand_in

WRONG_CLOCKS = ["1999-01-01T00:00:00Z", "2031-05-05T10:00:00Z", None]


def begun(browser: Browser, story: Story, session: Session, library: Library) -> Phone:
    """Awa's telephone in her pre-test, which she has begun."""
    browser.sign_in(story.awas_card.code, story.awas_card.pin)
    begin(browser, "pre")
    attempt = session.scalars(select(Attempt)).one()
    return Phone(browser, attempt, asked(attempt, library))


@pytest.fixture
def phone(
    browser: Browser, online_story: Story, session: Session, library: Library, clock: Clock
) -> Phone:
    """Awa's telephone: one answer sent, then no network until the test is closed."""
    made = begun(browser, online_story, session, library)
    assert made.send(made.answer(number=5))[0] == 200
    with writing(session):
        attempts.open_test(session, online_story.cohort.id, Wave.PRE, clock.now)
        attempts.close_test(session, online_story.cohort.id, Wave.PRE, clock.forward(hours=1))
    clock.now += GRACE + timedelta(hours=2)
    return made


@pytest.fixture
def fatou(browser: Browser, online_story: Story) -> Browser:
    trainer = browser.another()
    trainer.sign_in_staff("fatou", PASSWORD)
    return trainer


def kept(session: Session) -> Attempt:
    session.rollback()
    return session.scalars(select(Attempt).execution_options(populate_existing=True)).one()


def stands(session: Session, story: Story, now: datetime) -> State:
    """The state of Awa's pre-test, as her page and as the trainer's board read it."""
    session.rollback()
    own = enrolled(session, story.cohort)[0]
    cohort = story.cohort
    found = standing.load(session.connection(), Membership.of(own, cohort), ())
    board = roster.members(session, cohort, ())[0]
    assert board.state(Wave.PRE, now) is found.state(Wave.PRE, now)
    return found.state(Wave.PRE, now)


def decide(session: Session, story: Story, library: Library, now: datetime, count: bool) -> bool:
    """Fatou decides about Awa's late answers; False where it was decided already."""
    try:
        with writing(session):
            late.decide(
                session,
                session.get_one(Enrolment, enrolled(session, story.cohort)[0].id),
                Wave.PRE,
                count=count,
                wordings=Wordings(library.modules[MODULE].items),
                reason="power cut",
                actor=session.get_one(Person, story.fatou.id),
                now=now,
            )
    except late.NothingToDecide:
        return False
    return True


def test_late_answers_come_twice_out_of_order_and_with_wrong_clocks_and_move_no_figure(
    phone: Phone, online_story: Story, session: Session, clock: Clock
) -> None:
    before = sums(session)
    packets = [
        phone.answer(item, None, number=9 - place, at=WRONG_CLOCKS[place % 3])
        for place, item in enumerate(phone.items)
    ]
    for packet in [packets, packets[4:], packets]:
        assert phone.send(*packet) == (202, {"said": "late"})
    assert (sums(session), arrived(session)) == (before, 1 + len(packets))
    assert kept(session).late == "waiting"
    assert stands(session, online_story, clock.now) is State.COLLECTED
    assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert "after the closing" in phone.browser.get("/en/test/pre").text


@pytest.mark.parametrize("count", [True, False])
def test_the_trainer_decides_once_and_the_score_is_that_of_all_counted_answers(
    phone: Phone,
    online_story: Story,
    session: Session,
    library: Library,
    clock: Clock,
    count: bool,
) -> None:
    on_time = sums(session)
    # The item answered on time comes again with an older number: it may not win.
    older = phone.answer(choice=[phone.single.distractors[0].id], number=2)
    others = [phone.answer(item) for item in phone.items if item.id != phone.single.id]
    assert phone.send(older, *others)[0] == 202
    assert decide(session, online_story, library, clock.now, count)
    assert not decide(session, online_story, library, clock.now, not count)
    assert sums(session) == ((8, 8, 0) if count else on_time)
    expected = State.SUBMITTED_LATE if count else State.COLLECTED
    assert stands(session, online_story, clock.now) is expected
    responses = session.scalars(select(Response)).all()
    assert sums(session) == recounted(responses, library)
    # What comes after the decision is kept too, and moves nothing.
    again = sums(session)
    changed = phone.answer(choice=[phone.single.distractors[0].id], number=99)
    assert phone.send(changed) == (202, {"said": "late"})
    assert sums(session) == again
    assert stands(session, online_story, clock.now) is expected
    row = session.scalars(select(Allowance)).one()
    assert (row.kind, row.reason) == (f"late-{'counted' if count else 'excluded'}", "power cut")
    assert session.scalars(select(AuditEntry.reason)).one() == "power cut"


def test_begun_and_answered_only_late_it_is_absent_until_it_is_counted(
    browser: Browser,
    online_story: Story,
    session: Session,
    library: Library,
    clock: Clock,
) -> None:
    phone = begun(browser, online_story, session, library)
    with writing(session):
        attempts.open_test(session, online_story.cohort.id, Wave.PRE, clock.now)
        attempts.close_test(session, online_story.cohort.id, Wave.PRE, clock.now)
    clock.forward(days=1)
    assert phone.send(phone.answer())[0] == 202
    assert stands(session, online_story, clock.now) is State.ABSENT
    assert decide(session, online_story, library, clock.now, count=True)
    assert stands(session, online_story, clock.now) is State.SUBMITTED_LATE
    assert sums(session) == (1, 1, 0)


def test_what_was_sent_by_hand_or_excused_takes_nothing_more(
    browser: Browser, online_story: Story, session: Session, library: Library, clock: Clock
) -> None:
    phone = begun(browser, online_story, session, library)
    assert phone.send(phone.answer())[0] == 200
    with writing(session):
        attempts.excuse(session, phone.attempt.enrolment_id, Wave.PRE, clock.now)
    assert phone.send(phone.answer(number=2)) == (409, {"said": "excused"})
    assert arrived(session) == 1


def test_after_her_own_send_a_late_packet_is_refused(
    phone: Phone, session: Session, clock: Clock, online_story: Story
) -> None:
    with writing(session):
        attempts.open_test(session, online_story.cohort.id, Wave.PRE, clock.now)
    hand_in(phone.browser, "pre")
    clock.forward(days=3)
    assert phone.send(phone.answer(number=9)) == (409, {"said": "submitted"})


def test_two_trainers_who_decide_at_once_decide_once(
    phone: Phone,
    online_story: Story,
    engine: Engine,
    session: Session,
    library: Library,
    clock: Clock,
) -> None:
    assert phone.send(*(phone.answer(item) for item in phone.items))[0] == 202
    acts = [
        lambda opened, count=count: decide(opened, online_story, library, clock.now, count)
        for count in (True, False, True, False)
    ]
    assert sorted(at_once(engine, acts, hands=4)) == [False, False, False, True]
    session.rollback()
    counted = session.scalars(select(Allowance.kind)).one() == "late-counted"
    assert sums(session)[0] == (8 if counted else 1)


def test_without_script_a_late_page_is_kept_and_says_so(phone: Phone, session: Session) -> None:
    item = phone.single
    page = phone.browser.post("/en/test/pre/1", {item.id: item.distractors[0].id}, expect=202)
    assert "after the closing" in page.text
    assert kept(session).late == "waiting"


def test_once_the_final_test_is_closed_times_are_those_of_the_week_in_their_order(
    phone: Phone, online_story: Story, session: Session, clock: Clock, library: Library
) -> None:
    exact = session.scalars(select(Answer.arrived_at)).one()
    assert exact == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    with writing(session):
        attempts.open_test(session, online_story.cohort.id, Wave.POST, clock.now)
    assert phone.send(phone.answer(phone.items[0], None))[0] == 202
    assert clock.now in session.scalars(select(Answer.arrived_at)).all()
    with writing(session):
        attempts.close_test(session, online_story.cohort.id, Wave.POST, clock.now)
        retention.forget(session, clock.now)
    assert not kept(session).weekly
    clock.forward(days=1)
    # One more that comes now is rounded as it is kept, and stays the last.
    assert phone.send(phone.answer(choice=None, number=77))[0] == 202
    monday = datetime(2026, 11, 16, tzinfo=UTC)
    session.rollback()
    rows = session.scalars(select(Answer).order_by(Answer.arrived_at)).all()
    assert [row.arrived_at - monday for row in rows] == [
        timedelta(microseconds=place) for place in range(3)
    ]
    assert rows[-1].number == 77
    assert {row.given_at for row in rows} <= {monday, None}
    told = kept(session).revision
    with writing(session):
        retention.forget(session, clock.forward(days=1))
    assert (kept(session).weekly, kept(session).revision) == (True, told)
    assert decide(session, online_story, library, clock.now, count=True)
    # Of one writer the highest number wins, rounded or not.
    response = session.scalars(
        select(Response)
        .where(Response.item == phone.single.id)
        .execution_options(populate_existing=True)
    ).one()
    assert (response.number, response.unknown) == (77, True)


def test_fatou_counts_them_on_the_card_s_page_with_a_reason(
    phone: Phone, fatou: Browser, online_story: Story, session: Session
) -> None:
    assert phone.send(*(phone.answer(item) for item in phone.items))[0] == 202
    room = f"/fr/cohorts/{online_story.cohort.id}"
    assert f"{room}/card/1" in fatou.get(room).links()
    assert room in fatou.get(f"{room}/gain").links()
    said = fatou.get(f"{room.replace('/fr/', '/en/')}/gain").text
    assert "Late answers of 1 person are not decided" in said
    refused = fatou.post(f"{room}/card/1/late/pre", {"decision": "count"}, expect=422)
    assert "pre-reason" in refused.html
    asked_why = fatou.get(f"{room.replace('/fr/', '/en/')}/card/1").text
    assert asked_why.count("No names: the card says who.") == 2
    assert sums(session)[0] == 1
    fatou.post(f"{room}/card/1/late/pre", {"decision": "count", "pre-reason": "Panne"})
    assert sums(session)[0] == 8
    fatou.post(f"{room}/card/1/late/pre", {"decision": "leave", "pre-reason": "Panne"}, expect=422)
    assert sums(session)[0] == 8
    assert "Panne" in fatou.get(f"{room}/card/1").text
    history = fatou.get(f"{room.replace('/fr/', '/en/')}/paper").text
    assert "Late answers count. Card 1, before: 1 → 8. Reason: Panne" in history
    charlie = fatou.another()
    charlie.sign_in_staff("charlie", PASSWORD)
    charlie.get(f"{room}/card/1", expect=404)
    charlie.post(f"{room}/card/1/late/pre", {"pre-reason": "x"}, expect=404)
