"""One card of a session: what became of its tests, and what the trainer allows this person."""

import uuid
from dataclasses import dataclass
from itertools import compress

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.quizzes import allowances, follow_up, late, standing
from elearn.quizzes.allowances import (
    Act,
    AllowedMeanwhile,
    AskedOnce,
    NoLimit,
    NotAllowed,
    Past,
    TooLate,
)
from elearn.quizzes.policies import Allowing
from elearn.quizzes.standing import Membership, Standing
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.reports.roster import WAVES
from elearn.web import access, room_page
from elearn.web.allowing_forms import AllowForm, LateForm, MinutesForm, instant
from elearn.web.database import connection, session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import say
from elearn.web.learning import follow_up_name
from elearn.web.room import state_word
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("allowing", __name__)

CARD = "/<language:language>/cohorts/<uuid:cohort_id>/card/<int:number>"
LATE = CARD + '/late/<any(pre, post, "follow-up", "six-months"):wave>'


@dataclass(frozen=True, slots=True)
class Holder:
    """The person with one card of the trainer's session."""

    own: Trained
    enrolment: Enrolment

    @property
    def stands(self) -> Standing:
        """Where the person stands."""
        member = Membership.of(self.enrolment, self.own.cohort)
        return standing.load(connection(), member, self.own.steps_of(self.enrolment))

    @property
    def tests(self) -> list[Wave]:
        """The tests of this page: both, and the follow-ups that have opened."""
        cohort = self.own.cohort
        opened = [follow_up.window(w, cohort.ends_on, cohort.time_zone) for w in FOLLOW_UPS]
        begun = [w.opened_at is not None and w.opened_at <= now() for w in opened]
        return [*WAVES, *compress(FOLLOW_UPS, begun)]

    @property
    def opens(self) -> list[Wave]:
        """Those that can be opened for this person: in a closed session the follow-ups alone."""
        closed = self.own.cohort.closed_at is not None
        return [wave for wave in self.tests if not closed or wave in FOLLOW_UPS]

    @property
    def address(self) -> str:
        """The card's page."""
        number = self.enrolment.card_number
        return url_for("allowing.card", cohort_id=self.own.cohort.id, number=number)


def _holder(cohort_id: uuid.UUID, number: int) -> Holder:
    own = trained(cohort_id)
    found = session().scalar(
        select(Enrolment).where(
            Enrolment.cohort_id == cohort_id,
            # A number beyond what a database can count is nobody's.
            Enrolment.card_number == min(number, 2**31 - 1),
            Enrolment.deleted_at.is_(None),
        )
    )
    return Holder(own, found or access.missing())


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/card")
@access.permit(access.is_trainer)
def find(cohort_id: uuid.UUID) -> AnyResponse:
    """To the page of the card chosen in the room."""
    number = request.args.get("card", 0, type=int)
    return redirect(_holder(cohort_id, max(number, 0)).address, 303)


@pages.get(CARD)
@access.permit(access.is_trainer)
def card(cohort_id: uuid.UUID, number: int) -> Response:
    """The states of the tests, never a score; what was allowed, and what can be."""
    return _page(_holder(cohort_id, number))


@pages.get(CARD + "/<any(allow, minutes):_act>")
@pages.get(LATE)
@access.permit(access.is_trainer)
def after_an_act(cohort_id: uuid.UUID, number: int, **_parts: str) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page: the card."""
    return redirect(_holder(cohort_id, number).address, 303)


@pages.post(CARD + "/allow")
@access.permit(access.is_trainer)
def allow(cohort_id: uuid.UUID, number: int) -> AnyResponse:
    """Open a test for one person: longer, or again."""
    holder, form = _holder(cohort_id, number), AllowForm.posted()
    if not holder.opens:
        return room_page.closed(holder.own)
    form.offer(holder.opens)
    if not form.validate():
        return _page(holder, allow=form)
    until = instant(form["until"].data, holder.own.time_zone)
    second = form["kind"].data == Allowing.SECOND_TRY
    decide = allowances.again if second else allowances.extend
    try:
        with writing(session()):
            act = _act(holder, form["reason"].data, form["seen"].data)
            assert until is not None
            decide(session(), holder.enrolment, Wave(form["wave"].data), until, act)
    except Past:
        form["until"].errors = [say("This moment has passed.")]
        return _page(holder, allow=form)
    except TooLate:
        form["until"].errors = [say("At most two weeks after the last day of this test.")]
        return _page(holder, allow=form)
    except AskedOnce:
        form["kind"].errors = [say("This test has no second try. Let it stand open longer.")]
        return _page(holder, allow=form)
    except (NotAllowed, AllowedMeanwhile, CohortClosed) as refused:
        return _refused(holder, refused, allow=form)
    return redirect(holder.address, 303)


@pages.post(CARD + "/minutes")
@access.permit(access.is_trainer)
def minutes(cohort_id: uuid.UUID, number: int) -> AnyResponse:
    """Give one person more minutes."""
    holder, form = _holder(cohort_id, number), MinutesForm.posted()
    if not form.validate():
        return _page(holder, more=form)
    try:
        with writing(session()):
            act = _act(holder, form["why"].data, form["seen"].data)
            wave, more = Wave(form["limited"].data), form["minutes"].data
            allowances.give_minutes(session(), holder.enrolment, wave, more, act)
    except NoLimit:
        form["limited"].errors = [say("This test has no time limit.")]
        return _page(holder, more=form)
    except (NotAllowed, AllowedMeanwhile, CohortClosed) as refused:
        return _refused(holder, refused, more=form)
    return redirect(holder.address, 303)


@pages.post(LATE)
@access.permit(access.is_trainer)
def decide(cohort_id: uuid.UUID, number: int, wave: str) -> AnyResponse:
    """Count one person's late answers, or leave them out, once."""
    holder, form = _holder(cohort_id, number), LateForm(request.form, prefix=f"{wave}-")
    if not form.validate():
        return _page(holder, deciding={Wave(wave): form})
    try:
        with writing(session()):
            late.decide(
                session(),
                holder.enrolment,
                Wave(wave),
                count=request.form.get("decision") == "count",
                wordings=house().wordings,
                reason=form["reason"].data.strip(),
                actor=actor(),
                now=now(),
            )
    except late.NothingToDecide:
        return _page(holder, sentence=say("Somebody has decided already: see below."))
    return redirect(holder.address, 303)


def _act(holder: Holder, reason: str, seen: int) -> Act:
    return Act(actor(), reason.strip(), now(), holder.own.steps_of(holder.enrolment), seen)


def _refused(
    holder: Holder,
    refused: NotAllowed | AllowedMeanwhile | CohortClosed,
    *,
    allow: AllowForm | None = None,
    more: MinutesForm | None = None,
) -> Response:
    if isinstance(refused, CohortClosed):
        return room_page.closed(holder.own)
    if isinstance(refused, AllowedMeanwhile):
        sentence = say("Something was just allowed for this card: see below, then decide.")
    else:
        sentence = say(
            "This would change nothing. The test of this card: %(state)s.",
            state=state_word(refused.state),
        )
    return _page(holder, sentence=sentence, allow=allow, more=more)


def kind_word(kind: Allowing) -> str:
    """What was allowed, in the reader's language."""
    return {
        Allowing.EXTENSION: say("open longer"),
        Allowing.MORE_TIME: say("more minutes"),
        Allowing.SECOND_TRY: say("second try"),
        Allowing.LATE_COUNTED: say("late answers counted"),
        Allowing.LATE_EXCLUDED: say("late answers left out"),
    }[kind]


def _page(
    holder: Holder,
    *,
    sentence: str | None = None,
    allow: AllowForm | None = None,
    more: MinutesForm | None = None,
    deciding: dict[Wave, LateForm] | None = None,
) -> Response:
    own, stands = holder.own, holder.stands
    past = allowances.history(session(), holder.enrolment.id)
    waiting = [w for w in Wave if w in stands.attempts and stands.attempts[w].late == "waiting"]
    forms = {w: (deciding or {}).get(w) or LateForm(prefix=f"{w}-") for w in waiting}
    allow, more = allow or AllowForm(), more or MinutesForm()
    allow.offer(holder.opens)
    posted: tuple[PageForm, ...] = (allow, more, *forms.values())
    refused = next((form for form in posted if form.errors), None)
    page = render_template(
        "cohorts/card.html",
        cohort=own.cohort,
        links=links(own.cohort),
        zone=own.time_zone,
        local=own.local,
        number=holder.enrolment.card_number,
        address=holder.address,
        tests=[(wave, state_word(stands.state(wave, now())), stands) for wave in holder.tests],
        opens=holder.opens,
        later=[wave for wave in holder.opens if wave in FOLLOW_UPS],
        withdrawn=holder.enrolment.withdrawn_at is not None,
        past=past,
        kind_word=kind_word,
        follow_up_name=follow_up_name,
        sentence=sentence,
        refused=refused,
        allow=allow,
        more=more if any(stands.policy(wave).minutes for wave in WAVES) else None,
        late=forms,
    )
    return make_response(page, 422 if sentence or refused else 200)
