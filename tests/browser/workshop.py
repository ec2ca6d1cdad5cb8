"""A workshop of three days in a real browser: one laptop, its trainers, twelve phones, thirteen
sheets of paper.

Everything is done as people do it: by commands, pages and printed PDF. The database is only read,
to know what stands printed on a booklet and to compare what was kept.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Browser as Chromium
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.app import create_app, furnish
from elearn.cli.main import elearn
from elearn.cohorts.enrolment import Card
from elearn.cohorts.models import Cohort
from elearn.config import Config, from_environment
from elearn.courses.library import Library
from elearn.db import connect
from elearn.quizzes import booklets
from elearn.quizzes.keyed_line import Printed
from elearn.quizzes.waves import Wave
from elearn.quizzes.wordings import Wordings
from tests.browser.answering import answer_all
from tests.browser.phone import Phone
from tests.quizzes.keyed import key_token

COURSE = "tronc-commun"
QUESTIONS = 28
CARDS = 25
PHONES = 12
ADMINISTRATOR = "une longue phrase à elle"
NAMES = ("Awa Keïta", "Moussa Traoré", "Oumou Sangaré")
PATIENCE = 20_000


def right_before(card: int) -> int:
    """How many of the 28 questions this card has right before."""
    return 6 + card % 9


def right_after(card: int) -> int:
    """And after."""
    return 12 + card % 13


@dataclass
class Laptop:
    """The laptop: its commands, its server, and whoever sits before it."""

    config: Config
    environment: dict[str, str]
    library: Library
    chromium: Chromium
    address: str = ""
    phones: list[Phone] = field(default_factory=list)

    @classmethod
    def installed(cls, data: Path, library: Library, chromium: Chromium) -> "Laptop":
        """A new machine after `elearn init`: not a person, not a session."""
        environment = {"DANBE_DATA": str(data), "LANG": "fr_ML"}
        laptop = cls(from_environment(environment), environment, library, chromium)
        laptop.command("init")
        return laptop

    def command(self, *arguments: str, typed: str | None = None) -> str:
        """Run `elearn`; it succeeds."""
        done = CliRunner().invoke(elearn, arguments, input=typed, env=self.environment)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    def application(self) -> Flask:
        """What `elearn serve` serves."""
        return create_app(furnish(self.config, datetime.now(UTC), self.library))

    def phone(self, width: int = 360, *, javascript: bool = True) -> Phone:
        """Somebody's browser."""
        context = self.chromium.new_context(
            java_script_enabled=javascript,
            locale="fr",
            viewport={"width": width, "height": 740},
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        self.phones.append(Phone(context, self.address, "fr", javascript=javascript))
        return self.phones[-1]

    @contextmanager
    def rows(self) -> Iterator[Session]:
        """What the laptop has kept, to be read."""
        engine = connect(self.config.database_url)
        with Session(engine) as session:
            yield session
        engine.dispose()

    @property
    def database_bytes(self) -> bytes:
        """The database as it lies on the disk, its log included."""
        found = sorted(self.config.data.glob("*.sqlite*"))
        return b"".join(file.read_bytes() for file in found)


@dataclass
class Team:
    """Who runs the workshop, signed in."""

    administrator: Phone
    trainer: Phone
    colleague: Phone


@dataclass
class Workshop:
    """A session under way."""

    laptop: Laptop
    team: Team
    room: str
    cards: tuple[Card, ...]

    @property
    def phones(self) -> tuple[Card, ...]:
        """The cards of those who brought a telephone."""
        return self.cards[:PHONES]

    @property
    def on_paper(self) -> tuple[Card, ...]:
        """The cards of those who write."""
        return self.cards[PHONES:]


def pdf(phone: Phone, path: str) -> PdfReader:
    """A PDF at an address of ours, fetched with the phone's own session."""
    answer = phone.context.request.get(f"{phone.address}/{phone.language}{path}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.body()))


def pressed_pdf(phone: Phone, sentence: str) -> PdfReader:
    """The PDF that a button of this page answers with."""
    form = phone.button(sentence).locator("xpath=ancestor::form")
    sent = form.evaluate("form => new URLSearchParams(new FormData(form)).toString()")
    where = form.evaluate("form => form.action")
    answer = phone.context.request.post(
        where,
        data=sent,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
        },
    )
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.body()))


def words_of(found: PdfReader) -> str:
    """What a PDF says, on one line."""
    return " ".join(" ".join(page.extract_text() for page in found.pages).split())


def plain(said: str) -> str:
    """A sentence without its spaces, which a page and a PDF break where they like."""
    return "".join(said.split())


def add_staff(administrator: Phone, username: str, role: str, scope: str) -> str:
    """The administrator adds somebody; their first password, as the page shows it once."""
    administrator.open("/administration/people/new")
    page = administrator.page
    page.get_by_label(administrator.say("Username")).fill(username)
    page.locator('select[name="role"]').select_option(role)
    page.locator('select[name="scope"]').select_option(label=scope)
    administrator.press("Add")
    return page.locator(".slip b").nth(1).inner_text()


def make_session(trainer: Phone, name: str) -> tuple[str, tuple[Card, ...]]:
    """The trainer makes a session of 25; its room, and the cards as the page shows them once."""
    trainer.open("/cohorts/new")
    page, today = trainer.page, datetime.now(UTC).date()
    page.locator('input[name="name"]').fill(name)
    page.locator('select[name="course"]').select_option(COURSE)
    page.locator('input[name="starts_on"]').fill(today.isoformat())
    page.locator('input[name="ends_on"]').fill((today + timedelta(days=2)).isoformat())
    page.locator('input[name="cards"]').fill(str(CARDS))
    trainer.press("Make the session")
    slips = page.locator(".slip").evaluate_all(
        "slips => slips.map(slip => [...slip.querySelectorAll('b')].map(b => b.textContent))"
    )
    cards = tuple(Card(at, code, pin) for at, (code, pin) in enumerate(slips, 1))
    form = page.locator('form[action$="cards.pdf"]').get_attribute("action") or ""
    room = re.sub(r"^/fr|/cards\.pdf$", "", form)
    return room, cards


def take(workshop: Workshop, card: Card, right: int, *, javascript: bool) -> None:
    """Somebody comes in with a card, takes the open test and sends it."""
    phone = workshop.laptop.phone(javascript=javascript)
    phone.sign_in(card)
    phone.press("Begin" if phone.say("Begin") in phone.page.content() else "Go on")
    phone.press("Take the test")
    answer_all(phone, workshop.laptop.library, right)
    phone.press("Send my test")
    phone.context.close()


def print_test(workshop: Workshop, wave: Wave) -> tuple[PdfReader, PdfReader, PdfReader]:
    """Prepare the sheets of those who write: both booklets and the answer sheets."""
    trainer = workshop.team.trainer
    here = f"{workshop.room}/booklets/{wave}"
    trainer.open(here)
    trainer.page.locator('input[name="cards"]').fill(f"{PHONES + 1}-{CARDS}")
    trainer.press("Prepare the sheets")
    first, second, sheets = (pdf(trainer, f"{here}/{part}.pdf") for part in ("A", "B", "sheets"))
    return first, second, sheets


def printed(workshop: Workshop, wave: Wave) -> dict[int, Sequence[Printed]]:
    """What is asked on each card's paper."""
    items = (one for module in workshop.laptop.library.modules.values() for one in module.items)
    wordings = Wordings(items)
    with workshop.laptop.rows() as session:
        cohort = session.scalars(select(Cohort)).one()
        asked = {
            form: booklets.questions(session.connection(), one, wordings)
            for form, one in booklets.booklets(session, cohort, wave).items()
        }
        return {sheet.card: asked[sheet.form] for sheet in booklets.sheets(session, cohort, wave)}


def key_sheets(workshop: Workshop, wave: Wave, rights: dict[int, int]) -> None:
    """The trainer keys every sheet on the laptop, one after another."""
    trainer = workshop.team.trainer
    asked = printed(workshop, wave)
    trainer.open(f"{workshop.room}/keying/{wave}")
    for card in sorted(asked):
        trainer.page.wait_for_function("() => document.activeElement.id === 'sign-1'")
        tokens = [
            key_token(one) if place < rights[card] else "?" for place, one in enumerate(asked[card])
        ]
        trainer.page.keyboard.type("".join(tokens).lower())
        with trainer.page.expect_navigation(wait_until="domcontentloaded"):
            trainer.page.keyboard.press("Enter")
