"""The case of a module: decisions that lead to one another and to endings."""

from typing import Annotated, Literal

from pydantic import Field

from elearn.courses.texts import Id, Record, Text


class Choice(Record):
    """One thing to do: what then happens, and why it was a better or a worse one."""

    id: Id
    text: Text
    consequence: Text
    feedback: Text
    quality: Literal["good", "partial", "poor"]
    sources: tuple[Id, ...]
    next: Id
    misconception: Id | None = None


class Decision(Record):
    """A moment of the case where the reader chooses."""

    id: Id
    title: Text
    situation: Text
    choices: tuple[Choice, ...]

    def choice(self, choice_id: str) -> Choice:
        """The choice of this id; KeyError where there is none."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)


class Ending(Record):
    """Where a path through the case stops."""

    id: Id
    title: Text
    text: Text
    sources: tuple[Id, ...]


class Case(Record):
    """A short situation to decide; it is discussed, never scored."""

    id: Id
    version: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=1)]
    objectives: tuple[Id, ...]
    title: Text
    role: Text
    start: Id
    decisions: tuple[Decision, ...]
    endings: tuple[Ending, ...]

    def node(self, node_id: str) -> Decision | Ending:
        """The decision or ending of this id; KeyError where there is none."""
        nodes: tuple[Decision | Ending, ...] = (*self.decisions, *self.endings)
        for node in nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)
