"""Makes the hash-pinned requirements files anew from pyproject.toml.

    python -m tools.pins [--upgrade]

No index address is written into them: they must say what is installed, not from where.
"""

import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

COMMON = (
    "pip",
    "compile",
    "--quiet",
    "--generate-hashes",
    "--universal",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--python-version",
    "3.11",
    "--custom-compile-command",
    "make pins",
)
# What each file pins; the later ones keep to the versions of requirements.txt, whatever is newer.
FILES = {
    "requirements.txt": ("pyproject.toml",),
    "requirements-build.txt": ("--group", "build"),
    # Beside requirements.txt, not instead of it: its input is the extra alone.
    "requirements-postgresql.txt": ("-", "--constraint", "requirements.txt"),
    "requirements-dev.txt": (
        *("--extra", "postgresql", "--group", "dev", "pyproject.toml"),
        *("--constraint", "requirements.txt"),
    ),
}


def uv() -> Path:
    """The uv of this environment."""
    return Path(sysconfig.get_path("scripts")) / ("uv.exe" if sys.platform == "win32" else "uv")


def postgresql() -> str:
    """The extra's own requirements, a line each, as pyproject.toml says them."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    return "\n".join(project["optional-dependencies"]["postgresql"])


def main(arguments: list[str]) -> int:
    """Write every file; the exit code of the first that fails."""
    upgrade = ["--upgrade"] if "--upgrade" in arguments else []
    for name, source in FILES.items():
        command = [str(uv()), *COMMON, *upgrade, *source, "--output-file", name]
        made = subprocess.run(
            command, input=postgresql(), text=True, stdout=subprocess.DEVNULL, check=False
        )
        if made.returncode:
            return made.returncode
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
