"""A programme's releases: what the next would hold, and each one's way to being seen."""

import uuid
from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from elearn.db import writing
from elearn.documents import release_words
from elearn.programmes.models import Programme
from elearn.reports import (
    correcting,
    recomputing,
    releases,
    session_counts,
    signing_off,
    standings,
)
from elearn.reports.models import Release
from elearn.reports.releases import Altered, BeforeTheLast, Plan
from elearn.reports.standings import Stage, Standing
from elearn.web import access
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.languages import here, say, say_many
from elearn.web.training import actor

pages = Blueprint("releasing", __name__)
LONGEST_NOTE = 300
_ADDRESS = "/<language:language>/administration/programmes/<uuid:programme_id>/releases"


@pages.get(_ADDRESS)
@access.permit(access.is_administrator)
def history(programme_id: uuid.UUID) -> str:
    """What the next release would hold, and every release with who looked at it."""
    return _page(_programme(programme_id))


@pages.post(f"{_ADDRESS}/make")
@access.permit(access.is_administrator)
def make(programme_id: uuid.UUID) -> Response | tuple[str, int]:
    """Freeze the next release as of today; where nobody can be added nothing is made."""
    programme = _programme(programme_id)
    library = house().library
    try:
        with writing(session()):
            day = releases.today(programme, now())
            made = releases.make(
                session(), programme, day, library.courses, now(), library.slots, actor()
            )
    except Altered:
        return _page(programme, _altered()), 422
    except BeforeTheLast as later:
        return _page(programme, _not_before(here().day(later.as_of))), 422
    if not isinstance(made, Release):
        return _page(programme, say("Nobody can be added today. No release was made.")), 422
    return _back(programme_id)


@pages.post(f"{_ADDRESS}/<int:number>/recompute")
@access.permit(access.is_administrator)
def recompute(programme_id: uuid.UUID, number: int) -> Response:
    """Mark every test of a release again from its answers; who asked for it is recorded."""
    programme = _programme(programme_id)
    release = _standing(session(), programme, number).release
    library = house().library
    found = recomputing.compute(session(), programme, release, library.courses, library.slots)
    with writing(session()):
        recomputing.record(session(), release, found, by=actor(), now=now())
    return _back(programme_id)


@pages.get(f"{_ADDRESS}/<int:number>/sign")
@access.permit(access.is_administrator)
def look(programme_id: uuid.UUID, number: int) -> str:
    """What signing off means, before it is done."""
    return _confirm(_programme(programme_id), number)


@pages.post(f"{_ADDRESS}/<int:number>/sign")
@access.permit(access.is_administrator)
def sign(programme_id: uuid.UUID, number: int) -> Response | tuple[str, int]:
    """Sign a release off: from now on partners see it."""
    programme = _programme(programme_id)
    _standing(session(), programme, number)
    try:
        with writing(session()):
            note = request.form.get("note", "")[:LONGEST_NOTE]
            signing_off.sign(session(), programme, number, actor(), now(), note)
    except (
        signing_off.NotRecomputed,
        signing_off.SameHand,
        signing_off.SignedAlready,
        signing_off.PartNotRecomputed,
        signing_off.NoNote,
        Altered,
    ) as refused:
        return _confirm(programme, number, why(refused)), 422
    return _back(programme_id)


def _back(programme_id: uuid.UUID) -> Response:
    return redirect(url_for("releasing.history", programme_id=programme_id), 303)


def _programme(programme_id: uuid.UUID) -> Programme:
    found = session().get(Programme, programme_id)
    if found is None or found.deleted_at is not None:
        abort(404)
    return found


def _standing(reading: Session, programme: Programme, number: int) -> Standing:
    found = standings.of(reading, programme.id, number)
    if found is None:
        abort(404)
    return found


def _page(programme: Programme, sentence: str | None = None) -> str:
    found = standings.history(session(), programme.id)

    def stands(one: Standing) -> bool:
        return signing_off.stands_as_it_is(session(), programme, one)

    day = releases.today(programme, now())
    plan = releases.plan(session(), programme, day, house().library.courses, now())
    missing = session_counts.standing(session(), programme.id, plan)
    return render_template(
        "administration/releases.html",
        programme=programme,
        releases=found,
        finding=finding(found, stands),
        sentence=sentence,
        would=would(plan, any(found)),
        can_make=bool(plan.groups) or bool(found and (plan.waves or plan.sheets)),
        missing=[one for one in missing if not one.wholly_in],
        reasons=lambda one: release_words.reasons(one, here()),
        stage=stage,
        stands=stands,
        own=access.signed_in().person_id,
        changes=lambda one: len(correcting.changes(session(), one)),
    )


def _confirm(programme: Programme, number: int, sentence: str | None = None) -> str:
    standing = _standing(session(), programme, number)
    return render_template(
        "administration/sign_release.html",
        programme=programme,
        standing=standing,
        sentence=sentence,
        added=releases.added(session(), standing.release),
        stands=signing_off.stands_as_it_is(session(), programme, standing),
        longest=LONGEST_NOTE,
        hand=standing.check is not None and standing.check.checked_by == actor().id,
    )


def finding(found: tuple[Standing, ...], stands: Callable[[Standing], bool]) -> str:
    """The page's heading: what waits for somebody; `stands`: it differs, and can be signed."""
    waiting = [one for one in reversed(found) if one.stage not in signing_off.SETTLED]
    if not found:
        return say("No release yet")
    if not waiting:
        return say_many(
            "%(n)s release, and partners see it", "%(n)s releases, seen by partners", len(found)
        )
    first = waiting[0]
    number = here().number(first.release.number)
    if first.stage is Stage.MADE:
        return say("Release %(number)s waits to be recomputed", number=number)
    if first.stage is Stage.DIFFERS and not stands(first):
        return say("Release %(number)s must be corrected", number=number)
    return say("Release %(number)s waits for a signature", number=number)


def would(plan: Plan, any_before: bool) -> str:
    """What a release made today would hold."""
    people = len(plan.joining)
    if people:
        return say_many(
            "A release of today would count %(n)s enrolment more.",
            "A release of today would count %(n)s enrolments more.",
            people,
        )
    if any_before and (plan.waves or plan.sheets):
        return say("A release of today would add follow-ups or opinions, and nobody new.")
    return say("A release of today would add nobody. It takes ten people more with both tests.")


def stage(standing: Standing) -> str:
    """Where a release stands, in the reader's language."""
    return {
        Stage.MADE: say("Made. Nobody has recomputed it yet, so no partner sees it."),
        Stage.DIFFERS: say("Recomputed, and sums differ."),
        Stage.RECOMPUTED: say("Recomputed, every sum the same. It waits for a signature."),
        Stage.SIGNED: say("Signed off. Partners see it."),
        Stage.UNSIGNED: say("Made before releases were signed. Partners see it."),
    }[standing.stage]


def why(refused: Exception) -> str:
    """Why a release was not signed, and what to do."""
    if isinstance(refused, signing_off.SameHand):
        return say("You recomputed this release. Another administrator must sign it.")
    if isinstance(refused, signing_off.SignedAlready):
        return say("This release is signed already.")
    if isinstance(refused, signing_off.PartNotRecomputed):
        number = here().number(refused.number)
        return say("Recompute release %(number)s first: this one contains it.", number=number)
    if isinstance(refused, signing_off.NoNote):
        return say("Write why the release stands although sums differ.")
    if isinstance(refused, Altered):
        return _altered()
    return say("Recompute this release first. All its sums must be the same.")


def _not_before(day: str) -> str:
    return say(
        "The last release holds facts up to %(day)s, which is still to come here. Check the "
        "clock of the server.",
        day=day,
    )


def _altered() -> str:
    return say(
        "The published sums in the database are no longer those that were frozen. Bring back a "
        "backup from before the change."
    )
