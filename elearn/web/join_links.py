"""The trainer's page of joining in the room: open it with a word, show its address, close it."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from elearn.cohorts import joining
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.words_aloud import same_word
from elearn.db import writing
from elearn.documents.qr_codes import qr_code
from elearn.web import access
from elearn.web.cohort_forms import MOST_CARDS, Count
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import later, say
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("join_links", __name__)

LONGEST_WORD = 40


class LinkForm(PageForm):
    """The word, and how many may come without a card."""

    word = StringField(later("Word to say aloud"))
    seats = Count(later("People without a card who may make one"), default=0)

    def validate_word(self, field: Field) -> None:
        """A word of letters or digits, not too long."""
        if not field.data or same_word(field.data, ""):
            raise ValidationError(say("Write a word with letters or digits, easy to say aloud."))
        if len(field.data) > LONGEST_WORD:
            raise ValidationError(say("40 signs at most."))

    def validate_seats(self, field: Field) -> None:
        """None, or as many as a room has."""
        if field.data is None or not 0 <= field.data <= MOST_CARDS:
            raise ValidationError(say("From 0 to 40."))


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/join", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def link(cohort_id: uuid.UUID) -> AnyResponse:
    """The address with its QR code while it is open, and the form that opens one."""
    own = trained(cohort_id)
    form = LinkForm.posted()
    if request.method == "GET" or not form.validate():
        return _page(own, form)
    try:
        with writing(session()):
            joining.open_link(
                session(),
                cohort_id,
                word=form["word"].data.strip(),
                seats=form["seats"].data,
                closes_at=_end_of_day(own),
                actor=actor(),
                random=house().random,
                now=now(),
            )
    except CohortClosed:
        return _page(own, form, say("This session is closed: nobody joins any more."))
    return redirect(url_for("join_links.link", cohort_id=cohort_id), 303)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/join/close")
@access.permit(access.is_trainer)
def close(cohort_id: uuid.UUID) -> AnyResponse:
    """Nobody joins by the address any more."""
    trained(cohort_id)
    with writing(session()):
        joining.close_link(session(), cohort_id, actor(), now())
    return redirect(url_for("join_links.link", cohort_id=cohort_id), 303)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/join/close")
@access.permit(access.is_trainer)
def after_closing(cohort_id: uuid.UUID) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language)."""
    trained(cohort_id)
    return redirect(url_for("join_links.link", cohort_id=cohort_id), 303)


def _end_of_day(own: Trained) -> datetime:
    """The next midnight of the programme's clocks."""
    tomorrow = own.local(now()).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, ZoneInfo(own.time_zone))


def _page(own: Trained, form: LinkForm, sentence: str | None = None) -> Response:
    found = joining.open_now(session(), own.cohort.id, now())
    address = url_for("joining.short", short=found.short, _external=True) if found else ""
    page = render_template(
        "people/join_link.html",
        cohort=own.cohort,
        links=links(own.cohort),
        form=form,
        found=found,
        address=address,
        # Our own drawing of an address of ours: nothing in it was written by anybody.
        code=Markup(qr_code(address)) if found else "",  # nosec B704
        sentence=sentence,
    )
    return make_response(page, 422 if sentence or form.errors else 200)
