"""Modules that no lawyer has read yet, and the decision to test real people on them all the same.

The demonstration is free; a real session waits for an administrator, and the decision is kept.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.courses.content import Course
from elearn.db import writing
from elearn.installation import settings
from elearn.installation.settings import BAMBARA_SHOWN, DRAFTS_ALLOWED
from elearn.people import audit
from elearn.web import access
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.languages import say
from elearn.web.training import actor

pages = Blueprint("drafts", __name__)


def refusal(course: Course) -> str | None:
    """Why no test of this course may open for real people now; None when it may."""
    modules = house().library.modules_of(course)
    if house().demonstration or all(module.status != "draft" for module in modules):
        return None
    if settings.value(session(), DRAFTS_ALLOWED, False):
        return None
    return say(
        "This course holds drafts that no Malian lawyer has read. An administrator decides, under "
        "Administration, Content, whether real people are tested on them."
    )


@pages.get("/<language:language>/administration/content")
@access.permit(access.is_administrator)
def content() -> str:
    """Every module with its state, the decision about drafts, and the way to the notes."""
    modules = list(house().library.modules.values())
    return render_template(
        "administration/content.html",
        modules=modules,
        drafts=[module for module in modules if module.status == "draft"],
        allowed=settings.value(session(), DRAFTS_ALLOWED, False),
        bambara=settings.value(session(), BAMBARA_SHOWN, False),
    )


@pages.post("/<language:language>/administration/content/bambara")
@access.permit(access.is_administrator)
def show_bambara() -> AnyResponse:
    """Show the key messages in draft Bambara, or hide them."""
    with writing(session()):
        settings.change(session(), BAMBARA_SHOWN, request.form.get("shown") == "yes", now())
    return redirect(url_for("drafts.content"), 303)


@pages.post("/<language:language>/administration/content/drafts")
@access.permit(access.is_administrator)
def decide() -> AnyResponse:
    """Allow tests on drafts, or stop allowing them; decided twice it is kept once."""
    allowed = request.form.get("allowed") == "yes"
    with writing(session()):
        if settings.change(session(), DRAFTS_ALLOWED, allowed, now()):
            act = "drafts-allowed" if allowed else "drafts-stopped"
            audit.record(session(), actor(), act, None, now())
    return redirect(url_for("drafts.content"), 303)
