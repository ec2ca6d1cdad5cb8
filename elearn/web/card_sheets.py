"""Cards as a PDF to cut out: made from what the page shows once, and kept nowhere."""

import re
import uuid

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy import Select, select
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.enrolment import Card
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.documents.join_cards import join_cards
from elearn.people import audit
from elearn.people.codes import PIN_DIGITS
from elearn.people.models import Person
from elearn.web import access, room_page
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.languages import here, say
from elearn.web.training import actor, trained

pages = Blueprint("card_sheets", __name__)

ONE = re.compile(rf"(\d{{1,4}})\.([0-9A-Z]{{9}})\.(\d{{{PIN_DIGITS}}})")
"""A card as the page's form sends it back: number, code and PIN."""


def as_sent(card: Card) -> str:
    """The card as the page's form holds it."""
    return f"{card.number}.{card.code}.{card.pin}"


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/cards.pdf")
@access.permit(access.is_trainer)
def sheet(cohort_id: uuid.UUID) -> AnyResponse:
    """The cards that the page has just shown, ten on an A4 sheet; cards of nobody are refused."""
    own = trained(cohort_id)
    cards = _cards(cohort_id)
    if not cards:
        return room_page.show(own, say("These are no cards of this session. Print new ones."))
    made = join_cards(cards, url_for("entry.card", _external=True), here(), now())
    with writing(session()):
        audit.record(session(), actor(), "cards-printed", cohort_id, now())
    headers = {
        "Content-Disposition": 'attachment; filename="cartes.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(made, mimetype="application/pdf", headers=headers)


def _cards(cohort_id: uuid.UUID) -> list[Card]:
    """The cards in the form, or none where one of them is not of this cohort."""
    sent = [ONE.fullmatch(value) for value in request.form.getlist("card")]
    cards = [Card(int(one[1]), one[2], one[3]) for one in sent if one]
    known = {(number, code) for number, code in session().execute(_codes(cohort_id))}
    ours = len(cards) == len(sent) and all((one.number, one.code) in known for one in cards)
    return cards if ours else []


def _codes(cohort_id: uuid.UUID) -> Select[int, str | None]:
    return (
        select(Enrolment.card_number, Person.code)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.deleted_at.is_(None))
    )


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/cards.pdf")
@access.permit(access.is_trainer)
def after_printing(cohort_id: uuid.UUID) -> AnyResponse:
    """The address asked for as a page (another language): the PINs are gone, the room is not."""
    return redirect(url_for("cohorts.cohort", cohort_id=trained(cohort_id).cohort.id), 303)
