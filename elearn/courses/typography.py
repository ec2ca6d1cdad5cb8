"""Typography of French and of English: the signs that readers expect, and the rule each breaks."""

import re
from collections.abc import Iterator
from typing import NamedTuple

NARROW, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = f"h|{_MONTHS}|ans|heures|minutes"
_BEFORE_NUMBER = "n°|§|art\\.|principes?|[Ll]igne directrice"


class Slip(NamedTuple):
    """A slip of typography: its rule, and the words around it."""

    rule: str
    found: str
    position: int


_BOTH = {
    "straight-apostrophe": r"'",
    "straight-quote": r'"',
    "ellipsis": r"\.\.\.",
    "exclamation": r"!",
}
_RULES = {
    "fr": {
        **_BOTH,
        "fr-sign": rf"(?<![{NARROW}])[;?](?=\s|$|[»*])|[^\S{NARROW}][;?]",
        "fr-guillemet": rf"«(?!{NARROW})|(?<!{NARROW})»|^[^«]*[“”]",
        "fr-colon": rf"(?<![{FIXED}]):(?=\s|$)|{NARROW}:",
        "fr-number": rf"\d[^\S{FIXED}](?:{_UNITS})\b|\bh \d\d\b|(?:{_BEFORE_NUMBER}) \d",
        "fr-capital": r"(?:^|[.?»]\s)A (?=[a-zà-ÿ])|\bE(?:tat|cri|cole|tude|tre\b|vit|tap|quip)",
    },
    "en": {
        **_BOTH,
        "en-quote": r"[«»]",
        "en-space": r"\s[,;:?](?=\s|$)",
        "en-hour": r"\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b\d{1,2}\sh\b",
    },
}
_COMPILED = {
    language: {rule: re.compile(pattern) for rule, pattern in rules.items()}
    for language, rules in _RULES.items()
}
_AROUND = 15


def slips(text: str, language: str) -> Iterator[Slip]:
    """Every slip in a text of one language, at most one a rule."""
    for rule, pattern in _COMPILED[language].items():
        found = pattern.search(text)
        if found:
            start = max(0, found.start() - _AROUND)
            yield Slip(rule, text[start : found.end() + _AROUND].strip(), found.start())
