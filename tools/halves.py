"""Runs all tests but the long ones, in two halves side by side: those that drive a browser or play
the whole program, and the others. A machine of two cores is done in little more than half the time.

    python -m tools.halves         exit 1 where either half fails, or too few tests met PostgreSQL
    python -m tools.halves long    the long tests instead, one after another, printed as they run

A browser on a busy machine can miss its moment. Up to three tests that failed in the browser's
half, or among the long ones, run once more, alone; those that pass then are named as unsteady at
the very end, so that nobody overlooks them, and those that fail again have failed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple, TypedDict

IN_A_BROWSER = "in a browser or of the whole program"
HALVES = {
    "of the parts": "not long and not (browser or whole)",
    IN_A_BROWSER: "not long and (browser or whole)",
}
LONG = "that take long"
ONCE_MORE = {IN_A_BROWSER: "browser", LONG: "long"}
BROWSERS = "tests/browser/"
ENOUGH = 0.95
UNSTEADY = 3
"""Tests in a browser that may run once more; more of them failing is no accident."""
COUNTS = "DANBE_TEST_COUNTS"
"""Names the file into which a half writes how many tests met each database."""


class Counted(TypedDict):
    """What a half counted: tests on SQLite, those of them on PostgreSQL too, names of failures."""

    sqlite: int
    both: int
    failed: list[str]


class Half(NamedTuple):
    """One half under way: where it prints, and where it counts."""

    name: str
    process: subprocess.Popen[bytes]
    printed: Path
    counts: Path

    @property
    def counted(self) -> Counted | None:
        """What it counted; None where it did not come to its end."""
        found: Counted | None = (
            json.loads(self.counts.read_text()) if self.counts.exists() else None
        )
        return found


def begin(name: str, marks: str, folder: Path) -> Half:
    """Start one half in a process of its own."""
    printed, counts = folder / f"{name}.txt", folder / f"{name}.json"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-m", marks],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, COUNTS: str(counts)},
        )
    return Half(name, process, printed, counts)


def unsteady(half: Half) -> list[str]:
    """The tests of a failed half that pass when they run once more; none where one fails again."""
    failed = half.counted["failed"] if half.name in ONCE_MORE and half.counted else []
    if half.name == IN_A_BROWSER and not all(one.startswith(BROWSERS) for one in failed):
        return []
    if not 0 < len(failed) <= UNSTEADY:
        return []
    print(f"=== Once more, alone: {len(failed)} of the tests {half.name}", flush=True)
    command = [sys.executable, "-m", "pytest", "-m", ONCE_MORE[half.name], *failed]
    again = subprocess.run(command, check=False)
    return [] if again.returncode else failed


def spared(counts: list[Counted]) -> bool:
    """Whether too few of the tests on SQLite ran on PostgreSQL too; says how many did."""
    sqlite = sum(count["sqlite"] for count in counts)
    both = sum(count["both"] for count in counts)
    share = both / sqlite if sqlite else 0.0
    print(f"On SQLite {sqlite} tests; {both} of them on PostgreSQL too ({share:.1%})")
    return share < ENOUGH


def both() -> int:
    """Run both halves, and print each as a whole; the exit code."""
    with tempfile.TemporaryDirectory() as place:
        halves = [begin(name, marks, Path(place)) for name, marks in HALVES.items()]
        failed = [half for half in halves if half.process.wait()]
        for half in halves:
            print(f"=== Tests {half.name}", half.printed.read_text("utf-8", "replace"), sep="\n")
        shaken = {half.name: unsteady(half) for half in failed}
        counts = [half.counted for half in halves if half.counted]
    too_few = len(counts) < len(halves) or spared(counts)
    if too_few:
        print(f"FAILED: at least {ENOUGH:.0%} of the tests on SQLite must run on PostgreSQL too")
    return int(told(shaken) or too_few)


def long() -> int:
    """Run the long tests; the exit code."""
    with tempfile.TemporaryDirectory() as place:
        counts = Path(place) / "long.json"
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-m", "long"],
            env={**os.environ, COUNTS: str(counts)},
        )
        half = Half(LONG, process, Path(place) / "nothing", counts)
        return int(told({LONG: unsteady(half)} if process.wait() else {}))


def told(shaken: dict[str, list[str]]) -> bool:
    """Name the tests that were unsteady, by their half; whether a half has failed for good."""
    for name, tests in shaken.items():
        for test in tests:
            print(f"UNSTEADY, passed the second time: {test}")
        if not tests:
            print(f"FAILED: tests {name}")
    return not all(shaken.values())


if __name__ == "__main__":
    sys.exit(long() if sys.argv[1:] == ["long"] else both())
