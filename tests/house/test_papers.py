"""The papers say what is so."""

import re

import pytest

from tests.house import project

# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a package registry's host": r"py{0}thonhosted\.org|\bpy{0}pi\.org|registry\.n{0}pmjs",
    "an index address": r"--(?:extra-)?in{0}dex-url|registry = \"ht{0}tp|\"resolved\": *\"ht{0}tp",
    "a path of one machine": r"/wo{0}rk/(?:main|shared)|/ro{0}ot/|/ho{0}me/\w|bash_jo{0}bs",
}
MADE_BY_HAND = {".py", ".md", ".toml", ".yaml", ".txt", ".html", ".js", ".css", ".po", ".svg", ""}


def makefile() -> str:
    return (project.TOP / "Makefile").read_text(encoding="utf-8")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", makefile(), re.MULTILINE))


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_make_command_that_a_paper_names_exists(paper):
    text = (project.TOP / paper).read_text(encoding="utf-8")
    named = set(re.findall(r"^\s*make ([a-z-]+)|`make ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert {word for words in named for word in words if word} <= targets()


def test_the_readme_gives_the_two_commands():
    text = (project.TOP / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what):
    pattern = re.compile(FORBIDDEN[what].replace("{0}", ""))
    found = [
        f"{path.relative_to(project.TOP)}:{number}"
        for path in project.tracked()
        if path.suffix in MADE_BY_HAND
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_lock_file_that_writes_addresses_is_tracked():
    names = {path.name for path in project.tracked()}
    assert names.isdisjoint({"uv.lock", "pylock.toml", "poetry.lock", "package-lock.json"})


@pytest.mark.parametrize("dependency", project.requirements())
def test_every_dependency_has_its_reason_in_the_design(dependency):
    text = (project.TOP / "DESIGN.md").read_text(encoding="utf-8").lower()
    assert re.search(rf"(?<![\w-]){re.escape(dependency)}(?![\w-])", text)


def test_the_pins_hold_every_dependency():
    pinned = "".join(
        (project.TOP / name).read_text(encoding="utf-8")
        for name in ("requirements.txt", "requirements-postgresql.txt")
    )
    for name in project.requirements():
        assert re.search(rf"^{re.escape(name)}==\S+ ", pinned, re.MULTILINE), name


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_its_hash(name):
    entries = re.findall(
        r"^[\w.-]+==.*?(?=^\S|\Z)",
        (project.TOP / name).read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_ci_runs_the_checks_then_the_tests_then_the_long_ones():
    text = (project.TOP / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make (\S+)$", text, re.MULTILINE) == ["check", "test", "test-long"]
