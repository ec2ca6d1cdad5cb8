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

from elearn.cohorts.models import Cohort
from elearn.db import writing
from elearn.people import accounts, staff
from elearn.people.accounts import UsernameTaken
from elearn.people.models import Grant, Person
from elearn.people.staff import LastAdministrator, WrongScope
from elearn.programmes import granted, making
from elearn.programmes.models import Programme
from elearn.web import access
from elearn.web.administration_forms import (
    GrantForm,
    PersonForm,
    ProgrammeForm,
    role_word,
    scope_value,
)
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import say
from elearn.web.training import actor

pages = Blueprint("administration", __name__)

# Sessions that a role may be for: the latest that are not closed.
MOST_COHORTS = 300


@pages.get("/<language:language>/administration")
@access.permit(access.is_administrator)
def administration() -> str:
    """Everybody who signs in with a username."""
    return render_template(
        "administration/people.html", members=granted.members(session()), role_word=role_word
    )


@pages.route("/<language:language>/administration/people/new", methods=["GET", "POST"])
@access.permit(access.is_administrator)
def add() -> Response:
    """Somebody new; the first password stands on the answer and nowhere else."""
    form = PersonForm.posted()
    form.offer(_scopes())
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
        form["scope"].errors = [_scope_remedy()]
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
    form.offer(_scopes())
    if not form.validate():
        return _person(person_id, form)
    try:
        with writing(session()):
            role, scope = form.granted_role, form.granted_scope
            staff.grant(session(), found, role, scope, actor=actor(), now=now())
    except WrongScope:
        form["scope"].errors = [_scope_remedy()]
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
    if request.method == "POST" and form.validate():
        try:
            with writing(session()):
                name, zone = form["name"].data, form["time_zone"].data.strip()
                making.make(session(), name, zone, actor=actor(), now=now())
        except (making.NameTaken, IntegrityError):
            form["name"].errors = [say("There is a programme of this name already.")]
        except making.NotAName:
            form["name"].errors = [say("Give a name of 1 to 120 signs.")]
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


def _staff(person_id: uuid.UUID) -> Person:
    found = session().get(Person, person_id)
    if found is None or found.username is None or found.deleted_at is not None:
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
        form.offer(_scopes())
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


def _scopes() -> list[tuple[str, str]]:
    """Programmes, then the latest sessions that are not closed, with the list's value for each."""
    programmes = session().execute(
        select(Programme.id, Programme.name)
        .where(Programme.deleted_at.is_(None), Programme.archived_at.is_(None))
        .order_by(Programme.name)
    )
    cohorts = session().execute(
        select(Cohort.id, Cohort.name, Programme.name)
        .join(Programme, Programme.id == Cohort.programme_id)
        .where(Cohort.closed_at.is_(None), Cohort.deleted_at.is_(None))
        .order_by(Cohort.starts_on.desc(), Cohort.name)
        .limit(MOST_COHORTS)
    )
    return [
        (scope_value("programme", of), say("Programme: %(name)s", name=name))
        for of, name in programmes
    ] + [
        (
            scope_value("cohort", of),
            say("Session: %(name)s (%(programme)s)", name=name, programme=programme),
        )
        for of, name, programme in cohorts
    ]


def _scope_remedy() -> str:
    return say(
        "A trainer is for a programme or a session, a partner for a programme, an administrator "
        "for the whole installation."
    )
