"""Reading content files, and finding the line of a value only when something is wrong with it."""

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from elearn.courses.problems import Finding, Problem
from elearn.courses.texts import Place

FENCE = "---\n"
Node = yaml.Node


class Unreadable(Exception):
    """A file that cannot be read at all; `line` counts from 1."""

    def __init__(self, rule: str, line: int = 1, **arguments: str) -> None:
        super().__init__(rule)
        self.rule, self.line, self.arguments = rule, line, arguments


class Prose(NamedTuple):
    """A Markdown file: its front matter as YAML, its body, and how many lines precede the body."""

    front: str
    body: str
    lines_before: int


class _Loader(yaml.CSafeLoader):
    """YAML values, a key written twice refused: YAML would keep the second in silence."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, object]:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise Unreadable("duplicate-key", key.start_mark.line + 1, key=key.value)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


# Dates stay text until the record reads them: an impossible day is then reported at its line.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def text_of(path: Path) -> str:
    """The text of a file, or Unreadable: missing, not UTF-8, or with other line ends than LF."""
    if not path.is_file():
        raise Unreadable("missing-file")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("not-utf8", error.object.count(b"\n", 0, error.start) + 1) from None
    if "\r" in text:
        raise Unreadable("line-ends", text.count("\n", 0, text.index("\r")) + 1)
    return text


def values(text: str) -> object:
    """The values of a YAML text, or Unreadable with the line."""
    try:
        # The loader is the safe one, only stricter: no object is ever made.
        return yaml.load(text, Loader=_Loader)  # nosec B506
    except (yaml.YAMLError, ValueError) as error:
        raise _not_yaml(error) from None


def _not_yaml(error: Exception) -> Unreadable:
    message, mark = str(error), None
    if isinstance(error, yaml.MarkedYAMLError):
        message = error.problem or message
        # A quote that is never closed shows at the end of the file; it opened somewhere else.
        mark = error.context_mark if "end of stream" in message else error.problem_mark
    return Unreadable("yaml-syntax", mark.line + 1 if mark else 1, reason=message)


def prose(text: str) -> Prose:
    """A Markdown file in its two parts, or Unreadable where the front matter is not closed."""
    parts = text.split(FENCE, 2)
    if len(parts) < 3 or parts[0]:
        raise Unreadable("front-matter-missing")
    front = FENCE + parts[1]
    return Prose(front, parts[2], front.count("\n") + 1)


class Lines:
    """Line numbers for the findings of one content folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._composed = cache(self._compose)

    def problem(self, finding: Finding) -> Problem:
        """The finding with its line, the file named from the content folder on."""
        return Problem(
            file=f"{self.folder.name}/{finding.file}",
            line=self._line(finding.file, finding.place),
            rule=finding.rule,
            arguments=finding.arguments,
            severity=finding.severity,
        )

    def _line(self, file: str, place: Place) -> int:
        if place[:1] == ("line",):
            return int(place[1])
        node, lines_before = self._composed(file)
        if place[:1] == ("body",) and file.endswith(".md"):
            return lines_before + int(place[1] if len(place) > 1 else 1)
        return _line_in(node, place) if node else 1

    def _compose(self, file: str) -> tuple[Node | None, int]:
        try:
            text, lines_before = text_of(self.folder / file), 0
            if file.endswith(".md"):
                text, _, lines_before = prose(text)
        except Unreadable:
            return None, 0
        node: Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
        return node, lines_before


def _line_in(node: Node, place: Place) -> int:
    # The deepest part of the place that exists: a missing key is shown at its parent.
    line: int = node.start_mark.line + 1
    for step in place:
        found = _step(node, step)
        if found is None:
            return line
        line, node = found
    return line


def _step(node: Node, step: str | int) -> tuple[int, Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        part = node.value[step]
        return part.start_mark.line + 1, part
    return None
