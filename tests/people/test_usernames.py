"""A username never looks like a card's code."""

import pytest

from elearn.people.usernames import NotAUsername, checked


@pytest.mark.parametrize("username", ["awa", "f.traore", "a-1", "b_2", "a" * 40])
def test_small_letters_digits_dots_and_dashes_make_a_username(username: str) -> None:
    assert checked(username) == username


@pytest.mark.parametrize(
    "username", ["", "ab", "Awa", "1awa", "awa ", "a" * 41, "awa\n", "é-awa", "a\0wa"]
)
def test_anything_else_is_none(username: str) -> None:
    with pytest.raises(NotAUsername):
        checked(username)
