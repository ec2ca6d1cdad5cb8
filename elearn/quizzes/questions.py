"""The kinds of question: one class a kind, which alone knows how to read, check, mark and show it.

A choice is what a person answered: a list of option ids (for `single` one, for `order` all of them
first to last), for `match` a mapping of prompt id to option id, and None for « Je ne sais pas ».
Fields are what a form posted under the item's name: a part ("" or a prompt's id) to its values.
Pure.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import ClassVar

from elearn.courses.items import Question as Wording

Choice = list[str] | dict[str, str] | None
Fields = Mapping[str, Sequence[str]]
UNKNOWN = "unknown"


class NotAnAnswer(ValueError):
    """What came is no answer to this item; the subclasses say why."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class ForeignOption(NotAnAnswer):
    """An option, prompt or shape that this wording does not have."""


class TooMany(NotAnAnswer):
    """More options than the item asks for."""


class AnswerAndUnknown(NotAnAnswer):
    """An answer and « Je ne sais pas » at once."""


class Kind:
    """What every kind does; `answered` is false while nothing was chosen."""

    name: ClassVar[str]

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.options = [option.id for option in wording.options]

    def shown(self, random: Random) -> list[str]:
        """The order in which the options are shown, shuffled where the item allows."""
        order = list(self.options)
        if self.wording.shuffle:
            random.shuffle(order)
        return order

    def read(self, fields: Fields) -> tuple[bool, Choice]:
        """Whether a form's fields hold an answer, and which; raises NotAnAnswer."""
        chosen = [value for value in fields.get("", ()) if value]
        unknown = bool(fields.get(UNKNOWN))
        if unknown and chosen:
            raise AnswerAndUnknown(self.wording.id)
        if unknown or not chosen:
            return unknown, None
        return True, self.checked(chosen)

    def checked(self, choice: object) -> Choice:
        """The choice in its one written form; raises NotAnAnswer. None is « Je ne sais pas »."""
        if choice is None:
            return None
        if not isinstance(choice, list) or not all(isinstance(part, str) for part in choice):
            raise ForeignOption(self.wording.id)
        if not choice or not set(choice) <= set(self.options) or len(set(choice)) != len(choice):
            raise ForeignOption(self.wording.id)
        return self._counted(choice)

    def points(self, choice: Choice) -> int:
        """1 for the whole right answer, else 0: half a right answer can still endanger someone."""
        return int(choice is not None and self._right(choice))

    def _counted(self, choice: list[str]) -> list[str]:
        if len(choice) > self._most():
            raise TooMany(self.wording.id)
        return choice

    def _most(self) -> int:
        return 1

    def _right(self, choice: Choice) -> bool:
        return choice == list(self.wording.key)


class Single(Kind):
    """One best answer."""

    name = "single"

    def read(self, fields: Fields) -> tuple[bool, Choice]:
        """« Je ne sais pas » is one more radio button here."""
        chosen = [value for value in fields.get("", ()) if value]
        if chosen == [UNKNOWN]:
            return True, None
        return super().read(fields)


class TrueFalse(Single):
    """True or false, in practice only: a guess earns half."""

    name = "truefalse"

    def shown(self, random: Random) -> list[str]:
        """True first, always."""
        return list(self.options)


class Multiple(Kind):
    """Several right answers, their number said: the exact set."""

    name = "multiple"

    def _counted(self, choice: list[str]) -> list[str]:
        return sorted(super()._counted(choice))

    def _most(self) -> int:
        return self.wording.choose or len(self.options)

    def _right(self, choice: Choice) -> bool:
        return choice == sorted(self.wording.key)


class Order(Kind):
    """Steps to put in order: the exact order."""

    name = "order"

    def shown(self, random: Random) -> list[str]:
        """As the file has them: the author saw to it that no step stands in its own place."""
        return list(self.options)

    def read(self, fields: Fields) -> tuple[bool, Choice]:
        """The list is always posted; it is an answer once it differs from how it was shown."""
        if fields.get(UNKNOWN):
            return True, None
        chosen = [value for value in fields.get("", ()) if value]
        if not chosen:
            return False, None
        choice = self.checked(chosen)
        return choice != self.options, choice

    def _counted(self, choice: list[str]) -> list[str]:
        if len(choice) != len(self.options):
            raise ForeignOption(self.wording.id)
        return choice

    def moved(self, choice: Choice, step: str, by: int) -> list[str]:
        """The order after one step went up (-1) or down (+1); at an end it stays."""
        order = list(choice) if isinstance(choice, list) else list(self.options)
        if step not in order:
            raise ForeignOption(self.wording.id)
        place = order.index(step)
        target = min(max(place + by, 0), len(order) - 1)
        order.insert(target, order.pop(place))
        return order


class Match(Kind):
    """Prompts and options to pair; one option is left over."""

    name = "match"

    def read(self, fields: Fields) -> tuple[bool, Choice]:
        """One choice list a prompt; those left empty are simply missing."""
        chosen = {
            prompt.id: fields[prompt.id][0]
            for prompt in self.wording.prompts
            if fields.get(prompt.id) and fields[prompt.id][0]
        }
        unknown = bool(fields.get(UNKNOWN))
        if unknown and chosen:
            raise AnswerAndUnknown(self.wording.id)
        if unknown or not chosen:
            return unknown, None
        return True, self.checked(chosen)

    def checked(self, choice: object) -> Choice:
        """A mapping of prompts to options, in the order of the prompts."""
        if choice is None:
            return None
        if not isinstance(choice, dict) or not choice:
            raise ForeignOption(self.wording.id)
        prompts = [prompt.id for prompt in self.wording.prompts]
        if not set(choice) <= set(prompts) or not all(
            isinstance(option, str) and option in self.options for option in choice.values()
        ):
            raise ForeignOption(self.wording.id)
        return {prompt: choice[prompt] for prompt in prompts if prompt in choice}

    def _right(self, choice: Choice) -> bool:
        return choice == self.wording.pairs


KINDS: dict[str, type[Kind]] = {
    kind.name: kind for kind in (Single, TrueFalse, Multiple, Order, Match)
}


def question(wording: Wording) -> Kind:
    """The question of this wording, ready to be read, marked and shown."""
    return KINDS[wording.kind](wording)
