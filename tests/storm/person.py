"""Somebody who takes both tests on a phone, as a script with a seed says."""

import re
from collections.abc import Callable, Mapping
from random import Random

from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.quizzes.questions import Choice
from tests.cohort_life import right, wrong
from tests.storm.ledger import Ledger
from tests.storm.phone import Phone, Reply
from tests.storm.queue import DROPPED, KEPT, Queue

WAVES = ("pre", "post")
ASKED = re.compile(r'data-item="([^"]+)"')
ATTEMPT = re.compile(r'data-attempt="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(writer|seen)" value="([^"]*)">')


def wanted(seed: int, card: int, item: Item) -> Choice:
    """The script: what this person answers to this question in the end."""
    dice = Random(f"{seed}:{card}:{item.id}").random()
    return right(item) if dice < 0.6 else wrong(item) if dice < 0.85 else None


class Person:
    """Signs in, takes both tests, and hands them in; changes their mind as long as told to.

    `done` says what part of the storm is over: a page is left when its share of it is.
    """

    def __init__(
        self,
        phone: Phone,
        library: Library,
        ledger: Ledger,
        seed: int,
        done: Callable[[], float] = lambda: 1.0,
    ) -> None:
        self.phone, self.library, self.ledger = phone, library, ledger
        self.seed, self.done, self.random = seed, done, phone.random
        self.refused: list[int] = []
        self._pages = 0

    def run(self) -> None:
        """Everything that this person does."""
        self.phone.sign_in()
        for wave in WAVES:
            self._take(wave)

    def _take(self, wave: str) -> None:
        page, number = self._begin(wave), 1
        found = ATTEMPT.search(page.text)
        assert found
        queue = Queue(found[1], self.random)
        while True:
            address = f"/fr/test/{wave}/{number}"
            self._answer(page, queue, address)
            last = f'value="{number + 1}">' not in page.text
            script = {item.id: self._wanted(item) for item in self._items(page)}
            self._press(page, address, script, "send" if last else str(number + 1))
            if last:
                break
            number += 1
            page = self._page(wave, number)
        self._hand_in(wave)

    def _begin(self, wave: str) -> Reply:
        while True:
            self.phone.press(f"/fr/test/{wave}/start")
            page = self.phone.open(f"/fr/test/{wave}/1")
            if page.status == 200 and "</html>" in page.text:
                return page

    def _page(self, wave: str, number: int) -> Reply:
        while True:
            page = self.phone.open(f"/fr/test/{wave}/{number}")
            assert page.status in (200, 303), page.status
            if page.status == 200 and "</html>" in page.text:
                return page

    def _hand_in(self, wave: str) -> None:
        """Press "send" until the questions no longer open."""
        while True:
            sent = self.phone.press(f"/fr/test/{wave}/send")
            assert sent.status == 303, sent.status
            if self.phone.open(f"/fr/test/{wave}/send").status == 303:
                return

    def _answer(self, page: Reply, queue: Queue, address: str) -> None:
        """All questions of a page: another choice now and then, in the end what the script says."""
        queue.open_page()
        items = self._items(page)
        self._pages += 1
        while self.done() < self._pages / 6:
            item = self.random.choice(items)
            self._touch(queue, item, self.random.choice([right(item), wrong(item), None]))
        for item in items:
            for choice in (wrong(item), None, right(item)):
                if self.random.random() < 0.2:
                    self._touch(queue, item, choice)
            if self.random.random() < 0.2:
                # Loaded again: another writer, and what the one before sent may be on its way yet.
                queue.open_page()
            if self.random.random() < 0.3:
                # The form of this page, with anything in it: a later answer stands all the same.
                anything = {i.id: self.random.choice([right(i), wrong(i), None]) for i in items}
                self._press(page, address, anything, address[-1])
            self._touch(queue, item, self._wanted(item))
        while queue.waiting:
            self._send(queue)

    def _touch(self, queue: Queue, item: Item, choice: Choice) -> None:
        self.ledger.make({"attempt": queue.attempt, **queue.keep(item.id, choice)})
        self._send(queue)

    def _send(self, queue: Queue) -> None:
        """One try, as the script of the page does it; what is not kept waits."""
        batch = queue.batch
        status = self.phone.send({"attempt": queue.attempt, "answers": batch})
        queue.landed(batch, status)
        if status in KEPT:
            self.ledger.acknowledge(batch)
        elif status in DROPPED:
            self.refused.append(status)
        elif status == 401:
            self.phone.sign_in()
        else:
            self.phone.rest()

    def _items(self, page: Reply) -> list[Item]:
        found = [self.library.question(name) for name in ASKED.findall(page.text)]
        assert found
        assert all(isinstance(item, Item) for item in found)
        return found  # type: ignore[return-value]

    def _wanted(self, item: Item) -> Choice:
        return wanted(self.seed, self.phone.card.number, item)

    def _press(self, page: Reply, address: str, choices: dict[str, Choice], go: str) -> None:
        """Press a button of the page's own form, which carries these answers."""
        fields: dict[str, object] = {**dict(HIDDEN.findall(page.text)), "go": go}
        for item in self._items(page):
            fields |= _form(item, choices[item.id])
        self.ledger.press(str(fields["writer"]), choices)
        self.phone.press(address, fields)


def _form(item: Item, choice: Choice) -> dict[str, object]:
    if choice is None:
        return {item.id: "unknown"} if item.kind == "single" else {f"{item.id}.unknown": "1"}
    if isinstance(choice, Mapping):
        return {f"{item.id}.{prompt}": option for prompt, option in choice.items()}
    return {item.id: list(choice)}
