"""The tests of a course: where the keys stand, how long they read."""

import pytest

from elearn.courses import bank_rules, do_no_harm, library, measures, twin_rules
from elearn.courses.items import Item
from elearn.courses.library import Library
from tests.courses.small_content import SmallContent


@pytest.fixture
def small(content: SmallContent) -> Library:
    return library.load(content.folder)


@pytest.fixture
def twins(small: Library) -> list[Item]:
    return list(small.modules["halte"].items)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([5, 5, 5], False),
        ([9, 4, 2], False),
        ([10, 5, 0], True),
        ([12, 12, 0], True),
        ([3, 0, 0], False),
        ([20, 5, 5, 5], True),
        ([8, 7, 6, 5], False),
    ],
)
def test_keys_are_balanced_unless_chance_would_hardly_do_it(
    places: list[int], expected: bool
) -> None:
    assert bank_rules.unbalanced(places) is expected


def test_a_course_whose_keys_stand_in_one_place_is_refused(
    small: Library, twins: list[Item]
) -> None:
    course = small.courses["essai"]
    items = {
        (f"H1-S{number}", form): twin.model_copy(update={"form": form, "slot": f"H1-S{number}"})
        for number in range(1, 7)
        for form, twin in zip("ABC", (twins[0], twins[0], twins[1]), strict=True)
    }
    whole = course.model_copy(update={"blueprint": tuple(f"H1-S{n}" for n in range(1, 7))})
    found = list(bank_rules.findings(whole, "courses/essai.yaml", items))
    assert [(f.rule, f.arguments["places"]) for f in found] == [("key-places", "12, 6, 0")]


def test_the_tests_of_a_course_are_a_and_b_and_the_follow_up_c(
    small: Library, twins: list[Item]
) -> None:
    items = {(item.slot, item.form): item for item in twins}
    tests = bank_rules.tests_of(small.courses["essai"], items)
    assert [(test.field, test.form, len(test.items)) for test in tests] == [
        ("blueprint", "A", 1),
        ("blueprint", "B", 1),
        ("follow_up_slots", "C", 1),
    ]


def test_reading_counts_every_word_at_ninety_a_minute(twins: list[Item]) -> None:
    words = measures.question_words(twins[0], "fr")
    assert words == 4 + 1 + 7 + 4 + 4 + 3
    assert measures.reading_minutes(twins * 4) == 4


def test_names_places_hours_and_trades_are_masked() -> None:
    told = "À 9 h, le menuisier Issa quitte Sabana. « Partez », dit une vendeuse."
    assert twin_rules.masked(told).split() == [
        *("à", "h,", "le", "quitte", ".", "«", "partez", "»,", "dit", "une", ".")
    ]


def test_a_twin_of_itself_shares_everything_and_two_empty_ones_nothing(twins: list[Item]) -> None:
    assert twin_rules.likeness(twins[0], twins[0]) == 100
    bare = twins[0].model_copy(update={"options": (), "exhibit": ()})
    assert twin_rules.likeness(bare, bare) == 0


@pytest.mark.parametrize(
    "text",
    [
        "La torture est interdite, et les mauvais traitements aussi.",
        "Il demande un interprète en bambara.",
        "Une cloison, une menotte, une fouille, un isolement.",
        "une convention signée à flanc de colline",
    ],
)
def test_legal_words_and_languages_do_no_harm(text: str) -> None:
    assert list(do_no_harm.harms(text)) == []
