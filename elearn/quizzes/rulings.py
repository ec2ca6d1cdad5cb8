"""What an administrator may rule on a wording: out of the test, another key, or as it was. Pure.

A ruling is on one wording (its hash): mended content has another, and starts afresh.
"""

from dataclasses import dataclass
from enum import StrEnum

from elearn.courses.items import Item
from elearn.quizzes.questions import Choice, question


class RulingKind(StrEnum):
    """What a ruling says: the newest on a wording holds alone."""

    VOID = "void"
    KEY = "key"
    RESTORED = "restored"


class NotAKey(ValueError):
    """An answer that may be given, but not the whole of one, so that it can be no key."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class KeyOfTheText(ValueError):
    """The key that the wording has by itself: taking the ruling back says that."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for a wording; `key` as `Item.key` has it, for a corrected key alone."""

    wording: Item
    kind: RulingKind = RulingKind.RESTORED
    key: tuple[str, ...] | None = None

    @property
    def item(self) -> Item | None:
        """The question to mark by; None when it left the test."""
        if self.kind is RulingKind.VOID:
            return None
        if self.kind is RulingKind.KEY:
            return self.wording.model_copy(update={"key": self.key})
        return self.wording

    @property
    def mends(self) -> bool:
        """Whether anything is other than the wording says."""
        return self.kind is not RulingKind.RESTORED

    def points(self, choice: Choice) -> int:
        """The points of an answer: none where the question left the test."""
        item = self.item
        return question(item).points(choice) if item is not None else 0


def key_of(item: Item, choice: Choice) -> tuple[str, ...]:
    """The key that makes this answer the right one.

    Raises NotAnAnswer, NotAKey for one that leaves something open, KeyOfTheText.
    """
    checked = question(item).checked(choice)
    if checked is None:
        raise NotAKey(item.id)
    if isinstance(checked, dict):
        key = tuple(checked.values())
        whole = len(key) == len(item.prompts)
    else:
        key = tuple(checked)
        whole = item.kind != "multiple" or len(key) == (item.choose or len(item.key))
    if not whole:
        raise NotAKey(item.id)
    if question(item).points(checked):
        raise KeyOfTheText(item.id)
    return key
