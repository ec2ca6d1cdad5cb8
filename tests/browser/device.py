"""A phone with a memory: a browser on a profile of its own, whose process can be killed."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Playwright

from tests.browser.conftest import PATIENCE
from tests.browser.phone import Phone
from tools.browser import ARGUMENTS

# The faults of a network that is cut, hangs or comes back are what these tests are about.
WEATHER = (
    "net::ERR_",
    "occurred when fetching the script",
    "status of 401",
    "status of 404",
    "Cross-Origin-Opener-Policy header has been ignored",
)

# How often each misfortune is played: what goes wrong once in twenty is found by twenty.
TIMES = int(os.environ.get("DANBE_TIMES", "20"))


class Device:
    """One profile folder, and the browser that runs on it now."""

    def __init__(
        self, playwright: Playwright, executable: Path, profile: Path, address: str
    ) -> None:
        self.playwright = playwright
        self.executable = executable
        self.profile = profile
        self.address = address
        self.faults: list[str] = []
        self._context: BrowserContext | None = None

    def start(self) -> Phone:
        """Switch it on: a browser on the same profile."""
        context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=self.executable,
            args=list(ARGUMENTS),
            locale="fr",
            viewport={"width": 360, "height": 740},
        )
        context.set_default_timeout(PATIENCE)
        self._context = context
        phone = Phone(context, self.address, "fr", javascript=True)
        phone.faults = self.faults
        phone.excuse(*WEATHER)
        return phone

    def kill(self) -> None:
        """As when the battery is taken out: the browser's process gets SIGKILL."""
        mine = [pid for pid in processes() if self._is_browser(pid)]
        assert mine, "the browser does not run"
        for pid in mine:
            os.kill(pid, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Switch it off."""
        if self._context is not None:
            with suppress(Error):
                self._context.close()
        self._context = None

    def _is_browser(self, pid: int) -> bool:
        with suppress(OSError):
            said = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            return f"--user-data-dir={self.profile}".encode() in said
        return False


def processes() -> list[int]:
    """Every process of this machine that we may look at."""
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal()]
