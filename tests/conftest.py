"""The people of the story, and the house they live in.

Awa and Moussa are trainees, Fatou trains their session in Ségou, Claire reads for the donor,
Boubacar administers, and Charlie trains somewhere else: what is Fatou's is not his.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from elearn.app import create_app
from elearn.cohorts import enrolment
from elearn.cohorts.enrolment import Card
from elearn.cohorts.models import Cohort, Mode
from elearn.config import BUNDLE, Config
from elearn.courses import library as libraries
from elearn.courses.library import Library
from elearn.db import writing
from elearn.installation import settings
from elearn.installation.identity import install, installed
from elearn.people import accounts
from elearn.people.models import Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.programmes.models import Programme
from elearn.quizzes.wordings import Wordings, remember
from elearn.web.database import database
from elearn.web.house import EXTENSION, House
from tests.engines import Engines
from tests.pages import Browser

pytest_plugins = ["tests.databases", "tests.both_databases"]

WHOLE = (
    "tests/cli/",
    "tests/quizzes/test_any_order.py",
    "tests/storm/",
    "tests/surveys/",
    "tests/test_demonstration.py",
)
"""Tests that start or play the whole program: `tools.halves` runs them beside the browsers."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the whole program, before marks choose which tests run."""
    for item in items:
        if item.nodeid.startswith(WHOLE):
            item.add_marker("whole")


START = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
PASSWORD = "une longue phrase"
MODULE = "garanties-premieres-heures"
"""The module that the story teaches alone, as a workshop with its eight slots."""


class Compiled(BytecodeCache):
    """Templates compiled once for all applications of a test run."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Compiled()


class Clock:
    """A clock that tests set: nothing sleeps."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        """Let time pass: forward(minutes=5)."""
        self.now += timedelta(**by)
        return self.now


@dataclass
class Story:
    """One programme with a session in Ségou, its people and their cards."""

    programme: Programme
    cohort: Cohort
    cards: tuple[Card, ...]
    awa: Person
    moussa: Person
    fatou: Person
    claire: Person
    boubacar: Person
    charlie: Person

    @property
    def awas_card(self) -> Card:
        """Awa's printed card."""
        return self.cards[0]

    @property
    def moussas_card(self) -> Card:
        """Moussa's printed card."""
        return self.cards[1]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def library() -> Library:
    return libraries.load(BUNDLE / "content")


@pytest.fixture(scope="session")
def keeper() -> Keeper:
    # argon2's cheapest: a test does not wait for what an attacker must wait for.
    return Keeper(b"k" * 32, memory_kib=8, passes=1)


@pytest.fixture
def engine(database_url: str, engines: Engines) -> Iterator[Engine]:
    made = engines.of(database_url, "test")
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine, library: Library) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as opened:
        with writing(opened):
            install(opened, START)
            # The administrator's decision: our modules are drafts until a lawyer has read them.
            settings.change(opened, settings.DRAFTS_ALLOWED, True, START)
            # Of all wordings, those of the module that the story teaches: a row a wording is slow.
            remember(opened, library.modules[MODULE].items, START)
        yield opened


@pytest.fixture
def story(session: Session, keeper: Keeper) -> Story:
    return tell(session, keeper, Mode.ROOM)


@pytest.fixture
def online_story(session: Session, keeper: Keeper) -> Story:
    return tell(session, keeper, Mode.ONLINE)


def tell(session: Session, keeper: Keeper, mode: Mode, cards: int = 2) -> Story:
    """The story's people in a new programme and a new session, with so many trainees."""
    random = Random(7)
    with writing(session):
        programme = Programme(
            name="Premières heures",
            # Far from UTC on purpose: Bamako is UTC+0 and would hide every mistake of zone.
            time_zone="Pacific/Auckland",
            made_at=START,
            origin=installed(session).id,
        )
        session.add(programme)
        session.flush()
        cohort = enrolment.make(
            session,
            programme_id=programme.id,
            course_id=MODULE,
            name="Ségou",
            starts_on=date(2026, 11, 16),
            ends_on=date(2026, 11, 18),
            mode=mode,
            language="fr",
            region="Ségou",
            seed=11,
            now=START,
        )
        pins = accounts.new_pins(cards, keeper, random)
        made = enrolment.add_cards(session, cohort.id, pins, random, START)
        fatou, claire, boubacar, charlie = (
            accounts.add_staff(session, name, PASSWORD, keeper, START)
            for name in ("fatou", "claire", "boubacar", "charlie")
        )
        accounts.grant(session, fatou, Role.TRAINER, START, cohort_id=cohort.id)
        accounts.grant(session, charlie, Role.TRAINER, START, cohort_id=_elsewhere(session, cohort))
        accounts.grant(session, claire, Role.DONOR, START, programme_id=programme.id)
        accounts.grant(session, boubacar, Role.ADMINISTRATOR, START)
    awa, moussa = (_of_card(session, card) for card in made[:2])
    return Story(programme, cohort, made, awa, moussa, fatou, claire, boubacar, charlie)


def _of_card(session: Session, card: Card) -> Person:
    return session.scalars(select(Person).where(Person.code == card.code)).one()


def _elsewhere(session: Session, like: Cohort) -> object:
    other = Programme(
        name="Ailleurs", time_zone="Africa/Bamako", made_at=START, origin=installed(session).id
    )
    session.add(other)
    session.flush()
    cohort = enrolment.make(
        session,
        programme_id=other.id,
        course_id=like.course_id,
        name="Kita",
        starts_on=like.starts_on,
        ends_on=like.ends_on,
        mode=like.mode,
        language="fr",
        region=None,
        seed=3,
        now=START,
    )
    return cohort.id


@pytest.fixture
def house(
    database_url: str, library: Library, keeper: Keeper, clock: Clock, tmp_path: Path
) -> House:
    return House(
        config=Config(data=tmp_path, database_url=database_url),
        library=library,
        keeper=keeper,
        wordings=Wordings(library.modules[MODULE].items),
        clock=clock,
        random=Random(5),
    )


@dataclass
class Built:
    """The one application of a run, and what it had learnt before anybody asked it anything."""

    app: Flask
    extensions: dict[str, object]


@pytest.fixture(scope="session")
def built() -> list[Built]:
    """Where the one application of this run is kept: to compile its addresses takes 0.1 s."""
    return []


@pytest.fixture
def app(house: House, built: list[Built], engines: Engines) -> Iterator[Flask]:
    """The application, with this test's house and database in it."""
    if not built:
        new = create_app(house, testing=True)
        new.jinja_env.bytecode_cache = TEMPLATES
        built.append(Built(new, dict(new.extensions)))
    made = built[0].app
    made.extensions.clear()
    made.extensions.update(built[0].extensions)
    made.extensions[EXTENSION] = made.jinja_env.globals["house"] = house
    engine = engines.of(house.config.database_url, "application")
    with made.app_context():
        bound = database.engines
        assert isinstance(bound, dict)
        bound[None].dispose()
        bound[None] = engine
    yield made
    engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Someone's browser, not signed in; `browser.another()` is somebody else's."""
    return Browser(app)
