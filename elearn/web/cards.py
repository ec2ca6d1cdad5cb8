"""A cohort's cards: more of them, new PINs, each shown once on a page to print."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from sqlalchemy import ColumnElement, Select, func, select
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import Card, CohortClosed
from elearn.cohorts.learners import stands
from elearn.cohorts.models import Cohort, Enrolment
from elearn.db import writing
from elearn.people import accounts
from elearn.people.accounts import Pin
from elearn.people.codes import written
from elearn.people.models import Person
from elearn.quizzes.models import Attempt
from elearn.web import access, card_sheets, room_page
from elearn.web.cohort_forms import MoreCardsForm, PinForm
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.languages import say
from elearn.web.training import actor, links, trained

pages = Blueprint("cards", __name__)


def pins(count: int) -> tuple[Pin, ...]:
    """So many PINs, made before the transaction: their hash is slow on purpose."""
    return accounts.new_pins(count, house().keeper, house().random)


def make(cohort_id: uuid.UUID, made: Sequence[Pin]) -> tuple[Card, ...]:
    """A new card of the cohort for each PIN, within the caller's transaction."""
    return enrolments.add_cards(session(), cohort_id, made, house().random, now())


def show(cohort: Cohort, cards: Sequence[Card]) -> Response:
    """The page to print: the only one that ever holds these PINs."""
    trains = access.signed_in().grants.trains(cohort.id, cohort.programme_id)
    return make_response(
        render_template(
            "cohorts/cards.html",
            cohort=cohort,
            cards=cards,
            links=links(cohort) if trains else (),
            written=written,
            as_sent=card_sheets.as_sent,
        )
    )


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/cards")
@access.permit(access.is_trainer)
def add(cohort_id: uuid.UUID) -> AnyResponse:
    """More cards; sent twice (a page loaded again) it adds them once."""
    own = trained(cohort_id)
    form = MoreCardsForm.posted()
    if not form.validate():
        return room_page.show(own, more=form)
    made = pins(form["more"].data)
    try:
        with writing(session()):
            cards = _add_after(cohort_id, form["last"].data, made)
    except CohortClosed:
        return room_page.closed(own)
    if not cards:
        return room_page.show(
            own,
            say(
                "Cards were added in the meantime, so none was added now. If their PINs were not "
                "printed, print new cards for those who have no test yet."
            ),
        )
    return show(own.cohort, cards)


def _add_after(cohort_id: uuid.UUID, last: int, made: Sequence[Pin]) -> tuple[Card, ...]:
    """New cards where the highest number is still the one that the form saw, else none."""
    enrolments.locked(session(), cohort_id)
    highest = session().scalar(
        select(func.max(Enrolment.card_number)).where(
            Enrolment.cohort_id == cohort_id, Enrolment.deleted_at.is_(None)
        )
    )
    return make(cohort_id, made) if (highest or 0) == last else ()


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/cards/again")
@access.permit(access.is_trainer)
def again(cohort_id: uuid.UUID) -> AnyResponse:
    """New PINs, on new cards, for everybody who has one and has not started a test."""
    own = trained(cohort_id)
    untested = ~select(Attempt.id).where(Attempt.enrolment_id == Enrolment.id).exists()
    which = untested & Person.secret.is_not(None)
    made = pins(_count(cohort_id, which))
    with writing(session()):
        cards = _reissue(cohort_id, which, made)
    if not cards and _count(cohort_id, stands() & Person.secret.is_(None)):
        return redirect(url_for("first_cards.waiting", cohort_id=cohort_id), 303)
    if not cards:
        return room_page.show(
            own, say("Everybody has started a test: give a new PIN card by card.")
        )
    return show(own.cohort, cards)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/pin")
@access.permit(access.is_trainer)
def reissue(cohort_id: uuid.UUID) -> AnyResponse:
    """A new PIN for one card: the wait after failures is lifted and open sessions end."""
    own = trained(cohort_id)
    form = PinForm.posted()
    form.offer(room_page.numbers(cohort_id))
    if not form.validate():
        return room_page.show(own, pin=form)
    made = pins(1)
    with writing(session()):
        cards = _reissue(cohort_id, Enrolment.card_number == int(form["pin_card"].data), made)
    return show(own.cohort, cards)


def _count(cohort_id: uuid.UUID, which: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(_holders(cohort_id, which).subquery())
    return session().scalar(counted) or 0


def _holders(cohort_id: uuid.UUID, which: ColumnElement[bool]) -> Select[int, Person]:
    """Those of these enrolments who have a card."""
    return (
        select(Enrolment.card_number, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.deleted_at.is_(None),
            Person.code.is_not(None),
            which,
        )
    )


def _reissue(
    cohort_id: uuid.UUID, which: ColumnElement[bool], made: Sequence[Pin]
) -> tuple[Card, ...]:
    """New PINs for these enrolments, as many as were made: who joined meanwhile keeps theirs."""
    rows = session().execute(_holders(cohort_id, which).order_by(Enrolment.card_number))
    return tuple(
        _reissued(number, person, pin)
        for (number, person), pin in zip(rows.all(), made, strict=False)
    )


def _reissued(number: int, person: Person, pin: Pin) -> Card:
    accounts.reissue_pin(session(), person, pin, actor(), house().keeper, now())
    return Card(number, person.code or "", pin.shown)
