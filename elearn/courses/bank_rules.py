"""Rules for the tests of a course as a whole: where its keys stand, and how long they read."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from elearn.courses import measures
from elearn.courses.content import Course
from elearn.courses.item_rules import CHOSEN_FROM
from elearn.courses.items import Form, Item
from elearn.courses.problems import Finding
from elearn.courses.twin_rules import key_places

# A test longer than this measures patience.
MOST_MINUTES = 25
# Chi-square at p = 0.01, by the number of places less one.
CRITICAL = {1: 6.635, 2: 9.210, 3: 11.345, 4: 13.277}
# Below five expected keys a place the statistic says nothing (Cochran).
EXPECTED = 5


Bank = Mapping[tuple[str, Form], Item]
"""Graded items by slot and form."""


class Test(NamedTuple):
    """One form of a course's test: where its slots are listed, and its items."""

    field: str
    form: Form
    items: tuple[Item, ...]


def tests_of(course: Course, items: Bank) -> list[Test]:
    """The tests of a course by `items[slot, form]`: A and B of its blueprint, C to follow up."""
    listed: tuple[tuple[str, Form, tuple[str, ...]], ...] = (
        ("blueprint", "A", course.blueprint),
        ("blueprint", "B", course.blueprint),
        ("follow_up_slots", "C", course.follow_up_slots),
    )
    return [
        Test(field, form, tuple(items[slot, form] for slot in slots if (slot, form) in items))
        for field, form, slots in listed
    ]


def findings(course: Course, file: str, items: Bank) -> Iterator[Finding]:
    """What the bank of one course breaks."""
    slots = {*course.blueprint, *course.follow_up_slots}
    bank = [item for (slot, _), item in items.items() if slot in slots]
    for (kind, count), places in key_counts(bank).items():
        if unbalanced(places):
            figures = {"kind": kind, "options": count, "places": ", ".join(map(str, places))}
            yield Finding(file, ("blueprint",), "key-places", figures)
    for test in tests_of(course, items):
        minutes = measures.reading_minutes(test.items)
        if minutes > MOST_MINUTES:
            figures = {"form": test.form, "minutes": minutes, "most": MOST_MINUTES}
            yield Finding(file, (test.field,), "test-minutes", figures, "warning")


def key_counts(bank: list[Item]) -> dict[tuple[str, int], list[int]]:
    """How many keys stand in each place, by kind and number of options."""
    counts: dict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for item in bank:
        if item.kind in CHOSEN_FROM:
            counts[item.kind, len(item.options)].update(key_places(item))
    return {
        (kind, size): [places[place] for place in range(size)]
        for (kind, size), places in counts.items()
    }


def unbalanced(places: list[int]) -> bool:
    """Whether keys stand in some places more than chance allows (chi-square, p < 0.01)."""
    expected = sum(places) / len(places)
    if expected < EXPECTED or len(places) - 1 not in CRITICAL:
        return False
    statistic = sum((found - expected) ** 2 for found in places) / expected
    return statistic > CRITICAL[len(places) - 1]
