"""Ruling on a question: who would change, and the ruling itself with all that follows from it.

Both scores are kept: the attempt has the new one, the history what it was. Functions never commit.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.people import audit
from elearn.people.models import Person
from elearn.quizzes import history, recounting
from elearn.quizzes.asked_questions import asked_in, wording
from elearn.quizzes.causes import Cause
from elearn.quizzes.history import Why
from elearn.quizzes.marking import Score
from elearn.quizzes.models import Attempt, Ruling
from elearn.quizzes.rulings import RulingKind, Verdict

ACTS = {
    RulingKind.VOID: "question-taken-out",
    RulingKind.KEY: "question-key-corrected",
    RulingKind.RESTORED: "question-restored",
}


class NoReason(ValueError):
    """A ruling without a reason is none."""


class RuledMeanwhile(Exception):
    """Somebody else has ruled on this wording since the preview was made."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Whose score a ruling would change, in counts alone.

    People and sessions who were asked the question; tests whose share of right answers would rise,
    stay and fall; tests whose single answers are gone, which keep their score.
    """

    people: int
    sessions: int
    up: int
    same: int
    down: int
    forgotten: int


def preview(session: Session, digest: bytes, wanted: Verdict) -> Effects:
    """What this verdict would change, stored nowhere."""
    people = session.execute(
        select(Attempt.id, Enrolment.person_id, Enrolment.cohort_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(asked_in(digest))
    ).all()
    holds = recounting.verdicts(session.connection()) | {digest: wanted}
    moves: Counter[str] = Counter()
    for batch in recounting.batches([row.id for row in people]):
        for one in recounting.held(session.connection(), batch):
            moves["forgotten" if one.forgotten else _move(one.score, one.score_by(holds))] += 1
    return Effects(
        people=len({row.person_id for row in people}),
        sessions=len({row.cohort_id for row in people}),
        up=moves["up"],
        same=moves["same"],
        down=moves["down"],
        forgotten=moves["forgotten"],
    )


def _move(before: Score, after: Score) -> str:
    """Where the share of right answers goes; without a rounding that could hide it."""
    was, becomes = before.points * after.maximum, after.points * before.maximum
    if was == becomes:
        return "same"
    return "up" if becomes > was else "down"


def rule(
    session: Session,
    digest: bytes,
    wanted: Verdict,
    reason: str,
    *,
    seen: int,
    actor: Person,
    now: datetime,
) -> bool:
    """Keep a ruling, mark every test anew that asked the question; False when it holds already.

    `seen` is the number of the ruling that the preview rested on (0: none). Raises NoReason,
    UnknownWording, RuledMeanwhile.
    """
    if not reason.strip():
        raise NoReason
    _lock(session)
    item = wording(session, digest)
    last = _last(session, digest)
    if _holds(last, wanted):
        return False
    number = last.number if last else 0
    if number != seen:
        raise RuledMeanwhile
    ruling = Ruling(
        wording=digest,
        item=item.id,
        number=number + 1,
        kind=wanted.kind,
        key=list(wanted.key) if wanted.key else None,
        reason=reason.strip(),
        ruled_at=now,
        ruled_by=actor.id,
    )
    session.add(ruling)
    audit.record(session, actor, ACTS[wanted.kind], None, now, f"{item.id}: {ruling.reason}"[:300])
    session.flush()
    _recount(session, ruling)
    return True


def _lock(session: Session) -> None:
    """Nobody begins, answers or sends a test while a ruling is kept; reading goes on.

    An answer under way ends first, the next one waits and then sees the ruling. On SQLite the
    transaction's own lock does the same.
    """
    if session.connection().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE attempt IN EXCLUSIVE MODE"))


def _last(session: Session, digest: bytes) -> Ruling | None:
    return session.scalar(
        select(Ruling).where(Ruling.wording == digest).order_by(Ruling.number.desc()).limit(1)
    )


def _holds(last: Ruling | None, wanted: Verdict) -> bool:
    if last is None:
        return not wanted.mends
    return last.kind is wanted.kind and tuple(last.key or ()) == (wanted.key or ())


def _recount(session: Session, ruling: Ruling) -> None:
    why = Why(Cause.RULING, ruling.ruled_by, ruling.ruled_at, ruling.reason, ruling.id)
    attempts = session.scalars(select(Attempt.id).where(asked_in(ruling.wording))).all()
    for batch in recounting.batches(attempts):
        history.append(session, recounting.recount(session.connection(), batch), why)
    session.expire_all()
