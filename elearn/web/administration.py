"""The administration: who signs in with a username and for what, programmes, what was done."""

import uuid

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse

from elearn.db import writing
from elearn.people import accounts, staff
from elearn.people.accounts import UsernameTaken
from elearn.people.models import Grant, Person
from elearn.people.staff import LastAdministrator, WrongScope
from elearn.programmes import granted, making
from elearn.programmes.dimensions import TooMany
from elearn.programmes.models import Programme
from elearn.web import access, scopes
from elearn.web.administration_forms import (
    GrantForm,
    PersonForm,
    ProgrammeForm,
    role_word,
)
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import say
from elearn.web.training import actor

pages = Blueprint("administration", __name__)

A_PAGE = 50
LAST_PAGE = 10_000


@pages.get("/<language:language>/administration/people")
@access.permit(access.is_administrator)
def administration() -> str:
    """Everybody who signs in with a username, or those found by a part of it."""
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    like, off = (
        request.args.get("q", "").strip().lower().replace("\0", "")[:40],
        "off" in request.args,
    )
    found = granted.members(session(), like, off=off, offset=(page - 1) * A_PAGE, limit=A_PAGE + 1)
    return render_template(
        "administration/people.html",
        members=found[:A_PAGE],
        more=len(found) > A_PAGE,
        page=page,
        like=like,
        off=off,
        role_word=role_word,
    )


@pages.route("/<language:language>/administration/people/new", methods=["GET", "POST"])
@access.permit(access.is_administrator)
def add() -> Response:
    """Somebody new; the first password stands on the answer and nowhere else."""
    form = PersonForm.posted()
    form.offer(scopes.listed())
    if request.method == "GET" or not form.validate():
        return _form("administration/add.html", form)
    password = staff.first_password(house().random)
    try:
        with writing(session()):
            person = staff.add(
                session(),
                form["username"].data,
                password,
                form.granted_role,
                form.granted_scope,
                actor=actor(),
                keeper=house().keeper,
                now=now(),
            )
    except (UsernameTaken, IntegrityError):
        form["username"].errors = [say("This username is taken. Choose another.")]
    except WrongScope:
        form["scope"].errors = [scopes.remedy()]
    else:
        return _password(person, password)
    return _form("administration/add.html", form)


@pages.get("/<language:language>/administration/people/<uuid:person_id>")
@access.permit(access.is_administrator)
def person(person_id: uuid.UUID) -> Response:
    """One person: what they are granted, one role more, a new password."""
    return _person(person_id)


@pages.post("/<language:language>/administration/people/<uuid:person_id>/grants")
@access.permit(access.is_administrator)
def grant(person_id: uuid.UUID) -> AnyResponse:
    """One role more; given twice it is one."""
    found = _staff(person_id)
    form = GrantForm.posted()
    form.offer(scopes.listed())
    if not form.validate():
        return _person(person_id, form)
    try:
        with writing(session()):
            role, scope = form.granted_role, form.granted_scope
            staff.grant(session(), found, role, scope, actor=actor(), now=now())
    except WrongScope:
        form["scope"].errors = [scopes.remedy()]
        return _person(person_id, form)
    return redirect(url_for("administration.person", person_id=person_id), 303)


@pages.post(
    "/<language:language>/administration/people/<uuid:person_id>/grants/<uuid:grant_id>/revoke"
)
@access.permit(access.is_administrator)
def revoke(person_id: uuid.UUID, grant_id: uuid.UUID) -> AnyResponse:
    """Take a role back; the last administrator keeps hers."""
    found = session().get(Grant, grant_id)
    if found is not None and found.person_id != person_id:
        abort(404)
    try:
        with writing(session()):
            staff.revoke(session(), grant_id, actor=actor(), now=now())
    except LastAdministrator:
        sentence = say(
            "Nobody else administers this installation. Make somebody else an administrator first."
        )
        return _person(person_id, sentence=sentence)
    return redirect(url_for("administration.person", person_id=person_id), 303)


@pages.post("/<language:language>/administration/people/<uuid:person_id>/password")
@access.permit(access.is_administrator)
def reset(person_id: uuid.UUID) -> Response:
    """A new password for somebody who lost theirs, shown once; their sessions end."""
    found = _staff(person_id)
    password = staff.first_password(house().random)
    with writing(session()):
        accounts.change_password(session(), found, password, actor(), house().keeper, now())
    return _password(found, password)


@pages.route("/<language:language>/administration/programmes", methods=["GET", "POST"])
@access.permit(access.is_administrator)
def programmes() -> AnyResponse:
    """Every programme, and one more."""
    form = ProgrammeForm.posted(time_zone="Africa/Bamako")
    form.offer()
    if request.method == "POST" and form.validate():
        try:
            with writing(session()):
                name, zone = form["name"].data, form["time_zone"].data.strip()
                making.make(session(), name, zone, actor=actor(), now=now(), splits=form.splits)
        except (making.NameTaken, IntegrityError):
            form["name"].errors = [say("There is a programme of this name already.")]
        except making.NotAName:
            form["name"].errors = [say("Give a name of 1 to 120 signs.")]
        except TooMany:
            form["second_split"].errors = [say("Choose two different ones, or only one.")]
        except making.UnknownTimeZone:
            form["time_zone"].errors = [
                say("This time zone is not known. Write it like Africa/Bamako.")
            ]
        else:
            return redirect(url_for("administration.programmes"), 303)
    found = session().execute(
        select(Programme.id, Programme.name, Programme.time_zone, Programme.archived_at)
        .where(Programme.deleted_at.is_(None))
        .order_by(Programme.name)
    )
    return _form("administration/programmes.html", form, programmes=found.all())


@pages.post("/<language:language>/administration/people/<uuid:person_id>/off")
@access.permit(access.is_administrator)
def switch_off(person_id: uuid.UUID) -> AnyResponse:
    """Nothing opens for this person any more; nobody switches themselves off."""
    found = _staff(person_id)
    if person_id == access.signed_in().person_id:
        return _person(person_id, sentence=say("You cannot switch yourself off."))
    with writing(session()):
        staff.switch_off(session(), found, actor=actor(), now=now())
    return redirect(url_for("administration.person", person_id=person_id), 303)


@pages.post("/<language:language>/administration/people/<uuid:person_id>/on")
@access.permit(access.is_administrator)
def switch_on(person_id: uuid.UUID) -> AnyResponse:
    """The person comes in again as before."""
    found = _anybody(person_id)
    with writing(session()):
        staff.switch_on(session(), found, actor=actor(), now=now())
    return redirect(url_for("administration.person", person_id=person_id), 303)


def _staff(person_id: uuid.UUID) -> Person:
    found = _anybody(person_id)
    if found.deleted_at is not None:
        abort(404)
    return found


def _anybody(person_id: uuid.UUID) -> Person:
    """Somebody with a username, switched off or not."""
    found = session().get(Person, person_id)
    if found is None or found.username is None:
        abort(404)
    return found


def _person(
    person_id: uuid.UUID, form: GrantForm | None = None, sentence: str | None = None
) -> Response:
    member = granted.member(session(), person_id)
    if member is None:
        abort(404)
    if form is None:
        form = GrantForm()
        form.offer(scopes.listed())
    return _form(
        "administration/person.html",
        form,
        sentence=sentence,
        member=member,
        role_word=role_word,
        own=person_id == access.signed_in().person_id,
    )


def _form(page: str, form: PageForm, **more: object) -> Response:
    refused = form.errors or more.get("sentence")
    return make_response(render_template(page, form=form, **more), 422 if refused else 200)


def _password(person: Person, password: str) -> Response:
    """The only page that ever holds this password."""
    page = "administration/password.html"
    return make_response(render_template(page, username=person.username, password=password))
