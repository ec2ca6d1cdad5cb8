"""A phone in the room: one cookie, one queue, and a person who presses again until it works."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Event
from time import monotonic
from urllib.parse import urlencode

from elearn.cohorts.enrolment import Card

FORM = "application/x-www-form-urlencoded"
MOST_TRIES = 3000
"""Requests of one phone: nothing here goes on for ever."""

AGAIN = (500, 503)
"""What somebody reads while a server or its database comes back, and tries again."""


class NoAnswer(Exception):
    """Nothing came back, or not all of it, within the phone's patience."""


class GaveUp(AssertionError):
    """The phone has tried too long or too often."""


@dataclass(frozen=True)
class Reply:
    """A whole answer of the server."""

    status: int
    location: str
    cookie: str | None
    text: str

    @property
    def signed_out(self) -> bool:
        """Whether the server no longer knows this phone."""
        return self.status == 401 or (self.status == 303 and "/sign-in" in self.location)


class Phone:
    """It asks over raw HTTP, each request on a connection of its own."""

    def __init__(
        self,
        card: Card,
        address: Callable[[], tuple[str, int]],
        random: Random,
        *,
        patience: float,
        seconds: float,
    ) -> None:
        self.card, self.random, self.patience = card, random, patience
        self._address, self._ends = address, monotonic() + seconds
        self._cookie, self._tries = "", 0
        self.seen: dict[int, int] = {}

    def ask(self, method: str, path: str, body: str = "", kind: str = FORM) -> Reply:
        """One request, one try; raises NoAnswer."""
        self._tries += 1
        if self._tries > MOST_TRIES or monotonic() > self._ends:
            raise GaveUp(f"card {self.card.number}: {self._tries} tries, {self.seen}, at {path}")
        host, port = self._address()
        connection = HTTPConnection(host, port, timeout=self.patience)
        headers = {"Origin": f"http://{host}:{port}", "Connection": "close"}
        headers |= {"Cookie": f"danbe={self._cookie}"} if self._cookie else {}
        headers |= {"Content-Type": kind} if method == "POST" else {}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException, ValueError) as lost:
            self._count(0)
            raise NoAnswer from lost
        finally:
            connection.close()
        self._count(answer.status)
        cookie = answer.headers.get("Set-Cookie")
        return Reply(answer.status, answer.headers.get("Location", ""), cookie, text)

    def press(self, path: str, fields: Mapping[str, object] | None = None) -> Reply:
        """Press a button until the server has answered."""
        return self._until_answered("POST", path, urlencode(fields or {}, doseq=True))

    def open(self, path: str) -> Reply:
        """Open a page until it is there."""
        return self._until_answered("GET", path)

    def send(self, sent: object) -> int:
        """Hand a batch of answers to the server, once: its status, 0 where none came."""
        try:
            return self.ask("POST", "/answers", json.dumps(sent), "application/json").status
        except NoAnswer:
            return 0

    def sign_in(self) -> None:
        """Come in with the card."""
        fields = urlencode({"code": self.card.code, "pin": self.card.pin})
        while True:
            try:
                reply = self.ask("POST", "/fr/sign-in", fields)
            except NoAnswer:
                self.rest()
                continue
            if reply.status == 303 and reply.cookie:
                self._cookie = reply.cookie.partition("danbe=")[2].partition(";")[0]
                return
            assert reply.status in (303, *AGAIN), f"sign-in said {reply.status}"
            self.rest()

    def rest(self) -> None:
        """Wait a little before the next try, as the script and people do."""
        Event().wait(self.random.uniform(0.01, 0.08))

    def _until_answered(self, method: str, path: str, body: str = "") -> Reply:
        while True:
            try:
                reply = self.ask(method, path, body)
            except NoAnswer:
                self.rest()
                continue
            if reply.signed_out:
                self.sign_in()
            elif reply.status in AGAIN:
                self.rest()
            else:
                return reply

    def _count(self, status: int) -> None:
        self.seen[status] = self.seen.get(status, 0) + 1
