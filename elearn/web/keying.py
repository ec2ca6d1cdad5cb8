"""Sheets of paper in: one line of letters a card, typed once, and again to check it."""

import uuid

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from elearn.db import writing
from elearn.quizzes import booklets, keying
from elearn.quizzes.keying import CannotBeKeyed, KeyedTwice, NotPrinted, UnknownCard, Unreadable
from elearn.quizzes.keying_desk import Desk
from elearn.quizzes.waves import Wave
from elearn.web import access, keying_words, training
from elearn.web.database import session
from elearn.web.keying_pages import (
    Typed,
    address,
    asked_again,
    asked_of,
    desk_of,
    hand,
    refusal,
    sheet_page,
)
from elearn.web.languages import say
from elearn.web.training import Trained

pages = Blueprint("keying", __name__)

LONGEST_LINE = 1000
LARGEST_CARD = 9999
FORMS = ("A", "B", "C")


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/keying/<wave:wave>", methods=["GET", "POST"]
)
@access.permit(access.is_trainer)
def sheet(cohort_id: uuid.UUID, wave: Wave) -> AnyResponse:
    """Key the next sheet, or the one of a card that was chosen."""
    own = training.trained(cohort_id)
    if request.method == "GET":
        return _sheet(own, wave, _chosen(own, wave))
    typed = _typed()
    try:
        with writing(session()):
            keying.key(session(), cohort_id, wave, typed.card or 0, typed.form, typed.line, hand())
    except (CannotBeKeyed, UnknownCard, Unreadable) as error:
        typed.problems = refusal(error, typed.card)
        return _sheet(own, wave, typed)
    except NotPrinted:
        return redirect(address(own, wave), 303)
    return redirect(address(own, wave, kept=typed.card), 303)


def _typed() -> Typed:
    form = request.form.get("form", "")
    line = request.form.get("line", "")[:LONGEST_LINE]
    return Typed(_card(request.form.get("card")), form if form in FORMS else "", line)


def _card(written: str | None) -> int | None:
    if not written or not written.strip().isascii() or not written.strip().isdigit():
        return None
    return min(int(written.strip()[:6]), LARGEST_CARD)


def _chosen(own: Trained, wave: Wave) -> Typed:
    """The card and the form that the address names, else the next and the one printed for it."""
    desk = desk_of(own, wave)
    asked_for = request.args.get("card")
    card = _card(asked_for) if asked_for else next(iter(desk.waiting), None)
    place = desk.places.get(card) if card is not None else None
    if place is None:
        unknown = [keying_words.unknown_card(card)] if asked_for else []
        return Typed(card if unknown else None, "", problems=unknown)
    wanted = request.args.get("form", "")
    person = booklets.tested(session(), own.cohort).get(place.card)
    if wanted not in booklets.forms_of(wave):
        wanted = booklets.form_for(session(), own.cohort, person, wave) if person else ""
    return Typed(place.card, wanted, problems=[] if place.waits else [keying_words.held(place)])


def _sheet(own: Trained, wave: Wave, typed: Typed) -> AnyResponse:
    desk = desk_of(own, wave)
    place = desk.places.get(typed.card or 0)
    asked = asked_of(own, wave, typed.form) if place and place.waits else ()
    return sheet_page(
        own,
        wave,
        desk,
        typed,
        asked,
        forms=sorted(booklets.booklets(session(), own.cohort, wave)),
        same=_same_form(own, wave, typed.card, typed.form) if asked else False,
        kept=_kept(desk),
    )


def _same_form(own: Trained, wave: Wave, card: int | None, form: str) -> bool:
    """Whether this card took this form in the first test: shown, and no pair."""
    if wave is not Wave.POST or card is None:
        return False
    first = desk_of(own, Wave.PRE).places.get(card)
    return first is not None and first.form == form


def _kept(desk: Desk) -> str | None:
    place = desk.places.get(_card(request.args.get("kept")) or 0)
    if place is None or not place.keyed:
        return None
    return keying_words.counted(place)


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/keying/<wave:wave>/again",
    methods=["GET", "POST"],
)
@access.permit(access.is_trainer)
def again(cohort_id: uuid.UUID, wave: Wave) -> AnyResponse:
    """Key a sheet a second time without seeing the first: it changes no score."""
    own = training.trained(cohort_id)
    if request.method == "GET":
        desk = desk_of(own, wave)
        asked_for = request.args.get("card")
        card = _card(asked_for) if asked_for else next(iter(desk.once), None)
        return _again(own, wave, Typed(card, ""))
    typed = _typed()
    try:
        with writing(session()):
            found = keying.key_again(
                session(), cohort_id, wave, typed.card or 0, typed.line, hand()
            )
    except (CannotBeKeyed, UnknownCard, Unreadable) as error:
        typed.problems = refusal(error, typed.card)
        return _again(own, wave, typed)
    except KeyedTwice:
        return redirect(address(own, wave, "keying.again"), 303)
    if found:
        return redirect(address(own, wave, "keying_changes.differences", card=typed.card), 303)
    return redirect(address(own, wave, "keying.again", agreed=typed.card), 303)


def _again(own: Trained, wave: Wave, typed: Typed) -> AnyResponse:
    desk = desk_of(own, wave)
    place = desk.places.get(typed.card or 0)
    ready = place is not None and place.keyed and not place.both
    if typed.card is not None and not ready and not typed.problems:
        typed.problems = [
            keying_words.twice(place) if place else keying_words.unknown_card(typed.card)
        ]
    asked = asked_again(place) if place and ready else ()
    typed.form = place.form or "" if place else ""
    return sheet_page(own, wave, desk, typed, asked, kept=_agreed(desk), again=True)


def _agreed(desk: Desk) -> str | None:
    place = desk.places.get(_card(request.args.get("agreed")) or 0)
    if place is None or not place.both:
        return None
    return say("Card %(card)s: both entries say the same.", card=place.card)
