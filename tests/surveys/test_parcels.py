"""The file in which sheets travel: read back as it was written, or refused at a line."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

import pytest

from elearn.surveys.parcels import Carried, Damaged, Fault, Parcel, by_tens, read, written
from tests.surveys.sheets import cell, own_answers

PROGRAMME = uuid.UUID(int=7, version=4)


def sheet(person: int, moment: str = "baseline", quarter: str = "2026-Q4") -> Carried:
    own = uuid.UUID(int=Random(person).getrandbits(128), version=4)
    return Carried(own, cell(PROGRAMME, moment), quarter, own_answers(person))


TWELVE = Parcel(by_tens(sheet(person) for person in range(12)), {PROGRAMME: "Programme É"})


def test_what_is_written_is_read_again() -> None:
    ticked = replace(sheet(30), answers={"barriers": ["time", "orders"], "visits": "3"})
    parcel = replace(TWELVE, sheets=(*TWELVE.sheets, ticked), demonstration=True)
    assert read(written(parcel)) == parcel


def test_sheets_leave_by_tens_of_one_cell_and_quarter_in_the_order_of_their_ids() -> None:
    ten, nine = [sheet(person) for person in range(10)], [sheet(n, "endline") for n in range(9)]
    other = [sheet(person, quarter="2027-Q1") for person in range(40, 49)]
    assert by_tens([*nine, *ten, *other]) == tuple(sorted(ten, key=lambda one: one.id))
    assert by_tens([]) == ()


def resealed(lines: list[bytes]) -> bytes:
    """The lines with a first line that agrees with them."""
    head, body = json.loads(lines[0]), b"".join(line + b"\n" for line in lines[1:])
    head |= {"sha256": sha256(body).hexdigest(), "sheets": len(lines) - 1}
    return json.dumps(head).encode() + b"\n" + body


def spoilt(change: Callable[[dict[str, Any]], object], line: int = 3) -> bytes:
    """The file with one line changed by somebody who knows how to seal it."""
    lines = written(TWELVE).splitlines()
    row = json.loads(lines[line - 1])
    change(row)
    lines[line - 1] = json.dumps(row).encode()
    return resealed(lines)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.pop("id"),
        lambda row: row.update(id=str(uuid.UUID(int=1))),
        lambda row: row.update(id=5),
        lambda row: row.update(programme=str(uuid.UUID(int=9))),
        lambda row: row.update(course="x" * 61),
        lambda row: row.update(survey=""),
        lambda row: row.update(version=True),
        lambda row: row.update(version=2**31),
        lambda row: row.update(moment="tomorrow"),
        lambda row: row.update(quarter="2026-Q5"),
        lambda row: row.update(answers={}),
        lambda row: row.update(answers=["visits"]),
        lambda row: row.update(answers={"visits": 3}),
        lambda row: row.update(answers={"visits": [["3"]]}),
    ],
)
def test_a_line_that_is_no_sheet_is_named(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(Damaged) as found:
        read(spoilt(change))
    assert (found.value.line, found.value.fault) == (3, Fault.UNREADABLE)


def test_a_line_that_is_no_json_is_named() -> None:
    for line in (b"[]", b"{", b"\xff", b"[" * 100_000):
        lines = written(TWELVE).splitlines()
        lines[7] = line
        with pytest.raises(Damaged) as found:
            read(resealed(lines))
        assert (found.value.line, found.value.fault) == (8, Fault.UNREADABLE)


def test_a_file_that_is_not_ours_or_of_a_later_version_is_told_so() -> None:
    for data in (b"", b"a,b\n1,2\n", b"{}\n", b"\x00\x01"):
        with pytest.raises(Damaged) as found:
            read(data)
        assert (found.value.line, found.value.fault) == (1, Fault.NOT_OURS)
    with pytest.raises(Damaged) as found:
        read(spoilt(lambda head: head.update(version=2), line=1))
    assert found.value.fault is Fault.NEWER
    for names in ({"x": "y"}, [], {str(PROGRAMME): 5}):
        with pytest.raises(Damaged) as found:
            read(spoilt(lambda head, names=names: head.update(programmes=names), line=1))  # type: ignore[misc]
        assert (found.value.line, found.value.fault) == (1, Fault.UNREADABLE)


def test_a_sheet_twice_a_file_cut_short_and_one_changed_on_the_way_are_refused() -> None:
    whole = written(TWELVE)
    lines = whole.splitlines()
    with pytest.raises(Damaged) as found:
        read(resealed([*lines, lines[4]]))
    assert (found.value.line, found.value.fault) == (14, Fault.TWICE)
    for data, line in (
        (b"\n".join(lines[:9]) + b"\n", 9),
        (whole.replace(b'"1"', b'"5"'), 13),
        (whole + lines[1].replace(b"2026", b"2025") + b"\n", 14),
    ):
        with pytest.raises(Damaged) as found:
            read(data)
        expected = Fault.TWICE if line == 14 else Fault.CHANGED
        assert (found.value.line, found.value.fault) == (line, expected)
    with pytest.raises(Damaged):
        read(whole[:-20])
