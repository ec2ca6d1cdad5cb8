"""One corrected paper score: what it changes, then, once seen, the change and its reason."""

import uuid

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.db import writing
from elearn.quizzes import paper
from elearn.quizzes.waves import Wave
from elearn.web import access, paper_words, training
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.languages import say
from elearn.web.paper_forms import CorrectionForm
from elearn.web.paper_pages import page, scores_page
from elearn.web.training import Trained

pages = Blueprint("paper_corrections", __name__)


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/paper/correct", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def correct(cohort_id: uuid.UUID) -> AnyResponse:
    """What one corrected score changes; posted again with what was seen, the change itself."""
    room = training.trained(cohort_id)
    if request.method == "GET":
        return _back(room)
    form = CorrectionForm.posted()
    if not form.validate():
        return scores_page(room, 422, correction=form)
    try:
        return _keep(room, form) if "seen" in request.form else _look(room, form, 200)
    except paper.NoPaperYet:
        form.card.errors = [say("No paper scores are kept yet: send a file of scores first.")]
        return scores_page(room, 422, correction=form)
    except (paper.ChangedMeanwhile, paper.Refused):
        return _look(room, form, 409)


def _look(room: Trained, form: CorrectionForm, status: int) -> AnyResponse:
    wave = Wave(form.wave.data)
    changes = paper.correction(session(), room.cohort.id, form.number, wave, form.total)
    if changes.problems:
        form.points.errors = [paper_words.problem(found) for found in changes.problems]
        return scores_page(room, 422, correction=form)
    return page("paper/correction.html", status, room, form=form, wave=wave, changes=changes)


def _keep(room: Trained, form: CorrectionForm) -> AnyResponse:
    with writing(session()):
        changed = paper.correct(
            session(),
            room.cohort.id,
            form.number,
            Wave(form.wave.data),
            form.total,
            seen=request.form["seen"],
            reason=form.why,
            actor=training.actor(),
            now=now(),
        )
    return _back(room, kept="correction" if changed else "nothing")


def _back(room: Trained, kept: str | None = None) -> AnyResponse:
    return redirect(url_for("paper.scores", cohort_id=room.cohort.id, kept=kept), 303)
