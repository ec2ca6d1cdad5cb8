"""A trainer's sessions: the list, a new one, its room, its tests opened and closed, its end."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.enrolment import Card, CohortClosed
from elearn.cohorts.models import Cohort, Enrolment, Mode
from elearn.db import writing
from elearn.people import audit
from elearn.people.accounts import Pin
from elearn.programmes.cohort_editing import Details
from elearn.programmes.models import Programme
from elearn.quizzes import attempts
from elearn.quizzes.waves import Wave
from elearn.reports import sessions
from elearn.reports.sessions import Stage, Wanted
from elearn.web import access, cards, drafts, place_words, room, room_page
from elearn.web.access import Visitor
from elearn.web.cohort_forms import ExcuseForm
from elearn.web.database import session
from elearn.web.detail_forms import LONGEST_NAME, NewCohortForm
from elearn.web.house import house, now
from elearn.web.languages import language, say
from elearn.web.training import actor, links, trained

pages = Blueprint("cohorts", __name__)

A_PAGE = 40
# A page beyond what a database can count is as empty as this one.
LAST_PAGE = 10_000


def may_make(asking: Visitor) -> bool:
    """Trainers of a programme, and administrators: a grant for one cohort makes no other."""
    return asking.grants.administers or bool(asking.grants.programmes_trained)


@pages.get("/<language:language>/cohorts")
@access.permit(access.is_trainer, access.is_administrator)
def cohorts() -> str:
    """The sessions of whoever asks, the latest first."""
    asking, wanted = access.signed_in(), _wanted()
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    lines = sessions.trained(
        session(),
        asking.grants.cohorts_trained,
        asking.grants.programmes_trained,
        offset=(page - 1) * A_PAGE,
        limit=A_PAGE + 1,
        now=now(),
        wanted=wanted,
    )
    return render_template(
        "cohorts/cohorts.html",
        wanted=wanted,
        searched=wanted != Wanted(),
        stage_words=_stage_words(),
        place=place_words.place,
        mode_word=place_words.mode_word,
        lines=lines[:A_PAGE],
        more=len(lines) > A_PAGE,
        page=page,
        may_make=may_make(asking),
        trains=access.is_trainer(asking),
        today=now().date(),
    )


def _wanted() -> Wanted:
    """What the list was asked for; a word that is none of ours asks for all."""
    stage = request.args.get("state", type=Stage)
    # What no database keeps in a text is in no name.
    name = request.args.get("name", "").replace("\0", "").strip()[:LONGEST_NAME]
    return Wanted(stage, name)


def _stage_words() -> dict[Stage, str]:
    return {
        Stage.COMING: say("To come"),
        Stage.RUNNING: say("Under way"),
        Stage.CLOSED: say("Closed"),
        Stage.ARCHIVED: say("Archived"),
    }


@pages.route("/<language:language>/cohorts/new", methods=["GET", "POST"])
@access.permit(may_make)
def new() -> str | Response:
    """Make a session and its cards; their PINs are on this answer and nowhere else."""
    form = NewCohortForm.posted()
    form.offer(_own_programmes(), house().library.courses.values(), language())
    if request.method == "GET" or not form.validate():
        return _again(form)
    refused = _refused_draft(form)
    if refused:
        form["mode"].errors = [refused]
        return _again(form)
    pins = cards.pins(form["cards"].data)
    with writing(session()):
        twin = _twin(form)
        made = None if twin else _make(form.programme_id, form.details(language()), pins)
    if made is None:
        form["name"].errors = [
            say(
                "A session of this name begins on that day already. If its cards were lost, open "
                "it and print new ones."
            )
        ]
        return _again(form, twin)
    return cards.show(*made)


def _refused_draft(form: NewCohortForm) -> str | None:
    """Online, tests open by themselves: whether they may is asked when the session is made."""
    course = house().library.courses[form["course"].data]
    return drafts.refusal(course) if form["mode"].data == Mode.ONLINE else None


def _own_programmes() -> Sequence[Programme]:
    asking = access.signed_in()
    wanted = (
        select(Programme)
        .where(Programme.deleted_at.is_(None), Programme.archived_at.is_(None))
        .order_by(Programme.name)
    )
    if not asking.grants.administers:
        wanted = wanted.where(Programme.id.in_(asking.grants.programmes_trained))
    return session().scalars(wanted).all()


def _twin(form: NewCohortForm) -> uuid.UUID | None:
    """The session that this form made before; its lock keeps two at once from making two."""
    session().execute(
        select(Programme.id).where(Programme.id == form.programme_id).with_for_update()
    )
    name, starts_on = form["name"].data, form["starts_on"].data
    return sessions.of_name(session(), form.programme_id, name, starts_on)


def _make(
    programme_id: uuid.UUID, details: Details, pins: Sequence[Pin]
) -> tuple[Cohort, tuple[Card, ...]]:
    cohort = enrolments.make(
        session(),
        programme_id=programme_id,
        **asdict(details),
        seed=house().random.getrandbits(62),
        now=now(),
    )
    return cohort, cards.make(cohort.id, pins)


def _again(form: NewCohortForm, twin: uuid.UUID | None = None) -> Response:
    # An administrator who trains nobody could not open the other session.
    shown = twin if access.is_trainer(access.signed_in()) else None
    page = render_template("cohorts/new.html", form=form, twin=shown)
    return make_response(page, 422 if form.errors else 200)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>")
@access.permit(access.is_trainer)
def cohort(cohort_id: uuid.UUID) -> Response:
    """The room: who stands where in both tests, and what can be done now."""
    return room_page.show(trained(cohort_id))


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/<any(pre, post):wave>/open")
@access.permit(access.is_trainer)
def open_test(cohort_id: uuid.UUID, wave: str) -> AnyResponse:
    """Open a test for everybody in the room."""
    own = trained(cohort_id)
    if own.cohort.mode is Mode.ONLINE:
        return room_page.show(own, say("Online each test opens by itself: there is nothing to do."))
    refused = drafts.refusal(own.course)
    if refused:
        return room_page.show(own, refused)
    try:
        with writing(session()):
            attempts.open_test(session(), cohort_id, Wave(wave), now())
    except CohortClosed:
        return room_page.closed(own)
    return _to_room(cohort_id)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/<any(pre, post):wave>/close")
@access.permit(access.is_trainer)
def close_test(cohort_id: uuid.UUID, wave: str) -> AnyResponse:
    """Close a test; the answers given so far count after the grace."""
    trained(cohort_id)
    with writing(session()):
        attempts.close_test(session(), cohort_id, Wave(wave), now())
    return _to_room(cohort_id)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/excuse")
@access.permit(access.is_trainer)
def excuse(cohort_id: uuid.UUID) -> AnyResponse:
    """Excuse one person from one test: the state says so, never a zero."""
    own = trained(cohort_id)
    if own.cohort.closed_at is not None:
        return room_page.closed(own)
    form = ExcuseForm.posted()
    form.offer(room_page.numbers(cohort_id))
    if not form.validate():
        return room_page.show(own, excuse=form)
    with writing(session()):
        _excuse(cohort_id, int(form["excused_card"].data), Wave(form["excused_from"].data))
    return _to_room(cohort_id)


def _excuse(cohort_id: uuid.UUID, number: int, wave: Wave) -> None:
    enrolments.locked(session(), cohort_id)
    enrolment_id = session().scalars(
        select(Enrolment.id).where(
            Enrolment.cohort_id == cohort_id, Enrolment.card_number == number
        )
    )
    found = enrolment_id.one()
    attempts.excuse(session(), found, wave, now())
    audit.record(session(), actor(), f"excused-{wave}", found, now())


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/close", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def close(cohort_id: uuid.UUID) -> str | AnyResponse:
    """Close the session for good, after a page that says what that means."""
    own = trained(cohort_id)
    if request.method == "GET":
        found = room.load(session(), own, now())
        return render_template(
            "cohorts/close.html", cohort=own.cohort, room=found, links=links(own.cohort)
        )
    with writing(session()):
        enrolments.close(session(), enrolments.locked(session(), cohort_id), now())
        audit.record(session(), actor(), "cohort-closed", cohort_id, now())
    return _to_room(cohort_id)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/<any(pre, post):_wave>/<_act>")
@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/<any(cards, pin, excuse):_act>")
@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/cards/again")
@access.permit(access.is_trainer)
def after_an_act(cohort_id: uuid.UUID, **_parts: str) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language): the room."""
    return _to_room(trained(cohort_id).cohort.id)


def _to_room(cohort_id: uuid.UUID) -> AnyResponse:
    return redirect(url_for("cohorts.cohort", cohort_id=cohort_id), 303)
