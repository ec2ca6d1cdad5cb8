"""A text in every language, and the frozen record that all content is made of."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

MASTER = "fr"
# Complete in every text; Bambara is a draft of the key messages and of the glossary only.
COMPLETE = ("fr", "en")

Filled = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]

# The way from the top of a file to one of its values: keys and positions.
Place = tuple[str | int, ...]


class Record(BaseModel):
    """One entry of a content file: its keys are all known, and it never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Record):
    """The same words in French, the master, in English, and in draft Bambara where there is one."""

    fr: Filled
    en: Filled
    bm: Filled | None = None

    def in_(self, language: str) -> str:
        """The words in a language; French where Bambara has none yet. Unknown: KeyError."""
        if language == "bm":
            return self.bm or self.fr
        return {"fr": self.fr, "en": self.en}[language]


def texts_in(value: object, place: Place = ()) -> Iterator[tuple[Place, Text]]:
    """Every text inside a record, each with its place in the file."""
    if isinstance(value, Text):
        yield place, value
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name), (*place, name))
    elif isinstance(value, tuple):
        for position, part in enumerate(value):
            yield from texts_in(part, (*place, position))
