"""First cards for those who came in without a PIN: by a list, or because they wrote on paper."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import Select, func, select
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import Card
from elearn.cohorts.learners import stands
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.people import accounts, audit
from elearn.people.accounts import Pin
from elearn.people.models import Person
from elearn.web import access, cards
from elearn.web.cohort_forms import MOST_CARDS
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.languages import say
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("first_cards", __name__)


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/first-cards", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def waiting(cohort_id: uuid.UUID) -> AnyResponse:
    """How many have no card yet; posted, the cards of the first forty, each PIN shown once."""
    own = trained(cohort_id)
    if request.method == "GET":
        return _page(own)
    made = cards.pins(min(_count(cohort_id), MOST_CARDS))
    with writing(session()):
        given = _give(cohort_id, request.form.get("first", ""), made)
    if not given:
        return _page(
            own,
            say("These cards were made meanwhile. If they were not printed, give new PINs."),
        )
    return cards.show(own.cohort, given)


def _page(own: Trained, sentence: str | None = None) -> Response:
    first = session().execute(_without(own.cohort.id).limit(1)).first()
    page = render_template(
        "people/first_cards.html",
        cohort=own.cohort,
        links=links(own.cohort),
        count=_count(own.cohort.id),
        first=first.card_number if first else 0,
        most=MOST_CARDS,
        sentence=sentence,
    )
    return make_response(page, 409 if sentence else 200)


def _without(cohort_id: uuid.UUID) -> Select[int, Person]:
    """The cards of those who have no PIN yet, in order."""
    return (
        select(Enrolment.card_number, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            stands(),
            Person.code.is_not(None),
            Person.secret.is_(None),
        )
        .order_by(Enrolment.card_number)
    )


def _count(cohort_id: uuid.UUID) -> int:
    counted = select(func.count()).select_from(_without(cohort_id).order_by(None).subquery())
    return session().scalar(counted) or 0


def _give(cohort_id: uuid.UUID, first: str, made: Sequence[Pin]) -> tuple[Card, ...]:
    """A PIN each, where the first card without one is still the one that the page showed."""
    enrolments.locked(session(), cohort_id)
    rows = session().execute(_without(cohort_id).limit(len(made))).all()
    if not rows or str(rows[0].card_number) != first:
        return ()
    for (_, person), pin in zip(rows, made, strict=False):
        accounts.first_pin(person, pin)
    audit.record(session(), actor(), "first-cards", cohort_id, now())
    return tuple(
        Card(number, person.code or "", pin.shown)
        for (number, person), pin in zip(rows, made, strict=False)
    )
