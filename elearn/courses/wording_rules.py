"""Rules for how a question is worded: what a guesser or a hurried reader stumbles over."""

import re
from collections.abc import Iterator

from elearn.courses import measures
from elearn.courses.items import Question
from elearn.courses.problems import Finding
from elearn.courses.texts import COMPLETE, Place

_BOLD = re.compile(r"\*\*[^*]+\*\*")
_NEGATIVES = {
    "fr": re.compile(
        r"\b(?:sauf|excepté|hormis)\b|\b(?:ne\s|n’)[^.?!]*?\b(?:pas|point|plus)\b", re.IGNORECASE
    ),
    "en": re.compile(r"\b(?:not|except)\b|n’t\b", re.IGNORECASE),
}
# An option that speaks of the others is chosen by those who know the form, not the matter.
_CATCH_ALLS = {
    "fr": re.compile(
        r"\b(?:toutes|tous|aucune?|rien|les deux) (?:de |des |de ces |ces |les )*"
        r"(?:réponses|propositions|options|choix)\b|\bce qui précède\b|\bci-dessus\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:all|none|both|neither|any) of (?:the above|these|them|the (?:answers|options))\b"
        r"|\bthe above\b",
        re.IGNORECASE,
    ),
}


def findings(question: Question, file: str, place: Place) -> Iterator[Finding]:
    """What the wording of one question breaks."""
    yield from _identical(question, file, place)
    yield from _catch_alls(question, file, place)
    yield from _negatives(question, file, place)


def _identical(question: Question, file: str, place: Place) -> Iterator[Finding]:
    for field in ("options", "prompts"):
        for language in COMPLETE:
            seen: set[str] = set()
            for position, part in enumerate(getattr(question, field)):
                text = " ".join(part.text.in_(language).casefold().split())
                if text in seen:
                    here = (*place, field, position, "text", language)
                    yield Finding(file, here, "options-identical", {"id": part.id})
                seen.add(text)


def _catch_alls(question: Question, file: str, place: Place) -> Iterator[Finding]:
    for position, option in enumerate(question.options):
        for language, pattern in _CATCH_ALLS.items():
            found = pattern.search(option.text.in_(language))
            if found:
                here = (*place, "options", position, "text", language)
                yield Finding(file, here, "catch-all", {"found": found[0]})


def _negatives(question: Question, file: str, place: Place) -> Iterator[Finding]:
    # "One of them does not fit" is how a match announces its spare option.
    if question.kind == "match":
        return
    for language, pattern in _NEGATIVES.items():
        asked = measures.asked_last(question.stem.in_(language))[1]
        found = pattern.search(_BOLD.sub("", asked))
        if found:
            here = (*place, "stem", language)
            yield Finding(file, here, "negative-unbolded", {"found": found[0]}, "warning")
