"""Seals, tickets, bags, forms and moments: each by itself."""

import uuid
from datetime import date, timedelta
from random import Random

import pytest

from elearn.courses.library import Library
from elearn.courses.questionnaires import MOMENTS
from elearn.surveys import bags, filling, sealing, tickets
from elearn.surveys.bags import Bag
from elearn.surveys.cells import Cell, quarter
from elearn.surveys.filling import NotOnTheList
from elearn.surveys.offering import Way, offered
from elearn.surveys.sealing import BLOCK, SealBroken
from elearn.surveys.tickets import NotATicket, Ticket
from tests.surveys.sheets import KEY, TODAY, cell

HERE = cell(uuid.UUID(int=1))
NONCE = b"n" * sealing.NONCE
LATER = TODAY + timedelta(days=1)
TOO_LATE = TODAY + timedelta(days=2)


# ------------------------------------------------------------------ seals


@pytest.mark.parametrize("text", [b"", b"a", b"x" * (BLOCK - sealing.LENGTH), b"\0" * BLOCK])
def test_what_is_sealed_opens_again_and_is_a_whole_number_of_blocks(text: bytes) -> None:
    closed = sealing.sealed(KEY, text, NONCE)
    assert sealing.opened(KEY, closed) == text
    assert (len(closed) - sealing.NONCE - sealing.TAG) % BLOCK == 0


def test_short_texts_are_all_as_long_and_two_nonces_have_nothing_in_common() -> None:
    first = sealing.sealed(KEY, b"oui", NONCE)
    other = sealing.sealed(KEY, b"non, jamais", NONCE)
    assert len(first) == len(other)
    again = sealing.sealed(KEY, b"oui", b"m" * sealing.NONCE)
    alike = sum(a == b for a, b in zip(first, again, strict=True))
    assert alike < len(first) / 100


def test_another_key_or_a_changed_bit_breaks_the_seal() -> None:
    closed = sealing.sealed(KEY, b"oui", NONCE)
    with pytest.raises(SealBroken):
        sealing.opened(b"l" * 32, closed)
    with pytest.raises(SealBroken):
        sealing.opened(KEY, closed[:-1] + bytes([closed[-1] ^ 1]))
    with pytest.raises(ValueError, match="nonce"):
        sealing.sealed(KEY, b"oui", b"short")


# ------------------------------------------------------------------ tickets


def test_a_ticket_is_good_for_its_day_and_the_next_and_for_its_own_cell() -> None:
    ticket = Ticket("ab", TODAY)
    text = tickets.written(ticket, KEY, HERE)
    for day in (TODAY, LATER):
        assert tickets.read(text, KEY, HERE, day) == ticket
    for key, where, day in (
        (KEY, HERE, TOO_LATE),
        (b"l" * 32, HERE, TODAY),
        (KEY, cell(uuid.UUID(int=2)), TODAY),
        (KEY, cell(HERE.programme_id, "endline"), TODAY),
    ):
        with pytest.raises(NotATicket):
            tickets.read(text, key, where, day)


@pytest.mark.parametrize("text", ["", "a", "..", "ab.2026-11-21.", "ab.2026-11-21.é", "x" * 5000])
def test_what_we_did_not_write_is_no_ticket(text: str) -> None:
    with pytest.raises(NotATicket):
        tickets.read(text, KEY, HERE, TODAY)


# ------------------------------------------------------------------ bags


def test_a_ticket_brings_one_sheet_and_ten_sheets_leave_together() -> None:
    bag, random = Bag(), Random(1)
    for number in range(10):
        assert bag.mixed() == []
        assert bag.take({"a": str(number)}, Ticket(str(number), TODAY), TODAY, random)
        assert not bag.take({"a": "9"}, Ticket(str(number), TODAY), TODAY, random)
    left = bag.mixed()
    assert sorted(sheet["a"] for sheet in left) == [str(number) for number in range(10)]
    assert bag.waiting == []
    # Its ticket stays spent after the sheet has left.
    assert not bag.take({"a": "9"}, Ticket("4", TODAY), TODAY, random)


def test_an_empty_sheet_spends_its_ticket_and_hides_nobody() -> None:
    bag = Bag()
    assert bag.take({}, Ticket("1", TODAY), TODAY, Random(1))
    assert (bag.waiting, list(bag.spent)) == ([], ["1"])


def test_a_spent_ticket_is_forgotten_once_it_is_good_for_nothing() -> None:
    bag, random = Bag(), Random(1)
    bag.take({}, Ticket("1", TODAY), TODAY, random)
    bag.take({}, Ticket("2", LATER), LATER, random)
    assert set(bag.spent) == {"1", "2"}
    bag.take({}, Ticket("3", TOO_LATE), TOO_LATE, random)
    assert set(bag.spent) == {"2", "3"}


def test_a_bag_is_the_same_after_packing() -> None:
    bag = Bag([{"a": "1", "b": ["x", "y"]}], {"1": "2026-11-21"})
    assert bags.unpacked(bags.packed(bag)) == bag


# ------------------------------------------------------------------ forms


def test_what_is_left_out_or_not_answered_is_skipped(library: Library) -> None:
    survey = library.surveys["perception"]
    form = {
        "confession": ["4"],
        "emergency": [""],
        "needs": ["reminder", "means"],
        "ticket": ["…"],
    }
    assert filling.answers(survey, "endline", form) == {
        "confession": "4",
        "needs": ["means", "reminder"],
    }
    # The lists come at the end: before, they are no question.
    assert filling.answers(survey, "baseline", form) == {"confession": "4"}


@pytest.mark.parametrize(
    "form", [{"confession": ["6"]}, {"confession": ["1", "2"]}, {"needs": ["money"]}]
)
def test_what_nobody_could_tick_is_refused_by_its_question(
    library: Library, form: dict[str, list[str]]
) -> None:
    with pytest.raises(NotOnTheList) as refused:
        filling.answers(library.surveys["perception"], "endline", form)
    assert refused.value.question in form


# ------------------------------------------------------------------ moments


@pytest.mark.parametrize(
    ("way", "open_now"),
    [
        (Way(pre=False, post=False, follow_up=False, has_read=False), []),
        (Way(pre=True, post=False, follow_up=False, has_read=False), ["baseline"]),
        (Way(pre=True, post=False, follow_up=False, has_read=True), []),
        (Way(pre=True, post=True, follow_up=False, has_read=False), ["endline"]),
        (Way(pre=True, post=True, follow_up=True, has_read=True), ["endline", "follow-up"]),
    ],
)
def test_a_questionnaire_comes_after_its_test(way: Way, open_now: list[str]) -> None:
    assert [moment for moment in MOMENTS if offered(moment, way)] == open_now


def test_a_quarter_is_three_months() -> None:
    days = [date(2026, month, 1) for month in (1, 3, 4, 12)]
    assert [quarter(day) for day in days] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]
    assert isinstance(HERE, Cell)
