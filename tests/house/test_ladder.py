"""The import ladder holds, and its lists are whole."""

import ast
import subprocess
import sys

import pytest

from tests.house import project

WEB = ("flask", "flask_login", "flask_sqlalchemy", "werkzeug", "wtforms")


def test_every_room_below_the_web_is_kept_from_it():
    listed = set(project.contract("web")["source_modules"])
    assert listed == project.below("web")


def test_every_room_below_documents_is_kept_from_human_language():
    # `interchange` stands beside documents: other systems' formats carry language tags of theirs.
    listed = set(project.contract("words")["source_modules"])
    assert listed == project.below("documents")


def test_a_module_that_calls_itself_pure_is_held_to_it():
    pure = tuple(project.contract("pure")["source_modules"])
    claiming = {
        project.module_of(path)
        for path in project.sources()
        if "Pure." in (ast.get_docstring(project.tree(path)) or "")
    }
    assert claiming
    assert {name for name in claiming if not within(name, pure)} == set()


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def test_importing_everything_below_the_web_brings_no_flask():
    kept = project.below("web")
    modules = [
        project.module_of(path)
        for path in project.sources()
        if within(project.module_of(path), tuple(kept))
    ]
    assert loaded_by(modules, WEB) == set()


@pytest.mark.parametrize("name", project.contract("pure")["source_modules"])
def test_importing_a_pure_module_brings_no_database(name):
    assert loaded_by([name], ("sqlalchemy", "alembic", "babel", *WEB)) == set()


def loaded_by(modules: list[str], looked_for: tuple[str, ...]) -> set[str]:
    """Which of these a fresh interpreter has loaded once it has imported the modules."""
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(*(set({looked_for!r}) & sys.modules.keys()))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=project.TOP, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def test_no_init_file_holds_code():
    for path in project.sources():
        if path.name == "__init__.py":
            assert all(is_docstring(node) for node in project.tree(path).body), path


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
