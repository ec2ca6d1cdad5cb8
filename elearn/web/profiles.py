"""What trainees choose to say about themselves: fixed lists, each with its purpose."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.cohorts.profile import FIELDS, NotOnTheList
from elearn.db import writing
from elearn.documents import profile_words
from elearn.web import access
from elearn.web.database import session
from elearn.web.languages import here

pages = Blueprint("profiles", __name__)


@pages.route("/<language:language>/profile", methods=["GET", "POST"])
@access.permit(access.is_trainee)
def profile() -> str | AnyResponse | tuple[str, int]:
    """The five fields; "prefer not to say" is an answer, an empty one is none."""
    if request.method == "GET":
        return _page(_kept())
    try:
        with writing(session()):
            enrolments.set_profile(_enrolment(), dict(request.form))
    except NotOnTheList as refused:
        return _page(dict(request.form), refused.field), 422
    return redirect(url_for("learning.course", said="profile"), 303)


def _page(values: dict[str, str | None] | dict[str, str], refused: str | None = None) -> str:
    return render_template(
        "learning/profile.html",
        fields=FIELDS,
        values=values,
        refused=refused,
        label=lambda field: profile_words.label(field, here()),
        purpose=lambda field: profile_words.purpose(field, here()),
        word=lambda field, value: profile_words.value(field, value, here()),
    )


def _kept() -> dict[str, str | None]:
    own = _enrolment()
    return {field: getattr(own, field) for field in FIELDS}


def _enrolment() -> Enrolment:
    found = session().get(Enrolment, access.trainee().enrolment_id)
    assert found is not None
    return found
