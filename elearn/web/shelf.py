"""What of a course a telephone keeps: the addresses of its pages, and their weight.

Lessons, cases and practice say nothing about their reader; the weight is counted once.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from elearn.courses.content import Module
from elearn.courses.path import CASE, PRACTICE, steps_of
from elearn.web.house import house
from elearn.web.languages import language
from elearn.web.learning import lesson_page
from elearn.web.practising import case_page, practice_page
from elearn.web.reading import Reading

OTHERS = 2500
"""Bytes of any other page, packed: home, a module, its job aid, the glossary."""

_weights: dict[tuple[object, ...], int] = {}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pages of a course, and their bytes on the way, packed."""

    addresses: list[str]
    weight: int


def of(following: Reading) -> Shelf:
    """What a telephone keeps of this course."""
    places = range(1, len(following.modules) + 1)
    addresses = [url_for("learning.course"), url_for("glossary.glossary")]
    for place in places:
        addresses += _addresses(following, place)
    return Shelf(addresses, OTHERS * 2 + sum(_weight(following, place) for place in places))


def _addresses(following: Reading, place: int) -> Iterator[str]:
    module = following.module(place)
    yield following.address("learning.module", place=place)
    yield following.address("learning.job_aid", place=place)
    for number in _lessons(module):
        yield following.address("learning.lesson", place=place, number=number)
    yield following.address("practising.case", place=place)
    for at, choice in _choices(module):
        yield following.address("practising.case", place=place, at=at, choice=choice)
    for question in range(1, len(module.practice) + 1):
        yield following.address("practising.practice", place=place, number=question)
        yield following.address("practising.practice", place=place, number=question, seen=1)


def _lessons(module: Module) -> list[str]:
    return [step for _, step in steps_of(module) if step not in (CASE, PRACTICE)]


def _choices(module: Module) -> Iterator[tuple[str, str]]:
    for decision in module.case.decisions:
        for choice in decision.choices:
            yield decision.id, choice.id


def _weight(following: Reading, place: int) -> int:
    slug = following.module(place).slug
    key = (house().library.fingerprint, house().demonstration, following.course.id, slug)
    if (*key, language()) not in _weights:
        _weights[(*key, language())] = OTHERS * 2 + sum(_weigh(following, place))
    return _weights[(*key, language())]


def _weigh(following: Reading, place: int) -> Iterator[int]:
    module = following.module(place)
    for number in _lessons(module):
        yield len(lesson_page(following, place, number).brotli)
    yield _packed(case_page(following, place, None, None))
    for at, choice in _choices(module):
        yield _packed(case_page(following, place, at, choice))
    for question in range(1, len(module.practice) + 1):
        yield _packed(practice_page(following, place, question))
        yield _packed(practice_page(following, place, question, seen=True))


def _packed(page: str) -> int:
    return len(gzip.compress(page.encode(), 6))
