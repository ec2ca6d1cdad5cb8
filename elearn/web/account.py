"""One's own account: the password, the language, the way out."""

import math
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, SelectField
from wtforms.validators import InputRequired

from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.people import accounts, looking, passwords, signing_in
from elearn.people.codes import written
from elearn.people.models import Person
from elearn.people.passwords import TooShort
from elearn.quizzes.waves import Wave
from elearn.web import access
from elearn.web.access import signed_in
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import NAMES, language, later, offered, say
from elearn.web.one_person import test_name
from elearn.web.one_person_forms import reason_sentence

pages = Blueprint("account", __name__)


class PasswordForm(PageForm):
    """The password until now, and the new one."""

    old = PasswordField(
        later("Password until now"),
        [InputRequired(later("Write the password that you use now."))],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        later("New password"),
        [InputRequired(later("Write a new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class LanguageForm(PageForm):
    """The language of the pages."""

    chosen = SelectField(later("Language"), validate_choice=False)


def _language_form() -> LanguageForm:
    form = LanguageForm(data={"chosen": language()})
    field = form["chosen"]
    assert isinstance(field, SelectField)
    field.choices = [(name, NAMES[name]) for name in offered()]
    return form


@pages.get("/<language:language>/account")
@access.permit(access.anyone)
def account() -> Response:
    """Who is signed in, and what they can change."""
    return _page(PasswordForm())


@pages.post("/<language:language>/account/password")
@access.permit(access.is_staff)
def password() -> AnyResponse:
    """Change one's own password; every other session ends."""
    form = PasswordForm.posted()
    if not form.validate():
        return _page(form)
    try:
        person = _with_old_password(form)
    except signing_in.SlowedDown as slowed:
        return _wait(form, math.ceil((slowed.until - now()).total_seconds() / 60))
    if person is None:
        form["old"].errors = [say("This is not the password that you use now.")]
        return _page(form)
    try:
        opened = _change(person, form["new"].data)
    except TooShort:
        form["new"].errors = [
            say("A password has at least %(minimum)s signs.", minimum=passwords.MINIMUM)
        ]
        return _page(form)
    response = redirect(url_for("account.account", done="password"), 303)
    access.set_cookie(response, opened.token, opened.expires_at)
    return response


@pages.post("/<language:language>/account/language")
@access.permit(access.anyone)
def choose_language() -> AnyResponse:
    """Keep a language for the person, and go on in it."""
    chosen = request.form.get("chosen", "")
    if chosen not in offered():
        return _page(PasswordForm(), say("Choose one of the languages of the list."))
    with writing(session()):
        person = _own()
        person.language = chosen
        person.revision += 1
    return redirect(url_for("account.account", language=chosen, done="language"), 303)


def _with_old_password(form: PageForm) -> Person | None:
    """The person, when the old password is right; a wrong one counts like a wrong sign-in."""
    username = signed_in().username or ""
    keeper = house().keeper
    person = signing_in.check(session(), username, form["old"].data, keeper, now())
    if person is None:
        with writing(session()):
            signing_in.count_failure(session(), username, keeper, now())
    return person


def _change(person: Person, new: str) -> signing_in.Opened:
    with writing(session()):
        accounts.change_password(session(), person, new, person, house().keeper, now())
        return signing_in.open_session(session(), person, None, house().keeper, now())


def _own() -> Person:
    return session().scalars(select(Person).where(Person.id == signed_in().person_id)).one()


def _wait(form: PageForm, minutes: int) -> Response:
    sentence = say("Too many tries. Wait %(minutes)s min.", minutes=minutes)
    refused = _page(form, sentence, 429)
    refused.headers["Retry-After"] = str(minutes * 60)
    return refused


def _page(form: PageForm, sentence: str | None = None, status: int = 422) -> Response:
    refused = form.errors or sentence
    return make_response(
        render_template(
            "account/account.html",
            form=form,
            language_form=_language_form(),
            sentence=sentence,
            done=request.args.get("done"),
            asking=signed_in(),
            written=written,
            minimum=passwords.MINIMUM,
            looks=_looks(),
        ),
        status if refused else 200,
    )


def _looks() -> list[tuple[datetime, str, str]]:
    """When a trainer looked at the visitor's own answers, at which test, and why."""
    trainee = signed_in().trainee
    if trainee is None:
        return []
    zone = ZoneInfo(trainee.time_zone)
    enrolments = select(Enrolment.id).where(Enrolment.person_id == signed_in().person_id)
    return [
        (at.astimezone(zone), test_name(Wave(wave)), reason_sentence(reason))
        for at, wave, reason in looking.looks(session(), enrolments)
    ]
