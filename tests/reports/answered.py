"""Tests answered question by question, put straight into the tables: many people at little cost."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.courses.wording import wording_hash
from elearn.db import new_id, writing
from elearn.people.models import Person
from elearn.quizzes.models import Attempt, Response
from elearn.quizzes.questions import Choice
from elearn.quizzes.waves import Source, Wave
from tests.cohort_life import right, wrong
from tests.conftest import MODULE, START

Answering = Callable[[int, Wave, Item, Random], Choice]
"""What person number n (from 0) answers to an item."""


def able(person: int, wave: Wave, item: Item, random: Random) -> Choice:
    """Better people are right more often, and all of them more often at the end."""
    likely = 0.15 + 0.5 * (person % 10) / 10 + (0.2 if wave is Wave.POST else 0)
    return right(item) if random.random() < likely else wrong(item)


def answered(
    session: Session,
    library: Library,
    cohort: Cohort,
    people: int,
    answer: Answering = able,
    *,
    waves: Sequence[Wave] = (Wave.PRE, Wave.POST),
    course: str = MODULE,
    at: datetime = START,
    source: Source = Source.SCREEN,
    sex: Callable[[int], str | None] = lambda _person: None,
    first_card: int = 100,
) -> list[uuid.UUID]:
    """So many people with submitted tests: every second one takes form A first. Enrolments."""
    random = Random(5)
    enrolments = [new_id() for _ in range(people)]
    persons = [new_id() for _ in range(people)]
    with writing(session):
        session.execute(
            insert(Person), [{"id": one, "made_at": at, "origin": cohort.origin} for one in persons]
        )
        session.execute(
            insert(Enrolment),
            [
                {
                    "id": one,
                    "person_id": persons[number],
                    "cohort_id": cohort.id,
                    "card_number": first_card + number,
                    "enrolled_at": at,
                    "sex": sex(number),
                    "origin": cohort.origin,
                }
                for number, one in enumerate(enrolments)
            ],
        )
        attempts: list[dict[str, Any]] = []
        responses: list[dict[str, Any]] = []
        for number, one in enumerate(enrolments):
            for wave in waves:
                items = library.form(library.courses[course], _form(number, wave))
                given = [(item, answer(number, wave, item, random)) for item in items]
                attempt = _attempt(one, wave, given, at + timedelta(seconds=number), source, cohort)
                attempts.append(attempt)
                responses += _responses(attempt["id"], given, at)
        session.execute(insert(Attempt), attempts)
        session.execute(insert(Response), responses)
    return enrolments


def _form(number: int, wave: Wave) -> Any:
    if wave not in (Wave.PRE, Wave.POST):
        return "C"
    return "AB"[(number + (wave is Wave.POST)) % 2]


def _points(item: Item, choice: Choice) -> int:
    return int(choice == right(item))


def _attempt(
    enrolment_id: uuid.UUID,
    wave: Wave,
    given: Sequence[tuple[Item, Choice]],
    at: datetime,
    source: Source,
    cohort: Cohort,
) -> dict[str, Any]:
    shown = [
        {
            "item": item.id,
            "wording": wording_hash(item).hex(),
            "order": [option.id for option in item.options],
        }
        for item, _ in given
    ]
    return {
        "id": new_id(),
        "enrolment_id": enrolment_id,
        "wave": wave,
        "source": source,
        "form": given[0][0].form,
        "shown": shown,
        "maximum": len(given),
        "answered": len(given),
        "points": sum(_points(item, choice) for item, choice in given),
        "started_at": at,
        "submitted_at": at + timedelta(minutes=20),
        "weekly": True,  # there are no answers whose times could be rounded
        "origin": cohort.origin,
    }


def _responses(
    attempt_id: uuid.UUID, given: Sequence[tuple[Item, Choice]], at: datetime
) -> list[dict[str, Any]]:
    return [
        {
            "attempt_id": attempt_id,
            "item": item.id,
            "answer_id": new_id(),
            "choice": choice,
            "writer": b"w" * 16,
            "number": 1,
            "arrived_at": at,
            "unknown": choice is None,
            "points": _points(item, choice),
        }
        for item, choice in given
    ]
