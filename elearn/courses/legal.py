"""What a Malian lawyer is asked: each figure of national law, each sentence that rests on it."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from elearn.courses import measures
from elearn.courses.content import Module, Parameter, Source
from elearn.courses.counts import pages
from elearn.courses.library import Library
from elearn.courses.prose import PARAMETER
from elearn.courses.texts import MASTER, Text, texts_in

# A figure or a sentence of law is read again a year after somebody last read it.
VALID_YEARS = 1
# In words: a shorter sentence is read with the one before it.
SHORT = 12
# What in a page that cites national law speaks of that law; its institutions alone do not.
_NATIONAL = re.compile(
    r"\bMali\b|malien|\bjuriste|\bdécret\b|\bConstitution\b|\bCode (?:de procédure|pénal)|\bUEMOA\b"
)
_MARKS = re.compile(r"^(?:-|\d+\.) |[*_>]")
_SENTENCES = re.compile(r"(?<=[.!?»])\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that rests on national law; its id changes with its words."""

    id: str
    module: Module
    where: str
    sentence: str
    sources: tuple[Source, ...]
    parameters: tuple[Parameter, ...]


def review_by(parameter: Parameter) -> date:
    """When a figure is to be read again: a year after it was confirmed, or else read."""
    return a_year_after(parameter.confirmed_on or parameter.read_on)


def a_year_after(day: date) -> date:
    """The same day next year; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + VALID_YEARS)
    except ValueError:
        return day.replace(year=day.year + VALID_YEARS, day=28)


def statements(library: Library) -> tuple[Statement, ...]:
    """Every sentence, in French, that rests on national law, module by module."""
    return tuple(one for module in library.modules.values() for one in _statements(module, library))


def _statements(module: Module, library: Library) -> Iterator[Statement]:
    for where, sources, sentences in _places(module):
        national = tuple(s for s in map(module.source, sources) if s.force == "national")
        for sentence in map(_in_context, ["", *sentences], sentences):
            named = tuple(library.parameters[name] for name in PARAMETER.findall(sentence))
            if named or (national and _states(sentence)):
                mark = hashlib.sha256(f"{module.slug} {sentence}".encode()).hexdigest()[:6]
                yield Statement(f"{module.code}-{mark}", module, where, sentence, national, named)


def _in_context(before: str, sentence: str) -> str:
    """A sentence that says little but that a lawyer must confirm, with what it speaks of."""
    alone = measures.words(sentence) > SHORT or "juriste" not in sentence
    return sentence if alone else f"{before} {sentence}".strip()


def _states(sentence: str) -> bool:
    return _NATIONAL.search(sentence) is not None and not sentence.endswith("?")


def _places(module: Module) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    for page in pages(module):
        body = page.body.in_(MASTER).split("\n")
        lines = [_MARKS.sub("", line) for line in body if not line.startswith((":::", "#"))]
        yield page.title.in_(MASTER), page.sources, _sentences(lines)
    for decision in module.case.decisions:
        for choice in decision.choices:
            told = [choice.consequence.in_(MASTER), choice.feedback.in_(MASTER)]
            yield decision.title.in_(MASTER), choice.sources, _sentences(told)
    for ending in module.case.endings:
        yield ending.title.in_(MASTER), ending.sources, _sentences([ending.text.in_(MASTER)])
    for item in module.practice:
        texts: list[Text] = [text for _, text in texts_in(item)]
        yield item.id, item.sources, _sentences([text.in_(MASTER) for text in texts])


def _sentences(lines: Iterable[str]) -> list[str]:
    parts = (part.strip() for line in lines for part in _SENTENCES.split(line))
    return [part for part in parts if part]
