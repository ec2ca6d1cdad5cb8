"""A new trainer's three days: from an empty database to the papers that are handed out.

Each step is a test that reads what the step left; a step is done once, after those before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser as Chromium
from pypdf import PdfReader
from sqlalchemy import func, select

from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.documents.words import words
from elearn.people.models import Person
from elearn.quizzes.models import Attempt
from elearn.quizzes.waves import Source, Wave
from elearn.results.gains import PairSums, paired_gain
from tests.browser import workshop as acts
from tests.browser.served import served
from tests.browser.workshop import (
    ADMINISTRATOR,
    CARDS,
    NAMES,
    PHONES,
    QUESTIONS,
    Laptop,
    Team,
    Workshop,
    words_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.long]
EVERYBODY = range(1, CARDS + 1)


@pytest.fixture(scope="module")
def laptop(
    chromium: Chromium, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Laptop]:
    made = Laptop.installed(tmp_path_factory.mktemp("laptop"), library, chromium)
    with served(made.application()) as address:
        made.address = address
        yield made
        for phone in made.phones:
            phone.context.close()
    assert [fault for phone in made.phones for fault in phone.faults] == []


@pytest.fixture(scope="module")
def team(laptop: Laptop) -> Team:
    """The administrator adds a programme and two trainers, and lets drafts be used."""
    asked = ("users", "add", "--role", "administrator", "--username", "mariam", "--password-stdin")
    laptop.command(*asked, typed=ADMINISTRATOR)
    mariam = laptop.phone(1280)
    mariam.sign_in_staff("mariam", ADMINISTRATOR)
    mariam.open("/administration/programmes")
    mariam.page.locator('input[name="name"]').fill("Premières heures")
    mariam.press("Add")
    mariam.open("/administration/settings")
    mariam.page.locator('input[name="drafts-allowed-reason"]').fill("Atelier d’essai")
    drafts = mariam.page.locator('form:has(input[value="drafts-allowed"])')
    mariam.follow(drafts.locator("button"))
    programme = mariam.say("Programme: %(name)s", name="Premières heures")
    staff = []
    for username in ("kadi", "salif"):
        password = acts.add_staff(mariam, username, "trainer", programme)
        staff.append(laptop.phone(1280))
        staff[-1].sign_in_staff(username, password)
    return Team(mariam, *staff)


@pytest.fixture(scope="module")
def workshop(laptop: Laptop, team: Team) -> Workshop:
    room, cards = acts.make_session(team.trainer, "Kati, novembre")
    return Workshop(laptop, team, room, cards)


@pytest.fixture(scope="module")
def card_sheet(workshop: Workshop) -> PdfReader:
    """The cards as a PDF: only the page that shows the PINs can make it."""
    return acts.pressed_pdf(workshop.team.trainer, "Ten cards a page (PDF)")


@dataclass
class Taken:
    """A test that everybody took, and what its parts left."""

    paper: tuple[PdfReader, PdfReader, PdfReader]
    scores: dict[int, int]
    sources: dict[Source, int]


@pytest.fixture(scope="module")
def before(workshop: Workshop, card_sheet: PdfReader) -> Taken:
    # The page with the PINs is left only when the PDF has been made.
    return take(workshop, Wave.PRE, {card: acts.right_before(card) for card in EVERYBODY})


@pytest.fixture(scope="module")
def after(workshop: Workshop, before: Taken, attendance: list[str]) -> Taken:
    return take(workshop, Wave.POST, {card: acts.right_after(card) for card in EVERYBODY})


def take(workshop: Workshop, wave: Wave, rights: dict[int, int]) -> Taken:
    """Open a test; twelve on phones, half of them without script, thirteen on paper; close it."""
    trainer = workshop.team.trainer
    trainer.open(workshop.room)
    trainer.send(f"/{wave}/open")
    paper = acts.print_test(workshop, wave)
    for card in workshop.phones:
        acts.take(workshop, card, rights[card.number], javascript=card.number % 2 == 0)
    acts.key_sheets(workshop, wave, rights)
    trainer.open(workshop.room)
    trainer.send(f"/{wave}/close")
    with workshop.laptop.rows() as session:
        rows = session.execute(
            select(Enrolment.card_number, Attempt.points, Attempt.source)
            .join(Attempt, Attempt.enrolment_id == Enrolment.id)
            .where(Attempt.wave == wave)
        ).all()
    sources = [source for _, _, source in rows]
    return Taken(
        paper,
        {card: points for card, points, _ in rows},
        {source: sources.count(source) for source in set(sources)},
    )


@pytest.fixture(scope="module")
def attendance(workshop: Workshop, before: Taken) -> list[str]:
    """Each half-day is ticked; its paper counted by one trainer and countersigned by another."""
    trainer, other = workshop.team.trainer, workshop.team.colleague
    trainer.open(f"{workshop.room}/attendance")
    links = trainer.page.locator(f'tbody a[href*="{workshop.room}/attendance/"]')
    slots = [str(link).rpartition("/")[2] for link in links.evaluate_all("a => a.map(b => b.href)")]
    for at, slot in enumerate(slots):
        here = f"{workshop.room}/attendance/{slot}"
        trainer.open(here)
        for box in trainer.page.locator('input[name="there"]').all()[: CARDS - at]:
            box.check()
        trainer.press("Keep who was there")
        trainer.open(here)
        trainer.page.locator('input[name="signatures"]').fill(str(CARDS - at))
        trainer.page.locator('[name="paper_kept"]').fill("Armoire fermée, bureau 2")
        trainer.press("I counted the signatures")
        other.open(here)
        other.press("I counted too, and found the same")
    return slots


@pytest.fixture(scope="module")
def gains_page(workshop: Workshop, after: Taken) -> str:
    """What the trainer reads that evening."""
    trainer = workshop.team.trainer
    trainer.open(f"{workshop.room}/gain")
    return f"{trainer.heading}\n{trainer.page.locator('main').inner_text()}"


@pytest.fixture(scope="module")
def attestations(workshop: Workshop, attendance: list[str]) -> PdfReader:
    """Names are typed and printed."""
    trainer = workshop.team.trainer
    trainer.open(f"{workshop.room}/attendance")
    trainer.page.locator('[name="names"]').fill("\n".join(NAMES))
    return acts.pressed_pdf(trainer, "Make the attestations (PDF)")


def test_a_new_trainer_makes_a_session_of_twenty_five(workshop: Workshop) -> None:
    assert len({card.code for card in workshop.cards}) == CARDS
    assert len({card.pin for card in workshop.cards}) > 1
    with workshop.laptop.rows() as session:
        assert session.scalar(select(func.count(Enrolment.id))) == CARDS
        codes = session.scalars(select(Person.code).where(Person.code.is_not(None))).all()
    assert set(codes) == {card.code.replace("-", "").replace(" ", "") for card in workshop.cards}


def test_the_printed_cards_hold_each_code_and_pin(
    workshop: Workshop, card_sheet: PdfReader
) -> None:
    said = words_of(card_sheet).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    assert len(card_sheet.pages) == 3
    for card in workshop.cards:
        assert card.code.replace(" ", "") in said
        assert card.pin in said


def test_the_sheets_to_sign_and_to_tick_are_printed(workshop: Workshop) -> None:
    trainer, here = workshop.team.trainer, f"{workshop.room}/attendance"
    assert len(acts.pdf(trainer, f"{here}/sign-in.pdf").pages) == 6
    assert "25" in words_of(acts.pdf(trainer, f"{here}/cards.pdf"))


@pytest.mark.parametrize("wave", ["before", "after"])
def test_twelve_answer_on_phones_and_thirteen_on_paper(
    wave: str, request: pytest.FixtureRequest
) -> None:
    taken: Taken = request.getfixturevalue(wave)
    planned = acts.right_before if wave == "before" else acts.right_after
    assert taken.scores == {card: planned(card) for card in EVERYBODY}
    assert taken.sources == {Source.SCREEN: PHONES, Source.PAPER_ITEMS: CARDS - PHONES}
    *booklets, sheets = taken.paper
    assert len(sheets.pages) == CARDS - PHONES
    assert all(len(booklet.pages) > 1 for booklet in booklets)


def test_attendance_is_ticked_counted_and_countersigned(
    workshop: Workshop, attendance: list[str]
) -> None:
    assert len(attendance) == 6
    other = workshop.team.colleague
    for slot in attendance:
        other.open(f"{workshop.room}/attendance/{slot}")
        assert other.reads("Countersigned by %(who)s.", who="salif")


def test_that_evening_the_page_says_what_was_gained(
    workshop: Workshop, gains_page: str, after: Taken
) -> None:
    pairs = [(acts.right_before(card), acts.right_after(card)) for card in EVERYBODY]
    points = paired_gain(PairSums.of(pairs), QUESTIONS).in_points()
    assert points.mean_diff is not None
    said = words("fr").number(points.mean_diff, 0)
    assert said in gains_page.partition("\n")[0]
    assert "25" in gains_page


def test_the_report_to_hand_on_says_the_same_as_the_page(
    workshop: Workshop, gains_page: str, after: Taken
) -> None:
    report = acts.pdf(workshop.team.trainer, f"{workshop.room}/out/danbe.pdf")
    finding = gains_page.partition("\n")[0]
    assert acts.plain(finding) in acts.plain(words_of(report))
    assert 2 <= len(report.pages) <= 4
    assert all(card.code not in words_of(report) for card in workshop.cards)


def test_the_same_paper_is_for_everybody_who_came(
    workshop: Workshop, attestations: PdfReader
) -> None:
    assert len(attestations.pages) == len(NAMES)
    assert all(name in words_of(attestations) for name in NAMES)
    for name in NAMES:
        assert name.encode() not in workshop.laptop.database_bytes
