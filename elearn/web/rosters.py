"""A list of people in: a trainer brings a table, sees what it does, says yes, and it comes in.

A long list comes in some hundred rows at a time, a page each: the page asks for itself again until
the last row is in, and goes on where it stood when the server was started anew.
"""

import uuid

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField

from elearn.cohorts import rosters
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import RosterImport
from elearn.cohorts.rosters import BroughtInAlready, ChangedMeanwhile
from elearn.db import writing
from elearn.documents.table_errors import table_error
from elearn.interchange.roster_tables import Roster, read_roster
from elearn.interchange.table_errors import TableError
from elearn.web import access, roster_files, roster_words, training
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import here, later, say
from elearn.web.training import Trained

pages = Blueprint("rosters", __name__)

A_CHUNK = 300
"""Rows of one page and one transaction: well under a second."""


class RosterForm(PageForm):
    """A list of people."""

    file = FileField(later("File (CSV or XLSX)"))


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/roster", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def roster(cohort_id: uuid.UUID) -> AnyResponse:
    """The way in for a list; posted, what it would do, with nobody added."""
    room = training.trained(cohort_id)
    form = RosterForm.posted()
    if request.method == "GET":
        return _page(room, form)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form["file"].errors = [say("Choose the file with the people.")]
        return _page(room, form)
    try:
        found = read_roster(sent.read(), sent.filename, secret(cohort_id), now().year)
    except TableError as error:
        form["file"].errors = [table_error(type(error).__name__, error.arguments, here())]
        return _page(room, form)
    return _preview(room, found)


def secret(cohort_id: uuid.UUID) -> bytes:
    """What keys the tables of one cohort."""
    return house().keeper.key_for(f"roster:{cohort_id}")


def _page(room: Trained, form: RosterForm, sentence: str | None = None) -> Response:
    page = render_template(
        "people/roster.html",
        room=room,
        links=training.links(room.cohort),
        form=form,
        sentence=sentence,
        said=roster_words,
        unfinished=rosters.unfinished(session(), room.cohort.id),
    )
    return make_response(page, 409 if sentence else 422 if form.errors else 200)


def _preview(room: Trained, found: Roster) -> AnyResponse:
    """What the list would do; its rows wait for an hour only where it can be said yes to.

    One that came in partly goes on where it stopped.
    """
    done = rosters.earlier(session(), room.cohort.id, found.key)
    effect = rosters.effect(session(), room.cohort, found.people, found.columns.used)
    problems = sorted((*found.problems, *effect.problems), key=lambda one: one.row)
    if done is not None and done.finished_at is None:
        if not problems:
            return _go_on(done, found)
        done = None
    file_id = None
    if not problems and done is None and effect.new + effect.returning + effect.here:
        with writing(session()):
            file_id = roster_files.keep(session(), room.cohort.id, found, now())
    page = render_template(
        "people/preview.html",
        room=room,
        links=training.links(room.cohort),
        roster=found,
        effect=effect,
        problems=problems,
        done=done,
        file_id=file_id,
        said=roster_words,
    )
    return make_response(page, 422 if problems else 200)


def _go_on(under_way: RosterImport, found: Roster) -> AnyResponse:
    with writing(session()):
        roster_files.hold_again(session(), under_way, found, now())
    where = url_for("rosters.coming", cohort_id=under_way.cohort_id, roster_id=under_way.id)
    return redirect(where, 303)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/roster/<uuid:roster_id>")
@access.permit(access.is_trainer)
def accept(cohort_id: uuid.UUID, roster_id: uuid.UUID) -> AnyResponse:
    """The trainer's yes: the first rows come in at once."""
    room = training.trained(cohort_id)
    kept = roster_files.waiting(session(), cohort_id, roster_id, now())
    if session().get(RosterImport, roster_id) is None:
        if kept is None:
            gone = say("This list was kept for an hour and is gone. Choose it again.")
            return _page(room, RosterForm(), gone)
        refused = _begin(room, roster_id, kept)
        if refused:
            return _page(room, RosterForm(), refused)
    return redirect(url_for("rosters.coming", cohort_id=cohort_id, roster_id=roster_id), 303)


def _begin(room: Trained, roster_id: uuid.UUID, kept: roster_files.Waiting) -> str | None:
    """Begin to bring the list in, or say why not."""
    try:
        with writing(session()):
            rosters.begin(
                session(),
                room.cohort.id,
                kept.people,
                seen=request.form.get("seen", ""),
                import_id=roster_id,
                table_key=kept.key,
                actor=training.actor(),
                now=now(),
            )
            roster_files.hold(session(), roster_id)
            _next_rows(roster_id, kept)
    except CohortClosed:
        return say("This session is closed: nobody can join it. Nobody is added.")
    except (BroughtInAlready, IntegrityError):
        return say("This list was brought in already. Nobody is added.")
    except ChangedMeanwhile:
        return say("Something changed since you looked. Nobody is added: choose the file again.")
    return None


def _next_rows(roster_id: uuid.UUID, kept: roster_files.Waiting) -> RosterImport:
    found = rosters.advance(session(), roster_id, kept.people, house().random, now(), most=A_CHUNK)
    if found.finished_at is not None:
        roster_files.drop(session(), roster_id)
    return found


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/roster/<uuid:roster_id>")
@access.permit(access.is_trainer)
def coming(cohort_id: uuid.UUID, roster_id: uuid.UUID) -> AnyResponse:
    """How far a list that was said yes to has come; each time it is asked the next rows come in.

    A GET that writes: the yes was given, and asking again does nothing but what was agreed.
    """
    room = training.trained(cohort_id)
    found = session().get(RosterImport, roster_id)
    if found is None or found.cohort_id != cohort_id:
        return redirect(url_for("rosters.roster", cohort_id=cohort_id), 303)
    kept = roster_files.waiting(session(), cohort_id, roster_id, now())
    left = say("The session was closed meanwhile: the other rows cannot come in.")
    again = say("The other rows are not kept any more. Send the same file again: it goes on here.")
    why = again if room.cohort.closed_at is None else left
    stopped = why if found.finished_at is None and kept is None else None
    if found.finished_at is None and kept is not None:
        try:
            with writing(session()):
                found = _next_rows(roster_id, kept)
        except CohortClosed:
            with writing(session()):
                roster_files.drop(session(), roster_id)
            stopped = left
    page = render_template(
        "people/coming.html",
        room=room,
        links=training.links(room.cohort),
        found=found,
        stopped=stopped,
    )
    return make_response(page)
