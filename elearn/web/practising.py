"""The case and the practice of a module: nothing chosen here is kept beyond "done".

What was chosen travels in the address or the form, never into a row.
"""

from random import Random

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from elearn.courses.cases import Case, Choice, Decision, Ending
from elearn.courses.content import Module
from elearn.courses.items import PracticeItem
from elearn.quizzes.questions import UNKNOWN, Kind, NotAnAnswer, question
from elearn.quizzes.questions import Choice as Chosen
from elearn.web import access
from elearn.web.asking import fields_of, moved, refusal, typed
from elearn.web.house import now
from elearn.web.learning import locked
from elearn.web.reading import Reading, both_paths_of, reading

pages = Blueprint("practising", __name__)
both_paths = both_paths_of(pages)


@both_paths("/module/<int:place>/case", methods=["GET"])
@access.permit(access.is_trainee, access.is_staff)
def case(course_id: str | None, place: int) -> str | AnyResponse:
    """The case at the decision that the choices so far lead to."""
    following = reading(course_id)
    if following.trainee and not following.standing().modules_open(now()):
        return locked()
    return case_page(following, place, request.args.get("at"), request.args.get("choice"))


def case_page(following: Reading, place: int, at: str | None, chosen: str | None) -> str:
    """The case after one choice at one decision: the same whatever was chosen before."""
    shown = following.module(place)
    taken, node = _decided(shown.case, at, chosen)
    return render_template(
        "learning/case.html",
        reading=following,
        module=shown,
        place=place,
        case=shown.case,
        node=node,
        is_ending=isinstance(node, Ending),
        last=taken,
        asked_again=at is not None and chosen is None,
    )


def _decided(
    told: Case, at: str | None, chosen: str | None
) -> tuple[Choice | None, Decision | Ending]:
    """The choice made and where it leads; what does not exist is as if not asked for."""
    try:
        node = told.node(at or told.start)
        if not isinstance(node, Decision):
            return None, told.node(told.start)
        choice = node.choice(chosen) if chosen else None
    except KeyError:
        return None, told.node(told.start)
    return (choice, told.node(choice.next)) if choice else (None, node)


@both_paths("/module/<int:place>/practice/<int:number>", methods=["GET", "POST"])
@access.permit(access.is_trainee, access.is_staff)
def practice(course_id: str | None, place: int, number: int) -> str | AnyResponse | tuple[str, int]:
    """One practice question; posted, it answers at once and forgets."""
    following = reading(course_id)
    shown = following.module(place)
    if following.trainee and not following.standing().modules_open(now()):
        return locked()
    if not 1 <= number <= len(shown.practice):
        access.missing()
    item = shown.practice[number - 1]
    kind = question(item)
    if request.method == "GET":
        return practice_page(following, place, number, seen="seen" in request.args)
    fields = fields_of(item.id)
    try:
        move = moved(kind, request.form.get("move"), fields)
        if move is not None:
            return _practice_page(following, shown, place, number, item, kind, choice=move)
        answered, choice = kind.read(fields)
    except NotAnAnswer as refused:
        page = _practice_page(
            *(following, shown, place, number, item, kind),
            choice=typed(kind, fields),
            refused=refusal(refused),
            unknown=bool(fields.get(UNKNOWN)),
        )
        return page, 422
    return _practice_page(
        following, shown, place, number, item, kind, choice=choice, answered=answered, told=True
    )


def practice_page(following: Reading, place: int, number: int, *, seen: bool = False) -> str:
    """A practice question, or with `seen` its whole answer, as a telephone keeps it."""
    shown = following.module(place)
    item = shown.practice[number - 1]
    kind = question(item)
    return _practice_page(following, shown, place, number, item, kind, answered=seen, told=seen)


def _practice_page(
    following: Reading,
    shown: Module,
    place: int,
    number: int,
    item: PracticeItem,
    kind: Kind,
    *,
    choice: Chosen = None,
    answered: bool = False,
    told: bool = False,
    refused: str | None = None,
    unknown: bool = False,
) -> str:
    return render_template(
        "learning/practice.html",
        reading=following,
        module=shown,
        place=place,
        number=number,
        item=item,
        kind=kind,
        # The same order at every visit of a question: nothing about the visitor is kept.
        options=kind.shown(Random(item.id)),
        choice=choice,
        answered=answered,
        told=told and (answered or item.kind == "order"),
        right=kind.points(choice) == 1,
        refused=refused,
        unknown=unknown or (told and choice is None),
        last=number == len(shown.practice),
    )
