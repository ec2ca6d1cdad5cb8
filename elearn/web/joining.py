"""Joining a session in its room: « Avez-vous déjà une carte Danbe ? »"""

import math
import uuid
from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, StringField

from elearn.cohorts import joining
from elearn.cohorts.joining import NoSeat, NotOpen
from elearn.cohorts.models import JoinLink
from elearn.db import writing
from elearn.people import accounts, codes, signing_in
from elearn.people.codes import written
from elearn.people.models import Person
from elearn.people.signing_in import SlowedDown
from elearn.web import access
from elearn.web.access import public, visitor
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import language, later, say

pages = Blueprint("joining", __name__)

FREE_WORDS = 20
"""Wrong words of a whole room before each further one makes everybody wait."""
LONGEST_WORD = 100


class JoinForm(PageForm):
    """The word, and a card where there is one: which of both, the button says."""

    word = StringField(later("The word that your trainer says"))
    code = StringField(later("Code"))
    pin = PasswordField(later("PIN"))


class NewForm(PageForm):
    """The word alone."""

    new_word = StringField(later("The word that your trainer says"))


@pages.get("/join/<short>")
@public
def short(short: str) -> AnyResponse:
    """What the QR code leads to, in the visitor's language."""
    return redirect(url_for("joining.join", short=short), 302)


@pages.route("/<language:language>/join/<short>", methods=["GET", "POST"])
@public
def join(short: str) -> AnyResponse:
    """With a card one joins by code and PIN; without one a card is made, where there are seats."""
    try:
        link = joining.of_address(session(), short, now())
    except NotOpen:
        return _closed()
    form, new = JoinForm.posted(), NewForm.posted()
    if request.method == "GET" or _is_in(link):
        return _page(link, form, new)
    making = request.form.get("card") == "none"
    entry = new["new_word"] if making else form["word"]
    try:
        right = _word(link, (entry.data or "")[:LONGEST_WORD])
        if right:
            return _make(link, form, new) if making else _come(link, form, new)
    except SlowedDown as slowed:
        return _wait(link, form, new, slowed.until)
    except NotOpen:
        return _closed()
    entry.errors = [say("This is not the word. Ask your trainer to say it again.")]
    return _page(link, form, new)


def _word(link: JoinLink, typed: str) -> bool:
    """Whether the word is right; a wrong one counts under the address. Raises SlowedDown."""
    name, keeper = f"join:{link.short}", house().keeper
    signing_in.heard(session(), name, keeper, now())
    right = joining.knows(link, typed)
    if not right:
        with writing(session()):
            signing_in.count_failure(session(), name, keeper, now(), free=FREE_WORDS)
    return right


def _come(link: JoinLink, form: JoinForm, new: NewForm) -> AnyResponse:
    """Somebody with a card; a wrong PIN counts under the code, as at every sign-in."""
    link_id = link.id
    try:
        code = codes.read_code(form["code"].data or "")
    except codes.MistypedCode:
        form["code"].errors = [
            say("This code has a wrong or missing sign: compare it with your card.")
        ]
        return _page(link, form, new)
    keeper = house().keeper
    person = signing_in.check(session(), code, (form["pin"].data or "").strip(), keeper, now())
    if person is None:
        with writing(session()):
            signing_in.count_failure(session(), code, keeper, now())
        form["pin"].errors = [
            say(
                "This code and this PIN do not belong together, or this card is not known here. "
                "Compare both with your card; your trainer can give you a new PIN."
            )
        ]
        return _page(link, form, new)
    with writing(session()):
        session().add(person)
        own = joining.with_card(session(), link_id, person, now())
        response = redirect(url_for("entry.home"), 303)
        _sign_in(response, person, own.id)
    return response


def _make(link: JoinLink, form: JoinForm, new: NewForm) -> AnyResponse:
    """Somebody without a card: code and PIN are on this answer and nowhere else."""
    (pin,) = accounts.new_pins(1, house().keeper, house().random)
    link_id = link.id
    try:
        with writing(session()):
            card, own = joining.without_card(session(), link_id, pin, house().random, now())
            person = session().get_one(Person, own.person_id)
            page = render_template("joining/card.html", card=card, code=written(card.code))
            response = make_response(page)
            _sign_in(response, person, own.id)
    except NoSeat:
        sentence = say("No more cards can be made here: ask your trainer for one.")
        return _page(joining.of_address(session(), link.short, now()), form, new, sentence)
    response.headers["Cache-Control"] = "no-store"
    return response


def _sign_in(response: AnyResponse, person: Person, enrolment_id: uuid.UUID) -> None:
    person.language = language()
    opened = signing_in.open_session(session(), person, enrolment_id, house().keeper, now())
    access.set_cookie(response, opened.token, opened.expires_at)


def _is_in(link: JoinLink) -> bool:
    """Whether whoever uses this telephone now is in the session already."""
    asking = visitor()
    trainee = asking.trainee if asking else None
    return trainee is not None and trainee.membership.cohort_id == link.cohort_id


def _page(link: JoinLink, form: JoinForm, new: NewForm, sentence: str | None = None) -> Response:
    page = render_template(
        "joining/join.html", link=link, form=form, new=new, in_it=_is_in(link), sentence=sentence
    )
    return make_response(page, 422 if sentence or form.errors or new.errors else 200)


def _wait(link: JoinLink, form: JoinForm, new: NewForm, until: datetime) -> Response:
    minutes = math.ceil((until - now()).total_seconds() / 60)
    sentence = say("Too many tries. Wait %(minutes)s min, or ask your trainer.", minutes=minutes)
    page = render_template(
        "joining/join.html", link=link, form=form, new=new, in_it=False, sentence=sentence
    )
    refused = make_response(page, 429)
    refused.headers["Retry-After"] = str(minutes * 60)
    return refused


def _closed() -> Response:
    """The same for an address that is over and for one that never was."""
    return make_response(render_template("joining/closed.html"))
