"""Sheets as a file that a laptop sends: a line about the others, then a line a sheet. Pure."""

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from elearn.courses.questionnaires import MOMENTS, Moment
from elearn.surveys.bags import Answers
from elearn.surveys.cells import BATCH, Cell

FORMAT = "danbe-opinions"
VERSION = 1
LONGEST_NAME = 60
QUARTER = re.compile(r"\d{4}-Q[1-4]")


class Fault(StrEnum):
    """What is wrong with a line of a file."""

    NOT_OURS = "not-ours"
    NEWER = "newer"
    UNREADABLE = "unreadable"
    TWICE = "twice"
    CHANGED = "changed"


class Damaged(ValueError):
    """The file is not what was sent: the first line (from 1) at which it shows, and how."""

    def __init__(self, line: int, fault: Fault) -> None:
        super().__init__(line, fault)
        self.line, self.fault = line, fault


@dataclass(frozen=True, slots=True)
class Carried:
    """One sheet on its way: its id says nothing, `quarter` is when its ten left their box."""

    id: uuid.UUID
    cell: Cell
    quarter: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Parcel:
    """Sheets and the names of their programmes, by the ids that the sender gave these."""

    sheets: tuple[Carried, ...]
    programmes: Mapping[uuid.UUID, str]
    demonstration: bool = False


def by_tens(sheets: Iterable[Carried]) -> tuple[Carried, ...]:
    """Those that have nine others of their cell and quarter among these, in the order of chance.

    Their ids were drawn at random, so their order tells nothing of any other.
    """
    found = list(sheets)
    counts = Counter((one.cell, one.quarter) for one in found)
    return tuple(
        sorted(
            (one for one in found if counts[one.cell, one.quarter] >= BATCH),
            key=lambda one: one.id,
        )
    )


def written(parcel: Parcel) -> bytes:
    """The file's bytes."""
    body = b"".join(_line(_row(one)) for one in parcel.sheets)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "sheets": len(parcel.sheets),
        "sha256": sha256(body).hexdigest(),
        "demonstration": parcel.demonstration,
        "programmes": {str(key): name for key, name in sorted(parcel.programmes.items())},
    }
    return _line(head) + body


def read(data: bytes) -> Parcel:
    """What a file holds; raises Damaged."""
    first, _, body = data.partition(b"\n")
    head = _head(first)
    programmes = _programmes(head)
    sheets: list[Carried] = []
    seen: set[uuid.UUID] = set()
    for number, line in enumerate(body.splitlines(), 2):
        one = _sheet(line, number)
        if one.cell.programme_id not in programmes:
            raise Damaged(number, Fault.UNREADABLE)
        if one.id in seen:
            raise Damaged(number, Fault.TWICE)
        seen.add(one.id)
        sheets.append(one)
    if head.get("sha256") != sha256(body).hexdigest() or head.get("sheets") != len(sheets):
        raise Damaged(len(sheets) + 1, Fault.CHANGED)
    return Parcel(tuple(sheets), programmes, head.get("demonstration") is True)


def _line(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=True, sort_keys=True).encode() + b"\n"


def _row(one: Carried) -> dict[str, object]:
    cell = one.cell
    return {
        "id": str(one.id),
        "programme": str(cell.programme_id),
        "course": cell.course_id,
        "survey": cell.survey,
        "version": cell.version,
        "moment": cell.moment,
        "quarter": one.quarter,
        "answers": one.answers,
    }


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Damaged(number, Fault.UNREADABLE) from error
    if not isinstance(found, dict):
        raise Damaged(number, Fault.UNREADABLE)
    return found


def _head(line: bytes) -> dict[str, Any]:
    try:
        head = _object(line, 1)
    except Damaged as error:
        raise Damaged(1, Fault.NOT_OURS) from error
    if head.get("format") != FORMAT:
        raise Damaged(1, Fault.NOT_OURS)
    if head.get("version") != VERSION:
        raise Damaged(1, Fault.NEWER)
    return head


def _programmes(head: Mapping[str, Any]) -> dict[uuid.UUID, str]:
    try:
        return {uuid.UUID(key): _text(name, 120) for key, name in head["programmes"].items()}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Damaged(1, Fault.UNREADABLE) from error


def _sheet(line: bytes, number: int) -> Carried:
    row = _object(line, number)
    try:
        cell = Cell(
            uuid.UUID(row["programme"]),
            _text(row["course"]),
            _text(row["survey"]),
            _version(row["version"]),
            _moment(row["moment"]),
        )
        return Carried(_id(row["id"]), cell, _quarter(row["quarter"]), _answers(row["answers"]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Damaged(number, Fault.UNREADABLE) from error


def _id(value: Any) -> uuid.UUID:
    found = uuid.UUID(value)
    # Any other would tell when it was made.
    if found.version != 4:
        raise ValueError(value)
    return found


def _text(value: Any, longest: int = LONGEST_NAME) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise ValueError(value)
    return value


def _version(value: Any) -> int:
    if type(value) is not int or not 0 < value < 2**31:
        raise ValueError(value)
    return value


def _moment(value: Any) -> Moment:
    for moment in MOMENTS:
        if value == moment:
            return moment
    raise ValueError(value)


def _quarter(value: Any) -> str:
    if not QUARTER.fullmatch(_text(value)):
        raise ValueError(value)
    return str(value)


def _answers(value: Any) -> Answers:
    if not value or not isinstance(value, dict):
        raise ValueError(value)
    return {_text(name): _ticked(ticked) for name, ticked in value.items()}


def _ticked(value: Any) -> str | list[str]:
    several: Sequence[Any] = value if isinstance(value, list) else [value]
    names = [_text(one) for one in several]
    return names if isinstance(value, list) else names[0]
