"""Makes the virtual environment `.venv` with what this machine has, or says what is missing.

Debian's python3 comes without `ensurepip`. So, in this order: the ordinary `venv`; a `venv`
without pip, filled by the pip that stands outside; virtualenv; Debian's package, where we may
install it.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

OLDEST = (3, 11)

Way = Callable[[Path], bool]


def main(folder: Path, ways: Sequence[Way], oldest: tuple[int, int] = OLDEST) -> int:
    """Make the environment in `folder` by the first way that works, or say what is missing: 1."""
    if sys.version_info < oldest:
        print(
            f"Danbe needs Python {oldest[0]}.{oldest[1]} or newer, and {sys.executable} is "
            f"{sys.version.split()[0]}: install a newer one, or say which to use with "
            "`make PYTHON=python3.13 …`.",
            file=sys.stderr,
        )
        return 1
    if has_pip(folder) or any(way(folder) and has_pip(folder) for way in ways):
        return 0
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    print(
        "This Python cannot make a virtual environment: install Debian's package for it with "
        f"`apt-get install python{version}-venv` (or python3-venv), then run make again.",
        file=sys.stderr,
    )
    return 1


def python_of(folder: Path) -> Path:
    """The environment's own interpreter."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def has_pip(folder: Path) -> bool:
    """Whether the environment is there, whole and young enough."""
    python = python_of(folder)
    code = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    return python.exists() and ran(python, "-c", code)


def ran(*command: str | Path) -> bool:
    """Whether the command ended well; what it says is shown only where it failed at the end."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def by_venv(folder: Path) -> bool:
    """The ordinary way."""
    if importlib.util.find_spec("ensurepip") is None:
        return False
    return ran(sys.executable, "-m", "venv", "--clear", folder)


def by_pip_outside(folder: Path) -> bool:
    """Debian's python3-pip alone: it can install a pip into an environment that has none."""
    if importlib.util.find_spec("pip") is None or importlib.util.find_spec("venv") is None:
        return False
    made = ran(sys.executable, "-m", "venv", "--clear", "--without-pip", folder)
    pip = (sys.executable, "-m", "pip", "--python", python_of(folder))
    return made and ran(*pip, "install", "pip")


def by_virtualenv(folder: Path) -> bool:
    """A virtualenv that somebody installed."""
    if importlib.util.find_spec("virtualenv") is None:
        return False
    return ran(sys.executable, "-m", "virtualenv", "--clear", folder)


def by_debian(folder: Path) -> bool:
    """Debian's package, where this user may install it, and then the ordinary way."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not (apt_install(version) or apt_install("python3-venv")):
        return False
    return ran(sys.executable, "-m", "venv", "--clear", folder)


def apt_install(*packages: str) -> bool:
    """Install Debian packages as root or by a password-free sudo, and say so first."""
    before = as_root()
    if before is None or shutil.which("apt-get") is None:
        return False
    print(f"Installing from Debian: {' and '.join(packages)} …", flush=True)
    ran(*before, "apt-get", "update", "-qq")
    return ran(
        *before,
        *("env", "DEBIAN_FRONTEND=noninteractive"),
        *("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages),
    )


def as_root() -> tuple[str, ...] | None:
    """The words to put before a command that needs root, or None where we may not be root."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and ran("sudo", "-n", "true"):
        return ("sudo", "-n")
    return None


WAYS = (by_venv, by_pip_outside, by_virtualenv, by_debian)

if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".venv").absolute(), WAYS))
