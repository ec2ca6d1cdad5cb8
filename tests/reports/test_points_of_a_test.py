"""What a test says point by point, from sheets made by hand."""

from collections.abc import Collection

import pytest

from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.reports import movement
from elearn.reports.movement import Marked, Sheet
from elearn.reports.slot_annex import annex
from elearn.reports.wrong_answers import wrong_answers
from tests.cohort_life import right, wrong

SLOTS = ("C1-S2", "C1-S6", "C2-S3", "C2-S8")


def sheet(
    library: Library, form: str, right_on: Collection[str], unknown: Collection[str] = ()
) -> Sheet:
    items = {slot: library.module_of[slot].item(slot, form) for slot in SLOTS}  # type: ignore[arg-type]
    return {
        slot: Marked(item, True, slot in right_on, _choice(item, slot in right_on, slot in unknown))
        for slot, item in items.items()
    }


def _choice(item: Item, is_right: bool, unknown: bool) -> object:
    return None if unknown else right(item) if is_right else wrong(item)


def pairs(library: Library, people: int) -> list[tuple[Sheet, Sheet]]:
    """Right on nothing before but the first; right on the first two after, one time in two."""
    return [
        (
            sheet(library, "AB"[place % 2], SLOTS[:1], SLOTS[2:3]),
            sheet(library, "BA"[place % 2], SLOTS[: 1 + place % 2]),
        )
        for place in range(people)
    ]


def moved(library: Library, people: int) -> tuple[movement.SlotMovement, ...]:
    return movement.by_slot(pairs(library, people), [library.slot(slot) for slot in SLOTS])


def test_modules_gain_by_the_person(library: Library) -> None:
    found = movement.by_module(
        pairs(library, 12), moved(library, 12), lambda slot: library.module_of[slot].code
    )
    assert [one.module for one in found] == ["C1", "C2"]
    assert (found[0].answers.slots, found[0].answers.asked) == (2, 24)
    assert (found[0].answers.before, found[0].answers.after) == (12, 18)
    assert (found[0].gain.n, found[0].gain.mean_pre, found[0].gain.mean_diff) == (12, 50, 25)
    assert found[0].gain.ci_lo is not None
    assert found[1].gain.mean_diff == 0


def test_somebody_who_was_asked_nothing_of_a_module_is_not_in_its_gain(library: Library) -> None:
    both = pairs(library, 5)
    before, after = both[0]
    both[0] = ({slot: before[slot] for slot in SLOTS[:2]}, after)
    found = movement.by_module(
        both,
        movement.by_slot(both, [library.slot(slot) for slot in SLOTS]),
        lambda slot: library.module_of[slot].code,
    )
    assert [one.gain.n for one in found] == [5, 4]


def test_dangerous_points_have_their_line_whatever_the_total(library: Library) -> None:
    found = movement.critical(moved(library, 6))
    dangerous = {slot for slot in SLOTS if library.slot(slot).critical}
    assert {one.slot.id for one in found} == dangerous
    after = [one.pairs.after for one in found]
    assert len(after) > 1
    assert after == sorted(after)


def test_the_annex_needs_ten_people(library: Library) -> None:
    assert annex(moved(library, 9)) == ()
    found = annex(moved(library, 10))
    assert [one.slot.id for one in found] == list(SLOTS)
    second = found[1]
    assert (second.before.value, second.after.value) == (0, 0.5)
    # Five moved, all of them up: twice one in 32; four figures are held down together.
    assert second.mcnemar == pytest.approx(2 / 32)
    assert second.together == pytest.approx(4 * 2 / 32)


def test_wrong_answers_need_ten_pairs_and_three_people_each(library: Library) -> None:
    assert wrong_answers(pairs(library, 9)) == ()
    found = wrong_answers(pairs(library, 10))
    assert all(one.before + one.after >= 3 for one in found)
    assert found == tuple(sorted(found, key=lambda one: (-one.after, -one.before, one.item.id)))
    third = [one for one in found if one.item.slot == "C2-S3"]
    # Before they said that they did not know, which is no wrong answer.
    assert [(one.before, one.after) for one in third] == [(0, 5), (0, 5)]
    assert {(one.asked_before, one.asked_after) for one in found} == {(5, 5)}
    assert not [one for one in found if one.item.slot == "C1-S2"]


def test_a_wrong_answer_of_two_people_is_not_named(library: Library) -> None:
    both = pairs(library, 10)
    alone = [(pre, sheet(library, "A", SLOTS)) for pre, _ in both[:8]]
    found = wrong_answers([*alone, *((sheet(library, "B", SLOTS), post) for _, post in both[8:])])
    assert "C2-S3-B" not in {one.item.id for one in found if one.after}
