"""The way in and out: home, sign-in with a card or a username, sign-out, quick exit, and the
pages that everybody may read."""

import calendar
import math
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from elearn.cohorts import enrolment
from elearn.db import writing
from elearn.installation import settings
from elearn.people import codes, signing_in
from elearn.people.roles import Role
from elearn.results.disclosure import K
from elearn.web import access
from elearn.web.access import public, visitor
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import language, later, say

pages = Blueprint("entry", __name__)


class CardForm(PageForm):
    """A printed card: its code and its PIN."""

    code = StringField(
        later("Code"), [InputRequired(later("Write the code that stands on your card."))]
    )
    pin = PasswordField(
        later("PIN"), [InputRequired(later("Write the six digits under the code."))]
    )


class StaffForm(PageForm):
    """A username and a password."""

    username = StringField(later("Username"), [InputRequired(later("Write your username."))])
    password = PasswordField(later("Password"), [InputRequired(later("Write your password."))])


@pages.get("/")
@public
def root() -> AnyResponse:
    """Without a language: the one chosen before, or the browser's."""
    return redirect(url_for("entry.home"), 302)


@pages.get("/card")
@public
def card() -> AnyResponse:
    """What the QR code of a printed card leads to, in the visitor's language."""
    return redirect(url_for("entry.sign_in"), 302)


@pages.get("/<language:language>/")
@public
def home() -> str | AnyResponse:
    """What Danbe is and what to do next; whoever is signed in goes to their own home."""
    asking = visitor()
    if asking is not None:
        return redirect(own_home(asking), 303)
    return render_template("entry/home.html")


def own_home(asking: access.Visitor) -> str:
    """The page on which this person's work begins."""
    if asking.trainee is not None:
        return url_for("learning.course")
    if asking.grants.has(Role.TRAINER):
        return url_for("cohorts.cohorts")
    if asking.grants.has(Role.DONOR):
        return url_for("programmes.programmes")
    if asking.grants.administers:
        return url_for("workspace.workspace")
    return url_for("entry.nothing_yet")


@pages.get("/<language:language>/nothing-yet")
@access.permit(access.anyone)
def nothing_yet() -> str:
    """Signed in, but in no cohort and without a grant."""
    return render_template("entry/nothing_yet.html")


@pages.route("/<language:language>/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | AnyResponse:
    """A trainee comes in with the printed card."""
    form = CardForm.posted()
    if request.method == "POST" and form.validate():
        try:
            code = codes.read_code(form["code"].data)
        except codes.MistypedCode:
            form["code"].errors = [
                say("This code has a wrong or missing sign: compare it with your card.")
            ]
        else:
            return _enter(form, code, "entry/sign_in.html")
    return _again(form, "entry/sign_in.html", 422 if form.errors else 200)


@pages.route("/<language:language>/staff", methods=["GET", "POST"])
@public
def staff() -> str | AnyResponse:
    """Trainers, donors and administrators come in with a username."""
    form = StaffForm.posted()
    if request.method == "POST" and form.validate():
        return _enter(form, form["username"].data.strip().lower(), "entry/staff.html")
    return _again(form, "entry/staff.html", 422 if form.errors else 200)


def _enter(form: PageForm, name: str, page: str) -> AnyResponse:
    secret = (form["pin"] if "pin" in form else form["password"]).data
    keeper = house().keeper
    try:
        person = signing_in.check(session(), name, secret.strip(), keeper, now())
    except signing_in.SlowedDown as slowed:
        minutes = math.ceil((slowed.until - now()).total_seconds() / 60)
        sentence = say(
            "Too many tries. Wait %(minutes)s min, or ask your trainer for a new PIN at once.",
            minutes=minutes,
        )
        refused = _again(form, page, 429, sentence)
        refused.headers["Retry-After"] = str(minutes * 60)
        return refused
    if person is None:
        with writing(session()):
            signing_in.count_failure(session(), name, keeper, now())
        return _again(form, page, 403, _not_together(page))
    with writing(session()):
        session().add(person)
        person.language = language()
        latest = enrolment.latest(session(), person)
        opened = signing_in.open_session(
            session(), person, latest.id if latest else None, keeper, now()
        )
    response = redirect(_back() or url_for("entry.home"), 303)
    access.set_cookie(response, opened.token, opened.expires_at)
    return response


def _not_together(page: str) -> str:
    if page == "entry/staff.html":
        return say(
            "This username and this password do not belong together. An administrator can give "
            "you a new password."
        )
    return say(
        "This code and this PIN do not belong together, or this card is not known here. Compare "
        "both with your card; your trainer can give you a new PIN."
    )


def _again(form: PageForm, page: str, status: int, sentence: str | None = None) -> Response:
    return make_response(
        render_template(page, form=form, sentence=sentence, then=request.values.get("then")),
        status,
    )


def _back() -> str | None:
    """Where the visitor wanted to go, if that is a page of ours."""
    wanted = request.values.get("then", "")
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    return None if "\\" in wanted else wanted


@pages.post("/<language:language>/sign-out")
@public
def sign_out() -> AnyResponse:
    """End the session; what was answered is kept."""
    return _leave_to(url_for("entry.home"))


@pages.post("/<language:language>/leave")
@public
def leave() -> AnyResponse:
    """Quick exit: end the session, and show a page that says nothing about us."""
    return _leave_to(url_for("entry.month"))


def _leave_to(target: str) -> AnyResponse:
    token = request.cookies.get(access.COOKIE)
    if token:
        with writing(session()):
            signing_in.close_session(session(), token)
    response = redirect(target, 303)
    response.delete_cookie(access.COOKIE)
    return response


@pages.get("/<language:language>/month")
@public
def month() -> str:
    """The neutral page of the quick exit: this month's calendar."""
    today = now().date()
    weeks = calendar.Calendar().monthdatescalendar(today.year, today.month)
    return render_template("entry/month.html", today=today, weeks=weeks)


@pages.get("/<language:language>/your-data")
@public
def data() -> str:
    """What is kept, for how long, who sees it."""
    return render_template(
        "entry/data.html",
        months=settings.months(session()),
        days=signing_in.TRAINEE_SESSION.days,
        ten=K,
    )


@pages.get("/<language:language>/accessibility")
@public
def accessibility() -> str:
    """How the pages were tested, and what does not work yet."""
    return render_template("entry/accessibility.html")


@pages.get("/<language:language>/help")
@public
def help_() -> str:
    """What to do when something does not work."""
    sheets = [module for module in house().library.modules.values() if module.handout]
    return render_template("entry/help.html", sheets=sheets)
