"""Tests on screen: the page before the first one, the questions, and handing in.

Without script a button of the page keeps its answers; with it each answer goes at once to
`answers()`. Both end in `quizzes.answers.keep`.
"""

import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.courses.items import Form, Item
from elearn.courses.path import path
from elearn.db import writing
from elearn.quizzes import attempts, keeping, states, taking
from elearn.quizzes.answers import WRITER_BYTES, Given
from elearn.quizzes.attempts import NotOpen, WrongWord
from elearn.quizzes.questions import UNKNOWN, Choice, Kind, NotAnAnswer, question
from elearn.quizzes.standing import Standing
from elearn.quizzes.states import Facts, State
from elearn.quizzes.taking import Asked, Taking
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.web import access
from elearn.web.asking import fields_of, moved, refusal, typed
from elearn.web.database import connection, session
from elearn.web.house import house, now
from elearn.web.languages import here, language, say
from elearn.web.learning import follow_up_name, late_sentence, state_sentence
from elearn.web.reading import Reading, reading

pages = Blueprint("quizzes", __name__)

ON_A_PAGE = 3
LONGEST_WORD = 100
LONGEST_PAGE = 3
"""Digits of a page's number, in a form."""


class WaveConverter(BaseConverter):
    """A test in a path: pre, post or one of the follow-ups."""

    regex = "|".join(Wave)

    def to_python(self, value: str) -> Wave:
        """The wave."""
        return Wave(value)


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


def title(wave: Wave) -> str:
    """What a test is called on screen."""
    return {
        Wave.PRE: say("First test"),
        Wave.POST: say("Final test"),
        Wave.FOLLOW_UP: follow_up_name(Wave.FOLLOW_UP),
        Wave.SIX_MONTHS: follow_up_name(Wave.SIX_MONTHS),
    }[wave]


@pages.get("/<language:language>/test/<wave:wave>")
@access.permit(access.is_trainee)
def test(wave: Wave) -> str | AnyResponse:
    """The door of a test: what is kept before the first, the way back into a started one."""
    following = reading(None)
    stands = following.standing()
    state = stands.turn(wave, now())
    if state is State.STARTED:
        return redirect(url_for("quizzes.questions", wave=wave, page=_first_open_page(wave)), 303)
    if state is State.OPEN or (state is State.DECLINED and _stands_open(stands, wave)):
        return _before(following, wave, stands)
    return _happened(following, wave, state, late=_late(stands, wave))


def _stands_open(stands: Standing, wave: Wave) -> bool:
    return states.state(Facts(), stands.window(wave), now()) is State.OPEN


def _late(stands: Standing, wave: Wave) -> states.Late | None:
    return stands.attempts[wave].late if wave in stands.attempts else None


def _before(following: Reading, wave: Wave, stands: Standing, wrong: str | None = None) -> str:
    last = stands.last.get(wave)
    return render_template(
        "quizzes/before.html",
        reading=following,
        wave=wave,
        title=title(wave),
        consented=access.trainee().consented_at is not None,
        items=len(_items(following, wave)("A")),
        policy=stands.policy(wave),
        minutes=_minutes(stands, wave),
        until=_until(stands.window(wave).closed_at),
        tried=last.tried if last else 0,
        wrong=wrong,
    )


def _minutes(stands: Standing, wave: Wave) -> int | None:
    """The person's time limit."""
    limit = stands.policy(wave).minutes
    return limit and limit + stands.allowed.get(wave, states.Allowed()).minutes


def _until(closed_at: datetime | None) -> str | None:
    """The hour at which a test ends for this person, with its day where that is not today."""
    if closed_at is None or closed_at <= now():
        return None
    zone = access.trainee().time_zone
    end, today = (moment.astimezone(ZoneInfo(zone)) for moment in (closed_at, now()))
    hour = here().hour(closed_at, zone)
    if end.date() == today.date():
        return hour
    return say("%(day)s, %(hour)s", day=here().day(end), hour=hour)


def _happened(following: Reading, wave: Wave, state: State, late: states.Late | None = None) -> str:
    return render_template(
        "quizzes/happened.html",
        reading=following,
        wave=wave,
        title=title(wave),
        sentence=state_sentence(state),
        late=late_sentence(late),
        state=state,
    )


def _first_open_page(wave: Wave) -> int:
    taken = _taken(wave)
    return (min(taken.unanswered, default=0)) // ON_A_PAGE + 1


@pages.post("/<language:language>/test/<wave:wave>/start")
@access.permit(access.is_trainee)
def start(wave: Wave) -> AnyResponse | tuple[str, int]:
    """Agree to what is kept, and begin."""
    following = reading(None)
    try:
        with writing(session()):
            own = _enrolment()
            enrolments.consent(own, enrolments.CONSENT, now())
            attempts.start(
                session(),
                own,
                wave,
                steps=path(following.modules),
                items_of=_items(following, wave),
                language=language(),
                now=now(),
                word=request.form.get("word", "")[:LONGEST_WORD],
            )
    except NotOpen as closed:
        return _happened(following, wave, closed.state), 409
    except WrongWord:
        return _before(following, wave, following.standing(), _wrong_word()), 422
    return redirect(url_for("quizzes.questions", wave=wave, page=1), 303)


@pages.get("/<language:language>/test/<wave:wave>/start")
@access.permit(access.is_trainee)
def after_starting(wave: Wave) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language): the door."""
    return redirect(url_for("quizzes.test", wave=wave), 303)


def _wrong_word() -> str:
    return say("This is not the word. Ask your trainer to say it again.")


@pages.post("/<language:language>/test/<wave:wave>/decline")
@access.permit(access.is_trainee)
def decline(wave: Wave) -> AnyResponse:
    """Follow without being tested."""
    with writing(session()):
        enrolments.decline(_enrolment(), now())
    return redirect(url_for("learning.course", said="declined"), 303)


@pages.get("/<language:language>/test/<wave:wave>/<int:page>")
@access.permit(access.is_trainee)
def questions(wave: Wave, page: int) -> str | AnyResponse:
    """Three questions of a started test, with the answers so far."""
    following = reading(None)
    taken = _taken(wave)
    state = taken.state(now())
    if state is not State.STARTED:
        return redirect(url_for("quizzes.test", wave=wave), 303)
    return _questions(following, taken, page, _shown(taken, page))


@pages.post("/<language:language>/test/<wave:wave>/<int:page>")
@access.permit(access.is_trainee)
def take(wave: Wave, page: int) -> AnyResponse | tuple[str, int]:
    """Keep the page's answers, then go where the button says; what is refused stays as typed."""
    following = reading(None)
    taken = _taken(wave)
    shown = _shown(taken, page)
    given = _given(taken, shown)
    foreign = _foreign(taken)
    try:
        if given:
            _keep(taken, given)
    except NotOpen as closed:
        return _happened(following, wave, closed.state), 409
    except Late:
        return _happened(following, wave, taken.state(now()), states.Late.WAITING), 202
    if foreign or any(one.refused for one in shown):
        body = _questions(following, taken, page, shown, foreign=foreign)
        return body, 422
    return redirect(_onward(wave, page), 303)


def _onward(wave: Wave, page: int) -> str:
    button = request.form.get("move")
    if button is not None:
        item = button.partition(".")[0]
        return url_for("quizzes.questions", wave=wave, page=page, _anchor=f"q-{item}")
    go = request.form.get("go", "")
    if go == "send":
        return url_for("quizzes.before_sending", wave=wave)
    if len(go) <= LONGEST_PAGE and go.isdecimal():
        return url_for("quizzes.questions", wave=wave, page=int(go))
    return url_for("quizzes.questions", wave=wave, page=page)


@pages.get("/<language:language>/test/<wave:wave>/send")
@access.permit(access.is_trainee)
def before_sending(wave: Wave) -> str | AnyResponse:
    """What is answered and what is not, before handing in."""
    taken = _taken(wave)
    if taken.state(now()) is not State.STARTED:
        return redirect(url_for("quizzes.test", wave=wave), 303)
    return render_template(
        "quizzes/send.html",
        reading=reading(None),
        wave=wave,
        title=title(wave),
        taken=taken,
        on_a_page=ON_A_PAGE,
    )


@pages.post("/<language:language>/test/<wave:wave>/send")
@access.permit(access.is_trainee)
def send(wave: Wave) -> AnyResponse | tuple[str, int]:
    """Hand the test in; pressed twice, it is handed in once."""
    try:
        with writing(session()):
            attempts.submit(session(), access.trainee().enrolment_id, wave, now())
    except attempts.NotStarted:
        return redirect(url_for("quizzes.test", wave=wave), 303)
    except NotOpen as closed:
        return _happened(reading(None), wave, closed.state), 409
    return redirect(after_sending(wave), 303)


def after_sending(wave: Wave) -> str:
    """Where a person goes on whose test was handed in."""
    if wave is Wave.PRE:
        return url_for("learning.course", said="pre-sent")
    if wave in FOLLOW_UPS:
        return url_for("learning.course", said="later-sent")
    return url_for("outcomes.result")


def _enrolment() -> Enrolment:
    found = session().get(Enrolment, access.trainee().enrolment_id)
    assert found is not None
    return found


def _items(following: Reading, wave: Wave) -> attempts.ItemsOf:
    def of(form: Form) -> Sequence[Item]:
        if wave in FOLLOW_UPS:
            return house().library.follow_up(following.tests, form)
        return house().library.form(following.tests, form)

    return of


def _taken(wave: Wave) -> Taking:
    found = taking.of_enrolment(connection(), access.trainee().enrolment_id, wave)
    return found or access.missing()


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
    names = {name.partition(".")[0] for name in request.form} - {"go", "move", "writer"}
    return not names <= ours


def _keep(taken: Taking, given: list[tuple[Item, Given]]) -> None:
    at = now()
    with writing(session()):
        held = taking.of_session(
            session().connection(), taken.id, access.token_hash_of_request(), at
        )
        state = held.state(at) if held else State.ABSENT
        if held is None or (state is not State.STARTED and not held.takes_late(at)):
            raise NotOpen(state)
        keeping.keep(session().connection(), held, given, at)
    if state is not State.STARTED:
        raise Late


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
        until=_until(taken.closed_at),
        ended=taken.closed_at is not None and taken.closed_at <= now(),
        writer=os.urandom(WRITER_BYTES).hex(),
    )
