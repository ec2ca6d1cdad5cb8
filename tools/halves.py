"""Runs all tests but the long ones, in two halves side by side: those that drive a browser, and
the others. A machine of two cores is done in little more than half the time.

    python -m tools.halves    exit 1 where either half fails, or too few tests met PostgreSQL
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HALVES = {"without a browser": "not long and not browser", "in a browser": "not long and browser"}
ENOUGH = 0.95
COUNTS = "DANBE_TEST_COUNTS"
"""Names the file into which a half writes how many tests met each database."""


class Half(NamedTuple):
    """One half under way: where it prints, and where it counts."""

    name: str
    process: subprocess.Popen[bytes]
    printed: Path
    counted: Path


def begin(name: str, marks: str, folder: Path) -> Half:
    """Start one half in a process of its own."""
    printed, counted = folder / f"{name}.txt", folder / f"{name}.json"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-m", marks],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, COUNTS: str(counted)},
        )
    return Half(name, process, printed, counted)


def spared(counts: list[dict[str, int]]) -> bool:
    """Whether too few of the tests on SQLite ran on PostgreSQL too; says how many did."""
    sqlite = sum(count["sqlite"] for count in counts)
    both = sum(count["both"] for count in counts)
    share = both / sqlite if sqlite else 0.0
    print(f"On SQLite {sqlite} tests; {both} of them on PostgreSQL too ({share:.1%})")
    return share < ENOUGH


def main() -> int:
    """Run both halves, and print each as a whole."""
    with tempfile.TemporaryDirectory() as place:
        halves = [begin(name, marks, Path(place)) for name, marks in HALVES.items()]
        failed = [half.name for half in halves if half.process.wait()]
        for half in halves:
            print(f"=== Tests {half.name}", half.printed.read_text("utf-8", "replace"), sep="\n")
        counts = [json.loads(half.counted.read_text()) for half in halves if half.counted.exists()]
    too_few = len(counts) < len(halves) or spared(counts)
    for name in failed:
        print(f"FAILED: tests {name}")
    if too_few:
        print(f"FAILED: at least {ENOUGH:.0%} of the tests on SQLite must run on PostgreSQL too")
    return int(bool(failed) or too_few)


if __name__ == "__main__":
    sys.exit(main())
