"""The first command of a new machine finds a way, or says what is missing."""

import sys
from pathlib import Path

import pytest

from tools import browser, environment


def works_not(folder: Path) -> bool:
    return False


def test_a_python_too_old_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert environment.main(tmp_path / "venv", environment.WAYS, oldest=(9, 0)) == 1
    assert "needs Python 9.0 or newer" in capsys.readouterr().err


def test_where_no_way_works_the_package_to_install_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert environment.main(tmp_path / "venv", (works_not,)) == 1
    said = capsys.readouterr().err
    assert "apt-get install python3" in said
    assert said.count("\n") == 1


def test_a_way_that_leaves_nothing_that_runs_is_no_way(tmp_path: Path):
    assert environment.main(tmp_path / "venv", (lambda folder: True,)) == 1


def test_an_environment_that_is_whole_is_left_as_it_is():
    assert environment.main(Path(sys.prefix), (works_not,)) == 0


@pytest.mark.long
def test_an_environment_is_made_without_ensurepip(tmp_path: Path):
    assert environment.by_pip_outside(tmp_path / "venv")
    assert environment.has_pip(tmp_path / "venv")


def test_the_browser_that_is_named_is_the_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "my-browser"))
    assert browser.find() == tmp_path / "my-browser"
