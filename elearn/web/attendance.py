"""A cohort's attendance: who was there by card, what the papers say, and what is printed."""

import uuid
from datetime import date

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from sqlalchemy import select
from typst import TypstError
from werkzeug.routing import BaseConverter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import attendance as kept
from elearn.cohorts.attendance import Attendance, NotCounted, NotHeld, SameHand, Slot
from elearn.cohorts.models import Half
from elearn.db import writing
from elearn.documents import attendance_sheets as sheets
from elearn.people import audit
from elearn.people.models import Person
from elearn.web import access
from elearn.web.attendance_forms import NamesForm, PaperForm, TickForm
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.languages import here, say
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("attendance", __name__)
PDF = "application/pdf"


class SlotConverter(BaseConverter):
    """A half-day in a path: 2026-11-16-morning."""

    regex = r"\d{4}-\d{2}-\d{2}-(?:morning|afternoon)"

    def to_python(self, value: str) -> Slot:
        """The day and its half; a day that is none is no page."""
        try:
            return date.fromisoformat(value[:10]), Half(value[11:])
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: Slot) -> str:
        """The same in a path."""
        return f"{value[0].isoformat()}-{value[1]}"


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/attendance")
@access.permit(access.is_trainer)
def attendance(cohort_id: uuid.UUID) -> Response:
    """All half-days of the cohort, hours by card, and what can be printed."""
    return _overview(trained(cohort_id), NamesForm.posted())


def _overview(own: Trained, form: NamesForm) -> Response:
    found = kept.read(session(), own.cohort)
    page = render_template(
        "attendance/attendance.html",
        cohort=own.cohort,
        found=found,
        names=form,
        said=sheets,
        links=links(own.cohort),
    )
    return make_response(page, 422 if form.errors else 200)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/attendance/<half_day:slot>")
@access.permit(access.is_trainer)
def half_day(cohort_id: uuid.UUID, slot: Slot) -> Response:
    """One half-day: who was there, and its paper."""
    return _half_day(trained(cohort_id), slot)


def _half_day(
    own: Trained,
    slot: Slot,
    *,
    ticks: TickForm | None = None,
    paper: PaperForm | None = None,
    sentence: str | None = None,
) -> Response:
    found = kept.read(session(), own.cohort)
    held = _held(found, slot)
    hands = (held.sheet.counted_by, held.sheet.countersigned_by) if held.sheet else (None, None)
    page = render_template(
        "attendance/half_day.html",
        cohort=own.cohort,
        held=held,
        slot=slot,
        name=sheets.half_day(slot, here()),
        ticks=ticks or TickForm.of(held, found.numbers),
        paper=paper or _paper(held),
        counted_by=_name(hands[0]),
        countersigned_by=_name(hands[1]),
        own_count=hands[0] == access.signed_in().person_id,
        sentence=sentence,
        links=links(own.cohort),
    )
    refused = sentence or (ticks and ticks.errors) or (paper and paper.errors)
    return make_response(page, 422 if refused else 200)


def _held(found: Attendance, slot: Slot) -> kept.Held:
    try:
        return found.of(slot)
    except NotHeld:
        access.missing()


def _paper(held: kept.Held) -> PaperForm:
    where = held.sheet.paper_kept if held.sheet else None
    return PaperForm(data={"signatures": held.signatures, "paper_kept": where})


def _name(person_id: uuid.UUID | None) -> str | None:
    return session().scalar(select(Person.username).where(Person.id == person_id))


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/attendance/<half_day:slot>/cards")
@access.permit(access.is_trainer)
def tick(cohort_id: uuid.UUID, slot: Slot) -> AnyResponse:
    """Keep who was there."""
    own = trained(cohort_id)
    found = kept.read(session(), own.cohort)
    form = TickForm.of(_held(found, slot), found.numbers)
    if not form.validate():
        return _half_day(own, slot, ticks=form)
    with writing(session()):
        kept.tick(session(), cohort_id, slot, form.cards, int(form["minutes"].data))
    return redirect(url_for("attendance.attendance", cohort_id=cohort_id), 303)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/attendance/<half_day:slot>/paper")
@access.permit(access.is_trainer)
def paper(cohort_id: uuid.UUID, slot: Slot) -> AnyResponse:
    """Keep how many signatures the sheet bears, and where it lies."""
    own = trained(cohort_id)
    _held(kept.read(session(), own.cohort), slot)
    form = PaperForm.posted()
    if not form.validate():
        return _half_day(own, slot, paper=form)
    counted = form["signatures"].data, form["paper_kept"].data
    with writing(session()):
        kept.count_paper(session(), cohort_id, slot, *counted, actor(), now())
    return redirect(url_for("attendance.half_day", cohort_id=cohort_id, slot=slot), 303)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/attendance/<half_day:slot>/countersign")
@access.permit(access.is_trainer)
def countersign(cohort_id: uuid.UUID, slot: Slot) -> AnyResponse:
    """A second person has counted the same."""
    own = trained(cohort_id)
    _held(kept.read(session(), own.cohort), slot)
    try:
        with writing(session()):
            kept.countersign(session(), cohort_id, slot, actor(), now())
    except NotCounted:
        return _half_day(own, slot, sentence=say("Nobody has counted this sheet yet."))
    except SameHand:
        return _half_day(own, slot, sentence=say("Somebody else countersigns what you counted."))
    return redirect(url_for("attendance.half_day", cohort_id=cohort_id, slot=slot), 303)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/attendance/sign-in.pdf")
@access.permit(access.is_trainer)
def sign_in_sheets(cohort_id: uuid.UUID) -> Response:
    """A sheet a half-day, for names and signatures."""
    own = trained(cohort_id)
    found = kept.read(session(), own.cohort)
    slots, people = list(kept.slots(own.cohort)), len(found.numbers)
    made = sheets.sign_in_sheets(_session(own), slots, people, here(), now())
    return _pdf(made, "sign-in")


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/attendance/cards.pdf")
@access.permit(access.is_trainer)
def tick_list(cohort_id: uuid.UUID) -> Response:
    """Card numbers against half-days, to tick by hand."""
    own = trained(cohort_id)
    found = kept.read(session(), own.cohort)
    slots = list(kept.slots(own.cohort))
    made = sheets.tick_list(_session(own), slots, found.numbers, here(), now())
    return _pdf(made, "cards")


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/attendance/attestations")
@access.permit(access.is_trainer)
def attestations(cohort_id: uuid.UUID) -> Response:
    """The same paper for everybody whose name was typed; the names are kept nowhere."""
    own = trained(cohort_id)
    form = NamesForm.posted()
    if not form.validate():
        return _overview(own, form)
    minutes = kept.read(session(), own.cohort).held_minutes
    if not minutes:
        form["names"].errors = [say("Say first who was there: the hours stand on the paper.")]
        return _overview(own, form)
    try:
        made = sheets.attestations(_session(own), form.lines, minutes, here(), now())
    except TypstError:
        form["names"].errors = [say("A name has letters that cannot be printed here.")]
        return _overview(own, form)
    with writing(session()):
        audit.record(session(), actor(), "attestations-printed", cohort_id, now())
    return _pdf(made, "attestations")


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/attendance/attestations")
@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/attendance/<half_day:_slot>/<_act>")
@access.permit(access.is_trainer)
def after_an_act(cohort_id: uuid.UUID, **_parts: object) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language)."""
    own = trained(cohort_id)
    return redirect(url_for("attendance.attendance", cohort_id=own.cohort.id), 303)


def _session(own: Trained) -> sheets.Session:
    return sheets.Session(own.cohort.name, own.cohort.starts_on, own.cohort.ends_on)


def _pdf(made: bytes, name: str) -> Response:
    # Names may stand in it: no proxy and no shared computer keeps a copy.
    headers = {
        "Content-Disposition": f'inline; filename="danbe-{name}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(made, mimetype=PDF, headers=headers)
