"""The shape of each kind of question: how many options, and what its key must be."""

import re
from collections.abc import Callable, Iterator

from elearn.courses.items import Question
from elearn.courses.problems import Arguments, Finding
from elearn.courses.texts import COMPLETE, Place

SINGLE_OPTIONS = (3, 4)
MULTIPLE_OPTIONS = (4, 4)
ORDER_STEPS = (4, 5)
MATCH_PROMPTS = (3, 4)
TRUE_FALSE = ("true", "false")
NUMBER_WORDS = {
    2: {"fr": "deux", "en": "two"},
    3: {"fr": "trois", "en": "three"},
}

# What is wrong with a shape: where in the question, the rule, its figures.
Flaw = tuple[Place, str, Arguments]


def findings(question: Question, file: str, place: Place) -> Iterator[Finding]:
    """What the question's shape breaks among the rules of its kind."""
    flaws = [*_strangers(question), *SHAPES[question.kind](question)]
    for inner, rule, arguments in flaws:
        yield Finding(file, (*place, *inner), rule, arguments)


def _strangers(question: Question) -> Iterator[Flaw]:
    if question.choose is not None and question.kind != "multiple":
        yield ("choose",), "choose-here", {"kind": question.kind}
    if question.prompts and question.kind != "match":
        yield ("prompts",), "prompts-here", {"kind": question.kind}


def _count(field: str, count: int, bounds: tuple[int, int]) -> Iterator[Flaw]:
    least, most = bounds
    if not least <= count <= most:
        yield (field,), f"{field}-count", {"count": count, "least": least, "most": most}


def _single(question: Question) -> Iterator[Flaw]:
    yield from _count("options", len(question.options), SINGLE_OPTIONS)
    yield from _one_key(question)


def _one_key(question: Question) -> Iterator[Flaw]:
    if len(question.key) != 1:
        yield ("key",), "key-count", {"count": len(question.key), "wanted": 1}


def _multiple(question: Question) -> Iterator[Flaw]:
    yield from _count("options", len(question.options), MULTIPLE_OPTIONS)
    if question.choose is None:
        yield ("kind",), "choose-missing", {}
    elif question.choose != len(question.key):
        yield ("key",), "key-count", {"count": len(question.key), "wanted": question.choose}
    spoken = NUMBER_WORDS.get(question.choose or 0, {})
    for language in COMPLETE if spoken else ():
        if not re.search(rf"\b{spoken[language]}\b", question.stem.in_(language), re.IGNORECASE):
            yield ("stem",), "choose-unsaid", {"language": language, "word": spoken[language]}


def _truefalse(question: Question) -> Iterator[Flaw]:
    if tuple(option.id for option in question.options) != TRUE_FALSE:
        yield ("options",), "truefalse-options", {}
    yield from _one_key(question)


def _order(question: Question) -> Iterator[Flaw]:
    shown = [option.id for option in question.options]
    yield from _count("options", len(shown), ORDER_STEPS)
    if sorted(question.key) != sorted(shown):
        yield ("key",), "order-key", {}
        return
    for position, (step, right) in enumerate(zip(shown, question.key, strict=True)):
        if step == right:
            yield ("options", position), "order-in-place", {"id": step}


def _match(question: Question) -> Iterator[Flaw]:
    prompts, options = len(question.prompts), len(question.options)
    yield from _count("prompts", prompts, MATCH_PROMPTS)
    if options != prompts + 1:
        yield ("options",), "match-spare", {"count": options, "wanted": prompts + 1}
    if len(question.key) != prompts:
        yield ("key",), "match-key", {}
    for position, option in enumerate(question.options):
        if option.id not in question.key and not option.misconception:
            yield ("options", position), "distractor-untagged", {"id": option.id}


SHAPES: dict[str, Callable[[Question], Iterator[Flaw]]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "order": _order,
    "match": _match,
}
