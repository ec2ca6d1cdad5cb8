"""The Markdown of lessons cut into blocks: plain text, and the three containers of the format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

CONTAINERS = ("timeline", "register", "callout")
CALLOUTS = ("remember", "howto")
PARAMETER = re.compile(r":param\[([\w-]+)\]")

_OPENING = re.compile(r":::(\w+)\s*(.*)$")
_ATTRIBUTE = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
_ROW = re.compile(r"- (.+?) \| (.+)$")


class Row(NamedTuple):
    """One line `- left | right` of a timeline or a register."""

    left: str
    right: str


@dataclass
class Block:
    """A stretch of a lesson; `line` is its first line in the body, from 1, the opening included."""

    kind: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    closed: bool = True

    @property
    def text(self) -> str:
        """The Markdown inside."""
        return "\n".join(self.lines)

    @property
    def title(self) -> str:
        """The container's title; empty for plain text."""
        return self.attributes.get("title", "")

    @property
    def rows(self) -> list[Row]:
        """The lines of a timeline or a register, those of another shape left out."""
        return [Row(*found.groups()) for line in self.lines if (found := _ROW.match(line))]


def blocks(body: str) -> list[Block]:
    """The body cut at its containers, in order; a container left open is marked so."""
    found = [Block("prose", 1)]
    for number, line in enumerate(body.split("\n"), 1):
        opening = _OPENING.match(line)
        if opening:
            attributes = {name: quoted or bare for name, quoted, bare in _attributes(opening[2])}
            found.append(Block(opening[1], number, attributes, closed=False))
        elif line.strip() == ":::" and not found[-1].closed:
            found[-1].closed = True
            found.append(Block("prose", number + 1))
        else:
            found[-1].lines.append(line)
    return [block for block in found if block.kind != "prose" or block.text.strip()]


def _attributes(text: str) -> list[tuple[str, str, str]]:
    return _ATTRIBUTE.findall(text)


def mistakes(body: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    """What is wrong with the containers: line of the body, rule, arguments."""
    for block in blocks(body):
        if block.kind != "prose":
            yield from _container_mistakes(block)
        for number, line in enumerate(block.lines, block.line):
            if block.kind == "prose" and line.startswith(":::"):
                yield number, "container-not-open", {}


def _container_mistakes(block: Block) -> Iterator[tuple[int, str, dict[str, str]]]:
    if block.kind not in CONTAINERS:
        yield block.line, "container-unknown", {"found": block.kind}
        return
    if not block.closed:
        yield block.line, "container-open", {"found": block.kind}
    expected = {"title", "kind"} if block.kind == "callout" else {"title"}
    if set(block.attributes) != expected or not block.title.strip():
        yield block.line, "container-attributes", {"found": block.kind}
    elif block.kind == "callout" and block.attributes["kind"] not in CALLOUTS:
        yield block.line, "callout-kind", {"found": block.attributes["kind"]}
    if block.kind != "callout":
        yield from _row_mistakes(block)


def _row_mistakes(block: Block) -> Iterator[tuple[int, str, dict[str, str]]]:
    for number, line in enumerate(block.lines, block.line + 1):
        if line.strip() and not _ROW.match(line):
            yield number, "container-row", {"found": line.strip()[:40]}
