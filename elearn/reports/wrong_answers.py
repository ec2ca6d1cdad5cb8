"""Which wrong answers people chose, before and after. Pure.

A question's right answer is beside them, so nobody reads this while a test may still come.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from elearn.courses.items import Item
from elearn.quizzes.questions import Choice
from elearn.reports.movement import NAMED_FROM, Marked, Sheet
from elearn.results.thresholds import Audience, Threshold, disclosable

_Wording = tuple[str, int]


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer to one question, and how many of those who were asked it gave it.

    Of one question each person is asked one time: before or after, never both.
    """

    item: Item
    choice: Choice
    before: int
    after: int
    asked_before: int
    asked_after: int


def wrong_answers(pairs: Sequence[tuple[Sheet, Sheet]]) -> tuple[WrongAnswer, ...]:
    """Those that three people or more gave, the most frequent after first; none under ten pairs.

    « Je ne sais pas » and no answer are not among them.
    """
    if disclosable(len(pairs), Audience.TRAINER) < Threshold.STATISTICS:
        return ()
    before = _by_wording(mark for pre, _ in pairs for mark in pre.values())
    after = _by_wording(mark for _, post in pairs for mark in post.values())
    found = [
        one
        for wording in {**before, **after}
        for one in _of_one(before.get(wording, []), after.get(wording, []))
    ]
    found.sort(key=lambda one: (-one.after, -one.before, one.item.id, _written(one.choice)))
    return tuple(found)


def _of_one(before: Sequence[Marked], after: Sequence[Marked]) -> Iterable[WrongAnswer]:
    chosen_before, chosen_after = _wrong(before), _wrong(after)
    for written in {**chosen_before, **chosen_after}:
        first, then = chosen_before.get(written, []), chosen_after.get(written, [])
        if len(first) + len(then) >= NAMED_FROM:
            one = (first or then)[0]
            yield WrongAnswer(one.item, one.choice, len(first), len(then), len(before), len(after))


def _by_wording(marks: Iterable[Marked]) -> dict[_Wording, list[Marked]]:
    found: dict[_Wording, list[Marked]] = {}
    for mark in marks:
        found.setdefault((mark.item.id, mark.item.version), []).append(mark)
    return found


def _wrong(marks: Iterable[Marked]) -> dict[str, list[Marked]]:
    found: dict[str, list[Marked]] = {}
    for mark in marks:
        if mark.answered and not mark.right and mark.choice is not None:
            found.setdefault(_written(mark.choice), []).append(mark)
    return found


def _written(choice: Choice) -> str:
    return json.dumps(choice, sort_keys=True)
