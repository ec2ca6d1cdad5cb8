"""Which of a person's tries at one test counts: the one that holds number 1.

A try is never deleted for another. The one that gives way takes the next free number, so that
every query of figures asks for number 1 and nothing else.
"""

import uuid

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from elearn.quizzes.models import Attempt
from elearn.quizzes.taking import Taking
from elearn.quizzes.waves import Wave

_OTHER = aliased(Attempt)
_OF_TEST = (
    Attempt.enrolment_id == bindparam("of_enrolment"),
    Attempt.wave == bindparam("of_wave"),
)
_GIVE_WAY = (
    update(Attempt)
    .where(*_OF_TEST, Attempt.number == 1)
    .values(
        number=select(func.max(_OTHER.number) + 1)
        .where(_OTHER.enrolment_id == Attempt.enrolment_id, _OTHER.wave == Attempt.wave)
        .correlate(Attempt)
        .scalar_subquery(),
        revision=Attempt.revision + 1,
    )
    .execution_options(synchronize_session=False)
)
_COUNT = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt_key"))
    .values(number=1, revision=Attempt.revision + 1)
    .execution_options(synchronize_session=False)
)


def take_over(connection: Connection, taken: Taking) -> None:
    """Let this try count from now on, where it was to: its first answer is here."""
    if taken.waits:
        of = {"of_enrolment": taken.enrolment_id, "of_wave": taken.wave}
        connection.execute(_GIVE_WAY, of)
        connection.execute(_COUNT, {"attempt_key": taken.id})


def next_number(session: Session, enrolment_id: uuid.UUID, wave: Wave) -> int:
    """1 where no try counts yet, else one that is free."""
    numbers = session.scalars(
        select(Attempt.number).where(Attempt.enrolment_id == enrolment_id, Attempt.wave == wave)
    ).all()
    return max(numbers) + 1 if 1 in numbers else 1
