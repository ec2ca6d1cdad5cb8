"""The project's own papers, read for the tests of the house."""

import ast
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parents[2]
PACKAGE = TOP / "elearn"


def pyproject() -> dict[str, Any]:
    """The whole of pyproject.toml."""
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def contract(name: str) -> dict[str, Any]:
    """One contract of the import linter."""
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["id"] == name)


def floors() -> list[list[str]]:
    """The ladder from the top floor down: the names that stand on each floor."""
    return [re.findall(r"\w+", layer) for layer in contract("ladder")["layers"]]


def rooms() -> set[str]:
    """The packages and modules that stand directly in the package."""
    found = {
        path.stem if path.suffix == ".py" else path.name
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    return found - {"__init__"}


def below(floor: str) -> set[str]:
    """The rooms there are below a floor, named in full."""
    heights = floors()
    place = next(index for index, names in enumerate(heights) if floor in names)
    names = {name for names in heights[place + 1 :] for name in names}
    return {f"elearn.{name}" for name in names & rooms()}


def sources() -> list[Path]:
    """Every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> str:
    """The name by which a file of the package is imported."""
    return ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__")


def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def requirements() -> list[str]:
    """The distributions that the product needs at run time, the PostgreSQL extra included."""
    project = pyproject()["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["postgresql"]]
    return [re.split(r"[^\w.-]", line)[0].lower() for line in lines]


def tracked() -> list[Path]:
    """The files that git keeps, or would: all that are not ignored. Skips where git is not."""
    if shutil.which("git") is None or not (TOP / ".git").exists():
        pytest.skip("only git can say which files are tracked")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=TOP, capture_output=True, check=True, text=True).stdout
    return [TOP / name for name in names.split("\0") if name and (TOP / name).is_file()]
