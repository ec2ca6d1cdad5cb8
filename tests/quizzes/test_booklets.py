"""Tests on paper: who gets which form, what is printed, and that a reprint is the same."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment, Mode
from elearn.courses.library import Library
from elearn.db import writing
from elearn.people.passwords import Keeper
from elearn.quizzes import booklets, forms
from elearn.quizzes.booklets import UnknownCards
from elearn.quizzes.models import Booklet
from elearn.quizzes.waves import Wave
from tests.cohort_life import enrolled, open_for_all, take
from tests.conftest import MODULE, START, Story, tell
from tests.quizzes.keyed import printed


def sheets(session: Session, story: Story, wave: Wave) -> dict[int, str]:
    return {sheet.card: sheet.form for sheet in booklets.sheets(session, story.cohort, wave)}


@pytest.mark.parametrize("seed", range(20))
def test_of_two_neighbouring_cards_one_takes_each_form(seed: int) -> None:
    taken = [forms.on_card(card, seed) for card in range(1, 25)]
    assert all(set(taken[at : at + 2]) == {"A", "B"} for at in range(0, 24, 2))


def test_seeds_differ() -> None:
    assert len({forms.on_card(1, seed) for seed in range(20)}) == 2


def test_the_last_test_takes_the_other_form(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=6)
    cards = tuple(range(1, 7))
    printed(session, story, library, Wave.PRE, cards)
    printed(session, story, library, Wave.POST, cards)
    before, after = (sheets(session, story, wave) for wave in (Wave.PRE, Wave.POST))
    assert {card: forms.other(form) for card, form in before.items()} == after
    assert sorted(before.values()) == ["A", "A", "A", "B", "B", "B"]


def test_the_form_taken_on_a_screen_is_crossed_on_paper(
    session: Session, story: Story, library: Library
) -> None:
    open_for_all(session, story, Wave.PRE, START)
    forms_taken = {}
    for who in enrolled(session, story):
        taken = take(session, library, story, who, Wave.PRE, right_on=(), now=START)
        forms_taken[who.card_number] = taken.form
    printed(session, story, library, Wave.POST)
    assert sheets(session, story, Wave.POST) == {
        card: forms.other(form) for card, form in forms_taken.items()
    }


def test_a_screen_takes_what_the_printed_sheet_leaves(
    session: Session, keeper: Keeper, library: Library
) -> None:
    story = tell(session, keeper, Mode.ROOM, cards=6)
    printed(session, story, library, Wave.PRE, tuple(range(1, 7)))
    before = sheets(session, story, Wave.PRE)
    open_for_all(session, story, Wave.PRE, START)
    open_for_all(session, story, Wave.POST, START)
    for who in enrolled(session, story):
        form = before[who.card_number]
        if who.card_number <= 3:
            taken = take(session, library, story, who, Wave.PRE, right_on=(), now=START)
            assert taken.form == form
        later = take(session, library, story, who, Wave.POST, right_on=(), now=START)
        assert later.form == forms.other(form)


def test_a_reprint_is_the_same_and_more_cards_add_to_it(
    session: Session, story: Story, library: Library
) -> None:
    printed(session, story, library, Wave.PRE, (1,))
    kept = {
        form: one.shown for form, one in booklets.booklets(session, story.cohort, Wave.PRE).items()
    }
    printed(session, story, library, Wave.PRE, (1, 2))
    again = booklets.booklets(session, story.cohort, Wave.PRE)
    assert {form: one.shown for form, one in again.items()} == kept
    assert set(sheets(session, story, Wave.PRE)) == {1, 2}


def test_letters_are_the_same_in_each_database_and_shuffled(
    session: Session, story: Story, library: Library
) -> None:
    printed(session, story, library, Wave.PRE)
    orders = [
        (row["options"], [option.id for option in library.question(row["item"]).options])
        for row in session.get_one(Booklet, (story.cohort.id, Wave.PRE, "A")).shown
    ]
    assert any(shown != filed for shown, filed in orders)
    assert all(sorted(shown) == sorted(filed) for shown, filed in orders)


def test_nobody_is_printed_who_is_not_tested(
    session: Session, story: Story, library: Library
) -> None:
    with writing(session):
        second = enrolled(session, story)[1]
        enrolments.decline(session.get_one(Enrolment, second.id), START + timedelta(minutes=1))
    with pytest.raises(UnknownCards) as refused:
        printed(session, story, library, Wave.PRE, (1, 2, 40))
    assert refused.value.cards == (2, 40)
    assert sheets(session, story, Wave.PRE) == {}


def test_months_later_there_is_one_form(session: Session, story: Story, library: Library) -> None:
    course = library.courses[MODULE]
    with writing(session):
        booklets.prepare(
            session,
            story.cohort,
            Wave.FOLLOW_UP,
            (1,),
            lambda form: library.follow_up(course, form),
            START,
        )
    assert sheets(session, story, Wave.FOLLOW_UP) == {1: "C"}
    assert set(booklets.booklets(session, story.cohort, Wave.FOLLOW_UP)) == {"C"}
