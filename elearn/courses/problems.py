"""What is wrong in the content: where it stands, which rule it breaks, and the rule's figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from elearn.courses.texts import Place

Severity = Literal["error", "warning"]
Arguments = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake before its line is looked up. `place` begins with "body", then a line, in prose."""

    file: str
    place: Place
    rule: str
    arguments: Arguments = field(default_factory=dict)
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake as people read it: file (from the content folder on), line from 1, rule, figures.

    An error keeps the content from loading; a warning is for the author to judge.
    """

    file: str
    line: int
    rule: str
    arguments: Arguments = field(default_factory=dict)
    severity: Severity = "error"


class ContentRefused(Exception):
    """The content has errors; `problems` holds every one of them, and the warnings too."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.file}:{p.line} {p.rule}" for p in self.problems))
