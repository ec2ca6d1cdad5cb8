"""One person of a session: how far they are, and, only with a logged reason, their answers.

The answers stand on the answer to the form and nowhere else: there is no address to pass on, and
whoever loads the page again gives the reason again.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.models import Enrolment
from elearn.courses.content import Module
from elearn.courses.path import steps_of
from elearn.db import writing
from elearn.documents import arches
from elearn.people import looking
from elearn.quizzes import closings, recounting, standing, taking
from elearn.quizzes.questions import question
from elearn.quizzes.rulings import Verdict
from elearn.quizzes.standing import Membership, Standing
from elearn.quizzes.taking import Asked, Taking
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.reports import open_forms
from elearn.reports.scopes import Scope
from elearn.web import access
from elearn.web.database import connection, session
from elearn.web.gain_words import choice_text, key_text
from elearn.web.house import house, now
from elearn.web.items import slot_of
from elearn.web.languages import language, say
from elearn.web.learning import follow_up_name
from elearn.web.one_person_forms import LookForm
from elearn.web.room import state_word
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("one_person", __name__)

PERSON = "/<language:language>/cohorts/<uuid:cohort_id>/people/<int:number>"


@dataclass(frozen=True, slots=True)
class Answered:
    """One question as it was asked, what the person chose, and the key where it may be said."""

    stem: str
    chosen: str | None
    right: bool | None
    key: str | None
    taken_out: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is in one module."""

    module: Module
    states: list[arches.State]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return self.states.count("done")


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/people")
@access.permit(access.is_trainer)
def find(cohort_id: uuid.UUID) -> AnyResponse:
    """To the page of the person whose card was chosen in the room."""
    number = max(request.args.get("card", 0, type=int), 0)
    trained(cohort_id)
    return redirect(url_for("one_person.person", cohort_id=cohort_id, number=number), 303)


@pages.get(PERSON)
@access.permit(access.is_trainer)
def person(cohort_id: uuid.UUID, number: int) -> Response:
    """Progress and the states of the tests; no score and no answer."""
    own = trained(cohort_id)
    return _page(own, _enrolment(cohort_id, number))


@pages.get(PERSON + "/answers")
@access.permit(access.is_trainer)
def no_answers(cohort_id: uuid.UUID, number: int) -> AnyResponse:
    """The answers' address, asked for without a reason: the person's page."""
    return redirect(url_for("one_person.person", cohort_id=cohort_id, number=number), 303)


@pages.post(PERSON + "/answers")
@access.permit(access.is_trainer)
def answers(cohort_id: uuid.UUID, number: int) -> Response:
    """The answers to one test, once, after the look is written down."""
    own = trained(cohort_id)
    enrolment = _enrolment(cohort_id, number)
    form = LookForm.posted()
    form.offer(_tests_to_see(_standing(own, enrolment)))
    reason = form.reasoned()
    if reason is None:
        return _page(own, enrolment, form)
    wave = Wave(form["wave"].data)
    taken = taking.counting(connection(), enrolment.id, wave)
    if taken is None or taken.forgotten:
        form["wave"].errors = [say("The answers to this test are not kept.")]
        return _page(own, enrolment, form)
    with writing(session()):
        looking.record(
            session(), actor(), enrolment.id, wave, reason, form["line"].data or "", now()
        )
    shows_keys = _shows_keys(own, wave, taken)
    page = render_template(
        "cohorts/answers.html",
        cohort=own.cohort,
        links=links(own.cohort),
        number=enrolment.card_number,
        test=test_name(wave),
        answered=list(_answered(taken, shows_keys)),
        shows_keys=shows_keys,
        follow_up=wave in FOLLOW_UPS,
    )
    return make_response(page)


def test_name(wave: Wave) -> str:
    """What a test is called on screen."""
    if wave in FOLLOW_UPS:
        return follow_up_name(wave)
    return say("Pre-test") if wave is Wave.PRE else say("Post-test")


def _enrolment(cohort_id: uuid.UUID, number: int) -> Enrolment:
    found = session().scalar(
        select(Enrolment).where(
            Enrolment.cohort_id == cohort_id,
            # A number beyond what a database can count is nobody's.
            Enrolment.card_number == min(number, 2**31 - 1),
            Enrolment.deleted_at.is_(None),
        )
    )
    return found or access.missing()


def _standing(own: Trained, enrolment: Enrolment) -> Standing:
    return standing.load(
        connection(), Membership.of(enrolment, own.cohort), own.steps_of(enrolment)
    )


def _tests_to_see(stands: Standing) -> list[tuple[Wave, str]]:
    """The tests that are over for this person and hold answers."""
    return [
        (wave, test_name(wave))
        for wave in Wave
        if wave in stands.attempts
        and stands.attempts[wave].answered
        and stands.state(wave, now()).has_score
    ]


def _shows_keys(own: Trained, wave: Wave, taken: Taking) -> bool:
    """Keys are said once none of the trainer's sessions can be asked these questions any more.

    Those of follow-ups never.
    """
    if wave in FOLLOW_UPS or not closings.over(connection(), own.cohort.id, Wave.POST, now()):
        return False
    forms = {one.item.rpartition("-")[2] for one in taken.asked}
    return not any(_may_be_asked(taken, form) for form in forms)


def _may_be_asked(taken: Taking, form: str) -> bool:
    """Whether this form is still asked in one of the trainer's sessions, as its questions' page."""
    grants, slots = access.signed_in().grants, {slot_of(one.item) for one in taken.asked}
    courses = [
        one.id
        for one in house().library.courses.values()
        if slots & {*one.blueprint, *one.follow_up_slots}
    ]
    scope = Scope(grants.cohorts_trained, grants.programmes_trained)
    return open_forms.may_be_asked(session(), scope, courses, form, now())


def _answered(taken: Taking, shows_keys: bool) -> Iterator[Answered]:
    verdicts = {one.wording: one.verdict for one in recounting.holding(connection())}
    for asked in taken.asked:
        yield _one(taken, asked, shows_keys, verdicts.get(asked.wording))


def _one(taken: Taking, asked: Asked, shows_keys: bool, verdict: Verdict | None) -> Answered:
    worded = house().wordings.find(connection(), asked.wording)
    item = verdict.item if verdict else worded
    response = taken.responses.get(asked.item)
    key = item if shows_keys else None
    return Answered(
        worded.stem.in_(language()),
        None if response is None else choice_text(worded, response.choice),
        question(key).points(response.choice) > 0 if key and response else None,
        key_text(key) if key else None,
        item is None,
    )


def _page(own: Trained, enrolment: Enrolment, form: LookForm | None = None) -> Response:
    stands = _standing(own, enrolment)
    tests = _tests_to_see(stands)
    if form is None:
        form = LookForm()
        form.offer(tests)
    page = render_template(
        "cohorts/person.html",
        cohort=own.cohort,
        links=links(own.cohort),
        number=enrolment.card_number,
        states=[(test_name(wave), state_word(stands.state(wave, now()))) for wave in Wave],
        progress=[
            Progress(module, ["done" if s in stands.done else "todo" for s in steps_of(module)])
            for module in house().library.modules_of(own.course_of(enrolment))
        ],
        form=form,
        seen=bool(tests),
        longest=looking.LONGEST_LINE,
    )
    return make_response(page, 422 if form.errors else 200)
