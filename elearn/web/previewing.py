"""A test as a trainee sees it, for trainers: nothing is counted and nothing is kept.

The answers travel in the form alone; keys and explanations are shown when they are asked for.
"""

from dataclasses import dataclass
from random import Random

from flask import Blueprint, render_template, request

from elearn.courses.content import Module
from elearn.courses.items import Form, Item
from elearn.courses.library import Library
from elearn.courses.measures import reading_minutes
from elearn.courses.wording import wording_hash
from elearn.quizzes import recounting
from elearn.quizzes.questions import Choice, Kind, NotAnAnswer, question
from elearn.web import access, mending_words
from elearn.web.asking import fields_of, moved, refusal, typed
from elearn.web.database import connection
from elearn.web.house import house
from elearn.web.languages import language
from elearn.web.reading import Reading, reading

pages = Blueprint("previewing", __name__)


@dataclass(slots=True)
class Shown:
    """One question of the preview: where it comes from, and the answer so far."""

    number: int
    item: Item
    kind: Kind
    options: list[str]
    module: Module
    lesson: str
    choice: Choice = None
    answered: bool = False
    refused: str | None = None
    ruled: str | None = None
    """What an administrator ruled on this wording."""

    @property
    def right(self) -> bool:
        """Whether the whole right answer was given."""
        return self.answered and self.kind.points(self.choice) == 1


@pages.route(
    "/<language:language>/read/<course_id>/test/<any(A, B, C):form>", methods=["GET", "POST"]
)
@access.permit(access.is_trainer, access.is_administrator)
def preview(course_id: str, form: Form) -> str | tuple[str, int]:
    """One form of a course's test: A and B before and after, C some weeks later."""
    following = reading(course_id)
    shown = _shown(following, form, house().library)
    if request.method == "POST":
        for one in shown:
            _read(one)
    told = "keys" in request.form and not any(one.refused for one in shown)
    page = render_template(
        "learning/preview.html",
        reading=following,
        form=form,
        shown=shown,
        told=told,
        right=sum(one.right for one in shown),
        minutes=reading_minutes((one.item for one in shown), language()),
        modules=following.modules,
    )
    return (page, 422) if any(one.refused for one in shown) else page


def _shown(following: Reading, form: Form, library: Library) -> list[Shown]:
    test = library.follow_up if form == "C" else library.form
    verdicts = recounting.verdicts(connection())
    found = []
    for number, written in enumerate(test(following.course, form), 1):
        verdict = verdicts.get(wording_hash(written))
        item = (verdict.item if verdict else None) or written
        kind, module = question(item), library.module_of[item.slot]
        place = following.course.modules.index(module.slug) + 1
        lesson = following.address("learning.lesson", place=place, number=item.lesson)
        shown = Shown(number, item, kind, kind.shown(Random(item.id)), module, lesson)
        shown.ruled = mending_words.state(verdict)
        found.append(shown)
    return found


def _read(one: Shown) -> None:
    fields = fields_of(one.item.id)
    move = moved(one.kind, request.form.get("move"), fields)
    if move is not None:
        one.choice = move
        return
    try:
        one.answered, one.choice = one.kind.read(fields)
    except NotAnAnswer as refused:
        one.refused, one.choice = refusal(refused), typed(one.kind, fields)
