"""What may be a username: lower case, so that it never looks like a card's code."""

import re

SHAPE = re.compile(r"[a-z][a-z0-9._-]{2,39}")


class NotAUsername(ValueError):
    """A username has 3 to 40 small letters, digits, dots or dashes, and begins with a letter."""


def checked(username: str) -> str:
    """The username, when it may be one; raises NotAUsername."""
    if SHAPE.fullmatch(username) is None:
        raise NotAUsername(username)
    return username
