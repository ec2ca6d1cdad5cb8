"""Who trains a session: seen by its trainers, changed by those of the whole programme."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from elearn.db import writing
from elearn.programmes import cohort_trainers
from elearn.programmes.cohort_trainers import LastTrainer, NotATrainer, Trainer
from elearn.web import access, change_words, undoing
from elearn.web.cohort_forms import Chosen
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import now
from elearn.web.languages import later
from elearn.web.training import Trained, actor, links, of_programme, trained

pages = Blueprint("cohort_trainers", __name__)


class TrainerForm(PageForm):
    """One of those who train for the programme, by username."""

    username = Chosen(later("Username"))

    def offer(self, people: Sequence[Trainer]) -> None:
        """Those who may be chosen."""
        username = self["username"]
        assert isinstance(username, SelectField)
        username.choices = [SelectChoice(one.username) for one in people]


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/trainers")
@access.permit(access.is_trainer)
def trainers(cohort_id: uuid.UUID) -> Response:
    """Its own trainers and those of its programme."""
    return _page(trained(cohort_id))


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/trainers/<any(add, remove):act>")
@access.permit(access.is_trainer)
def change(cohort_id: uuid.UUID, act: str) -> AnyResponse:
    """One trainer more, or one less; the last one stays."""
    own = trained(cohort_id)
    if not of_programme(own.cohort):
        access.missing()
    form = TrainerForm.posted()
    form.offer(cohort_trainers.of(session(), own.cohort))
    if not form.validate():
        return _page(own, form)
    do = cohort_trainers.add if act == "add" else cohort_trainers.remove
    try:
        with writing(session()):
            told = do(session(), cohort_id, form["username"].data, actor=actor(), now=now())
    except (LastTrainer, NotATrainer):
        form["username"].errors = [change_words.refusal(cohort_trainers.LAST_TRAINER)]
        return _page(own, form)
    address = url_for(
        "cohort_trainers.trainers", cohort_id=cohort_id, change=told.id if told else None
    )
    return redirect(address, 303)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/trainers/<any(add, remove):_act>")
@access.permit(access.is_trainer)
def after_changing(cohort_id: uuid.UUID, _act: str) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language): the list."""
    trained(cohort_id)
    return redirect(url_for("cohort_trainers.trainers", cohort_id=cohort_id), 303)


def _page(own: Trained, form: TrainerForm | None = None) -> Response:
    people = cohort_trainers.of(session(), own.cohort)
    form = form or TrainerForm()
    form.offer([one for one in people if not (one.here or one.all)])
    body = render_template(
        "cohorts/trainers.html",
        cohort=own.cohort,
        links=links(own.cohort),
        people=[one for one in people if one.here or one.all],
        of_programme=of_programme(own.cohort),
        told=undoing.told(own.cohort.id),
        say_change=change_words.sentence,
        form=form,
    )
    return make_response(body, 422 if form.errors else 200)
