"""Rules for one question: its shape by kind, and nothing that lets a guesser find the key."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from elearn.courses import kind_rules, measures, wording_rules
from elearn.courses.items import Item, Option, PracticeItem, Question
from elearn.courses.problems import Finding
from elearn.courses.prose import PARAMETER
from elearn.courses.texts import COMPLETE, Place, texts_in

STEM_WORDS = 100
EXHIBIT_ROWS = 6
# Between the longest and the shortest option, in characters.
OPTION_RATIO = 1.4
CHOSEN_FROM = ("single", "multiple")

_ABSOLUTES = {
    "fr": re.compile(r"\b(toujours|jamais|tous|toutes|aucune?|uniquement)\b", re.IGNORECASE),
    "en": re.compile(r"\b(always|never|all|none|only)\b", re.IGNORECASE),
}
_ARTICLE_NUMBER = re.compile(r"\bart(?:icles?|s?\.|s)\s?\d", re.IGNORECASE)

Rule = Callable[[Question, str, Place], Iterator[Finding]]


def graded(item: Item, file: str, place: Place) -> Iterator[Finding]:
    """What one graded item breaks, seen alone."""
    yield from _question(item, file, place)
    if item.kind == "truefalse":
        yield Finding(file, (*place, "kind"), "graded-truefalse")
    if item.id != f"{item.slot}-{item.form}":
        arguments = {"id": item.id, "expected": f"{item.slot}-{item.form}"}
        yield Finding(file, (*place, "id"), "item-id", arguments)
    for field in ("options", "prompts"):
        for position, part in enumerate(getattr(item, field)):
            if part.feedback is not None:
                yield Finding(file, (*place, field, position, "feedback"), "graded-feedback")
    yield from _law(item, file, place)


def _law(item: Item, file: str, place: Place) -> Iterator[Finding]:
    """Nobody is graded on a number of a law, nor on a figure that a lawyer has yet to confirm."""
    for inner, text in texts_in(item):
        for language in COMPLETE:
            words, here = text.in_(language), (*place, *inner, language)
            if _ARTICLE_NUMBER.search(words):
                yield Finding(file, here, "graded-article")
            if PARAMETER.search(words):
                yield Finding(file, here, "graded-parameter")


def practice(item: PracticeItem, file: str, place: Place) -> Iterator[Finding]:
    """What one practice item breaks, seen alone: each choice is answered at once."""
    yield from _question(item, file, place)
    answered: dict[str, tuple[str, ...]] = {
        "prompts": tuple(prompt.id for prompt in item.prompts),
        "options": tuple(
            option.id for option in (item.distractors if item.kind == "match" else item.options)
        ),
    }
    for field, names in answered.items():
        for position, part in enumerate(getattr(item, field)):
            if part.id in names and part.feedback is None:
                here = (*place, field, position)
                yield Finding(file, here, "practice-feedback", {"id": part.id})


def _question(question: Question, file: str, place: Place) -> Iterator[Finding]:
    rules: tuple[Rule, ...] = (_ids, _stem, kind_rules.findings, _absolutes)
    for rule in (*rules, wording_rules.findings):
        yield from rule(question, file, place)
    # Cues are measured on a key that exists; the shape of the question is mended first.
    if question.kind in CHOSEN_FROM and question.distractors and _key_exists(question):
        for cue in (_lengths, _echoes, _tags):
            yield from cue(question, file, place)
    elif question.kind == "truefalse":
        yield from _tags(question, file, place)


def _key_exists(question: Question) -> bool:
    return bool(question.key) and set(question.key) <= {option.id for option in question.options}


def _ids(question: Question, file: str, place: Place) -> Iterator[Finding]:
    for field in ("options", "prompts"):
        counts = Counter(part.id for part in getattr(question, field))
        for name, count in counts.items():
            if count > 1:
                yield Finding(file, (*place, field), "duplicate-id", {"id": name})
    known = {option.id for option in question.options}
    for name in question.key:
        if name not in known:
            yield Finding(file, (*place, "key"), "unknown-option", {"id": name})
    if len(set(question.key)) < len(question.key):
        yield Finding(file, (*place, "key"), "key-repeats")


def _stem(question: Question, file: str, place: Place) -> Iterator[Finding]:
    if len(question.exhibit) > EXHIBIT_ROWS:
        figures = {"count": len(question.exhibit), "most": EXHIBIT_ROWS}
        yield Finding(file, (*place, "exhibit"), "exhibit-rows", figures)
    for language in COMPLETE:
        texts = [question.stem, *(t for row in question.exhibit for t in (row.label, row.value))]
        count = sum(measures.words(text.in_(language)) for text in texts)
        if count > STEM_WORDS:
            figures = {"words": count, "most": STEM_WORDS}
            yield Finding(file, (*place, "stem", language), "stem-words", figures)


def _absolutes(question: Question, file: str, place: Place) -> Iterator[Finding]:
    for position, option in enumerate(question.options):
        for language, pattern in _ABSOLUTES.items():
            found = pattern.search(option.text.in_(language))
            if found:
                here = (*place, "options", position, "text", language)
                yield Finding(file, here, "absolute", {"found": found[0]})


def _lengths(question: Question, file: str, place: Place) -> Iterator[Finding]:
    here = (*place, "options")
    for language in COMPLETE:
        lengths = {o.id: len(o.text.in_(language)) for o in question.options}
        longest, shortest = max(lengths.values()), min(lengths.values())
        if longest > OPTION_RATIO * shortest:
            figures = {"language": language, "longest": longest, "shortest": shortest}
            yield Finding(file, here, "option-lengths", figures)
        wrong = max(lengths[option.id] for option in question.distractors)
        if max(lengths[name] for name in question.key) >= wrong:
            yield Finding(file, here, "key-longest", {"language": language})


def _echoes(question: Question, file: str, place: Place) -> Iterator[Finding]:
    for language in COMPLETE:
        key = [option for option in question.options if option.id in question.key]
        wrong = _stems(question.distractors, language)
        asked = measures.stems(question.stem.in_(language))
        for echo in sorted((_stems(key, language) - wrong) & asked):
            figures = {"language": language, "found": echo}
            yield Finding(file, (*place, "options"), "clang", figures)
        if question.kind == "single" and _converges(question, language):
            figures = {"language": language}
            yield Finding(file, (*place, "options"), "convergence", figures, "warning")


def _converges(question: Question, language: str) -> bool:
    """Whether the key shares more words with the other options than any of them does."""
    stems = {o.id: measures.stems(o.text.in_(language)) for o in question.options}
    shared = {
        name: sum(len(mine & theirs) for other, theirs in stems.items() if other != name)
        for name, mine in stems.items()
    }
    right = shared.pop(question.key[0])
    return right > max(shared.values())


def _stems(options: tuple[Option, ...] | list[Option], language: str) -> set[str]:
    return set().union(*(measures.stems(option.text.in_(language)) for option in options))


def _tags(question: Question, file: str, place: Place) -> Iterator[Finding]:
    for position, option in enumerate(question.options):
        here = (*place, "options", position)
        if option.id in question.key and option.misconception:
            yield Finding(file, (*here, "misconception"), "key-tagged", {"id": option.id})
        if option.id not in question.key and not option.misconception:
            yield Finding(file, here, "distractor-untagged", {"id": option.id})
