"""Paper scores in: a trainer brings a table of totals, sees what changes, and says yes."""

import uuid
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.enrolment import CohortClosed
from elearn.db import writing
from elearn.documents.table_errors import table_error
from elearn.interchange.table_errors import TableError
from elearn.interchange.tables import Table, number_of, read_table
from elearn.quizzes import paper, paper_sheet
from elearn.quizzes.paper_changes import Sheet
from elearn.quizzes.paper_sheet import Problem
from elearn.web import access, paper_files, training
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.languages import here, say
from elearn.web.paper_columns import guessed, worth_keeping
from elearn.web.paper_files import Kept
from elearn.web.paper_forms import SettingsForm, UploadForm
from elearn.web.paper_pages import page, scores_page
from elearn.web.training import Trained

pages = Blueprint("paper", __name__)


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/paper", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def scores(cohort_id: uuid.UUID) -> AnyResponse:
    """The paper scores of a cohort, their history, and the way in for a file."""
    room = training.trained(cohort_id)
    form = UploadForm.posted()
    if request.method == "GET":
        return scores_page(room, 200, form=form)
    data, table = _sent(form)
    if table is None:
        form.refuse()
        return scores_page(room, 422, form=form)
    with writing(session()):
        kept = paper_files.keep(session(), room.cohort.id, data, table, now())
    # What is missing or wrong besides is asked on the next page, so that the file stays chosen.
    return redirect(_preview_of(room, kept.id, form, table), 303)


def _sent(form: UploadForm) -> tuple[bytes, Table | None]:
    """The file that was sent and its table; None with the reason at the form's field."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.refusal = say("Choose the file with the scores.")
        return b"", None
    data = sent.read()
    try:
        return data, read_table(data, sent.filename)
    except TableError as error:
        form.refusal = table_error(type(error).__name__, error.arguments, here())
        return data, None


def _preview_of(room: Trained, file_id: uuid.UUID, form: UploadForm, table: Table) -> str:
    guess = guessed(worth_keeping(table))
    found = {"card": guess.card, "before": guess.before, "after": guess.after}
    said = {"maximum": (form.maximum.data or "")[:20], "same": form.same.data}
    query = {name: value for name, value in {**said, **found}.items() if value is not None}
    address = url_for("paper.preview", cohort_id=room.cohort.id, file_id=file_id)
    return f"{address}?{urlencode(query)}"


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/paper/<uuid:file_id>", methods=["GET", "POST"]
)
@access.permit(access.is_trainer)
def preview(cohort_id: uuid.UUID, file_id: uuid.UUID) -> AnyResponse:
    """What a kept table would change; posted, the trainer's yes to it."""
    room = training.trained(cohort_id)
    kept = paper_files.kept(session(), cohort_id, file_id, now())
    if kept is None:
        gone = say("This file was kept for an hour and is gone. Choose it again.")
        return scores_page(room, 410, sentence=gone)
    form = SettingsForm.over(request.values, kept.table.columns)
    if not form.complete():
        status = 422 if form.errors else 200
        return page("paper/columns.html", status, room, form=form, kept=kept)
    sheet, problems = _sheet(kept, form)
    agreed = request.form.get("sha256") == kept.sha256.hex()
    if request.method == "POST" and agreed and not problems:
        return _accept(room, kept, form, sheet)
    return _preview(room, kept, form, sheet, problems)


def _sheet(kept: Kept, form: SettingsForm) -> tuple[Sheet, tuple[Problem, ...]]:
    columns = form.columns
    reading = paper_sheet.read(kept.table.rows, columns, form.out_of, number_of)
    sheet = Sheet(
        reading.rows, form.waves, form.out_of, form.same_questions, in_order=columns.card is None
    )
    return sheet, reading.problems


def _accept(room: Trained, kept: Kept, form: SettingsForm, sheet: Sheet) -> AnyResponse:
    try:
        done = _keep(room, kept, sheet)
    except (paper.Refused, paper.ChangedMeanwhile):
        sentence = say("Something changed since you looked. Nothing is kept: look again.")
    except CohortClosed:
        sentence = say("This session is closed: nobody can join it. Nothing is kept.")
    except IntegrityError:
        sentence = say("The scores could not be kept: nothing of this file is stored. Try again.")
    else:
        return redirect(url_for("paper.scores", cohort_id=room.cohort.id, kept=done), 303)
    return _preview(room, kept, form, sheet, (), sentence)


def _keep(room: Trained, kept: Kept, sheet: Sheet) -> str:
    """Keep the sheet as it was seen; says which import it became, or that nothing changed."""
    seen = paper.Seen(request.form.get("seen", ""), withdraw="withdraw" in request.form)
    with writing(session()):
        made = paper.accept(
            session(),
            room.cohort.id,
            sheet,
            seen,
            sha256=kept.file_sha256,
            actor=training.actor(),
            random=house().random,
            now=now(),
        )
        return str(made.id) if made else "nothing"


def _preview(
    room: Trained,
    kept: Kept,
    form: SettingsForm,
    sheet: Sheet,
    problems: tuple[Problem, ...],
    sentence: str | None = None,
) -> Response:
    changes = paper.compare(session(), room.cohort.id, sheet)
    every = sorted((*problems, *changes.problems), key=lambda problem: problem.row)
    return page(
        "paper/preview.html",
        409 if sentence else 422 if every else 200,
        room,
        kept=kept,
        form=form,
        changes=changes,
        problems=every,
        sentence=sentence,
    )
