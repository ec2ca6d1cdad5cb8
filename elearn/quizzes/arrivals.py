"""The times of answers: exact while a session's final test is open, then their week alone.

The order of arrival decides between two writers, so it outlives the rounding: within the Monday
that they are rounded to, answers stand one microsecond apart.
"""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select, update

from elearn.cohorts.models import Enrolment
from elearn.quizzes import closings
from elearn.quizzes.follow_up import LEEWAY
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.taking import Taking
from elearn.quizzes.waves import FOLLOW_UPS, Wave

# A follow-up stands open for four weeks and a day, to one person two more at most.
FOLLOW_UP_OVER = timedelta(weeks=5) + LEEWAY
_ROUND = (
    update(Answer)
    .where(Answer.id == bindparam("answer_key"))
    .values(arrived_at=bindparam("week"), given_at=bindparam("given_week"))
    .execution_options(synchronize_session=False)
)


def monday(moment: datetime) -> datetime:
    """The beginning of its week, in UTC."""
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def rounded(arrivals: Sequence[datetime]) -> dict[datetime, datetime]:
    """Each of these moments in its week, in the order they had; rounded twice, they stay."""
    return {
        moment: monday(moment) + timedelta(microseconds=place)
        for place, moment in enumerate(sorted(set(arrivals)))
    }


def round_off(connection: Connection, attempt_id: uuid.UUID) -> None:
    """Round the times of one attempt's answers to their week."""
    rows = connection.execute(
        select(Answer.id, Answer.arrived_at, Answer.given_at).where(Answer.attempt_id == attempt_id)
    ).all()
    weeks = rounded([row.arrived_at for row in rows])
    if rows:
        connection.execute(
            _ROUND,
            [
                {
                    "answer_key": row.id,
                    "week": weeks[row.arrived_at],
                    "given_week": row.given_at and monday(row.given_at),
                }
                for row in rows
            ],
        )
    _follow(connection, attempt_id, max(weeks.values(), default=None))


def _follow(connection: Connection, attempt_id: uuid.UUID, last: datetime | None) -> None:
    arrived = select(Answer.arrived_at).where(Answer.id == Response.answer_id).scalar_subquery()
    connection.execute(
        update(Response).where(Response.attempt_id == attempt_id).values(arrived_at=arrived)
    )
    connection.execute(
        update(Attempt).where(Attempt.id == attempt_id).values(weekly=True, last_answer_at=last)
    )


def round_late(connection: Connection, taken: Taking, now: datetime) -> None:
    """Round at once where the session's final test is closed already."""
    if closings.over(connection, taken.cohort_id, Wave.POST, now):
        round_off(connection, taken.id)


def round_all(connection: Connection, now: datetime) -> int:
    """Round the answers of every session whose final test is closed; how many attempts it met.

    A follow-up that somebody may still be taking waits: it stands open long after that closing.
    """
    waiting: dict[uuid.UUID, list[uuid.UUID]] = {}
    for cohort_id, attempt_id in connection.execute(
        select(Enrolment.cohort_id, Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Attempt.weekly.is_(False),
            or_(
                Attempt.wave.not_in(FOLLOW_UPS),
                Attempt.submitted_at.is_not(None),
                Attempt.started_at < now - FOLLOW_UP_OVER,
            ),
        )
    ):
        waiting.setdefault(cohort_id, []).append(attempt_id)
    over = [one for one in waiting if closings.over(connection, one, Wave.POST, now)]
    attempts = [attempt for cohort in over for attempt in waiting[cohort]]
    for attempt in attempts:
        round_off(connection, attempt)
    return len(attempts)
