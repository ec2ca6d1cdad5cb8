"""A test that is not Danbe's, brought into the story's session in one line."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort
from elearn.db import writing
from elearn.interchange import instrument_tables
from elearn.interchange.instrument_tables import Read, Told
from elearn.interchange.tables import read_table
from elearn.quizzes import instruments
from elearn.quizzes.instrument_models import Instrument
from elearn.quizzes.instrument_sheet import Question, Row, Sheet
from elearn.quizzes.waves import Wave
from tests.conftest import START


def read(file: Path, key: Path | None, told: Told) -> Read:
    """The files, read."""
    right = read_table(key.read_bytes(), key.name) if key else None
    return instrument_tables.read(read_table(file.read_bytes(), file.name), right, told)


def bring(
    session: Session, cohort: Cohort, sheet: Sheet, *, replace: bool = False
) -> Instrument | None:
    """Keep the sheet as somebody saw it."""
    seen = instruments.compare(session, cohort, sheet).digest
    with writing(session):
        return instruments.accept(
            session,
            cohort.id,
            sheet,
            seen,
            replace=replace,
            actor=None,
            random=Random(3),
            now=START,
        )


def sheet(
    answers: Sequence[str | None],
    *,
    wave: Wave = Wave.POST,
    title: str = "Other",
    cards: Sequence[int] = (),
) -> Sheet:
    """A test of two letters a person; its key is A and B. A None is an empty cell."""
    rows = tuple(
        Row(place + 1, cards[place - 1] if cards else None, place, _choices(written))
        for place, written in enumerate(answers, 1)
    )
    questions = (Question("Q1", "A"), Question("Q2", "B"))
    return Sheet(title, wave, questions, rows, "Card" if cards else None)


def _choices(written: str | None) -> tuple[str | None, ...]:
    return tuple(None if sign == "-" else sign for sign in written or "--")
