"""A test in a browser that missed its moment runs once more; one that fails again has failed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import halves
from tools.halves import Half

SUITE = """
import pytest
from pathlib import Path

@pytest.mark.browser
@pytest.mark.parametrize("number", range(5))
def test_one(number):
    before = Path(f"{number}.ran")
    ran = before.exists()
    before.touch()
    assert ran, "the first time"
"""
SMALL = "tests/browser/test_small.py"
STEADY_FAILURE = "import pytest\n@pytest.mark.browser\ndef test_one():\n    assert False\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of its own, in which nothing is counted."""
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", "utf-8")
    (tmp_path / "tests" / "browser").mkdir(parents=True)
    (tmp_path / SMALL).write_text(SUITE, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(halves.COUNTS, raising=False)


def half(folder: Path, failed: list[str], name: str = halves.IN_A_BROWSER) -> Half:
    """A half that has come to its end with these failures."""
    counts = folder / "counts.json"
    counts.write_text(json.dumps({"sqlite": 1, "both": 1, "failed": failed}), "utf-8")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return Half(name, ended, folder / "printed", counts)


def names(count: int) -> list[str]:
    return [f"{SMALL}::test_one[{number}]" for number in range(count)]


def run_before(count: int) -> None:
    for number in range(count):
        Path(f"{number}.ran").touch()


def test_tests_that_pass_the_second_time_are_named_unsteady(tmp_path: Path) -> None:
    run_before(3)
    assert halves.unsteady(half(tmp_path, names(3))) == names(3)


def test_a_test_that_fails_again_has_failed(tmp_path: Path) -> None:
    (tmp_path / SMALL).write_text(STEADY_FAILURE, "utf-8")
    assert halves.unsteady(half(tmp_path, [f"{SMALL}::test_one"])) == []


def test_more_than_three_failures_are_no_accident(tmp_path: Path) -> None:
    run_before(4)
    assert halves.unsteady(half(tmp_path, names(4))) == []


def test_without_a_browser_nothing_runs_again(tmp_path: Path) -> None:
    run_before(1)
    assert halves.unsteady(half(tmp_path, names(1), "of the parts")) == []
    beside = "tests/cli/test_small.py::test_one"
    assert halves.unsteady(half(tmp_path, [*names(1), beside])) == []


def test_long_tests_run_once_more_too(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = long\n", "utf-8")
    (tmp_path / SMALL).write_text(SUITE.replace("browser", "long"), "utf-8")
    run_before(1)
    assert halves.unsteady(half(tmp_path, names(1), halves.LONG)) == names(1)


def test_a_half_that_broke_down_has_failed(tmp_path: Path) -> None:
    broken = half(tmp_path, [])
    broken.counts.unlink()
    assert halves.unsteady(broken) == []
