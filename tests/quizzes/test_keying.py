"""Sheets of paper keyed: an ordinary attempt, checked blind, corrected openly."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.db import writing
from elearn.quizzes import (
    attempts,
    follow_up,
    keying,
    keying_changes,
    keying_desk,
    retention,
    rules,
)
from elearn.quizzes.double_entry import Difference
from elearn.quizzes.keying import CannotBeKeyed, KeyedTwice, NotPrinted, UnknownCard, Unreadable
from elearn.quizzes.keying_changes import NoSuchQuestion
from elearn.quizzes.keying_desk import Desk
from elearn.quizzes.models import Answer, Attempt, Keying, Response, ScoreChange
from elearn.quizzes.policies import Policy
from elearn.quizzes.waves import Entry, Source, Wave
from tests.cohort_life import (
    close_for_all,
    enrolled,
    open_for_all,
    paper_totals,
    take,
)
from tests.conftest import START, Story
from tests.quizzes.keyed import hand, key, key_token, line, printed, questions, wrong_token
from tests.quizzes.ruled import rule, void
from tests.quizzes.taken import recounted

LATER = START + timedelta(hours=3)


def desk(session: Session, story: Story, wave: Wave = Wave.PRE) -> Desk:
    session.expire_all()
    return keying_desk.load(session, story.cohort, wave)


def rows(session: Session, table: type, attempt: Attempt) -> list:
    session.expire_all()
    return list(session.scalars(select(table).where(table.attempt_id == attempt.id)))


def again(
    session: Session, story: Story, library: Library, card: int, line: str
) -> tuple[Difference, ...]:
    with writing(session):
        return keying.key_again(
            session, story.cohort.id, Wave.PRE, card, line, hand(library, story.fatou)
        )


def change(
    session: Session, story: Story, library: Library, signs: dict[int, str], card: int = 1
) -> Attempt:
    with writing(session):
        return keying_changes.change(
            session,
            story.cohort.id,
            Wave.PRE,
            card,
            signs,
            reason="Ligne mal lue",
            by=hand(library, story.fatou, LATER),
        )


@pytest.fixture
def keyed(session: Session, story: Story, library: Library) -> Attempt:
    """Card 1, version A: five right, then three « Je ne sais pas »."""
    printed(session, story, library, Wave.PRE)
    return key(session, story, library, Wave.PRE, 1, right=5)


# ------------------------------------------------------------------ the first entry


def test_a_keyed_sheet_is_an_ordinary_attempt(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    assert (keyed.source, keyed.form, keyed.number) == (Source.PAPER_ITEMS, "A", 1)
    assert (keyed.answered, keyed.points, keyed.unknown, keyed.maximum) == (8, 5, 3, 8)
    assert keyed.submitted_at == START
    found = rows(session, Response, keyed)
    assert recounted(found, library) == (8, 5, 3)
    assert len({answer.id for answer in rows(session, Answer, keyed)}) == 8
    assert len({answer.writer for answer in found}) == 1


def test_what_was_printed_is_what_is_kept(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    asked = questions(session, story, library, Wave.PRE, "A")
    assert [row["item"] for row in keyed.shown] == [one.item.id for one in asked]
    assert [tuple(row["options"]) for row in keyed.shown] == [one.options for one in asked]


def test_a_sheet_written_before_the_test_closed_is_not_late(
    session: Session, story: Story, library: Library
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    close_for_all(session, story, Wave.PRE, START + timedelta(minutes=40))
    printed(session, story, library, Wave.PRE)
    evening = START + timedelta(hours=9)
    kept = key(session, story, library, Wave.PRE, 1, right=5, now=evening)
    assert kept.submitted_at == START + timedelta(minutes=40)
    arrived = {one.arrived_at.replace(microsecond=0) for one in rows(session, Answer, kept)}
    assert arrived == {evening}


def test_a_sheet_is_not_late_where_the_clock_closed_the_test(
    session: Session, story: Story, library: Library
) -> None:
    closes_at = START + timedelta(minutes=40)
    with writing(session):
        policy = Policy(opens_at=START, closes_at=closes_at)
        rules.change(session, story.cohort.id, Wave.PRE, policy, story.fatou, START)
    printed(session, story, library, Wave.PRE)
    kept = key(session, story, library, Wave.PRE, 1, right=5, now=START + timedelta(hours=9))
    assert kept.submitted_at == closes_at


def test_a_later_test_has_the_time_of_its_own_window(
    session: Session, story: Story, library: Library
) -> None:
    printed(session, story, library, Wave.FOLLOW_UP)
    with writing(session):
        enrolments.close(session, enrolments.locked(session, story.cohort.id), START)
    now = START + timedelta(weeks=9)
    kept = key(session, story, library, Wave.FOLLOW_UP, 1, right=5, form="C", now=now)
    assert kept.submitted_at == now
    much_later = START + timedelta(weeks=20)
    kept = key(session, story, library, Wave.FOLLOW_UP, 2, right=5, form="C", now=much_later)
    window = follow_up.window(Wave.FOLLOW_UP, story.cohort.ends_on, story.programme.time_zone)
    assert kept.submitted_at == window.closed_at


def test_an_item_without_an_answer_has_no_response(
    session: Session, story: Story, library: Library
) -> None:
    printed(session, story, library, Wave.PRE)
    asked = questions(session, story, library, Wave.PRE, "A")
    typed = " ".join([key_token(asked[0]), *("-" for _ in asked[1:])])
    with writing(session):
        kept = keying.key(
            session, story.cohort.id, Wave.PRE, 2, "A", typed, hand(library, story.fatou)
        )
    assert (kept.answered, kept.points, kept.maximum) == (1, 1, 8)


def test_a_sheet_is_keyed_once(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    with pytest.raises(CannotBeKeyed) as refused:
        key(session, story, library, Wave.PRE, 1, right=8)
    assert refused.value.place.source is Source.PAPER_ITEMS
    assert desk(session, story).keyed == (1,)
    assert desk(session, story).waiting == (2,)


def test_a_test_taken_on_a_screen_stays(session: Session, story: Story, library: Library) -> None:
    open_for_all(session, story, Wave.PRE, START)
    taken = take(
        session,
        library,
        story,
        enrolled(session, story)[0],
        Wave.PRE,
        right_on=(0,),
        now=START,
        submit=False,
    )
    printed(session, story, library, Wave.PRE)
    with pytest.raises(CannotBeKeyed) as refused:
        key(session, story, library, Wave.PRE, 1, right=8)
    assert refused.value.place.attempt_id == taken.id


def test_a_paper_total_stays(session: Session, story: Story, library: Library) -> None:
    paper_totals(session, story, [(4, None)], now=START)
    printed(session, story, library, Wave.PRE)
    with pytest.raises(CannotBeKeyed) as refused:
        key(session, story, library, Wave.PRE, 1, right=8)
    assert refused.value.place.source is Source.PAPER_TOTAL


def test_who_is_excused_or_follows_untested_has_no_sheet(
    session: Session, story: Story, library: Library
) -> None:
    printed(session, story, library, Wave.PRE)
    first, second = enrolled(session, story)
    with writing(session):
        attempts.excuse(session, first.id, Wave.PRE, START)
        enrolments.decline(session.get_one(Enrolment, second.id), START)
    for card in (1, 2):
        with pytest.raises(CannotBeKeyed):
            key(session, story, library, Wave.PRE, card, right=8)
    assert desk(session, story).waiting == ()


def test_what_is_refused_leaves_nothing(session: Session, story: Story, library: Library) -> None:
    by = hand(library, story.fatou)
    cohort = story.cohort.id
    with pytest.raises(NotPrinted), writing(session):
        keying.key(session, cohort, Wave.PRE, 1, "A", "A", by)
    printed(session, story, library, Wave.PRE)
    with pytest.raises(UnknownCard), writing(session):
        keying.key(session, cohort, Wave.PRE, 40, "A", "A", by)
    with pytest.raises(Unreadable), writing(session):
        keying.key(session, cohort, Wave.PRE, 1, "A", "A", by)
    with pytest.raises(Unreadable), writing(session):
        keying.key(session, cohort, Wave.PRE, 1, "A", "--------", by)
    assert session.scalars(select(Attempt)).all() == []
    assert session.scalars(select(Keying)).all() == []


# ------------------------------------------------------------------ the second entry


def test_two_entries_that_agree_change_nothing(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    asked = questions(session, story, library, Wave.PRE, "A")
    assert again(session, story, library, 1, line(asked, 5)) == ()
    found = desk(session, story)
    assert (found.twice, found.once, found.disputed) == ((1,), (), ())
    assert (found.error_rate.differing, found.error_rate.sheets) == (0, 1)
    with pytest.raises(KeyedTwice):
        again(session, story, library, 1, line(asked, 5))


def test_a_second_entry_changes_no_score_until_somebody_decides(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    asked = questions(session, story, library, Wave.PRE, "A")
    differing = again(session, story, library, 1, line(asked, 6))
    assert [one.place for one in differing] == [6]
    session.refresh(keyed)
    assert keyed.points == 5
    found = desk(session, story)
    assert found.disputed == (1,)
    assert found.error_rate.differing == max(1, asked[5].width)
    change(session, story, library, {6: key_token(asked[5])})
    session.refresh(keyed)
    assert keyed.points == 6
    decided = desk(session, story)
    assert decided.disputed == ()
    assert decided.error_rate == found.error_rate


def test_where_the_first_was_right_nothing_moves(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    asked = questions(session, story, library, Wave.PRE, "A")
    again(session, story, library, 1, line(asked, 6))
    change(session, story, library, {6: "?"})
    session.refresh(keyed)
    assert (keyed.points, keyed.unknown) == (5, 3)
    assert len(rows(session, Answer, keyed)) == 8
    assert desk(session, story).disputed == ()


def test_nobody_keys_again_what_is_not_keyed(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    with pytest.raises(CannotBeKeyed):
        again(session, story, library, 2, "A")
    with pytest.raises(UnknownCard):
        again(session, story, library, 40, "A")


# ------------------------------------------------------------------ corrections


def test_a_correction_appends_and_says_why(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    asked = questions(session, story, library, Wave.PRE, "A")
    change(session, story, library, {1: wrong_token(asked[0])})
    session.refresh(keyed)
    assert (keyed.points, keyed.answered) == (4, 8)
    assert len(rows(session, Answer, keyed)) == 9
    told = rows(session, ScoreChange, keyed)
    assert [(one.points_before, one.points_after, one.reason) for one in told] == [
        (5, 4, "Ligne mal lue")
    ]
    entries = rows(session, Keying, keyed)
    assert [one.entry for one in entries] == [Entry.FIRST, Entry.DECIDED]


def test_an_answer_that_was_none_gives_the_sheet_a_new_attempt(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    asked = questions(session, story, library, Wave.PRE, "A")
    again(session, story, library, 1, " ".join([*line(asked, 5).split(" ")[:-1], "-"]))
    new = change(session, story, library, {8: "-"})
    session.refresh(keyed)
    assert keyed.deleted_at == LATER
    assert keyed.number == 2
    assert len(rows(session, Answer, keyed)) == 8
    assert (new.number, new.answered, new.points, new.unknown) == (1, 7, 5, 2)
    found = desk(session, story)
    assert (found.twice, found.disputed) == ((1,), ())
    assert found.places[1].counted[-1] == "-"
    assert found.error_rate.differing == 1


def test_a_new_attempt_asks_what_was_taken_out(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    last = questions(session, story, library, Wave.PRE, "A")[-1]
    assert rule(session, void(last.item), story.boubacar)
    with writing(session):
        keyed.maximum = 8  # as a row says that was read before the ruling
    new = change(session, story, library, {8: "-"})
    assert (new.points, new.maximum) == (5, 7)


def test_a_correction_is_read_like_a_line(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    with pytest.raises(NoSuchQuestion):
        change(session, story, library, {9: "A"})
    with pytest.raises(Unreadable):
        change(session, story, library, {1: "Z"})
    with pytest.raises(Unreadable):
        change(session, story, library, dict.fromkeys(range(1, 9), "-"))
    with pytest.raises(CannotBeKeyed):
        change(session, story, library, {1: "A"}, card=2)
    session.refresh(keyed)
    assert keyed.points == 5


def test_a_sheet_taken_back_can_be_keyed_in_another_form(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    with writing(session):
        keying_changes.take_back(
            session,
            story.cohort.id,
            Wave.PRE,
            1,
            reason="C’était la version B",
            by=hand(library, story.fatou, LATER),
        )
    assert desk(session, story).waiting == (1, 2)
    told = rows(session, ScoreChange, keyed)
    assert [(one.points_before, one.points_after) for one in told] == [(5, None)]
    new = key(session, story, library, Wave.PRE, 1, right=2, form="B")
    assert (new.form, new.points, new.number) == ("B", 2, 1)


def test_after_twelve_months_entries_go_with_the_answers(
    session: Session, story: Story, library: Library, keyed: Attempt
) -> None:
    with writing(session):
        retention.forget(session, START + timedelta(days=400))
    assert rows(session, Keying, keyed) == []
    assert rows(session, Answer, keyed) == []
    session.refresh(keyed)
    assert keyed.points == 5
    assert not desk(session, story).places[1].keyed
