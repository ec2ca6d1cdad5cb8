"""Tests on paper: which form each card takes, and each form as it is printed; kept for good.

Functions never commit; whoever writes holds the cohort's lock.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.learners import stands
from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses.items import Form
from elearn.quizzes import attempts, forms, sittings
from elearn.quizzes.attempts import ItemsOf
from elearn.quizzes.keyed_line import Printed
from elearn.quizzes.models import AnswerSheet, Attempt, Booklet
from elearn.quizzes.waves import Wave
from elearn.quizzes.wordings import Wordings


class UnknownCards(LookupError):
    """Cards that nobody of the cohort has, or whose people follow without being tested."""

    def __init__(self, cards: Sequence[int]) -> None:
        super().__init__(cards)
        self.cards = tuple(cards)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer sheet: whose card it carries, and the form."""

    card: int
    form: Form


def forms_of(wave: Wave) -> tuple[Form, ...]:
    """The forms that a test is printed in."""
    return ("A", "B") if wave in (Wave.PRE, Wave.POST) else (forms.FOLLOW_UP,)


def prepare(
    session: Session,
    cohort: Cohort,
    wave: Wave,
    cards: Collection[int],
    items_of: ItemsOf,
    now: datetime,
) -> None:
    """Decide and keep what is printed for these cards; what was kept before stays as it is.

    Raises UnknownCards.
    """
    cohort = enrolments.locked(session, cohort.id)
    people = tested(session, cohort)
    unknown = sorted(set(cards) - set(people))
    if unknown:
        raise UnknownCards(unknown)
    _keep_booklets(session, cohort, wave, items_of, now)
    printed = {sheet.card for sheet in sheets(session, cohort, wave)}
    for card in sorted(set(cards) - printed):
        form = form_for(session, cohort, people[card], wave)
        session.add(AnswerSheet(enrolment_id=people[card].id, wave=wave, form=form, printed_at=now))
    session.flush()


def asked(session: Session, cohort: Cohort) -> tuple[int, ...]:
    """The cards for which sheets are printed where nobody names any: who learns here and comes."""
    found = session.scalars(
        select(Enrolment.card_number)
        .where(
            Enrolment.cohort_id == cohort.id,
            stands(),
            Enrolment.declined_at.is_(None),
            Enrolment.withdrawn_at.is_(None),
        )
        .order_by(Enrolment.card_number)
    )
    return tuple(found)


def tested(session: Session, cohort: Cohort) -> dict[int, Enrolment]:
    """Everybody of the cohort who takes tests, by card number."""
    found = session.scalars(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.deleted_at.is_(None),
            Enrolment.declined_at.is_(None),
        )
        .order_by(Enrolment.card_number)
    )
    return {one.card_number: one for one in found}


def sheets(session: Session, cohort: Cohort, wave: Wave) -> tuple[Sheet, ...]:
    """The answer sheets printed so far, by card number."""
    rows = session.execute(
        select(Enrolment.card_number, AnswerSheet.form)
        .join(AnswerSheet, AnswerSheet.enrolment_id == Enrolment.id)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.deleted_at.is_(None),
            AnswerSheet.wave == wave,
        )
        .order_by(Enrolment.card_number)
    )
    return tuple(Sheet(card, _form(form)) for card, form in rows)


def form_for(session: Session, cohort: Cohort, person: Enrolment, wave: Wave) -> Form:
    """The form for this person: as printed, else crossed with the first test, else by the seed."""
    printed = session.get(AnswerSheet, (person.id, wave))
    if printed is not None:
        return _form(printed.form)
    if wave not in (Wave.PRE, Wave.POST):
        return forms.FOLLOW_UP
    aloud = sittings.form_of(cohort, wave)
    if aloud is not None:
        return aloud
    taken = attempts.attempt_of(session, person.id, Wave.PRE)
    known = attempts.first_form(session, person.id, taken.form if taken else None)
    first = known or forms.on_card(person.card_number, cohort.seed)
    return first if wave is Wave.PRE else forms.other(first)


def _form(written: str) -> Form:
    return next(form for form in ("A", "B", "C") if form == written)


def _keep_booklets(
    session: Session, cohort: Cohort, wave: Wave, items_of: ItemsOf, now: datetime
) -> None:
    for form in forms_of(wave):
        if session.get(Booklet, (cohort.id, wave, form)) is None:
            random = Random(f"{cohort.seed}:{wave}:{form}:paper")
            shown = attempts.shown(items_of(form), random)
            session.add(
                Booklet(cohort_id=cohort.id, wave=wave, form=form, shown=shown, printed_at=now)
            )


def booklets(session: Session, cohort: Cohort, wave: Wave) -> Mapping[str, Booklet]:
    """The printed booklets of a test by form; empty before the first printing."""
    found = session.scalars(
        select(Booklet).where(Booklet.cohort_id == cohort.id, Booklet.wave == wave)
    )
    return {one.form: one for one in found}


def questions(
    connection: Connection, booklet: Booklet | Attempt, wordings: Wordings
) -> tuple[Printed, ...]:
    """The questions of a booklet, or of an attempt that was keyed from one, as worded then."""
    return tuple(
        Printed(
            wordings.find(connection, bytes.fromhex(row["wording"])),
            tuple(row["options"]),
        )
        for row in booklet.shown
    )
