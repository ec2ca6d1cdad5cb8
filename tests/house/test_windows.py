"""Trainers' laptops run Windows: nothing under elearn/ needs POSIX."""

import ast
import subprocess
from collections.abc import Iterator

import pytest

from tests.house import project
from tools import pins

POSIX_ONLY = {
    "crypt",
    "curses",
    "fcntl",
    "grp",
    "posix",
    "pty",
    "pwd",
    "readline",
    "resource",
    "spwd",
    "syslog",
    "termios",
    "tty",
}
POSIX_ONLY_NAMES = {
    "os.chown",
    "os.fork",
    "os.forkpty",
    "os.getegid",
    "os.geteuid",
    "os.getgid",
    "os.getpgid",
    "os.getuid",
    "os.killpg",
    "os.mkfifo",
    "os.nice",
    "os.setsid",
    "os.uname",
    "signal.SIGALRM",
    "signal.SIGHUP",
    "signal.SIGKILL",
    "signal.SIGUSR1",
    "signal.SIGUSR2",
    "signal.alarm",
    "signal.pause",
    "time.tzset",
}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]
            yield from (f"{node.module}.{name.name}" for name in node.names)


def used(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


@pytest.mark.parametrize("path", project.sources(), ids=project.module_of)
def test_a_module_needs_nothing_that_windows_lacks(path):
    tree = project.tree(path)
    assert set(imported(tree)) & (POSIX_ONLY | POSIX_ONLY_NAMES) == set()
    assert set(used(tree)) & POSIX_ONLY_NAMES == set()


@pytest.mark.parametrize("path", project.sources(), ids=project.module_of)
def test_a_text_file_is_opened_with_its_encoding_named(path):
    # Windows' own default is not UTF-8.
    unnamed = [call.lineno for call in text_calls(project.tree(path)) if not names_encoding(call)]
    assert unnamed == []


def text_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and opens_text(node):
            yield node


def opens_text(node: ast.Call) -> bool:
    """Whether this is `path.read_text()`, `path.open()` or `path.open("w")`, not in binary."""
    if not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr != "open":
        return node.func.attr in ("read_text", "write_text")
    first = node.args[0] if node.args else ast.Constant("r")
    return isinstance(first, ast.Constant) and str(first.value) in {"r", "w", "a", "x", "r+"}


def names_encoding(call: ast.Call) -> bool:
    """Whether the encoding is named, as a keyword or at its place among the arguments."""
    assert isinstance(call.func, ast.Attribute)
    place = {"read_text": 0, "write_text": 1, "open": 2}[call.func.attr]
    named = any(keyword.arg == "encoding" for keyword in call.keywords)
    return named or len(call.args) > place


@pytest.mark.long
@pytest.mark.parametrize("version", ["3.11", "3.13"])
def test_every_pinned_dependency_has_a_wheel_for_windows(version, tmp_path):
    # Asks the package registry to resolve our pins for Windows, without a compiler.
    pinned = [project.TOP / "requirements.txt", project.TOP / "requirements-postgresql.txt"]
    command = [
        *(pins.uv(), "pip", "compile", "--quiet", *pinned),
        *("--python-platform", "windows", "--python-version", version),
        *("--only-binary", ":all:", "--output-file", tmp_path / "windows.txt"),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    resolved = (tmp_path / "windows.txt").read_text(encoding="utf-8")
    for name in project.requirements():
        assert f"\n{name}==" in resolved
