"""Sheets keyed wrongly: differences decided, one answer corrected, a sheet taken back.

Every change has its reason in the history; what was keyed before stays. Functions never commit.
"""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.db import new_id
from elearn.people import audit
from elearn.quizzes import booklets, keyed_line, recounting
from elearn.quizzes.keyed_line import Printed, Problem
from elearn.quizzes.keying import Hand, Unreadable, append, keyed_attempt, note, place_of
from elearn.quizzes.models import Attempt, Keying, ScoreChange
from elearn.quizzes.waves import Entry, Wave


class NoSuchQuestion(LookupError):
    """The form has no question of this number."""


def change(
    session: Session,
    cohort_id: uuid.UUID,
    wave: Wave,
    card: int,
    signs: Mapping[int, str],
    *,
    reason: str,
    by: Hand,
) -> Attempt:
    """Keep what the paper says at these questions (from 1), and why.

    Raises UnknownCard, CannotBeKeyed, NoSuchQuestion, Unreadable.
    """
    cohort = enrolments.locked(session, cohort_id)
    attempt = keyed_attempt(session, cohort, wave, card)
    asked = booklets.questions(session.connection(), attempt, by.wordings)
    before = place_of(session, cohort, wave, card).counted
    after = _changed(before, signs, asked)
    points = attempt.points
    differing = {at: token for at, token in enumerate(after) if token != before[at]}
    if keyed_line.NONE in differing.values():
        # An answer that was given cannot be taken out of an attempt: another one takes its place.
        attempt = _again(session, attempt, by)
        differing = dict(enumerate(after))
    append(session, attempt, asked, differing, by)
    note(session, attempt, Entry.DECIDED, after, by)
    _tell(session, attempt, points, attempt.points, reason, by)
    audit.record(session, by.actor, "sheet-corrected", attempt.enrolment_id, by.now, reason)
    return attempt


def take_back(
    session: Session, cohort_id: uuid.UUID, wave: Wave, card: int, *, reason: str, by: Hand
) -> None:
    """Set a keyed sheet aside, so that it can be keyed anew; raises UnknownCard, CannotBeKeyed."""
    cohort = enrolments.locked(session, cohort_id)
    attempt = keyed_attempt(session, cohort, wave, card)
    _set_aside(session, attempt, by)
    _tell(session, attempt, attempt.points, None, reason, by)
    audit.record(session, by.actor, "sheet-taken-back", attempt.enrolment_id, by.now, reason)


def _changed(
    before: Sequence[str], signs: Mapping[int, str], asked: Sequence[Printed]
) -> tuple[str, ...]:
    if not set(signs) <= set(range(1, len(asked) + 1)):
        raise NoSuchQuestion(set(signs))
    tokens, problems = list(before), list[Problem]()
    for place, sign in sorted(signs.items()):
        found = keyed_line.read_one(place, sign, asked[place - 1])
        problems += found.problems
        tokens[place - 1] = "".join(found.tokens)
    if not problems and set(tokens) == {keyed_line.NONE}:
        problems.append(keyed_line.NothingAnswered(0))
    if problems:
        raise Unreadable(problems)
    return tuple(tokens)


def _set_aside(session: Session, attempt: Attempt, by: Hand) -> None:
    """The tombstone leaves number 1, so that the test can be kept anew."""
    last = session.scalar(
        select(func.max(Attempt.number)).where(
            Attempt.enrolment_id == attempt.enrolment_id, Attempt.wave == attempt.wave
        )
    )
    attempt.number = (last or 0) + 1
    attempt.deleted_at = by.now
    attempt.revision += 1
    session.flush()


def _again(session: Session, old: Attempt, by: Hand) -> Attempt:
    """The same sheet as a new attempt, with its entries; the old one is set aside."""
    _set_aside(session, old, by)
    stays = ("enrolment_id", "wave", "source", "form", "language", "shown", "maximum")
    moments = ("started_at", "submitted_at", "origin")
    new = Attempt(id=new_id(), **{name: getattr(old, name) for name in (*stays, *moments)})
    session.add(new)
    session.flush()
    # Asked behind the new row: what the old one says may be older than a ruling.
    new.maximum = len(new.shown) - recounting.void_among(session.connection(), new.shown)
    entries = session.scalars(select(Keying).where(Keying.attempt_id == old.id)).all()
    session.add_all(_copied(entry, new) for entry in entries)
    session.flush()
    return new


def _copied(entry: Keying, attempt: Attempt) -> Keying:
    stays = ("number", "entry", "tokens", "keyed_at", "keyed_by")
    return Keying(attempt_id=attempt.id, **{name: getattr(entry, name) for name in stays})


def _tell(
    session: Session, attempt: Attempt, before: int, after: int | None, reason: str, by: Hand
) -> None:
    session.add(
        ScoreChange(
            attempt_id=attempt.id,
            points_before=before,
            points_after=after,
            maximum_before=attempt.maximum if before is not None else None,
            maximum_after=attempt.maximum if after is not None else None,
            changed_at=by.now,
            changed_by=by.actor.id,
            reason=reason,
        )
    )
    session.flush()
