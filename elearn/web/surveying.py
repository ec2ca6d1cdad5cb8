"""Questionnaires on screen: shown once, handed in without a name.

Opening writes that it was shown, in a transaction of its own; handing in writes nothing about the
person at all, and what it writes says neither who nor when.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.courses.questionnaires import Moment, Questionnaire
from elearn.db import empty_log, writing
from elearn.quizzes.standing import Standing
from elearn.surveys import asking, filling, handing_in, tickets
from elearn.surveys.cells import Cell
from elearn.surveys.filling import NotOnTheList
from elearn.surveys.offering import offered
from elearn.surveys.sealing import PURPOSE
from elearn.surveys.tickets import NUMBER_BITS, NotATicket, Ticket
from elearn.web import access
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.reading import Reading, reading
from elearn.web.survey_links import finished, way

pages = Blueprint("surveying", __name__)

AROUND = '<any(baseline, endline, "follow-up"):moment>'
RULES: tuple[tuple[str, dict[str, Any]], ...] = (
    (f"/<language:language>/survey/{AROUND}", {"place": None}),
    ("/<language:language>/survey/module/<int:place>", {"moment": "module"}),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The questionnaire of a page, whose sheet goes into which cell, and where the page is."""

    following: Reading
    survey: Questionnaire
    moment: Moment
    place: int | None
    cell: Cell

    @property
    def slug(self) -> str:
        """The module it is about, or nothing."""
        return self.following.module(self.place).slug if self.place else ""

    def address(self, endpoint: str) -> str:
        """One of its three addresses."""
        named: dict[str, Any] = {"place": self.place} if self.place else {}
        return url_for(f"surveying.{endpoint}", moment=self.moment, **named)


def routes(end: str, method: str) -> Callable[[Any], Any]:
    """Addresses of the questionnaires around the course, and of a module's own."""

    def register(view: Any) -> Any:
        for rule, defaults in RULES:
            view = pages.route(rule + end, defaults=defaults, methods=[method])(view)
        return view

    return register


@routes("", "GET")
@access.permit(access.is_trainee)
def survey(moment: Moment, place: int | None) -> str:
    """What it is, who sees what, and the button that opens it: once."""
    shown = _shown(moment, place)
    stands = shown.following.standing()
    already = (moment, shown.slug) in stands.surveys
    if not already and not _open(shown, stands):
        access.missing()
    return render_template("surveying/before.html", shown=shown, already=already)


@routes("/open", "POST")
@access.permit(access.is_trainee)
def open_(moment: Moment, place: int | None) -> str | AnyResponse:
    """Remember that it was shown, and show it at once: no address ever holds its ticket."""
    shown = _shown(moment, place)
    if not _open(shown, shown.following.standing()):
        access.missing()
    with writing(session()):
        first = asking.ask(session(), access.trainee().enrolment_id, moment, shown.slug)
    if not first:
        return redirect(shown.address("survey"), 303)
    ticket = Ticket(f"{house().random.getrandbits(NUMBER_BITS):032x}", now().date())
    return _questions(shown, tickets.written(ticket, _key(), shown.cell))


@routes("/open", "GET")
@access.permit(access.is_trainee)
def after_opening(moment: Moment, place: int | None) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language): its page."""
    return redirect(_shown(moment, place).address("survey"), 303)


@routes("", "POST")
@access.permit(access.is_trainee)
def answer(moment: Moment, place: int | None) -> AnyResponse | tuple[str, int]:
    """Keep a sheet that nobody can find again; sent twice, it counts once."""
    shown = _shown(moment, place)
    text = request.form.get("ticket", "")
    try:
        ticket = tickets.read(text, _key(), shown.cell, now().date())
        answers = filling.answers(shown.survey, moment, _posted())
    except NotATicket:
        return render_template("surveying/late.html"), 409
    except NotOnTheList as refused:
        return _questions(shown, text, refused.question), 422
    with writing(session()):
        handing_in.hand_in(
            session(),
            shown.cell,
            answers,
            ticket,
            key=_key(),
            random=house().random,
            today=now().date(),
        )
    # The log would keep the box's older states in their order. Where somebody reads all the
    # while it stays, and the next sheet, or the next start, empties it.
    empty_log(session())
    return redirect(url_for("learning.course", said="survey"), 303)


def _shown(moment: Moment, place: int | None) -> Shown:
    following = reading(None)
    found = house().library.survey(moment)
    if found is None:
        access.missing()
    if place is not None:
        following.module(place)
    cell = Cell(access.trainee().programme_id, following.tests.id, found.id, found.version, moment)
    return Shown(following, found, moment, place, cell)


def _open(shown: Shown, stands: Standing) -> bool:
    if shown.place is not None:
        return finished(stands, shown.following.module(shown.place))
    return offered(shown.moment, way(stands, now()))


def _posted() -> dict[str, list[str]]:
    return dict(request.form.lists())


def _questions(shown: Shown, ticket: str, refused: str | None = None) -> str:
    return render_template(
        "surveying/questions.html",
        shown=shown,
        questions=shown.survey.asked_at(shown.moment),
        ticket=ticket,
        posted=_posted(),
        refused=refused,
    )


def _key() -> bytes:
    return house().keeper.key_for(PURPOSE)
