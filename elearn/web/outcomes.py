"""What a trainee sees of their own results: counts of items, by objective, and what to reread."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template

from elearn.courses.content import Objective
from elearn.courses.items import Item
from elearn.courses.texts import Text
from elearn.quizzes import closings, mended, recounting, rules, taking
from elearn.quizzes.mended import Mended
from elearn.quizzes.policies import Feedback, Policy
from elearn.quizzes.questions import question
from elearn.quizzes.rulings import Verdict
from elearn.quizzes.taking import Taking
from elearn.quizzes.waves import Wave
from elearn.web import access, mending_words
from elearn.web.database import connection, session
from elearn.web.gain_words import key_text
from elearn.web.house import house, now
from elearn.web.languages import language
from elearn.web.learning import late_sentence
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
    mended: Mended
    both: str | None
    """The score without what was ruled on its questions, beside this one."""


@dataclass(frozen=True, slots=True)
class Key:
    """A question with its right answer and why."""

    stem: str
    right: str
    why: str


@pages.get("/<language:language>/result")
@access.permit(access.is_trainee)
def result() -> str:
    """Before and after, by objective; no key before the end, no verdict on one person's gain."""
    following = reading(None)
    tests: dict[Wave, Taking] = {}
    for wave in (Wave.PRE, Wave.POST):
        taken = taking.counting(connection(), access.trainee().enrolment_id, wave)
        if taken is not None:
            tests[wave] = taken
    changed = rules.of_cohort(session(), access.trainee().membership.cohort_id)
    scored = {wave: taken for wave, taken in tests.items() if taken.state(now()).has_score}
    waits = any(_waits(changed.get(wave, Policy()), wave) for wave in scored)
    outcomes = {} if waits else {wave: _outcome(taken) for wave, taken in scored.items()}
    post = outcomes.get(Wave.POST)
    return render_template(
        "quizzes/result.html",
        reading=following,
        waits=waits,
        late=late_sentence(
            next((one.facts.late for one in tests.values() if one.facts.late), None)
        ),
        pre=outcomes.get(Wave.PRE),
        post=post,
        objectives=_objectives(following),
        held=mending_words.held,
        reread=_reread(following, post) if post else (),
        keys=_keys(scored, changed),
    )


def _waits(policy: Policy, wave: Wave) -> bool:
    """Whether the person reads this result only once the test is closed for everybody."""
    return policy.feedback is Feedback.AFTER_CLOSING and not _over(wave)


def _over(wave: Wave) -> bool:
    return closings.over(connection(), access.trainee().membership.cohort_id, wave, now())


def _keys(scored: Mapping[Wave, Taking], changed: Mapping[Wave, Policy]) -> list[Key]:
    """The right answers of the tests whose rules show them, once nobody can take the last one."""
    shown = [one for wave, one in scored.items() if changed.get(wave, Policy()).keys]
    if not shown or not _over(Wave.POST):
        return []
    verdicts = {one.wording: one.verdict for one in recounting.holding(connection())}
    return [
        Key(item.stem.in_(language()), key_text(item), item.explanation.in_(language()))
        for taken in shown
        for item, _ in _answers(taken, verdicts)
    ]


def _outcome(taken: Taking) -> Outcome:
    holding = recounting.holding(connection())
    ruled = mended.of_attempts(connection(), [taken.id], holding)
    right_of: Counter[str] = Counter()
    asked_of: Counter[str] = Counter()
    missed = []
    for item, right in _answers(taken, {one.wording: one.verdict for one in holding}):
        objective = house().library.slot(item.slot).objective
        asked_of[objective] += 1
        right_of[objective] += int(right)
        if not right:
            missed.append(item)
    asked = sum(asked_of.values()) or _kept_maximum(taken)
    both = (
        mending_words.both(ruled.without[taken.id], taken.points, asked) if ruled.rulings else None
    )
    return Outcome(
        taken.points, taken.unknown, asked, right_of, asked_of, tuple(missed), ruled, both
    )


def _answers(taken: Taking, verdicts: Mapping[bytes, Verdict]) -> Iterator[tuple[Item, bool]]:
    """Each question that counts, marked by what holds for it now; none once they are deleted."""
    if taken.forgotten:
        return
    for asked in taken.asked:
        verdict = verdicts.get(asked.wording)
        item = verdict.item if verdict else house().wordings.find(connection(), asked.wording)
        if item is not None:
            response = taken.responses.get(asked.item)
            yield item, response is not None and question(item).points(response.choice) > 0


def _kept_maximum(taken: Taking) -> int:
    return recounting.held(connection(), [taken.id])[0].score.maximum


def _objectives(following: Reading) -> list[Objective]:
    return [
        objective
        for module in house().library.modules_of(following.tests)
        for objective in module.objectives
    ]


def _reread(following: Reading, post: Outcome) -> list[tuple[str, Text]]:
    """The lessons that the items missed at the end lead back to: address and title."""
    wanted = {(house().library.module_of[item.slot].slug, item.lesson) for item in post.missed}
    return [
        (following.address("learning.lesson", place=place, number=lesson.number), lesson.title)
        for place, module in enumerate(following.modules, 1)
        for lesson in module.lessons
        if (module.slug, lesson.number) in wanted
    ]
