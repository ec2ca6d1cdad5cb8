"""The rules of one test of a session: times, limit, word, tries, what is shown and when."""

import uuid
from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.enrolment import CohortClosed
from elearn.db import writing
from elearn.quizzes import rules
from elearn.quizzes.policies import Policy
from elearn.quizzes.waves import Wave
from elearn.web import access, drafts, room_page
from elearn.web.allowing_forms import RulesForm
from elearn.web.database import session
from elearn.web.house import now
from elearn.web.languages import say
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("test_rules", __name__)


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/test/<any(pre, post):wave>/policy",
    methods=["GET", "POST"],
)
@access.permit(access.is_trainer)
def policy(cohort_id: uuid.UUID, wave: str) -> AnyResponse:
    """The rules of a test, and new ones for it."""
    own, test = trained(cohort_id), Wave(wave)
    if request.method == "GET":
        kept = rules.of_cohort(session(), cohort_id).get(test, Policy())
        return _page(own, test, _form(kept, own))
    form = RulesForm.posted()
    if not form.validate() or _refused_draft(own, form):
        return _page(own, test, form)
    try:
        with writing(session()):
            wanted = form.policy(own.time_zone)
            change = rules.change(session(), cohort_id, test, wanted, actor(), now())
    except CohortClosed:
        return room_page.closed(own)
    except rules.Backwards:
        form["closes_at"].errors = [say("The test would close before it opens.")]
        return _page(own, test, form)
    told = change.id if change else None
    return redirect(url_for("cohorts.cohort", cohort_id=cohort_id, change=told), 303)


def _refused_draft(own: Trained, form: RulesForm) -> bool:
    refused = drafts.refusal(own.course) if form["opens_at"].data else None
    if refused:
        form["opens_at"].errors = [refused]
    return refused is not None


def _form(kept: Policy, own: Trained) -> RulesForm:
    return RulesForm(
        data={
            "opens_at": _local(kept.opens_at, own),
            "closes_at": _local(kept.closes_at, own),
            "minutes": kept.minutes,
            "word": kept.word,
            "tries": str(kept.tries),
            "counting": kept.counting.value,
            "feedback": kept.feedback.value,
            "keys": "yes" if kept.keys else "no",
        }
    )


def _local(moment: datetime | None, own: Trained) -> datetime | None:
    return moment and own.local(moment)


def _page(own: Trained, wave: Wave, form: RulesForm) -> Response:
    page = render_template(
        "cohorts/policy.html", cohort=own.cohort, links=links(own.cohort), wave=wave, form=form
    )
    return make_response(page, 422 if form.errors else 200)
