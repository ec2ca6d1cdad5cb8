"""The pages of a test on screen: three questions each, and what becomes of a page that is sent.

Without script a button of the page keeps its answers; with it each answer goes at once to
`answering.keep`. Both end in `quizzes.keeping.keep`.
"""

import os
import uuid
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.courses.items import Item
from elearn.db import writing
from elearn.quizzes import keeping, states, taking
from elearn.quizzes.answers import WRITER_BYTES, Given
from elearn.quizzes.attempts import NotOpen
from elearn.quizzes.questions import UNKNOWN, Choice, Kind, NotAnAnswer, question
from elearn.quizzes.states import State
from elearn.quizzes.taking import Asked, Taking
from elearn.quizzes.waves import Wave
from elearn.web import access, stale_forms
from elearn.web.asking import fields_of, moved, refusal, typed
from elearn.web.database import connection, session
from elearn.web.house import house, now
from elearn.web.languages import here
from elearn.web.quizzes import ON_A_PAGE, happened, taken_of, title, until
from elearn.web.reading import Reading, reading

pages = Blueprint("question_pages", __name__)

LONGEST_PAGE = 3
"""Digits of a page's number, in a form."""


@dataclass(slots=True)
class Shown:
    """One question of the page: how it was asked, the answer so far, and why it was refused."""

    number: int
    asked: Asked
    item: Item
    kind: Kind
    choice: Choice = None
    unknown: bool = False
    kept_at: str | None = None
    refused: str | None = None


class Late(Exception):
    """The answers came after closing: they are kept, and the trainer decides about them."""


@pages.get("/<language:language>/test/<wave:wave>/<int:page>")
@access.permit(access.is_trainee)
def questions(wave: Wave, page: int) -> str | AnyResponse:
    """Three questions of a started test, with the answers so far."""
    following = reading(None)
    taken = taken_of(wave)
    state = taken.state(now())
    if state is not State.STARTED:
        return redirect(url_for("quizzes.test", wave=wave), 303)
    return _questions(following, taken, page, _shown(taken, page))


@pages.post("/<language:language>/test/<wave:wave>/<int:page>")
@access.permit(access.is_trainee)
def take(wave: Wave, page: int) -> AnyResponse | tuple[str, int]:
    """Keep the page's answers, then go where the button says; what is refused stays as typed."""
    following = reading(None)
    taken = taken_of(wave)
    shown = _shown(taken, page)
    given = _given(taken, shown)
    foreign = _foreign(taken)
    try:
        if given:
            _tell_overtaken(shown, _keep(taken, given))
    except NotOpen as closed:
        return happened(following, wave, closed.state), 409
    except Late:
        return happened(following, wave, taken.state(now()), states.Late.WAITING), 202
    if foreign or any(one.refused for one in shown):
        # Read anew: the form of this page knows what was just kept.
        body = _questions(following, taken_of(wave), page, shown, foreign=foreign)
        return body, 422
    return redirect(_onward(wave, page), 303)


def _onward(wave: Wave, page: int) -> str:
    button = request.form.get("move")
    if button is not None:
        item = button.partition(".")[0]
        return url_for("question_pages.questions", wave=wave, page=page, _anchor=f"q-{item}")
    go = request.form.get("go", "")
    if go == "send":
        return url_for("quizzes.before_sending", wave=wave)
    if len(go) <= LONGEST_PAGE and go.isdecimal():
        return url_for("question_pages.questions", wave=wave, page=int(go))
    return url_for("question_pages.questions", wave=wave, page=page)


def _shown(taken: Taking, page: int) -> list[Shown]:
    first = (page - 1) * ON_A_PAGE
    on_page = taken.asked[first : first + ON_A_PAGE] if page > 0 else ()
    if not on_page:
        access.missing()
    return [_one(taken, asked, first + place + 1) for place, asked in enumerate(on_page)]


def _one(taken: Taking, asked: Asked, number: int) -> Shown:
    item = house().wordings.find(connection(), asked.wording)
    shown = Shown(number, asked, item, question(item))
    response = taken.responses.get(asked.item)
    if response is not None:
        shown.choice = response.choice
        shown.unknown = response.choice is None
        shown.kept_at = here().hour(response.arrived_at, access.trainee().time_zone)
    return shown


def _given(taken: Taking, shown: list[Shown]) -> list[tuple[Item, Given]]:
    """The answers in the form that differ from what is kept; a refused one is marked as such."""
    writer = _writer()
    given = []
    for one in shown:
        fields = fields_of(one.asked.item)
        before = taken.responses.get(one.asked.item)
        try:
            choice = moved(one.kind, request.form.get("move"), fields)
            answered = choice is not None
            if not answered:
                answered, choice = one.kind.read(fields)
        except NotAnAnswer as refused:
            one.refused = refusal(refused)
            one.choice, one.unknown = typed(one.kind, fields, one.choice), bool(fields.get(UNKNOWN))
            continue
        if answered and (before is None or before.choice != choice):
            one.choice, one.unknown = choice, choice is None
            given.append((one.item, _answer(one, choice, writer)))
    return given


def _answer(one: Shown, choice: Choice, writer: bytes) -> Given:
    # A form has no running number: the time of arrival runs up just as well.
    number = int(now().timestamp() * 1000)
    return Given(uuid.uuid4(), one.asked.item, choice, writer, number, None)


def _writer() -> bytes:
    try:
        written = bytes.fromhex(request.form.get("writer", ""))
    except ValueError:
        written = b""
    return written if len(written) == WRITER_BYTES else os.urandom(WRITER_BYTES)


def _foreign(taken: Taking) -> bool:
    """Whether the form names items that this attempt never asked."""
    ours = {asked.item for asked in taken.asked}
    own = {"go", "move", "writer", stale_forms.FIELD}
    names = {name.partition(".")[0] for name in request.form} - own
    return not names <= ours


def _keep(taken: Taking, given: list[tuple[Item, Given]]) -> set[str]:
    """Keep what no later answer has overtaken; returns the items of which one has."""
    at = now()
    with writing(session()):
        held = taking.of_session(
            session().connection(), taken.id, access.token_hash_of_request(), at
        )
        state = held.state(at) if held else State.ABSENT
        if held is None or (state is not State.STARTED and not held.takes_late(at)):
            raise NotOpen(state)
        kept = taken_of(taken.wave)
        fresh = stale_forms.fresh(kept, given)
        passed = {one.item for _, one in given if stale_forms.overtaken(kept, one.item, one.choice)}
        keeping.keep(session().connection(), held, fresh, at)
    if state is not State.STARTED:
        raise Late
    return passed


def _tell_overtaken(shown: list[Shown], items: set[str]) -> None:
    for one in shown:
        if one.asked.item in items:
            one.refused = stale_forms.sentence()


def _questions(
    following: Reading,
    taken: Taking,
    page: int,
    shown: list[Shown],
    *,
    foreign: bool = False,
) -> str:
    last = (len(taken.asked) - 1) // ON_A_PAGE + 1
    answered = [
        "done"
        if asked.item in taken.responses
        else "now"
        if any(one.asked is asked for one in shown)
        else "todo"
        for asked in taken.asked
    ]
    return render_template(
        "quizzes/questions.html",
        reading=following,
        title=title(taken.wave),
        taken=taken,
        page=page,
        last=last,
        shown=shown,
        states=answered,
        foreign=foreign,
        until=until(taken.closed_at),
        ended=taken.closed_at is not None and taken.closed_at <= now(),
        writer=os.urandom(WRITER_BYTES).hex(),
        seen=stale_forms.seen(taken),
    )
