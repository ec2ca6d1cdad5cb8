"""Fails where tests leave a pure module partly unrun, or more than a tenth of the rest.

Which modules are pure is said once: in the import contract "pure" of pyproject.toml. Lines and
branches count alike.
"""

import json
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverage import Coverage

FLOOR_OF_PURE = 100.0
FLOOR_OF_REST = 90.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One file: what was run of what could be, and the lines that were not."""

    module: str
    run: int
    possible: int
    missing: str

    @property
    def share(self) -> float:
        """In per cent; an empty file is wholly run."""
        return share([self])


def share(files: list[Measured]) -> float:
    """What was run of all these files, in per cent; 100 where there is nothing to run."""
    possible = sum(file.possible for file in files)
    return 100 * sum(file.run for file in files) / possible if possible else 100.0


def pure_modules(pyproject: Path) -> tuple[str, ...]:
    """The modules, and packages with all they hold, that the contract calls pure."""
    tool = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]
    contracts = tool["importlinter"]["contracts"]
    return next(tuple(c["source_modules"]) for c in contracts if c["id"] == "pure")


def is_pure(module: str, pure: tuple[str, ...]) -> bool:
    """Whether the module is one of these, or stands inside one."""
    return any(module == name or module.startswith(name + ".") for name in pure)


def measured(report: dict[str, Any]) -> list[Measured]:
    """The files of coverage's JSON report."""
    return [_file(Path(path), found) for path, found in report["files"].items()]


def _file(path: Path, found: dict[str, Any]) -> Measured:
    summary = found["summary"]
    branches = [f"{start}→{end}" for start, end in found.get("missing_branches", [])]
    return Measured(
        module=".".join(path.with_suffix("").parts).removesuffix(".__init__"),
        run=summary["covered_lines"] + summary.get("covered_branches", 0),
        possible=summary["num_statements"] + summary.get("num_branches", 0),
        missing=", ".join([*map(str, found["missing_lines"]), *branches]),
    )


def shortfalls(files: list[Measured], pure: tuple[str, ...]) -> list[str]:
    """A sentence for each floor that was missed."""
    rest = [file for file in files if not is_pure(file.module, pure)]
    said = [
        f"{file.module} is pure and {file.share:.1f} % run; missing: {file.missing}"
        for file in files
        if is_pure(file.module, pure) and file.share < FLOOR_OF_PURE
    ]
    if share(rest) < FLOOR_OF_REST:
        said.append(
            f"the rest is {share(rest):.1f} % run, and must be {FLOOR_OF_REST:.0f} %; least:"
        )
        least = sorted(rest, key=lambda file: file.run - file.possible)[:10]
        said += [f"  {file.module} {file.share:.0f} %; missing: {file.missing}" for file in least]
    return said


def read_report() -> dict[str, Any]:
    """Coverage's own report of the run that has just ended."""
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        coverage.json_report(outfile=str(file))
        report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def main() -> int:
    """Print how much was run, and return 1 where a floor was missed."""
    pure, files = pure_modules(Path("pyproject.toml")), measured(read_report())
    floor = [file for file in files if is_pure(file.module, pure)]
    rest = [file for file in files if not is_pure(file.module, pure)]
    print(f"Run by tests: pure modules {share(floor):.1f} %, the rest {share(rest):.1f} %")
    said = shortfalls(files, pure)
    for sentence in said:
        print(sentence, file=sys.stderr)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
