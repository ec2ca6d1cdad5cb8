"""What happens in a cohort, told in one line: tests taken on screen, totals brought from paper."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.db import new_id, writing
from elearn.quizzes import answers, attempts
from elearn.quizzes.answers import Given
from elearn.quizzes.models import Attempt, PaperImport
from elearn.quizzes.questions import Choice
from elearn.quizzes.waves import Source, Wave
from tests.conftest import Story

VALIDATION = Path(__file__).resolve().parents[2] / "shared" / "validation"


def enrolled(session: Session, story: Story) -> Sequence[Enrolment]:
    """The people of the story's session in the order of their cards."""
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == story.cohort.id)
        .order_by(Enrolment.card_number)
    ).all()


def open_for_all(session: Session, story: Story, wave: Wave, now: datetime) -> None:
    """The trainer opens a test."""
    with writing(session):
        attempts.open_test(session, story.cohort.id, wave, now)


def close_for_all(session: Session, story: Story, wave: Wave, now: datetime) -> None:
    """The trainer closes a test."""
    with writing(session):
        attempts.close_test(session, story.cohort.id, wave, now)


def right(item: Item) -> Choice:
    """The right answer."""
    if item.kind == "match":
        return item.pairs
    return sorted(item.key) if item.kind == "multiple" else list(item.key)


def wrong(item: Item) -> Choice:
    """A wrong answer, always the same."""
    if item.kind == "match":
        return {item.prompts[0].id: item.distractors[0].id if item.distractors else item.key[1]}
    if item.kind == "order":
        return list(reversed(item.key))
    return [item.distractors[0].id]


def take(
    session: Session,
    library: Library,
    story: Story,
    who: Enrolment,
    wave: Wave,
    *,
    right_on: Iterable[int],
    unknown_on: Iterable[int] = (),
    now: datetime,
    submit: bool = True,
) -> Attempt:
    """One person's test: right on these places, unknown on those, wrong on the rest."""
    course = library.courses[story.cohort.course_id]
    items: dict[str, Item] = {
        item.id: item for form in ("A", "B", "C") for item in library.form(course, form)
    }
    places, unknowns = set(right_on), set(unknown_on)
    with writing(session):
        person = session.get_one(Enrolment, who.id)
        person.consented_at, person.consent_version = now, "1"
        attempt = attempts.start(
            session,
            person,
            wave,
            steps=(),
            items_of=lambda form: library.form(course, form),
            language="fr",
            now=now,
        )
        given = [
            _given(items[shown["item"]], place, place in places, place in unknowns, now)
            for place, shown in enumerate(attempt.shown)
        ]
        answers.keep(session.connection(), attempt.id, given, now)
        if submit:
            attempt.submitted_at = now + timedelta(minutes=5)
    return attempt


def _given(
    item: Item, place: int, is_right: bool, unknown: bool, now: datetime
) -> tuple[Item, Given]:
    choice = None if unknown else right(item) if is_right else wrong(item)
    return item, Given(new_id(), item.id, choice, b"w" * 16, place, now)


def paper_totals(
    session: Session,
    story: Story,
    totals: Iterable[tuple[int | None, int | None]],
    *,
    maximum: int = 20,
    same_questions: bool = False,
    now: datetime,
) -> None:
    """Totals before and after from paper, to the cards in order; None is no test."""
    people = enrolled(session, story)
    with writing(session):
        for who, both in zip(people, totals, strict=False):
            for wave, points in zip((Wave.PRE, Wave.POST), both, strict=True):
                if points is not None:
                    session.add(paper_total(who, wave, points, maximum, now))
        session.add(
            PaperImport(
                cohort_id=story.cohort.id,
                sha256=b"\0" * 32,
                maximum=maximum,
                same_questions=same_questions,
                imported_at=now,
                imported_by=story.fatou.id,
            )
        )


def paper_total(who: Enrolment, wave: Wave, points: int, maximum: int, now: datetime) -> Attempt:
    """One total from paper, not yet in the session."""
    return Attempt(
        enrolment_id=who.id,
        wave=wave,
        source=Source.PAPER_TOTAL,
        maximum=maximum,
        answered=0,
        points=points,
        unknown=null(),  # None would be replaced by the default of the column
        started_at=now,
        submitted_at=now,
        origin=who.origin,
    )


def hci_pairs() -> list[tuple[int, int]]:
    """The real pairs of the validation data; FileNotFoundError where they are not beside us."""
    with (VALIDATION / "hci_prepost.csv").open(encoding="utf-8", newline="") as file:
        return [(int(row["score.pre"]), int(row["score.post"])) for row in csv.DictReader(file)]
