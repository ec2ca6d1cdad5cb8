"""Bringing in a test that is not Danbe's: the files, what they would change, and the yes."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.enrolment import CohortClosed
from elearn.db import writing
from elearn.documents import instrument_words
from elearn.interchange import instrument_tables
from elearn.quizzes import instruments as outside
from elearn.quizzes.instruments import Changes
from elearn.quizzes.paper_sheet import Problem
from elearn.web import access, instrument_files, training
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.instrument_files import Kept
from elearn.web.instrument_forms import InstrumentForm
from elearn.web.languages import here, say
from elearn.web.training import Trained

pages = Blueprint("instrument_uploads", __name__)

SHOWN = 100


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/instruments", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def upload(cohort_id: uuid.UUID) -> AnyResponse:
    """The way in for the files; posted, what is wrong with them or what they would change."""
    room = training.trained(cohort_id)
    form = InstrumentForm.posted()
    if request.method == "GET":
        return _page(room, form)
    if not form.read(request.files.get("file"), request.files.get("key")) or form.table is None:
        return _page(room, form, 422)
    read = instrument_tables.read(form.table, form.right, form.told)
    if not read.sheet.questions and not read.problems:
        form["key"].errors = [say("Give the key: no column of 1 and 0 was found without it.")]
        return _page(room, form, 422)
    changes = outside.compare(session(), room.cohort, read.sheet)
    problems = (*read.problems, *changes.problems)
    if problems:
        return _page(room, form, 422, problems, in_key=read.in_key)
    with writing(session()):
        kept = instrument_files.keep(session(), cohort_id, read, now())
    return redirect(url_for("instrument_uploads.preview", cohort_id=cohort_id, file_id=kept), 303)


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/instruments/<uuid:file_id>",
    methods=["GET", "POST"],
)
@access.permit(access.is_trainer)
def preview(cohort_id: uuid.UUID, file_id: uuid.UUID) -> AnyResponse:
    """What the kept answers would change; posted, the trainer's yes to it."""
    room = training.trained(cohort_id)
    kept = instrument_files.kept(session(), cohort_id, file_id, now())
    if kept is None:
        gone = say("These answers were kept for an hour and are gone. Choose the files again.")
        return _page(room, InstrumentForm(), 410, sentence=gone)
    if request.method == "GET":
        return _preview(room, kept)
    try:
        done = _keep(cohort_id, kept)
    except outside.WouldReplace:
        return _preview(room, kept, 422, say("Tick that these answers replace the kept ones."))
    except (outside.ChangedMeanwhile, outside.Refused):
        return _preview(room, kept, 409, say("Something changed meanwhile. Look again."))
    except CohortClosed:
        closed = say("The session is closed: nobody new can join it. Name a column of cards.")
        return _preview(room, kept, 409, closed)
    if done is None:
        return _preview(room, kept)
    return redirect(
        url_for("instruments.instrument", instrument_id=done, wave=kept.sheet.wave), 303
    )


def _keep(cohort_id: uuid.UUID, kept: Kept) -> uuid.UUID | None:
    with writing(session()):
        made = outside.accept(
            session(),
            cohort_id,
            kept.sheet,
            request.form.get("seen", ""),
            replace="replace" in request.form,
            actor=training.actor(),
            random=house().random,
            now=now(),
        )
        return made.id if made else None


def _preview(room: Trained, kept: Kept, status: int = 200, sentence: str | None = None) -> Response:
    changes = outside.compare(session(), room.cohort, kept.sheet)
    page = render_template(
        "instruments/preview.html",
        room=room,
        links=training.links(room.cohort),
        kept=kept,
        changes=changes,
        heading=_heading(changes),
        said=instrument_words.changes(changes, kept.without, here()),
        moment=instrument_words.wave_name(kept.sheet.wave, here()),
        sentence=sentence,
    )
    return make_response(page, status)


def _heading(changes: Changes) -> str:
    if not changes.alters:
        return say("These answers are kept already: nothing changes")
    return say("Check what changes: nothing is kept yet")


def _page(
    room: Trained,
    form: InstrumentForm,
    status: int = 200,
    problems: Sequence[Problem] = (),
    *,
    in_key: bool = False,
    sentence: str | None = None,
) -> Response:
    told = [
        (instrument_words.place(one, here()), instrument_words.problem(one, here()))
        for one in problems[:SHOWN]
    ]
    page = render_template(
        "instruments/upload.html",
        room=room,
        links=training.links(room.cohort),
        form=form,
        problems=told,
        more=max(0, len(problems) - SHOWN),
        in_key=in_key,
        sentence=sentence,
    )
    return make_response(page, status)
