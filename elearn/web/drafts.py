"""Modules that no lawyer has read yet, and the decision to test real people on them all the same.

The demonstration is free; a real session waits for an administrator, and the decision is kept.
"""

from flask import Blueprint, render_template

from elearn.courses.content import Course
from elearn.installation import settings
from elearn.installation.settings import BAMBARA_SHOWN, DRAFTS_ALLOWED
from elearn.web import access
from elearn.web.database import session
from elearn.web.house import house
from elearn.web.languages import say

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
        "Administration, Settings, whether real people are tested on them."
    )


@pages.get("/<language:language>/administration/content")
@access.permit(access.is_administrator)
def content() -> str:
    """Every module with its state, what was decided, and the way to questions and notes."""
    modules = list(house().library.modules.values())
    return render_template(
        "administration/content.html",
        modules=modules,
        drafts=[module for module in modules if module.status == "draft"],
        allowed=settings.value(session(), DRAFTS_ALLOWED, False),
        bambara=settings.value(session(), BAMBARA_SHOWN, False),
    )
