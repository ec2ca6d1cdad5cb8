"""The administrator answers one person's request: a copy of all that is kept, or erasure."""

import json

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from elearn.db import empty_log, writing
from elearn.people import codes
from elearn.people.models import Person
from elearn.privacy import copying, erasing, gathering
from elearn.privacy.gathering import NoSuchPerson
from elearn.web import access
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import later, say
from elearn.web.training import actor

pages = Blueprint("data_requests", __name__)

AREA = "/<language:language>/administration/requests"


class CopyForm(PageForm):
    """Whose data is copied."""

    code = StringField(
        later("Code of the card"),
        [InputRequired(later("Write the code of the card."))],
        render_kw={"autocomplete": "off"},
    )


class EraseForm(PageForm):
    """Who is forgotten, and that it is meant."""

    erased = StringField(
        later("Code of the card to erase"),
        [InputRequired(later("Write the code of the card."))],
        render_kw={"autocomplete": "off"},
    )
    sure = BooleanField(
        later("I have the card before me, and its holder asks for this"),
        [InputRequired(later("Tick that the holder asks for it."))],
    )


@pages.get(AREA)
@access.permit(access.is_administrator)
def requests() -> Response:
    """Both forms, and what each does."""
    return _page()


@pages.get(AREA + "/<any(copy, erase):_act>")
@access.permit(access.is_administrator)
def after_an_act(_act: str) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page."""
    return redirect(url_for("data_requests.requests"), 303)


@pages.post(AREA + "/copy")
@access.permit(access.is_administrator)
def copy() -> Response:
    """All that is kept about the holder of a card, as a file; logged."""
    form = CopyForm.posted()
    if not form.validate():
        return _page(copying_for=form)
    person = _holder(form, "code")
    if person is None:
        return _page(copying_for=form)
    with writing(session()):
        found = copying.copy(session(), person, actor(), now())
    answer = make_response(json.dumps(found, ensure_ascii=False, indent=2))
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = 'attachment; filename="your-data.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post(AREA + "/erase")
@access.permit(access.is_administrator)
def erase() -> AnyResponse:
    """Forget the holder of a card for good; logged without whom."""
    form = EraseForm.posted()
    if not form.validate():
        return _page(forgetting=form)
    person = _holder(form, "erased")
    if person is None:
        return _page(forgetting=form)
    with writing(session()):
        session().add(person)
        erasing.erase(session(), person, actor(), house().keeper, now())
    empty_log(session())
    return redirect(url_for("data_requests.requests", said="erased"), 303)


def _holder(form: PageForm, field: str) -> Person | None:
    """The holder of the code that was typed; None, and the field says why, where there is none."""
    try:
        return gathering.of_code(session(), codes.read_code(form[field].data))
    except codes.MistypedCode:
        refused = say("This code has a wrong or missing sign: compare it with your card.")
    except NoSuchPerson:
        refused = say("Nobody here holds this card.")
    form[field].errors = [refused]
    return None


def _page(*, copying_for: CopyForm | None = None, forgetting: EraseForm | None = None) -> Response:
    forms = copying_for or CopyForm(), forgetting or EraseForm()
    refused = next((form for form in forms if form.errors), None)
    page = render_template(
        "administration/requests.html",
        copying=forms[0],
        erasing=forms[1],
        refused=refused,
        said=request.args.get("said"),
    )
    return make_response(page, 422 if refused else 200)
