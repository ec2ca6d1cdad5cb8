"""Somebody's phone: a real browser that notices every fault of the pages it shows."""

import re
from copy import copy
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, Response, WebError

from elearn.cohorts.enrolment import Card
from elearn.documents.words import words

# What keep.js has written down on this phone, whichever page is open; "who" is no work to do.
ROWS = """async () => {
    const database = await new Promise((yes, no) => {
        const asked = indexedDB.open("danbe", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("rows", { keyPath: "id" });
        asked.onsuccess = () => yes(asked.result);
        asked.onerror = () => no(asked.error);
    });
    const rows = await new Promise((yes) => {
        const asked = database.transaction("rows").objectStore("rows").getAll();
        asked.onsuccess = () => yes(asked.result);
    });
    database.close();
    return rows.filter((row) => row.kind && !row.sent);
}"""
SENT = "() => document.body.dataset.waits === '0'"


class Phone:
    """A browser at an address of ours, in one language, with script or without."""

    def __init__(
        self, context: BrowserContext, address: str, language: str, *, javascript: bool
    ) -> None:
        self.context = context
        self.page = context.new_page()
        self.address = address
        self.language = language
        self.javascript = javascript
        self.say = words(language).say
        self.say_many = words(language).say_many
        self.faults: list[str] = []
        self._excused: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", self._break)
        context.on("request", self._leave_the_house)
        context.on("response", self._answered)

    def another_tab(self) -> "Phone":
        """The same phone, looking at a second tab; its faults are the first one's too."""
        tab = copy(self)
        tab.page = self.context.new_page()
        return tab

    # ------------------------------------------------------------ faults

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not self._is_excused(message.text):
            self.faults.append(f"console: {message.text}")

    def _break(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _leave_the_house(self, request: Request) -> None:
        there = urlsplit(request.url)
        if f"{there.scheme}://{there.netloc}" != self.address and there.scheme != "data":
            self.faults.append(f"asked somebody else: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 and not self._is_excused(f"status of {response.status}"):
            self.faults.append(f"{response.status}: {response.url}")

    def _is_excused(self, text: str) -> bool:
        return any(part in text for part in self._excused)

    def excuse(self, *parts: str) -> None:
        """From now on: faults that hold one of these words are what the test is about."""
        self._excused += parts

    # ------------------------------------------------------------ moving about

    def open(self, path: str) -> None:
        """Type an address of ours, without its language."""
        self.page.goto(f"{self.address}/{self.language}{path}", wait_until="domcontentloaded")

    def press(self, sentence: str, **arguments: object) -> None:
        """Press the button or follow the link of this name, and wait for the next page."""
        self.follow(self.button(sentence, **arguments))

    def send(self, where: str) -> None:
        """Press the button of the form that goes to an address with this end."""
        self.follow(self.page.locator(f'form[action$="{where}"] button').first)

    def button(self, sentence: str, **arguments: object) -> Locator:
        """The button or link of this name; the stylesheet's arrow counts for part of it."""
        # A name is read with plain spaces, whatever spaces the typography asked for.
        parts = self.say(sentence, **arguments).split()
        name = re.compile("^" + r"\s".join(map(re.escape, parts)) + r"(\s→)?$")
        by_role = self.page.get_by_role
        return by_role("button", name=name).or_(by_role("link", name=name)).first

    def follow(self, target: Locator) -> None:
        """Click what leads to another page, and wait for that."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            target.click()

    @property
    def heading(self) -> str:
        """What the page's one heading says."""
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def focused(self) -> str:
        """What the element that has the focus says."""
        return self.page.locator(":focus").inner_text()

    @property
    def path(self) -> str:
        """Where we are, without the language."""
        return urlsplit(self.page.url).path.removeprefix(f"/{self.language}")

    def reads(self, sentence: str, **arguments: object) -> bool:
        """Whether the page says this."""
        return self.say(sentence, **arguments) in self.page.locator("body").inner_text()

    def sign_in(self, card: Card) -> None:
        """Come in with a printed card."""
        self.open("/sign-in")
        self.page.get_by_label(self.say("Code"), exact=True).fill(card.code)
        self.page.get_by_label(self.say("PIN"), exact=True).fill(card.pin)
        self.press("Come in")

    def sign_in_staff(self, username: str, password: str) -> None:
        """Come in with a username."""
        self.open("/staff")
        self.page.get_by_label(self.say("Username"), exact=True).fill(username)
        self.page.get_by_label(self.say("Password"), exact=True).fill(password)
        self.press("Come in")

    def sign_out(self) -> None:
        """Sign out on the course page."""
        self.open("/course")
        self.press("Sign out")

    # ------------------------------------------------------------ the network

    def lose_the_network(self) -> None:
        """No network from now on."""
        # The browser looks for a newer service worker when it pleases, and says what it met.
        self.excuse("net::ERR_INTERNET_DISCONNECTED", "occurred when fetching the script")
        self.context.set_offline(True)

    def find_the_network(self) -> None:
        """The network is back."""
        self.context.set_offline(False)

    def wait_until_sent(self) -> None:
        """With script: until no answer of anybody waits on this phone."""
        if self.javascript:
            self.page.wait_for_function(SENT)

    def wait_until_kept(self) -> None:
        """Until the pages of the begun test are on this phone."""
        self.page.wait_for_function("() => document.documentElement.dataset.pages === 'kept'")

    def settled(self) -> None:
        """Until the page shows what this phone knows of its answers."""
        self.page.wait_for_function("() => document.documentElement.dataset.ready === 'yes'")

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """What waits on this phone, of anybody: answers, tests to hand in, steps done."""
        rows: list[dict[str, Any]] = self.page.evaluate(ROWS)
        return rows

    @property
    def unsent(self) -> bool:
        """Whether an answer of somebody waits on this phone."""
        return bool(self.waiting)
