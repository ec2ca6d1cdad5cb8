"""Questions as their files state them: graded items, and practice with its feedback."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from elearn.courses.texts import Id, Record, Text

Kind = Literal["single", "multiple", "truefalse", "order", "match"]
Form = Literal["A", "B", "C"]
FORMS: tuple[Form, ...] = ("A", "B", "C")
LessonNumber = Annotated[str, StringConstraints(pattern=r"^\d\d$")]


class ExhibitRow(Record):
    """One line of the document that a question shows."""

    label: Text
    value: Text


class Option(Record):
    """One answer that can be chosen; a wrong one names the misconception it shows."""

    id: Id
    text: Text
    misconception: Id | None = None
    feedback: Text | None = None


class Prompt(Record):
    """One left-hand side of a `match` question."""

    id: Id
    text: Text
    feedback: Text | None = None


class Question(Record):
    """What graded and practice questions share.

    `key` holds option ids: the right ones; for `order` all of them, first to last; for `match` one
    for each prompt, in the order of the prompts (the file writes them as a mapping).
    """

    id: Id
    version: Annotated[int, Field(ge=1)]
    kind: Kind
    choose: int | None = None
    stem: Text
    exhibit: tuple[ExhibitRow, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    options: tuple[Option, ...]
    key: tuple[Id, ...]
    shuffle: bool = True
    sources: tuple[Id, ...]
    lesson: LessonNumber

    @field_validator("key", mode="before")
    @classmethod
    def _key_in_order_of_prompts(cls, key: object, info: ValidationInfo) -> object:
        if not isinstance(key, Mapping):
            return key
        prompts = [prompt.id for prompt in info.data.get("prompts", ())]
        if set(prompts) != set(key):
            raise PydanticCustomError("match-key", "the key must name each prompt once")
        return [key[prompt] for prompt in prompts]

    @property
    def pairs(self) -> dict[str, str]:
        """The right option of each prompt, for `match`; empty for the other kinds."""
        if self.kind != "match":
            return {}
        return dict(zip((prompt.id for prompt in self.prompts), self.key, strict=True))

    @property
    def distractors(self) -> tuple[Option, ...]:
        """The options that are no part of the key, in the order of the file."""
        return tuple(option for option in self.options if option.id not in self.key)

    def option(self, option_id: str) -> Option:
        """The option of this id; KeyError where there is none."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)


class Item(Question):
    """A graded question: one of the three twins of its slot."""

    slot: Id
    form: Form
    explanation: Text


class PracticeItem(Question):
    """A question to learn by: never scored, each choice answered at once."""

    objective: Id
