"""Which words of the glossary a text uses, so that a page can say what they mean."""

import re
from collections.abc import Iterable
from functools import cache

from elearn.courses.content import GlossaryTerm

_IN_BRACKETS = re.compile(r"^(.*?)\s*\(([^)]+)\)$")


def terms_in(
    text: str, language: str, glossary: Iterable[GlossaryTerm]
) -> tuple[GlossaryTerm, ...]:
    """The terms with a meaning that a text uses, in the order in which they first stand in it."""
    found = [
        (place.start(), term)
        for term in glossary
        if term.definition and (place := _pattern(term.in_(language)).search(text))
    ]
    return tuple(term for _, term in sorted(found, key=lambda one: one[0]))


@cache
def _pattern(term: str) -> re.Pattern[str]:
    """The term or its short form (in brackets), in singular or plural."""
    bracketed = _IN_BRACKETS.match(term)
    names = bracketed.groups() if bracketed else (term,)
    words = "|".join(
        r"\s".join(rf"{re.escape(word)}(?:s|x)?" for word in name.split()) for name in names
    )
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)
