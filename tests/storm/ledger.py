"""What the phones of a room know: every answer they made, and those the server said it has."""

from threading import Condition
from typing import Any


class Ledger:
    """Written by every phone, read by whoever checks the laptop."""

    def __init__(self) -> None:
        self._changed = Condition()
        self.made: dict[str, dict[str, Any]] = {}
        self.forms: dict[str, list[dict[str, Any]]] = {}
        self._acknowledged: set[str] = set()

    def make(self, answer: dict[str, Any]) -> None:
        """An answer was chosen on a phone."""
        with self._changed:
            self.made[answer["id"]] = answer

    def press(self, writer: str, choices: dict[str, Any]) -> None:
        """A page's form was sent, which has no ids: item by item what it says."""
        with self._changed:
            self.forms.setdefault(writer, []).append(choices)

    def acknowledge(self, answers: list[dict[str, Any]]) -> None:
        """A phone has seen that these are kept."""
        with self._changed:
            self._acknowledged |= {one["id"] for one in answers}
            self._changed.notify_all()

    @property
    def acknowledged(self) -> frozenset[str]:
        """Those that must never be lost from now on."""
        with self._changed:
            return frozenset(self._acknowledged)

    def wait_for_more(self, more: int, seconds: float) -> None:
        """Wait until so many more are acknowledged; fails when nothing comes any more."""
        with self._changed:
            wanted = len(self._acknowledged) + more
            came = self._changed.wait_for(lambda: len(self._acknowledged) >= wanted, seconds)
        assert came, f"within {seconds} s no {more} answers more were kept"
