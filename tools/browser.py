"""Finds a Chromium for the tests, and installs one where there is none.

python -m tools.browser            says which browser the tests would use
python -m tools.browser --install  installs one first where there is none
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import apt_install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")

# Without these Chromium asks for updates and looks names up, which a closed network refuses many
# times a second; as root it has no sandbox.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> Path | None:
    """The browser to drive: `CHROMIUM`, one that is installed, or Playwright's own; else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    for root in filter(None, map(os.environ.get, ("PROGRAMFILES", "PROGRAMFILES(X86)"))):
        for tail in WINDOWS:
            if (Path(root) / tail).is_file():
                return Path(root) / tail
    return playwrights_own()


def playwrights_own() -> Path | None:
    """The browser that `playwright install chromium` laid down, if it did."""
    if importlib.util.find_spec("playwright") is None:
        return None
    code = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    path = Path(answer.stdout.strip())
    return path if answer.returncode == 0 and path.is_file() else None


def install() -> Path | None:
    """Debian's Chromium where we may install it, else Playwright's own; None where neither came."""
    if not apt_install("chromium", "fonts-dejavu-core"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find()


def main(arguments: list[str]) -> int:
    """Print the browser's path, or one sentence and 1."""
    found = find() or (install() if "--install" in arguments else None)
    if found is None:
        print(
            "No Chromium or Chrome was found: install one (on Debian: `apt-get install chromium`), "
            "or say where it is with CHROMIUM=/path/to/it.",
            file=sys.stderr,
        )
        return 1
    print(f"Browser for the tests: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
