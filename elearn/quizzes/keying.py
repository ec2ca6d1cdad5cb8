"""Keying sheets of paper, answer by answer: an ordinary attempt in the end.

Each act is decided under the cohort's lock and never commits.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Cohort
from elearn.db import new_id
from elearn.installation.identity import installed
from elearn.people.models import Person
from elearn.quizzes import (
    answers,
    booklets,
    follow_up,
    keyed_line,
    keying_desk,
    recounting,
    rules,
)
from elearn.quizzes.answers import WRITER_BYTES, Given
from elearn.quizzes.double_entry import Difference
from elearn.quizzes.keyed_line import Printed, Problem
from elearn.quizzes.keying_desk import Place
from elearn.quizzes.models import Attempt, Booklet, Keying, Opening
from elearn.quizzes.policies import Policy
from elearn.quizzes.waves import FOLLOW_UPS, Entry, Source, Wave
from elearn.quizzes.wordings import Wordings


class NotPrinted(LookupError):
    """No booklet of this form was printed for the cohort: letters would mean nothing."""


class UnknownCard(LookupError):
    """Nobody of the cohort has this card."""


class CannotBeKeyed(Exception):
    """This card's test cannot be keyed: `place` says what is held instead."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.card)
        self.place = place


class KeyedTwice(Exception):
    """This sheet already has its second entry."""


class Unreadable(ValueError):
    """The line is no sheet: `problems` says why, question by question."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand keys, when, with which dice, and where wordings are found."""

    actor: Person
    random: Random
    now: datetime
    wordings: Wordings


def key(
    session: Session, cohort_id: uuid.UUID, wave: Wave, card: int, form: str, line: str, by: Hand
) -> Attempt:
    """Keep a sheet as a submitted attempt.

    Raises UnknownCard, CannotBeKeyed, NotPrinted, Unreadable; then nothing is kept.
    """
    cohort = enrolments.locked(session, cohort_id)
    place = place_of(session, cohort, wave, card)
    if not place.waits:
        raise CannotBeKeyed(place)
    booklet = booklets.booklets(session, cohort, wave).get(form)
    if booklet is None:
        raise NotPrinted(form)
    asked = booklets.questions(session.connection(), booklet, by.wordings)
    tokens = readable(line, asked)
    attempt = _new_attempt(session, cohort, place, booklet, by)
    append(session, attempt, asked, dict(enumerate(tokens)), by)
    note(session, attempt, Entry.FIRST, tokens, by)
    return attempt


def _new_attempt(
    session: Session, cohort: Cohort, place: Place, booklet: Booklet, by: Hand
) -> Attempt:
    written_at = _written_at(session, cohort, booklet.wave, by.now)
    attempt = Attempt(
        id=new_id(),
        enrolment_id=place.enrolment_id,
        wave=booklet.wave,
        source=Source.PAPER_ITEMS,
        form=booklet.form,
        language=cohort.language,
        shown=booklet.shown,
        maximum=len(booklet.shown),
        started_at=written_at,
        submitted_at=written_at,
        origin=installed(session).id,
    )
    session.add(attempt)
    session.flush()
    # Asked behind the new row: a ruling waits for it, or has been kept before it.
    attempt.maximum -= recounting.void_among(session.connection(), attempt.shown)
    session.flush()
    return attempt


def key_again(
    session: Session, cohort_id: uuid.UUID, wave: Wave, card: int, line: str, by: Hand
) -> tuple[Difference, ...]:
    """Keep a second entry of a keyed sheet, which changes no score; where it differs from what
    counts.

    Raises UnknownCard, CannotBeKeyed, KeyedTwice, Unreadable.
    """
    cohort = enrolments.locked(session, cohort_id)
    attempt = keyed_attempt(session, cohort, wave, card)
    if place_of(session, cohort, wave, card).both:
        raise KeyedTwice(card)
    asked = booklets.questions(session.connection(), attempt, by.wordings)
    note(session, attempt, Entry.SECOND, readable(line, asked), by)
    return place_of(session, cohort, wave, card).disputed


def place_of(session: Session, cohort: Cohort, wave: Wave, card: int) -> Place:
    """What lies on the desk for this card; raises UnknownCard."""
    found = keying_desk.load(session, cohort, wave).places.get(card)
    if found is None:
        raise UnknownCard(card)
    return found


def keyed_attempt(session: Session, cohort: Cohort, wave: Wave, card: int) -> Attempt:
    """The attempt that this card's sheet became; raises UnknownCard, CannotBeKeyed."""
    place = place_of(session, cohort, wave, card)
    if not place.keyed:
        raise CannotBeKeyed(place)
    return session.get_one(Attempt, place.attempt_id)


def readable(line: str, asked: Sequence[Printed]) -> tuple[str, ...]:
    """The tokens of a line; raises Unreadable."""
    found = keyed_line.read(line, asked)
    if found.problems:
        raise Unreadable(found.problems)
    return found.tokens


def append(
    session: Session,
    attempt: Attempt,
    asked: Sequence[Printed],
    tokens: dict[int, str],
    by: Hand,
) -> None:
    """Append the answers of these places (from 0) under a new writer; the sums follow."""
    writer = by.random.randbytes(WRITER_BYTES)
    read = [(place, keyed_line.choice(token, asked[place])) for place, token in tokens.items()]
    given = [
        (
            asked[place].item,
            Given(_answer_id(by.random), asked[place].item.id, choice, writer, place, None),
        )
        for place, (answered, choice) in read
        if answered
    ]
    after = attempt.last_answer_at
    new = answers.keep(session.connection(), attempt.id, given, by.now, after=after)
    assert new == len(given), "two answers under one id"
    session.refresh(attempt)


def note(session: Session, attempt: Attempt, entry: Entry, tokens: Sequence[str], by: Hand) -> None:
    """Keep one entry as it was typed."""
    last = session.scalar(select(func.max(Keying.number)).where(Keying.attempt_id == attempt.id))
    session.add(
        Keying(
            attempt_id=attempt.id,
            number=(last or 0) + 1,
            entry=entry,
            tokens=list(tokens),
            keyed_at=by.now,
            keyed_by=by.actor.id,
        )
    )
    session.flush()


def _answer_id(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)


def _written_at(session: Session, cohort: Cohort, wave: Wave, now: datetime) -> datetime:
    """When the sheet was written, as far as is known: not after the test was closed.

    Keyed in the evening it is no late test; each answer's arrival says when it was keyed.
    """
    return min(at for at in (now, *_ends(session, cohort, wave)) if at is not None)


def _ends(session: Session, cohort: Cohort, wave: Wave) -> tuple[datetime | None, ...]:
    """What ends the test for everybody: of a later test its window alone."""
    if wave in FOLLOW_UPS:
        return (follow_up.window(wave, cohort.ends_on, cohort.time_zone).closed_at,)
    closed_at = session.scalar(
        select(Opening.closed_at).where(Opening.cohort_id == cohort.id, Opening.wave == wave)
    )
    policy = rules.of_cohort(session, cohort.id).get(wave, Policy())
    return closed_at, policy.closes_at, cohort.closed_at
