"""What was changed in a session, the latest first, and « Undo » beside it.

Right after an act its page shows the same: redirect to it with `change=<id>`, call `told()`, and
let the template include `parts/undo.html`. A further kind of act is named in KINDS, its sentence
in `change_words.py`.
"""

import uuid

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.models import Mode
from elearn.db import writing
from elearn.people import undoing
from elearn.people.models import Change
from elearn.people.undoing import CannotUndo, Kind, NoSuchChange
from elearn.programmes import (
    archiving,
    cohort_editing,
    cohort_trainers,
    merging,
    moving,
    withdrawing,
)
from elearn.quizzes import choosing, rules
from elearn.web import access, change_words, drafts
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.training import Trained, actor, links, of_programme, trained

pages = Blueprint("undoing", __name__)

A_PAGE = 40
LAST_PAGE = 10_000
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        cohort_editing.EDITED,
        archiving.COHORT_ARCHIVED,
        archiving.COHORT_RESTORED,
        choosing.CHOSEN,
        *rules.KINDS.values(),
        withdrawing.WITHDRAWN,
        moving.MOVED,
        merging.MERGED,
    )
}
# Taken back by those alone who may do them: trainers of the whole programme.
OF_THE_PROGRAMME: dict[str, Kind] = {
    kind.name: kind for kind in (cohort_trainers.ADDED, cohort_trainers.REMOVED)
}


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/history")
@access.permit(access.is_trainer)
def history(cohort_id: uuid.UUID) -> Response:
    """What was changed, by whom and when."""
    return _page(trained(cohort_id))


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/history/<uuid:change_id>/undo")
@access.permit(access.is_trainer)
def undo(cohort_id: uuid.UUID, change_id: uuid.UUID) -> AnyResponse:
    """Take one change back; the page says why where it cannot be."""
    own = trained(cohort_id)
    refused_draft = _refused_draft(own, change_id)
    if refused_draft:
        return _page(own, refused_draft)
    try:
        with writing(session()):
            undoing.undo(session(), change_id, cohort_id, kinds(own), actor=actor(), now=now())
    except NoSuchChange:
        access.missing()
    except CannotUndo as refused:
        return _page(own, change_words.refusal(refused.why))
    return redirect(url_for("undoing.history", cohort_id=cohort_id, change=change_id), 303)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/history/<uuid:_change_id>/undo")
@access.permit(access.is_trainer)
def after_undoing(cohort_id: uuid.UUID, _change_id: uuid.UUID) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page (another language): the list."""
    trained(cohort_id)
    return redirect(url_for("undoing.history", cohort_id=cohort_id), 303)


def _refused_draft(own: Trained, change_id: uuid.UUID) -> str | None:
    """Why not, where tests on drafts would open by themselves again."""
    change = undoing.one(session(), change_id, own.cohort.id)
    before = change.before if change else {}
    edited = change is not None and change.kind == cohort_editing.EDITED.name
    online = before.get("mode", own.cohort.mode) == Mode.ONLINE
    again = edited and online and ("mode" in before or "course_id" in before)
    if not again and not before.get("opens_at"):
        return None
    course_id = before.get("course_id", own.cohort.course_id)
    course = house().library.courses.get(course_id)
    return drafts.refusal(course) if course else None


def kinds(own: Trained) -> dict[str, Kind]:
    """The kinds of acts that whoever asks may take back in this session."""
    return {**KINDS, **OF_THE_PROGRAMME} if of_programme(own.cohort) else KINDS


def told(place_id: uuid.UUID) -> Change | None:
    """The change that the address names, if it is one of this place: for the notice after an act.

    No query where the address names none.
    """
    change_id = request.args.get("change", type=uuid.UUID)
    return undoing.one(session(), change_id, place_id) if change_id else None


def _page(own: Trained, sentence: str | None = None) -> Response:
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    found = undoing.of_place(session(), own.cohort.id, limit=A_PAGE + 1, offset=(page - 1) * A_PAGE)
    told_now = request.args.get("change", type=uuid.UUID)
    body = render_template(
        "cohorts/history.html",
        cohort=own.cohort,
        links=links(own.cohort),
        zone=own.time_zone,
        local=own.local,
        changes=found[:A_PAGE],
        more=len(found) > A_PAGE,
        page=page,
        told_now=told_now,
        sentence=sentence,
        say_change=change_words.sentence,
        lines_of=change_words.lines,
        may_undo=kinds(own),
    )
    return make_response(body, 422 if sentence else 200)
