"""One programme in the administration: its name, out of the lists and back, and undo."""

import uuid
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask import request as asked
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField
from wtforms.validators import InputRequired

from elearn.db import writing
from elearn.people import undoing
from elearn.people.models import Change
from elearn.people.undoing import CannotUndo, Kind, NoSuchChange
from elearn.programmes import archiving, making, renaming
from elearn.programmes.models import Programme
from elearn.web import access, change_words
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import now
from elearn.web.languages import later, say
from elearn.web.training import actor

pages = Blueprint("programme_editing", __name__)

ONE = "/<language:language>/administration/programmes/<uuid:programme_id>"
MOST_TOLD = 100
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (renaming.RENAMED, archiving.PROGRAMME_ARCHIVED, archiving.PROGRAMME_RESTORED)
}


class RenameForm(PageForm):
    """A programme's name."""

    name = StringField(later("Name"), [InputRequired(later("Give a name of 1 to 120 signs."))])


@pages.route(ONE, methods=["GET", "POST"])
@access.permit(access.is_administrator)
def edit(programme_id: uuid.UUID) -> AnyResponse:
    """Its name, what was changed, and another name."""
    found = _programme(programme_id)
    form = RenameForm.posted(name=found.name)
    if asked.method == "GET" or not form.validate():
        return _page(found, form)
    name = form["name"].data
    try:
        with writing(session()):
            change = renaming.rename(session(), programme_id, name, actor=actor(), now=now())
    except (making.NameTaken, IntegrityError):
        form["name"].errors = [say("There is a programme of this name already.")]
    except making.NotAName:
        form["name"].errors = [say("Give a name of 1 to 120 signs.")]
    else:
        return _back(programme_id, change)
    return _page(found, form)


@pages.post(ONE + "/<any(archive, restore):act>")
@access.permit(access.is_administrator)
def archive(programme_id: uuid.UUID, act: str) -> AnyResponse:
    """Out of the lists, or back into them."""
    found, away = _programme(programme_id), act == "archive"
    with writing(session()):
        change = archiving.archive(session(), found, actor=actor(), now=now(), away=away)
    return _back(programme_id, change)


@pages.post(ONE + "/changes/<uuid:change_id>/undo")
@access.permit(access.is_administrator)
def undo(programme_id: uuid.UUID, change_id: uuid.UUID) -> AnyResponse:
    """Take one change back; the page says why where it cannot be."""
    found = _programme(programme_id)
    try:
        with writing(session()):
            undoing.undo(session(), change_id, programme_id, KINDS, actor=actor(), now=now())
    except NoSuchChange:
        access.missing()
    except CannotUndo as refused:
        form = RenameForm(data={"name": found.name})
        return _page(found, form, change_words.refusal(refused.why))
    return _back(programme_id, None)


@pages.get(ONE + "/<any(archive, restore):_act>")
@pages.get(ONE + "/changes/<uuid:_change_id>/undo")
@access.permit(access.is_administrator)
def after_an_act(programme_id: uuid.UUID, **_parts: object) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language)."""
    return _back(programme_id, None)


def _programme(programme_id: uuid.UUID) -> Programme:
    found = session().get(Programme, programme_id)
    if found is None or found.deleted_at is not None:
        abort(404)
    return found


def _back(programme_id: uuid.UUID, change: Change | None) -> AnyResponse:
    told = change.id if change else None
    address = url_for("programme_editing.edit", programme_id=programme_id, change=told)
    return redirect(address, 303)


def _page(found: Programme, form: RenameForm, sentence: str | None = None) -> Response:
    body = render_template(
        "administration/programme.html",
        programme=found,
        form=form,
        sentence=sentence,
        changes=undoing.of_place(session(), found.id, limit=MOST_TOLD),
        say_change=change_words.sentence,
        lines_of=change_words.lines,
        local=lambda moment: moment.astimezone(ZoneInfo(found.time_zone)),
        told_now=asked.args.get("change", type=uuid.UUID),
    )
    return make_response(body, 422 if sentence or form.errors else 200)
