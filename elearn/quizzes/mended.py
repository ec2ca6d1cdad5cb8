"""What rulings did to some tests: the rulings that hold for them, and the scores without any.

Both scores stand on every page that shows one.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from elearn.quizzes import recounting
from elearn.quizzes.causes import Cause
from elearn.quizzes.marking import Score
from elearn.quizzes.models import ScoreChange
from elearn.quizzes.recounting import Held, Holding
from elearn.quizzes.rulings import Verdict


@dataclass(frozen=True, slots=True)
class Mended:
    """The rulings on questions of these tests, the oldest first, and each test's score without.

    `without` has the tests that asked such a question, whether or not their score changed.
    """

    rulings: tuple[Holding, ...] = ()
    without: Mapping[uuid.UUID, Score] = field(default_factory=dict)


def of_attempts(
    connection: Connection, attempts: Sequence[uuid.UUID], holding: Iterable[Holding]
) -> Mended:
    """What of these rulings concerns these attempts; no query where nothing was mended."""
    mends = {one.wording: one for one in holding if one.verdict.mends}
    if not mends or not attempts:
        return Mended()
    touched = [
        one
        for batch in recounting.batches(attempts)
        for one in recounting.held(connection, batch)
        if any(digest in mends for _, digest in one.asked)
    ]
    asked = {digest for one in touched for _, digest in one.asked}
    plain = {digest: Verdict(one.verdict.wording) for digest, one in mends.items()}
    gone = _first_scores(connection, [one.id for one in touched if one.forgotten])
    return Mended(
        tuple(one for one in mends.values() if one.wording in asked),
        {one.id: _without(one, plain, gone) for one in touched},
    )


def _without(one: Held, plain: Mapping[bytes, Verdict], gone: Mapping[uuid.UUID, Score]) -> Score:
    return gone.get(one.id, one.score) if one.forgotten else one.score_by(plain)


def _first_scores(connection: Connection, attempts: Sequence[uuid.UUID]) -> dict[uuid.UUID, Score]:
    """What stood before the first ruling, from the history: the answers themselves are gone."""
    rows = connection.execute(
        select(ScoreChange.attempt_id, ScoreChange.points_before, ScoreChange.maximum_before)
        .where(ScoreChange.attempt_id.in_(attempts), ScoreChange.cause == Cause.RULING)
        .order_by(ScoreChange.changed_at.desc(), ScoreChange.id.desc())
    )
    return {row[0]: Score(row[1] or 0, 0, 0, row[2] or 0) for row in rows}
