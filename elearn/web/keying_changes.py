"""Keyed sheets looked at again: differences decided, an answer corrected, a sheet taken back."""

import re
import uuid
from collections.abc import Sequence

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField, ValidationError
from wtforms.fields import Field
from wtforms.validators import DataRequired

from elearn.db import writing
from elearn.quizzes import keying_changes
from elearn.quizzes.double_entry import Difference
from elearn.quizzes.keying import CannotBeKeyed, UnknownCard, Unreadable
from elearn.quizzes.keying_changes import NoSuchQuestion
from elearn.quizzes.waves import Wave
from elearn.web import access, keying_words, training
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.keying_pages import address, desk_of, hand, page, refusal
from elearn.web.languages import later, say
from elearn.web.paper_forms import LONGEST_REASON, Whole
from elearn.web.training import Trained

pages = Blueprint("keying_changes", __name__)

LONGEST_SIGNS = 10
CARD = Whole(1, later("Write the number of the card, such as 7."))


def _not_a_story(_form: PageForm, field: Field) -> None:
    """Names creep into long reasons."""
    if len(field.data or "") > LONGEST_REASON:
        raise ValidationError(say("Write at most %(limit)s signs.", limit=LONGEST_REASON))


REASON = (DataRequired(later("Write why.")), _not_a_story)


class CorrectionForm(PageForm):
    """One question of one sheet as the paper has it, and why it changes."""

    card = StringField(later("Card number"), [CARD])
    place = StringField(
        later("Number of the question"), [Whole(1, later("Write the question’s number."))]
    )
    sign = StringField(
        later("What the paper says"), [DataRequired(later("Type its letters, “?” or “-”."))]
    )
    reason = StringField(later("Reason"), REASON)

    @property
    def signs(self) -> dict[int, str]:
        """What was typed, by the question, once checked."""
        return {int(self.place.data or ""): (self.sign.data or "")[:LONGEST_SIGNS]}


class BackForm(PageForm):
    """The sheet that is taken back, and why."""

    back_card = StringField(later("Card number"), [CARD])
    back_reason = StringField(later("Reason"), REASON)


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/keying/<wave:wave>/differences/<int:card>",
    methods=["GET", "POST"],
)
@access.permit(access.is_trainer)
def differences(cohort_id: uuid.UUID, wave: Wave, card: int) -> AnyResponse:
    """Where two entries of a sheet differ; posted, what the paper says."""
    own = training.trained(cohort_id)
    place = desk_of(own, wave).places.get(card)
    if place is None:
        access.missing()
    found = place.disputed
    if request.method == "GET" or not found:
        return page("differences", own, wave, 200, card=card, found=found, signs={}, problems=())
    return _decide(own, wave, card, found)


def _decide(own: Trained, wave: Wave, card: int, found: Sequence[Difference]) -> AnyResponse:
    signs = {one.place: request.form.get(f"q{one.place}", "")[:LONGEST_SIGNS] for one in found}
    problems = [
        say("Question %(n)s: type what the paper says.", n=place)
        for place, sign in signs.items()
        if not re.sub(r"\s", "", sign)
    ]
    try:
        if not problems:
            reason = say("Keyed twice, decided by the paper")
            with writing(session()):
                keying_changes.change(
                    session(), own.cohort.id, wave, card, signs, reason=reason, by=hand()
                )
    except (CannotBeKeyed, Unreadable) as error:
        problems = refusal(error, card)
    if problems:
        return page(
            "differences",
            own,
            wave,
            422,
            card=card,
            found=found,
            signs=signs,
            problems=problems,
        )
    return redirect(address(own, wave, "keying_changes.differences", card=card), 303)


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/keying/<wave:wave>/correct",
    methods=["GET", "POST"],
)
@access.permit(access.is_trainer)
def correct(cohort_id: uuid.UUID, wave: Wave) -> AnyResponse:
    """Correct one question of a keyed sheet, with a reason."""
    own = training.trained(cohort_id)
    form = CorrectionForm.posted()
    if request.method == "GET" or not form.validate():
        return _page(own, wave, correction=form)
    card = int(form.card.data or "")
    try:
        with writing(session()):
            keying_changes.change(
                session(),
                cohort_id,
                wave,
                card,
                form.signs,
                reason=(form.reason.data or "").strip(),
                by=hand(),
            )
    except NoSuchQuestion:
        form.place.errors = [say("The sheet has no question of this number.")]
    except Unreadable as error:
        form.sign.errors = keying_words.problems(error.problems)
    except (CannotBeKeyed, UnknownCard) as error:
        form.card.errors = refusal(error, card)
    if form.errors:
        return _page(own, wave, correction=form)
    return redirect(address(own, wave, "keying_changes.correct", kept="correction"), 303)


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/keying/<wave:wave>/take-back",
    methods=["GET", "POST"],
)
@access.permit(access.is_trainer)
def take_back(cohort_id: uuid.UUID, wave: Wave) -> AnyResponse:
    """Set a keyed sheet aside, with a reason, so that it can be keyed anew."""
    own = training.trained(cohort_id)
    if request.method == "GET":
        return redirect(address(own, wave, "keying_changes.correct"), 303)
    form = BackForm.posted()
    if not form.validate():
        return _page(own, wave, back=form)
    card = int(form.back_card.data or "")
    try:
        with writing(session()):
            keying_changes.take_back(
                session(),
                cohort_id,
                wave,
                card,
                reason=(form.back_reason.data or "").strip(),
                by=hand(),
            )
    except (CannotBeKeyed, UnknownCard) as error:
        form.back_card.errors = refusal(error, card)
        return _page(own, wave, back=form)
    return redirect(address(own, wave, card=card), 303)


def _page(
    own: Trained,
    wave: Wave,
    *,
    correction: CorrectionForm | None = None,
    back: BackForm | None = None,
) -> AnyResponse:
    correction, back = correction or CorrectionForm(), back or BackForm()
    kept = say("The correction is kept, with its reason.") if "kept" in request.args else None
    status = 422 if correction.errors or back.errors else 200
    return page("correct", own, wave, status, correction=correction, back=back, kept=kept)
