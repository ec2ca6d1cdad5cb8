"""One card of a session: withdrawn, moved to another session, or one of two codes of a person."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.people import codes
from elearn.people.models import Change
from elearn.programmes import merging, moving, traces, withdrawing
from elearn.programmes.merging import BOTH, CannotMerge
from elearn.programmes.moving import CannotMove
from elearn.programmes.withdrawing import AlreadyWithdrawn
from elearn.web import access, change_words
from elearn.web.cohort_forms import Chosen
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import now
from elearn.web.languages import later, say
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("leaving", __name__)

CARD = "/<language:language>/cohorts/<uuid:cohort_id>/card/<int:number>"
LONGEST_REASON = 300


class ReasonForm(PageForm):
    """Why."""

    reason = StringField(later("Reason"))

    def validate_reason(self, field: Field) -> None:
        """A reason, and no story: names creep into those."""
        if not (field.data or "").strip():
            raise ValidationError(say("Write why, without a name."))
        if len(field.data) > LONGEST_REASON:
            raise ValidationError(say("300 signs at most."))


class MoveForm(ReasonForm):
    """Where to."""

    to = Chosen(later("Session"))


class MergeForm(ReasonForm):
    """The other code or card."""

    other = StringField(later("Code of the other card, or its number in this session"))


@dataclass
class Forms:
    """The three forms of the page; those that were not sent are empty."""

    withdraw: ReasonForm
    move: MoveForm
    merge: MergeForm
    sentence: str | None = None

    @classmethod
    def of(cls, sent: str = "") -> "Forms":
        """The forms, one of them with what was sent."""
        given = {name: request.form if name == sent else None for name in FORMS}
        return cls(
            *(kind(given[name], prefix=f"{name}-") for name, kind in FORMS.items())  # type: ignore[arg-type]
        )


FORMS: dict[str, type[ReasonForm]] = {"withdraw": ReasonForm, "move": MoveForm, "merge": MergeForm}


@pages.get(CARD + "/leave")
@access.permit(access.is_trainer)
def page(cohort_id: uuid.UUID, number: int) -> Response:
    """What can be done with the card, each with its reason, each to be taken back."""
    own = trained(cohort_id)
    return _page(own, _card(own, number), Forms.of())


@pages.get(CARD + "/<any(withdraw, move, merge):_act>")
@access.permit(access.is_trainer)
def after_an_act(cohort_id: uuid.UUID, number: int, _act: str) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language)."""
    trained(cohort_id)
    return redirect(url_for("leaving.page", cohort_id=cohort_id, number=number), 303)


@pages.post(CARD + "/withdraw")
@access.permit(access.is_trainer)
def withdraw(cohort_id: uuid.UUID, number: int) -> AnyResponse:
    """The person does not come any more."""
    own, forms = trained(cohort_id), Forms.of("withdraw")
    card = _card(own, number)
    if not forms.withdraw.validate():
        return _page(own, card, forms)
    try:
        with writing(session()):
            done = withdrawing.withdraw(
                session(),
                cohort_id,
                card.id,
                actor=actor(),
                reason=forms.withdraw["reason"].data.strip(),
                now=now(),
            )
            return _done(own, done)
    except CohortClosed:
        forms.sentence = change_words.refusal(withdrawing.CLOSED)
    except AlreadyWithdrawn:
        forms.sentence = say("This card was withdrawn before.")
    return _page(own, card, forms)


@pages.post(CARD + "/move")
@access.permit(access.is_trainer)
def move(cohort_id: uuid.UUID, number: int) -> AnyResponse:
    """The person belongs to another session of the programme."""
    own, forms = trained(cohort_id), Forms.of("move")
    card = _card(own, number)
    _offer(own, forms)
    if not forms.move.validate():
        return _page(own, card, forms)
    try:
        with writing(session()):
            done = moving.move(
                session(),
                card.id,
                uuid.UUID(forms.move["to"].data),
                actor=actor(),
                reason=forms.move["reason"].data.strip(),
                now=now(),
            )
            return _done(own, done)
    except CannotMove as refused:
        forms.sentence = change_words.refusal(refused.why)
    return _page(own, card, forms)


@pages.post(CARD + "/merge")
@access.permit(access.is_trainer)
def merge(cohort_id: uuid.UUID, number: int) -> AnyResponse:
    """Two codes are one person's."""
    own, forms = trained(cohort_id), Forms.of("merge")
    card = _card(own, number)
    other = _other(own, forms.merge) if forms.merge.validate() else None
    if other is None:
        return _page(own, card, forms)
    try:
        with writing(session()):
            done = merging.merge(
                session(),
                cohort_id,
                card.person_id,
                other,
                actor=actor(),
                reason=forms.merge["reason"].data.strip(),
                now=now(),
            )
            return _done(own, done)
    except CannotMerge as refused:
        forms.sentence = _refused(refused)
    return _page(own, card, forms)


def _refused(refused: CannotMerge) -> str:
    where = refused.where
    if refused.why == BOTH and where is not None:
        if not access.signed_in().grants.trains(where.id, where.programme_id):
            return say(
                "Both codes have a test or a half-day in a session that you do not train, and two "
                "results of one person cannot be joined. Nothing is changed."
            )
        return say(
            "Both codes have a test or a half-day in the session %(name)s, and two results of one "
            "person cannot be joined. Nothing is changed.",
            name=where.name,
        )
    return change_words.refusal(refused.why)


def _other(own: Trained, form: MergeForm) -> uuid.UUID | None:
    """The person of the code or the card that was typed; None with the reason at the field."""
    typed = (form["other"].data or "").strip()
    if typed.isdecimal() and len(typed) <= 4:
        found = traces.of_card(session(), own.cohort.id, int(typed))
        if found is not None:
            return found.person_id
        form["other"].errors = [say("This session has no such card.")]
        return None
    try:
        grants = access.signed_in().grants
        trained_by = grants.cohorts_trained, grants.programmes_trained
        person = merging.of_code(session(), own.cohort, codes.read_code(typed), *trained_by)
    except codes.MistypedCode:
        form["other"].errors = [
            say("This code has a wrong or missing sign: compare it with the card.")
        ]
        return None
    if person is None:
        form["other"].errors = [say("Nobody in your sessions of this programme has this code.")]
    return person.id if person else None


def _card(own: Trained, number: int) -> Enrolment:
    # A number beyond what a database can count is nobody's.
    return traces.of_card(session(), own.cohort.id, min(number, 2**31 - 1)) or access.missing()


def _done(own: Trained, change: Change) -> AnyResponse:
    return redirect(url_for("undoing.history", cohort_id=own.cohort.id, change=change.id), 303)


def _offer(own: Trained, forms: Forms) -> None:
    grants = access.signed_in().grants
    found = moving.places(session(), own.cohort, grants.cohorts_trained, grants.programmes_trained)
    field = forms.move["to"]
    assert isinstance(field, Chosen)
    field.choices = [SelectChoice(str(one.id), one.name) for one in found]


def _page(own: Trained, card: Enrolment, forms: Forms) -> Response:
    _offer(own, forms)
    refused = next((one for one in (forms.withdraw, forms.move, forms.merge) if one.errors), None)
    body = render_template(
        "people/leave.html",
        cohort=own.cohort,
        links=links(own.cohort),
        number=card.card_number,
        withdrawn=card.withdrawn_at is not None,
        kept=traces.has_traces(session(), card.id),
        forms=forms,
        refused=refused,
    )
    return make_response(body, 422 if refused or forms.sentence else 200)
