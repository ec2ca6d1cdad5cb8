"""A word that a trainer says aloud in a room. Pure.

It keeps out whoever is not there; it is no secret of a person, and is kept readable.
"""

import unicodedata


def same_word(said: str, typed: str) -> bool:
    """Whether the word typed is the word said; case, accents, spaces and signs do not count."""
    return _bare(said) == _bare(typed)


def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in plain if sign.isalnum()).casefold()
