"""The sums of attempts, made again from their responses and from what was ruled on wordings.

An answer's own transaction asks here when a question it answers was ever ruled on; a ruling asks
for every attempt that was shown the wording. Functions never commit.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, update

from elearn.quizzes.marking import Asked, Score
from elearn.quizzes.models import Attempt, Response, Ruling, Wording
from elearn.quizzes.questions import Choice
from elearn.quizzes.rulings import RulingKind, Verdict
from elearn.quizzes.wordings import worded

# Attempts in one statement: SQLite and PostgreSQL both take many more parameters.
AT_ONCE = 500

_LATEST = (
    select(Ruling.wording, func.max(Ruling.number).label("number"))
    .group_by(Ruling.wording)
    .subquery()
)
_HOLDS = and_(Ruling.wording == _LATEST.c.wording, Ruling.number == _LATEST.c.number)
_VERDICTS = (
    select(Ruling.wording, Ruling.kind, Ruling.key, Ruling.ruled_at, Ruling.reason, Wording.text)
    .join(_LATEST, _HOLDS)
    .join(Wording, Wording.hash == Ruling.wording)
)
_VOID = select(Ruling.wording).join(_LATEST, _HOLDS).where(Ruling.kind == RulingKind.VOID)
_POINTS = (
    update(Response)
    .where(
        Response.attempt_id == bindparam("of_attempt"),
        Response.item == bindparam("of_item"),
    )
    .values(points=bindparam("now_points"))
)
_SUMS = (
    update(Attempt)
    .where(Attempt.id == bindparam("of_attempt"))
    .values(
        points=bindparam("now_points"),
        unknown=bindparam("now_unknown"),
        answered=bindparam("now_answered"),
        maximum=bindparam("now_maximum"),
        revision=Attempt.revision + 1,
    )
)


@dataclass(frozen=True, slots=True)
class Held:
    """One attempt as it is kept: what it asked, the answers that count, and its sums."""

    id: uuid.UUID
    asked: tuple[Asked, ...]
    choices: Mapping[str, Choice]
    points: Mapping[str, int]
    score: Score

    @property
    def forgotten(self) -> bool:
        """Whether its single answers were deleted after their time: its sums stay as they are."""
        return bool(self.score.answered) and not self.choices

    def points_by(self, verdicts: Mapping[bytes, Verdict]) -> dict[str, int]:
        """The points of each answer: where nothing was ever ruled, those that it has."""
        return {
            item: verdicts[digest].points(self.choices[item])
            if digest in verdicts
            else self.points[item]
            for item, digest in self.asked
            if item in self.choices
        }

    def score_by(self, verdicts: Mapping[bytes, Verdict]) -> Score:
        """The sums that follow from these verdicts."""
        points = self.points_by(verdicts)
        inside = [
            item
            for item, digest in self.asked
            if digest not in verdicts or verdicts[digest].item is not None
        ]
        answered = [item for item in inside if item in self.choices]
        return Score(
            points=sum(points[item] for item in answered),
            unknown=sum(self.choices[item] is None for item in answered),
            answered=len(answered),
            maximum=len(inside),
        )


@dataclass(frozen=True, slots=True)
class Recounted:
    """An attempt whose sums are not what they were."""

    id: uuid.UUID
    before: Score
    after: Score


@dataclass(frozen=True, slots=True)
class Holding:
    """A ruling that holds: what it says of which wording, since when and why."""

    wording: bytes
    verdict: Verdict
    at: datetime
    reason: str


def holding(connection: Connection) -> list[Holding]:
    """The newest ruling on each wording that was ever ruled on, the oldest first; one query."""
    found = [
        Holding(
            row.wording,
            Verdict(worded(row.text), row.kind, tuple(row.key) if row.key else None),
            row.ruled_at,
            row.reason,
        )
        for row in connection.execute(_VERDICTS)
    ]
    return sorted(found, key=lambda one: (one.at, one.wording))


def verdicts(connection: Connection) -> dict[bytes, Verdict]:
    """What holds for each wording that was ever ruled on, in one query."""
    return {one.wording: one.verdict for one in holding(connection)}


def voided(connection: Connection) -> set[bytes]:
    """The wordings that left the test, in one query."""
    return set(connection.scalars(_VOID))


def void_among(connection: Connection, shown: Sequence[Mapping[str, Any]]) -> int:
    """How many of these questions left the test."""
    void = voided(connection)
    return sum(bytes.fromhex(row["wording"]) in void for row in shown)


def held(connection: Connection, attempts: Sequence[uuid.UUID]) -> list[Held]:
    """These attempts with the answers that count, in two queries."""
    given: dict[uuid.UUID, dict[str, tuple[Choice, int]]] = {}
    responses = select(Response.attempt_id, Response.item, Response.choice, Response.points)
    for row in connection.execute(responses.where(Response.attempt_id.in_(attempts))):
        given.setdefault(row.attempt_id, {})[row.item] = (row.choice, row.points)
    sums = select(
        Attempt.id,
        Attempt.shown,
        Attempt.points,
        Attempt.unknown,
        Attempt.answered,
        Attempt.maximum,
    )
    return [
        _held(row, given.get(row.id, {}))
        for row in connection.execute(sums.where(Attempt.id.in_(attempts)))
    ]


def _held(row: Any, given: Mapping[str, tuple[Choice, int]]) -> Held:
    return Held(
        row.id,
        tuple((one["item"], bytes.fromhex(one["wording"])) for one in row.shown),
        {item: choice for item, (choice, _) in given.items()},
        {item: points for item, (_, points) in given.items()},
        Score(row.points, row.unknown or 0, row.answered, row.maximum),
    )


def recount(connection: Connection, attempts: Sequence[uuid.UUID]) -> list[Recounted]:
    """Mark these attempts anew; returns those whose sums changed. The caller has locked them."""
    found = verdicts(connection)
    changed = []
    for one in held(connection, attempts):
        if one.forgotten:
            continue
        _keep_points(connection, one, found)
        after = one.score_by(found)
        if after != one.score:
            _keep_sums(connection, one.id, after)
            changed.append(Recounted(one.id, one.score, after))
    return changed


def batches(attempts: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    """The attempts, so many at once as one statement takes."""
    for first in range(0, len(attempts), AT_ONCE):
        yield attempts[first : first + AT_ONCE]


def _keep_points(connection: Connection, one: Held, found: Mapping[bytes, Verdict]) -> None:
    rows = [
        {"of_attempt": one.id, "of_item": item, "now_points": points}
        for item, points in one.points_by(found).items()
        if points != one.points[item]
    ]
    if rows:
        connection.execute(_POINTS, rows)


def _keep_sums(connection: Connection, attempt_id: uuid.UUID, score: Score) -> None:
    connection.execute(
        _SUMS,
        {
            "of_attempt": attempt_id,
            "now_points": score.points,
            "now_unknown": score.unknown,
            "now_answered": score.answered,
            "now_maximum": score.maximum,
        },
    )
