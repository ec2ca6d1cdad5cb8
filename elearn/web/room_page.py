"""The page of the room, shown again by every form of it that was refused."""

import uuid
from collections.abc import Sequence

from flask import Response, make_response, render_template
from sqlalchemy import select

from elearn.cohorts.models import Enrolment
from elearn.web import change_words, place_words, room, undoing
from elearn.web.cohort_forms import ExcuseForm, MoreCardsForm, PinForm
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.languages import say
from elearn.web.training import Trained, links, of_programme


def show(
    own: Trained,
    sentence: str | None = None,
    *,
    more: MoreCardsForm | None = None,
    pin: PinForm | None = None,
    excuse: ExcuseForm | None = None,
) -> Response:
    """The room; 422 when a sentence or a form says why nothing was done."""
    found = room.load(session(), own, now())
    cards = [place.number for place in found.places]
    more, pin, excuse = more or MoreCardsForm(), pin or PinForm(), excuse or ExcuseForm()
    pin.offer(cards)
    excuse.offer(cards)
    refused = next((form for form in (more, pin, excuse) if form.errors), None)
    page = render_template(
        "cohorts/cohort.html",
        cohort=own.cohort,
        zone=own.time_zone,
        local=own.local,
        links=links(own.cohort),
        room=found,
        sentence=sentence,
        told=undoing.told(own.cohort.id),
        of_programme=of_programme(own.cohort),
        say_change=change_words.sentence,
        place=place_words.place_of(own.cohort),
        mode_word=place_words.mode_word(own.cohort.mode),
        refused=refused,
        more=more,
        pin=pin,
        excuse=excuse,
        last=max(cards, default=0),
    )
    return make_response(page, 422 if sentence or refused else 200)


def closed(own: Trained) -> Response:
    """The room, saying that nothing can be changed in a closed session."""
    return show(own, say("This session is closed: no test opens and nobody joins any more."))


def numbers(cohort_id: uuid.UUID) -> Sequence[int]:
    """The numbers of its cards."""
    return (
        session()
        .scalars(
            select(Enrolment.card_number)
            .where(Enrolment.cohort_id == cohort_id, Enrolment.deleted_at.is_(None))
            .order_by(Enrolment.card_number)
        )
        .all()
    )
