"""What comes weeks after a session: its follow-ups, pocket cards, PINs and tests by telephone."""

import uuid
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from elearn.cohorts.learners import stands
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.documents.pocket_cards import PocketCard, pocket_cards
from elearn.people import audit
from elearn.people.codes import written
from elearn.people.models import Person
from elearn.quizzes import follow_up
from elearn.quizzes.waves import FOLLOW_UPS
from elearn.reports import follow_ups
from elearn.web import access, room_page
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import now
from elearn.web.languages import here, later, say
from elearn.web.learning import follow_up_name
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("follow_ups", __name__)

A_PAGE = 40
LAST_PAGE = 10_000
# A longer address makes the code on the card too fine to be read by a cheap camera.
LONGEST_ADDRESS = 60


def _web_address(_form: object, field: StringField) -> None:
    if len(field.data or "") > LONGEST_ADDRESS:
        raise ValidationError(say("60 signs at most."))
    if not _leads_somewhere(field.data or ""):
        raise ValidationError(say("Write an address that begins with http:// or https://."))


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket of an IPv6 address that is not closed
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in address


class PocketForm(PageForm):
    """The address that the pocket cards lead to: weeks later it is no laptop's in a room."""

    address = StringField(
        later("Address on the cards"),
        [
            InputRequired(later("Write an address that begins with http:// or https://.")),
            _web_address,
        ],
    )


class CodeForm(PageForm):
    """The code that a person reads out on the telephone."""

    code = StringField(
        later("Code read out"), [InputRequired(later("Write the code that stands on the card."))]
    )


@pages.get("/<language:language>/follow-ups")
@access.permit(access.is_trainer)
def listed() -> str:
    """The follow-ups of whoever asks: coming, open and closed, with how many came back."""
    grants = access.signed_in().grants
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    found = follow_ups.trained(
        session(),
        grants.cohorts_trained,
        grants.programmes_trained,
        offset=(page - 1) * A_PAGE,
        limit=A_PAGE + 1,
        now=now(),
    )
    return render_template(
        "follow_ups/follow_ups.html",
        lines=found[:A_PAGE],
        more=len(found) > A_PAGE,
        page=page,
        name=follow_up_name,
        stands=stands_word,
    )


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/follow-up")
@access.permit(access.is_trainer)
def of_cohort(cohort_id: uuid.UUID) -> AnyResponse:
    """One session weeks later, and what its trainer can do for those who are to come back."""
    return show(trained(cohort_id))


def show(
    own: Trained,
    sentence: str | None = None,
    *,
    pocket: PocketForm | None = None,
    code: CodeForm | None = None,
) -> Response:
    """The page, shown again by each of its forms that was refused."""
    pocket = pocket or PocketForm(data={"address": request.host_url.rstrip("/")})
    code = code or CodeForm()
    refused = next((form for form in (pocket, code) if form.errors), None)
    page = render_template(
        "follow_ups/cohort.html",
        cohort=own.cohort,
        links=links(own.cohort),
        line=follow_ups.lines(session(), [own.cohort], now())[0],
        waiting={
            wave: follow_ups.waiting(session(), own.cohort, wave, now()) for wave in FOLLOW_UPS
        },
        cards=room_page.numbers(own.cohort.id),
        undecided=follow_ups.undecided(session(), own.cohort.id),
        name=follow_up_name,
        stands=stands_word,
        sentence=sentence,
        refused=refused,
        pocket=pocket,
        code=code,
    )
    return make_response(page, 422 if sentence or refused else 200)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/pocket-cards")
@access.permit(access.is_trainer)
def print_pocket_cards(cohort_id: uuid.UUID) -> AnyResponse:
    """The pocket cards of a closed session, as a PDF; that they were printed is written down."""
    own = trained(cohort_id)
    if own.cohort.closed_at is None:
        return show(own, say("Pocket cards are printed when the session is closed."))
    form = PocketForm.posted()
    if not form.validate():
        return show(own, pocket=form)
    cards = _cards(cohort_id)
    if not cards:
        return show(own, say("Nobody of this session has a card."))
    with writing(session()):
        audit.record(session(), actor(), "pocket-cards-printed", cohort_id, now())
    first, again = (follow_up.days(wave, own.cohort.ends_on)[0] for wave in FOLLOW_UPS)
    pdf = pocket_cards(cards, form["address"].data, (first, again), here(), now())
    name = {"Content-Disposition": 'attachment; filename="cartes.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=name)


def _cards(cohort_id: uuid.UUID) -> list[PocketCard]:
    rows = session().execute(
        select(Enrolment.card_number, Person.code)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            stands(),
            Enrolment.withdrawn_at.is_(None),
            Person.code.is_not(None),
        )
        .order_by(Enrolment.card_number)
    )
    return [PocketCard(number, written(code)) for number, code in rows if code]


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/<any('pocket-cards', 'far-pin'):_act>")
@access.permit(access.is_trainer)
def after_an_act(cohort_id: uuid.UUID, **_parts: str) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language)."""
    return redirect(url_for("follow_ups.of_cohort", cohort_id=trained(cohort_id).cohort.id), 303)


def stands_word(stands: follow_ups.Stands) -> str:
    """Where a follow-up is in its time, in the reader's language."""
    return {
        follow_ups.Stands.COMING: say("coming"),
        follow_ups.Stands.OPEN: say("open"),
        follow_ups.Stands.CLOSED: say("closed"),
    }[stands]
