"""A new PIN for somebody on the telephone: by the code, and the name on the trainer's own list.

The server knows no name, so the trainer compares: the code leads to a card number, the number to a
name on paper. Only then is there a new PIN, shown once, and written down as given at a distance.
"""

import uuid

from flask import Blueprint, make_response, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.people import accounts, codes
from elearn.people.models import Person
from elearn.web import access, cards, follow_ups
from elearn.web.database import session
from elearn.web.follow_ups import CodeForm
from elearn.web.house import house, now
from elearn.web.languages import say
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("far_pins", __name__)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/far-pin")
@access.permit(access.is_trainer)
def give(cohort_id: uuid.UUID) -> AnyResponse:
    """First the card number of the code that was read out; then, once compared, a new PIN."""
    own = trained(cohort_id)
    form = CodeForm.posted()
    found = _found(cohort_id, form) if form.validate() else None
    if found is None:
        return follow_ups.show(own, code=form)
    number, person = found
    if request.form.get("step") != "give":
        return _compare(own, number, person)
    if request.form.get("compared") != "yes":
        return _compare(own, number, person, say("Compare the name with your list, then tick."))
    (pin,) = cards.pins(1)
    act = "pin-reissued-at-a-distance"
    with writing(session()):
        accounts.reissue_pin(session(), person, pin, actor(), house().keeper, now(), act=act)
    page = render_template(
        "follow_ups/pin.html",
        cohort=own.cohort,
        links=links(own.cohort),
        number=number,
        pin=pin.shown,
    )
    return make_response(page)


def _found(cohort_id: uuid.UUID, form: CodeForm) -> tuple[int, Person] | None:
    """The card number and the person of this code in the cohort; None with the form's error."""
    try:
        code = codes.read_code(form["code"].data)
    except codes.MistypedCode:
        form["code"].errors = [
            say("This code has a wrong or missing sign: have it read out once more.")
        ]
        return None
    row = (
        session()
        .execute(
            select(Enrolment.card_number, Person)
            .join(Person, Person.id == Enrolment.person_id)
            .where(
                Enrolment.cohort_id == cohort_id,
                Enrolment.deleted_at.is_(None),
                Person.code == code,
                Person.deleted_at.is_(None),
            )
        )
        .one_or_none()
    )
    if row is None:
        form["code"].errors = [say("Nobody of this session has this code.")]
        return None
    return row[0], row[1]


def _compare(own: Trained, number: int, person: Person, sentence: str | None = None) -> AnyResponse:
    page = render_template(
        "follow_ups/compare.html",
        cohort=own.cohort,
        links=links(own.cohort),
        number=number,
        code=person.code,
        sentence=sentence,
    )
    return make_response(page, 422 if sentence else 200)
