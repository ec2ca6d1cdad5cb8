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

LONGEST_PATH = 20


@both_paths("/module/<int:place>/case", methods=["GET"])
@access.permit(access.is_trainee, access.is_staff)
def case(course_id: str | None, place: int) -> str | AnyResponse:
    """The case at the decision that the choices so far lead to."""
    following = reading(course_id)
    shown = following.module(place)
    if following.trainee and not following.standing().modules_open(now()):
        return locked()
    path = [part for part in request.args.get("path", "").split(".") if part][:LONGEST_PATH]
    chosen = request.args.get("choice")
    taken, node = _walk(shown.case, [*path, chosen] if chosen else path)
    return render_template(
        "learning/case.html",
        reading=following,
        module=shown,
        place=place,
        case=shown.case,
        node=node,
        is_ending=isinstance(node, Ending),
        last=taken[-1] if taken else None,
        path=".".join(choice.id for choice in taken),
        asked_again=chosen is None and "path" in request.args,
    )


def _walk(told: Case, chosen: list[str]) -> tuple[list[Choice], Decision | Ending]:
    """The choices made and where they lead; a choice that does not exist is as if not made."""
    taken: list[Choice] = []
    node = told.node(told.start)
    for name in chosen:
        if not isinstance(node, Decision):
            break
        try:
            choice = node.choice(name)
        except KeyError:
            break
        taken.append(choice)
        node = told.node(choice.next)
    return taken, node


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
        return _practice_page(following, shown, place, number, item, kind)
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
