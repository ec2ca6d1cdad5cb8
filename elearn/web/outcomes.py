"""What a trainee sees of their own results: counts of items, by objective, and what to reread."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template

from elearn.courses.content import Objective
from elearn.courses.items import Item
from elearn.courses.texts import Text
from elearn.quizzes import taking
from elearn.quizzes.questions import question
from elearn.quizzes.taking import Taking
from elearn.quizzes.waves import Wave
from elearn.web import access
from elearn.web.database import connection
from elearn.web.house import house, now
from elearn.web.reading import Reading, reading

pages = Blueprint("outcomes", __name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test of one person: items right, unknown and asked, and right by objective."""

    right: int
    unknown: int
    asked: int
    right_of: Counter[str]
    asked_of: Counter[str]
    missed: tuple[Item, ...]


@pages.get("/<language:language>/result")
@access.permit(access.is_trainee)
def result() -> str:
    """Before and after, by objective; never the key, never a verdict on one person's gain."""
    following = reading(None)
    outcomes = {}
    for wave in (Wave.PRE, Wave.POST):
        taken = taking.of_enrolment(connection(), access.trainee().enrolment_id, wave)
        if taken is not None and taken.state(now()).has_score:
            outcomes[wave.value] = _outcome(taken)
    post = outcomes.get(Wave.POST.value)
    return render_template(
        "quizzes/result.html",
        reading=following,
        pre=outcomes.get(Wave.PRE.value),
        post=post,
        objectives=_objectives(following),
        reread=_reread(following, post) if post else (),
    )


def _outcome(taken: Taking) -> Outcome:
    if taken.forgotten:
        return Outcome(taken.points, taken.unknown, len(taken.asked), Counter(), Counter(), ())
    right_of: Counter[str] = Counter()
    asked_of: Counter[str] = Counter()
    missed = []
    for asked in taken.asked:
        item = house().wordings.find(connection(), asked.wording)
        objective = house().library.slot(item.slot).objective
        response = taken.responses.get(asked.item)
        right = response is not None and question(item).points(response.choice)
        asked_of[objective] += 1
        right_of[objective] += int(right)
        if not right:
            missed.append(item)
    return Outcome(taken.points, taken.unknown, len(taken.asked), right_of, asked_of, tuple(missed))


def _objectives(following: Reading) -> list[Objective]:
    return [objective for module in following.modules for objective in module.objectives]


def _reread(following: Reading, post: Outcome) -> list[tuple[str, Text]]:
    """The lessons that the items missed at the end lead back to: address and title."""
    wanted = {(house().library.module_of[item.slot].slug, item.lesson) for item in post.missed}
    return [
        (following.address("learning.lesson", place=place, number=lesson.number), lesson.title)
        for place, module in enumerate(following.modules, 1)
        for lesson in module.lessons
        if (module.slug, lesson.number) in wanted
    ]
