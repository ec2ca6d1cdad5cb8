"""Who learns together: cohorts, enrolments with the profile as it was then, and progress."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    column,
    select,
    table,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from elearn.db import Id, Stored, Travels, new_id, one_of

# Programmes stand above this room, so their table is known here by its name, as in a foreign key.
_PROGRAMME = table("programme", column("id", Id()), column("time_zone", String()))


class Mode(StrEnum):
    """Where a cohort meets; it decides who opens its tests.

    In a room the trainer opens each test; online the enrolment opens the first and the finished
    modules the last. Blended, people meet, read at home in between, and meet again: the trainer
    opens both tests, since a test at home compared with one in a room would measure the room.
    """

    ROOM = "room"
    ONLINE = "online"
    BLENDED = "blended"

    @property
    def by_hand(self) -> bool:
        """Whether the trainer opens the tests."""
        return self is not Mode.ONLINE


class Half(StrEnum):
    """Half a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Cohort(Travels, Stored):
    """People who take one course's tests together, with dates and a place."""

    __tablename__ = "cohort"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    # The course whose tests everybody takes, and which they follow without one of their own.
    course_id: Mapped[str] = mapped_column(String(60))
    # Further courses that people may follow, where professions mix. A list in the row and no table
    # of its own: it changes with the cohort and travels with it.
    further_courses: Mapped[list[str] | None] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(String(100))
    region: Mapped[str | None] = mapped_column(String(30))
    # The zone of the region, or what alone is said of the place where no region is.
    zone: Mapped[str | None] = mapped_column(String(20))
    mode: Mapped[Mode] = mapped_column(one_of(Mode))
    language: Mapped[str] = mapped_column(String(8), default="fr")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # Breaks ties between the forms, so that a draw can be made again and checked.
    seed: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    # Tests that are read aloud: the form that the whole room takes before; after it, the other.
    read_aloud: Mapped[str | None] = mapped_column(String(1))
    # After this no test opens again; people without a post-test are then final without a pair.
    closed_at: Mapped[datetime | None]
    # Out of the lists; nothing else changes by it.
    archived_at: Mapped[datetime | None]
    # The programme's clocks, read with the cohort and never copied: tests open by them.
    time_zone: Mapped[str] = column_property(
        select(_PROGRAMME.c.time_zone)
        .where(_PROGRAMME.c.id == programme_id)
        .correlate_except(_PROGRAMME)
        .scalar_subquery()
    )

    @property
    def courses(self) -> tuple[str, ...]:
        """What may be followed here: the tests' course, then the further ones."""
        return (self.course_id, *(self.further_courses or ()))


class Enrolment(Travels, Stored):
    """One person in one cohort, known to the training team by a card number alone.

    A profile field is None when it was not asked or not answered, and "undisclosed" when the
    person preferred not to say: the two are counted apart.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "cohort_id"),
        UniqueConstraint("cohort_id", "card_number"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    card_number: Mapped[int]
    # The course whose modules this person follows; None: the cohort's.
    course_id: Mapped[str | None] = mapped_column(String(60))
    enrolled_at: Mapped[datetime]
    consent_version: Mapped[str | None] = mapped_column(String(20))
    consented_at: Mapped[datetime | None]
    # "Suivre sans être testé": an equal choice, which the person may take back.
    declined_at: Mapped[datetime | None]
    # Does not come any more. Of whom nothing is known yet, the row is a tombstone as well.
    withdrawn_at: Mapped[datetime | None]
    sex: Mapped[str | None] = mapped_column(String(20))
    profession: Mapped[str | None] = mapped_column(String(30))
    age_band: Mapped[str | None] = mapped_column(String(20))
    service_band: Mapped[str | None] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(30))
    zone: Mapped[str | None] = mapped_column(String(20))


class RosterImport(Stored):
    """A list of people that was brought in, told apart by a keyed hash of the whole table.

    `cards` has the card number that each row led to, in the order of the rows' content and not of
    the file: the same list, sorted otherwise, finds its cards again.
    """

    __tablename__ = "roster_import"
    __table_args__ = (UniqueConstraint("cohort_id", "table_key"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    table_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    cards: Mapped[list[int]] = mapped_column(JSON)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    imported_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class JoinLink(Stored):
    """A way into a cohort for who is in the room: a short address, and a word said aloud there.

    `seats` is how many people without a card may make one; it ends by itself with its day.
    """

    __tablename__ = "join_link"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    short: Mapped[str] = mapped_column(String(8), unique=True)
    word: Mapped[str] = mapped_column(String(40))
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    closes_at: Mapped[datetime]


class SurveyAsked(Stored):
    """A questionnaire that was shown to somebody: that alone, neither when nor whether answered.

    Without SQLite's hidden row number, which would count in which order it was shown.
    """

    __tablename__ = "survey_asked"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as it is
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    moment: Mapped[str] = mapped_column(String(20), primary_key=True)
    # The module that "module" is about; empty for the others.
    module: Mapped[str] = mapped_column(String(60), primary_key=True, default="")


class StepDone(Stored):
    """A lesson read, a case or a practice worked through: that it was done, nothing of how."""

    __tablename__ = "step_done"
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    module: Mapped[str] = mapped_column(String(60), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    done_at: Mapped[datetime]


class HalfDay(Travels, Stored):
    """A half-day that was held: how long, and where the sheet with the signatures lies.

    The sheet carries names and stays on paper; here stand its count, and who counted. `minutes` is
    None until somebody ticked who was there.
    """

    __tablename__ = "half_day"
    __table_args__ = (UniqueConstraint("cohort_id", "day", "half"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    day: Mapped[date]
    half: Mapped[Half] = mapped_column(one_of(Half))
    minutes: Mapped[int | None]
    signatures: Mapped[int | None]
    paper_kept: Mapped[str | None] = mapped_column(String(100))
    counted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    counted_at: Mapped[datetime | None]
    countersigned_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    countersigned_at: Mapped[datetime | None]


class Presence(Stored):
    """Somebody was there for a half-day, by card, never by name."""

    __tablename__ = "presence"
    half_day_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("half_day.id"), primary_key=True)
    enrolment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
