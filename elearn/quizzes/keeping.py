"""What becomes of answers to a test that was begun: they count, or came too late and wait."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from elearn.courses.items import Item
from elearn.quizzes import answers, arrivals, tries
from elearn.quizzes.answers import Given
from elearn.quizzes.taking import Taking


def keep(
    connection: Connection, taken: Taking, given: Sequence[tuple[Item, Given]], now: datetime
) -> None:
    """Keep answers of a locked attempt; raises questions.NotAnAnswer before anything is written.

    The caller has seen that it can be answered, or that it takes late answers.
    """
    after = taken.last_answer_at
    if taken.takes_late(now):
        if answers.keep_late(connection, taken.id, given, now, after=after):
            arrivals.round_late(connection, taken, now)
    elif answers.keep(connection, taken.id, given, now, after=after):
        tries.take_over(connection, taken, now)
