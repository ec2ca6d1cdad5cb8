"""From the responses of an attempt to its score. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from elearn.courses.items import Item
from elearn.courses.items import Question as Wording
from elearn.quizzes.questions import Choice, question
from elearn.quizzes.rulings import Verdict

Asked = tuple[str, bytes]
"""One item as an attempt asked it: its id and its wording's hash."""


@dataclass(frozen=True, slots=True)
class Score:
    """Items right, items answered « Je ne sais pas », items answered at all, items asked."""

    points: int
    unknown: int
    answered: int
    maximum: int


def mark(answers: Iterable[tuple[Wording, bool, Choice]]) -> Score:
    """The score of all items of a form: each with whether it was answered, and how."""
    points = unknown = answered = maximum = 0
    for wording, was_answered, choice in answers:
        maximum += 1
        answered += was_answered
        unknown += was_answered and choice is None
        points += was_answered and question(wording).points(choice)
    return Score(points, unknown, answered, maximum)


def marked_by(
    asked: Iterable[Asked],
    choices: Mapping[str, Choice],
    wordings: Mapping[bytes, Item],
    verdicts: Mapping[bytes, Verdict],
) -> Score:
    """The score of an attempt by what it asked, what counts, and what was ruled since.

    This is what every kept sum must equal; a question that was taken out is in none of the sums.
    """
    standing = (
        (item, verdicts[digest].item if digest in verdicts else wordings[digest])
        for item, digest in asked
    )
    return mark(
        (wording, item in choices, choices.get(item))
        for item, wording in standing
        if wording is not None
    )


class Arrived(Protocol):
    """One answer as it was kept."""

    @property
    def item(self) -> str:
        """The item it answers."""

    @property
    def choice(self) -> Choice:
        """What was chosen."""

    @property
    def writer(self) -> bytes:
        """The browser or form that wrote it."""

    @property
    def number(self) -> int:
        """Its place among the answers of that writer."""

    @property
    def arrived_at(self) -> datetime:
        """When it reached us."""


def counting(answers: Iterable[Arrived]) -> dict[str, list[Choice]]:
    """What may count for each item: of one writer the highest number, then the latest arrival.

    Several choices stand where writers arrived in the same instant: each of them is right.
    """
    best: dict[tuple[str, bytes], Arrived] = {}
    for answer in answers:
        key = (answer.item, answer.writer)
        if key not in best or answer.number > best[key].number:
            best[key] = answer
    latest: dict[str, datetime] = {}
    for (item, _), answer in best.items():
        latest[item] = max(answer.arrived_at, latest.get(item, answer.arrived_at))
    found: dict[str, list[Choice]] = {item: [] for item in latest}
    for (item, _), answer in best.items():
        if answer.arrived_at == latest[item]:
            found[item].append(answer.choice)
    return found
