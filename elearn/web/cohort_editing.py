"""Changing a session: its details, and out of the lists and back."""

import uuid

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.models import Mode
from elearn.db import writing
from elearn.people.models import Change
from elearn.programmes import archiving, cohort_editing
from elearn.programmes.cohort_editing import CannotChange, Details
from elearn.web import access, change_words, drafts
from elearn.web.database import session
from elearn.web.detail_forms import EditForm, filled
from elearn.web.house import house, now
from elearn.web.languages import language
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("cohort_editing", __name__)

# The field beside which a refusal stands.
FIELD_OF = {
    cohort_editing.CLOSED: "name",
    cohort_editing.COURSE: "course",
    cohort_editing.FOLLOWED: "further",
    cohort_editing.DAYS: "starts_on",
    cohort_editing.FOLLOW_UP: "ends_on",
    cohort_editing.TWIN: "name",
    cohort_editing.MODE: "mode",
    cohort_editing.OPENING: "mode",
}


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/edit", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def edit(cohort_id: uuid.UUID) -> AnyResponse:
    """Change what is said of the session."""
    own = trained(cohort_id)
    if request.method == "GET":
        return _page(own, _form(own, EditForm(data=filled(Details.of(own.cohort)))))
    form = _form(own, EditForm.posted())
    if not form.validate() or _refused_draft(form):
        return _page(own, form)
    try:
        with writing(session()):
            wanted = form.details(form["language"].data)
            change = cohort_editing.edit(session(), cohort_id, wanted, actor=actor(), now=now())
    except CannotChange as refused:
        form[FIELD_OF[refused.why]].errors = [change_words.refusal(refused.why)]
        return _page(own, form)
    return _to_room(cohort_id, change)


def _form(own: Trained, form: EditForm) -> EditForm:
    form.offer_courses(house().library.courses.values(), language())
    form.offer_languages(own.cohort.language)
    return form


def _refused_draft(form: EditForm) -> bool:
    """Online, tests open by themselves: whether they may is asked when that is chosen."""
    if form["mode"].data != Mode.ONLINE:
        return False
    refused = drafts.refusal(house().library.courses[form["course"].data])
    if refused:
        form["mode"].errors = [refused]
    return refused is not None


def _page(own: Trained, form: EditForm) -> Response:
    body = render_template(
        "cohorts/edit.html", cohort=own.cohort, links=links(own.cohort), form=form
    )
    return make_response(body, 422 if form.errors else 200)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/<any(archive, restore):act>")
@access.permit(access.is_trainer)
def archive(cohort_id: uuid.UUID, act: str) -> AnyResponse:
    """Out of the lists, or back into them."""
    own = trained(cohort_id)
    with writing(session()):
        change = archiving.archive(
            session(), own.cohort, actor=actor(), now=now(), away=act == "archive"
        )
    return _to_room(cohort_id, change)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/<any(archive, restore):_act>")
@access.permit(access.is_trainer)
def after_archiving(cohort_id: uuid.UUID, _act: str) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language): the room."""
    return _to_room(trained(cohort_id).cohort.id, None)


def _to_room(cohort_id: uuid.UUID, change: Change | None) -> AnyResponse:
    told = change.id if change else None
    return redirect(url_for("cohorts.cohort", cohort_id=cohort_id, change=told), 303)
