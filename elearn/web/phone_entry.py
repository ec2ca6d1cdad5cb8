"""A follow-up test by telephone: the trainer reads it aloud and ticks the answers.

Each call begins with two questions, whether the person is alone and whether to go on; where the
answer is no, she stops and calls again, and nothing is kept of it.
"""

import os
import uuid

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts import enrolment as enrolments
from elearn.cohorts.models import Enrolment
from elearn.courses.items import Form, Item
from elearn.db import writing
from elearn.people import audit
from elearn.quizzes import attempts, keeping
from elearn.quizzes.answers import WRITER_BYTES, Given
from elearn.quizzes.attempts import NotOpen
from elearn.quizzes.models import Attempt
from elearn.quizzes.questions import UNKNOWN, Choice, NotAnAnswer, question
from elearn.quizzes.states import State
from elearn.quizzes.taking import Asked, Taking
from elearn.quizzes.waves import Source
from elearn.web import access, stale_forms
from elearn.web.asking import fields_of, moved, refusal, typed
from elearn.web.calls import Call, call_of, taking_of
from elearn.web.database import connection, session
from elearn.web.house import house, now
from elearn.web.languages import language, say
from elearn.web.training import actor

pages = Blueprint("phone_entry", __name__)


class Overtaken(Exception):
    """Another answer to this question arrived after its page was rendered."""


BASE = (
    "/<language:language>/cohorts/<uuid:cohort_id>/phone"
    "/<any('follow-up', 'six-months'):wave>/<int:card>"
)


@pages.get(BASE)
@access.permit(access.is_trainer)
def before(cohort_id: uuid.UUID, wave: str, card: int) -> AnyResponse:
    """Whether the person is alone, and whether to go on: asked at every call."""
    return _before(call_of(cohort_id, wave, card))


def _before(call: Call, sentence: str | None = None) -> AnyResponse:
    return call.page(
        "alone",
        422 if sentence else 200,
        sentence=sentence,
        given=request.form,
        consented=_consented(call.enrolment),
    )


def _consented(enrolment: Enrolment) -> bool:
    """Whether the person agreed to what is kept now; an older text is read to them again."""
    return enrolment.consent_version == enrolments.CONSENT


@pages.post(BASE)
@access.permit(access.is_trainer)
def begin(cohort_id: uuid.UUID, wave: str, card: int) -> AnyResponse:
    """Begin or go on when the person is alone and willing; else stop, and keep nothing."""
    call = call_of(cohort_id, wave, card)
    unasked = [name for name in ("alone", "willing") if not request.form.get(name)]
    if "no" in (request.form.get("alone"), request.form.get("willing")):
        return call.page("call_again")
    if unasked:
        return _before(call, say("Ask both questions first."))
    if not _consented(call.enrolment) and request.form.get("agreed") != "yes":
        return _before(call, say("Read aloud what is kept, and tick when the person agrees."))
    try:
        with writing(session()):
            attempt = _begin(call)
    except NotOpen:
        return call.page("not_possible", 409)
    if attempt.source is not Source.TELEPHONE:
        return call.page("not_possible", 409)
    return redirect(call.address("phone_entry.asked", number=_first_open(call)), 303)


def _begin(call: Call) -> Attempt:
    """The attempt of this call, made when there is none; only then is it written down."""
    enrolment = session().get_one(Enrolment, call.enrolment.id)
    known = attempts.attempt_of(session(), enrolment.id, call.wave)
    if not _consented(enrolment):
        enrolments.consent(enrolment, enrolments.CONSENT, now())
    attempt = attempts.start(
        session(),
        enrolment,
        call.wave,
        steps=call.own.steps_of(enrolment),
        items_of=lambda form: _items(call, form),
        language=language(),
        now=now(),
        source=Source.TELEPHONE,
    )
    if known is None:
        audit.record(session(), actor(), "telephone-entry", enrolment.id, now())
    return attempt


def _items(call: Call, form: Form) -> tuple[Item, ...]:
    return house().library.follow_up(call.own.course, form)


def _first_open(call: Call) -> int:
    return min(taking_of(call).unanswered, default=0) + 1


@pages.get(f"{BASE}/<int:number>")
@access.permit(access.is_trainer)
def asked(cohort_id: uuid.UUID, wave: str, card: int, number: int) -> AnyResponse:
    """One question to read aloud, with the answer so far."""
    call = call_of(cohort_id, wave, card)
    taken = taking_of(call)
    if taken.state(now()) is not State.STARTED:
        return call.page("not_possible")
    one = _asked(taken, number)
    response = taken.responses.get(one.item)
    choice = response.choice if response else None
    unknown = response is not None and response.choice is None
    return _question(call, taken, number, choice, unknown=unknown)


def _asked(taken: Taking, number: int) -> Asked:
    if not 1 <= number <= len(taken.asked):
        access.missing()
    return taken.asked[number - 1]


def _question(
    call: Call,
    taken: Taking,
    number: int,
    choice: Choice,
    *,
    unknown: bool = False,
    refused: str | None = None,
) -> AnyResponse:
    item = house().wordings.find(connection(), taken.asked[number - 1].wording)
    return call.page(
        "question",
        422 if refused else 200,
        taken=taken,
        asked=taken.asked[number - 1],
        item=item,
        kind=question(item),
        number=number,
        last=len(taken.asked),
        choice=choice,
        unknown=unknown,
        refused=refused,
        seen=stale_forms.seen(taken),
    )


@pages.post(f"{BASE}/<int:number>")
@access.permit(access.is_trainer)
def keep(cohort_id: uuid.UUID, wave: str, card: int, number: int) -> AnyResponse:
    """Keep the answer that was given aloud, then the next question, or the end."""
    call = call_of(cohort_id, wave, card)
    taken = taking_of(call)
    one = _asked(taken, number)
    item = house().wordings.find(connection(), one.wording)
    kind, fields = question(item), fields_of(one.item)
    response = taken.responses.get(one.item)
    so_far = response.choice if response else None
    try:
        choice = moved(kind, request.form.get("move"), fields)
        answered = choice is not None
        if not answered:
            answered, choice = kind.read(fields)
    except NotAnAnswer as wrong:
        kept, unknown = typed(kind, fields, so_far), bool(fields.get(UNKNOWN))
        return _question(call, taken, number, kept, unknown=unknown, refused=refusal(wrong))
    try:
        if answered and (response is None or so_far != choice):
            _keep(call, item, choice)
    except NotOpen:
        return call.page("not_possible", 409)
    except Overtaken:
        return _overtaken(call, number, choice)
    return redirect(_onward(call, number, len(taken.asked)), 303)


def _overtaken(call: Call, number: int, choice: Choice) -> AnyResponse:
    """The question again, with this answer and a form that knows the other one."""
    told, unknown = stale_forms.sentence(), choice is None
    return _question(call, taking_of(call), number, choice, unknown=unknown, refused=told)


def _keep(call: Call, item: Item, choice: Choice) -> None:
    at = now()
    given = Given(
        uuid.uuid4(), item.id, choice, os.urandom(WRITER_BYTES), int(at.timestamp() * 1000), None
    )
    with writing(session()):
        attempts.attempt_of(session(), call.enrolment.id, call.wave, lock=True)
        held = taking_of(call)
        if held.state(at) is not State.STARTED:
            raise NotOpen(held.state(at))
        if stale_forms.overtaken(held, item.id, choice):
            raise Overtaken
        fresh = stale_forms.fresh(held, [(item, given)])
        keeping.keep(session().connection(), held, fresh, at)


def _onward(call: Call, number: int, last: int) -> str:
    if request.form.get("move"):
        return call.address("phone_entry.asked", number=number)
    if request.form.get("go") == "back":
        return call.address("phone_entry.asked", number=max(number - 1, 1))
    if number == last:
        return call.address("phone_entry.before_sending")
    return call.address("phone_entry.asked", number=number + 1)


@pages.get(f"{BASE}/send")
@access.permit(access.is_trainer)
def before_sending(cohort_id: uuid.UUID, wave: str, card: int) -> AnyResponse:
    """What has no answer yet, before the test is handed in for the person."""
    call = call_of(cohort_id, wave, card)
    taken = taking_of(call)
    if taken.state(now()) is not State.STARTED:
        return call.page("not_possible")
    return call.page("hand_in", taken=taken)


@pages.post(f"{BASE}/send")
@access.permit(access.is_trainer)
def send(cohort_id: uuid.UUID, wave: str, card: int) -> AnyResponse:
    """Hand the test in; pressed twice, it is handed in once."""
    call = call_of(cohort_id, wave, card)
    taking_of(call)
    try:
        with writing(session()):
            attempts.submit(session(), call.enrolment.id, call.wave, now())
    except NotOpen:
        return call.page("not_possible", 409)
    return redirect(url_for("follow_ups.of_cohort", cohort_id=cohort_id), 303)
