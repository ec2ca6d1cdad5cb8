"""Tests being taken, for the tests of the parts that keep them."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.items import Form, Item
from elearn.courses.library import Library
from elearn.courses.path import path
from elearn.db import writing
from elearn.quizzes import attempts
from elearn.quizzes.answers import Given
from elearn.quizzes.models import Attempt, Response
from elearn.quizzes.questions import Choice, question
from elearn.quizzes.waves import Wave


def enrolled(session: Session, cohort: Cohort) -> list[Enrolment]:
    """The enrolments of a cohort by card number."""
    return list(
        session.scalars(
            select(Enrolment).where(Enrolment.cohort_id == cohort.id).order_by("card_number")
        )
    )


def agreed(session: Session, enrolment_id: uuid.UUID, now: datetime) -> None:
    """This person has read what is kept."""
    with writing(session):
        enrolments.consent(session.get_one(Enrolment, enrolment_id), "2026-11", now)


def start(
    session: Session, enrolment_id: uuid.UUID, wave: Wave, library: Library, now: datetime
) -> Attempt:
    """This person begins this test."""
    course = library.courses["garanties-premieres-heures"]

    def items_of(form: Form) -> tuple[Item, ...]:
        return library.form(course, form)

    with writing(session):
        return attempts.start(
            session,
            session.get_one(Enrolment, enrolment_id),
            wave,
            steps=path(library.modules_of(course)),
            items_of=items_of,
            language="fr",
            now=now,
        )


def asked(attempt: Attempt, library: Library) -> list[Item]:
    """The items that an attempt asks, in order."""
    found = [library.question(row["item"]) for row in attempt.shown]
    assert all(isinstance(item, Item) for item in found)
    return found  # type: ignore[return-value]


def key_of(item: Item) -> Choice:
    """The right answer."""
    return item.pairs if item.kind == "match" else list(item.key)


def given(
    item: Item, choice: Choice, *, writer: bytes = b"w" * 16, number: int = 1
) -> tuple[Item, Given]:
    """An answer as it arrives, under a new id."""
    return item, Given(uuid.uuid4(), item.id, choice, writer, number, None)


def recounted(responses: Iterable[Response], library: Library) -> tuple[int, int, int]:
    """Answered, points and unknown, counted again from the responses themselves."""
    found = list(responses)
    points = sum(question(library.question(one.item)).points(one.choice) for one in found)
    return len(found), points, sum(one.choice is None for one in found)


class Statements:
    """The statements that an engine runs while it is watched, and its commits."""

    def __init__(self, engine: object) -> None:
        self.engine = engine
        self.run: list[str] = []
        self.commits = 0

    def __enter__(self) -> "Statements":
        event.listen(self.engine, "before_cursor_execute", self._statement)
        event.listen(self.engine, "commit", self._commit)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._statement)
        event.remove(self.engine, "commit", self._commit)

    def verbs(self, *verbs: str) -> list[str]:
        """The first words of the statements that begin with one of these."""
        return [verb for verb in (one.split()[0].upper() for one in self.run) if verb in verbs]

    @property
    def reads(self) -> int:
        """How many SELECTs."""
        return len(self.verbs("SELECT", "WITH"))

    @property
    def writes(self) -> list[str]:
        """INSERT, UPDATE and DELETE, in order."""
        return self.verbs("INSERT", "UPDATE", "DELETE")

    def _statement(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.run.append(statement)
        # On SQLite the driver commits by a statement of ours, and SQLAlchemy's own says nothing.
        self.commits += statement == "COMMIT"

    def _commit(self, connection: object) -> None:
        self.commits += connection.dialect.name != "sqlite"  # type: ignore[attr-defined]
