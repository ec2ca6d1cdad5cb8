"""The code on a card: what the check symbol promises, and what a reader's hand may do to it."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.people.codes import (
    LENGTH,
    SYMBOLS,
    MistypedCode,
    check_symbol,
    new_code,
    new_pin,
    read_code,
    written,
)

BODIES = st.text(SYMBOLS, min_size=LENGTH, max_size=LENGTH)
CODES = BODIES.map(lambda body: body + check_symbol(body))


def is_code(typed: str) -> bool:
    """Whether this reads as a code."""
    try:
        read_code(typed)
    except MistypedCode:
        return False
    return True


def swapped(code: str, place: int) -> str:
    """The code with the symbols at a place and after it exchanged."""
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


@settings(database=None, deadline=None)
@given(CODES, st.sampled_from(["", " ", "-", " - "]), st.booleans())
def test_a_code_is_read_however_it_is_spaced_and_in_small_letters(
    code: str, between: str, small: bool
) -> None:
    typed = between.join(code)
    assert read_code(typed.lower() if small else typed) == code


@settings(database=None, deadline=None)
@given(CODES)
def test_what_the_card_prints_reads_back(code: str) -> None:
    assert read_code(written(code)) == code


@settings(database=None, deadline=None, max_examples=25)
@given(CODES)
def test_every_single_wrong_symbol_is_caught(code: str) -> None:
    for place, symbol in product(range(LENGTH + 1), SYMBOLS):
        if symbol != code[place]:
            assert not is_code(code[:place] + symbol + code[place + 1 :])


def test_every_swap_of_symbols_that_are_no_neighbours_in_the_list_is_caught() -> None:
    # One symbol before the pair leads to each of the 32 states that the check can be in.
    missed = []
    for before, first, second in product(SYMBOLS, repeat=3):
        body = before + first + second + "K7P4Q"
        if first != second and is_code(swapped(body + check_symbol(body), 1)):
            missed.append({first, second})
    neighbours = [{SYMBOLS[place - 1], SYMBOLS[place]} for place in range(len(SYMBOLS))]
    # Each pair of neighbours passes in one state of 32: 2 swaps in 1,000 of all.
    assert all(pair in neighbours for pair in missed)
    assert len(missed) == 2 * len(SYMBOLS)


@settings(database=None, deadline=None)
@given(CODES)
def test_the_check_symbol_swapped_with_its_neighbour_is_caught_but_for_zero_and_one(
    code: str,
) -> None:
    last = set(code[-2:])
    assert len(last) == 1 or last == {"0", "1"} or not is_code(swapped(code, LENGTH - 1))


def test_the_check_follows_the_standard_s_own_procedure() -> None:
    # ISO/IEC 7064, hybrid systems: the products worked by hand for "00000001", modulus 32.
    # 32 → 31 → 29 → 25 → 17 → 1 → 2 → 4, then (4 + 1) doubled is 10, and 1 - 10 is 23.
    assert check_symbol("00000001") == SYMBOLS[23]


@pytest.mark.parametrize(("letter", "meant"), [("O", "0"), ("I", "1"), ("L", "1"), ("o", "0")])
def test_a_look_alike_is_read_as_the_digit_it_resembles(letter: str, meant: str) -> None:
    body = meant + "K7P4QX2"
    code = body + check_symbol(body)
    assert read_code(letter + code[1:]) == code


@settings(database=None, deadline=None)
@given(st.text(max_size=40))
def test_anything_typed_is_a_code_or_mistyped(typed: str) -> None:
    if is_code(typed):
        assert len(read_code(typed)) == LENGTH + 1


@pytest.mark.parametrize("typed", ["", "K7P4QX2M", "K7P4QX2M55", "K7P4QX2MU", "K7P4 QX2M é"])
def test_too_short_too_long_or_a_foreign_symbol_is_mistyped(typed: str) -> None:
    with pytest.raises(MistypedCode):
        read_code(typed)


def test_new_codes_and_pins_are_whole() -> None:
    random = Random(3)
    for _ in range(300):
        code, pin = new_code(random), new_pin(random)
        assert read_code(code) == code
        assert len(pin) == 6
        assert pin.isdecimal()
