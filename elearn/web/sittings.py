"""Tests read aloud: the trainer's tick before the first test opens."""

import uuid

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Mode
from elearn.db import writing
from elearn.people import audit
from elearn.quizzes import sittings
from elearn.web import access
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.languages import say
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("sittings", __name__)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/read-aloud")
@access.permit(access.is_trainer)
def page(cohort_id: uuid.UUID) -> AnyResponse:
    """Whether this session's tests are read aloud, and what that means."""
    return _page(trained(cohort_id))


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/read-aloud")
@access.permit(access.is_trainer)
def decide(cohort_id: uuid.UUID) -> AnyResponse:
    """Let the tests be read aloud, or no longer; refused once a test was begun or printed."""
    own = trained(cohort_id)
    if own.cohort.mode is Mode.ONLINE:
        return _page(own, say("Online everybody reads alone: there is no room to read to."))
    wanted = request.form.get("aloud") == "yes"
    try:
        with writing(session()):
            sittings.read_aloud(session(), cohort_id, wanted)
            act = "read-aloud" if wanted else "not-read-aloud"
            audit.record(session(), actor(), act, cohort_id, now())
    except (sittings.AlreadyBegun, CohortClosed):
        refused = say(
            "A test was opened, taken or printed: its versions are given out and stay as they are."
        )
        return _page(own, refused)
    return redirect(url_for("cohorts.cohort", cohort_id=cohort_id), 303)


def _page(own: Trained, sentence: str | None = None) -> AnyResponse:
    body = render_template(
        "follow_ups/read_aloud.html",
        cohort=own.cohort,
        links=links(own.cohort),
        begun=sittings.begun(session(), own.cohort.id) or own.cohort.closed_at is not None,
        sentence=sentence,
    )
    return make_response(body, 422 if sentence else 200)
