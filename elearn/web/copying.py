"""A session like another, on other days: its courses, rules, trainers and place, and no people."""

import uuid
from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.models import Mode
from elearn.db import writing
from elearn.programmes import copying
from elearn.programmes.cohort_editing import CannotChange, Details
from elearn.web import access, change_words, drafts
from elearn.web.database import session
from elearn.web.detail_forms import WhenForm
from elearn.web.house import house, now
from elearn.web.training import Trained, actor, links, of_programme, trained

pages = Blueprint("copying", __name__)


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/copy", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def copy(cohort_id: uuid.UUID) -> AnyResponse:
    """Copy the session to other days."""
    own = trained(cohort_id)
    if not of_programme(own.cohort):
        access.missing()
    form = WhenForm.posted(name=own.cohort.name)
    if request.method == "GET" or not form.validate():
        return _page(own, form)
    refused = drafts.refusal(own.course) if own.cohort.mode is Mode.ONLINE else None
    try:
        made = None if refused else _copied(own, form)
    except CannotChange as twin:
        refused, made = change_words.refusal(twin.why), None
    if made is None:
        form["name"].errors = [refused or ""]
        return _page(own, form)
    return redirect(url_for("cohorts.cohort", cohort_id=made), 303)


def _copied(own: Trained, form: WhenForm) -> uuid.UUID:
    details = replace(
        Details.of(own.cohort),
        name=form["name"].data,
        starts_on=form["starts_on"].data,
        ends_on=form["ends_on"].data,
    )
    seed = house().random.getrandbits(62)
    with writing(session()):
        return copying.copy(
            session(), own.cohort.id, details, seed=seed, actor=actor(), now=now()
        ).id


def _page(own: Trained, form: WhenForm) -> AnyResponse:
    body = render_template(
        "cohorts/copy.html", cohort=own.cohort, links=links(own.cohort), form=form
    )
    return make_response(body, 422 if form.errors else 200)
