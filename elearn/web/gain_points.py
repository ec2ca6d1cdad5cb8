"""The points of a test on the gain page: what was learnt, what is dangerous, what people chose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from elearn.courses.content import Slot
from elearn.documents import analysis, charts
from elearn.documents.charts import BeforeAfter
from elearn.documents.plot import Chart
from elearn.reports import movement
from elearn.reports.cohort_report import CohortReport
from elearn.reports.movement import ModuleMovement, ObjectiveMovement, SlotMovement
from elearn.reports.slot_annex import SlotAnnex
from elearn.reports.wrong_answers import WrongAnswer
from elearn.results.thresholds import Audience, Threshold, disclosable
from elearn.web import gain_words
from elearn.web.house import house
from elearn.web.languages import here, language, say
from elearn.web.training import Trained


@dataclass(frozen=True, slots=True)
class Point:
    """A slot: the belief that it tries to undo, and the mark of its shares before and after."""

    movement: SlotMovement
    belief: str
    mark: Markup


@dataclass(frozen=True, slots=True)
class Reteach:
    """A slot to take up again: the belief it tries to undo, what people chose, where to reread."""

    movement: SlotMovement
    belief: str
    wrong: str | None
    right: str | None
    lesson: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question, its right answer, and the wrong ones that may be named."""

    id: str
    stem: str
    right: str
    answers: Sequence[tuple[WrongAnswer, str]]


def points(movements: Iterable[SlotMovement]) -> list[Point]:
    """These slots in their order."""
    return [Point(one, belief(one.slot), _mark(one)) for one in movements]


def _mark(one: SlotMovement) -> Markup:
    return charts.small(one.pairs.before / one.pairs.n, one.pairs.after / one.pairs.n)


def belief(slot: Slot) -> str:
    """The misconception of a slot, in the reader's language."""
    module = house().library.module_of[slot.id]
    return next(
        each.in_(language()) for each in module.misconceptions if each.id == slot.misconception
    )


def reteach(found: CohortReport, own: Trained) -> list[Reteach]:
    """What to take up again; the key is said only when nobody can still take the test."""
    return [_reteach(one, own, found.settled) for one in movement.to_reteach(found.slots)]


def _reteach(one: SlotMovement, own: Trained, keys_too: bool) -> Reteach:
    library, most = house().library, one.most_wrong
    module = library.module_of[one.slot.id]
    asked = most.item if most else module.item(one.slot.id, "A")
    lesson = module.lesson(asked.lesson)
    place = own.course.modules.index(module.slug) + 1
    address = url_for("learning.lesson", course_id=own.course.id, place=place, number=lesson.number)
    return Reteach(
        movement=one,
        belief=belief(one.slot),
        wrong=gain_words.choice_text(most.item, most.choice) if most and most.named else None,
        right=gain_words.key_text(most.item) if most and keys_too else None,
        lesson=lesson.title.in_(language()),
        address=address,
    )


def objectives(found: CohortReport) -> list[tuple[ObjectiveMovement, str, Chart | None]]:
    """Each objective with its name and, from ten people on, its chart."""
    named = [(one, _objective(found, one)) for one in found.objectives]
    drawn = _compared(
        found,
        [(name, one.before / one.asked, one.after / one.asked) for one, name in named],
        "objective",
    )
    return [(one, name, chart) for (one, name), chart in zip(named, drawn, strict=True)]


def _objective(found: CohortReport, one: ObjectiveMovement) -> str:
    slot = next(each.slot for each in found.slots if each.slot.objective == one.objective)
    module = house().library.module_of[slot.id]
    return next(each.in_(language()) for each in module.objectives if each.id == one.objective)


def modules(found: CohortReport) -> list[tuple[ModuleMovement, str, Chart | None]]:
    """Each module with its title and, from ten people on, its chart; none of a module alone."""
    if len(found.modules) < 2:
        return []
    titles = [house().library.modules[one.module].title.in_(language()) for one in found.modules]
    drawn = _compared(
        found,
        [
            (title, one.answers.before / one.answers.asked, one.answers.after / one.answers.asked)
            for one, title in zip(found.modules, titles, strict=True)
        ],
        "module",
    )
    return list(zip(found.modules, titles, drawn, strict=True))


def _compared(
    found: CohortReport, lines: Sequence[tuple[str, float, float]], name: str
) -> Sequence[Chart | None]:
    if disclosable(found.sheets, Audience.TRAINER) < Threshold.STATISTICS:
        return [None] * len(lines)
    drawn = [BeforeAfter(*line) for line in lines]
    return charts.before_after(drawn, (say("before"), say("after")), here(), name=name)


def chosen(found: CohortReport) -> list[Chosen]:
    """The questions of which three people or more chose one wrong answer, the worst first."""
    groups: dict[tuple[str, int], list[WrongAnswer]] = {}
    for one in found.wrong_answers:
        groups.setdefault((one.item.id, one.item.version), []).append(one)
    return [_chosen(group) for group in groups.values()]


def _chosen(group: Sequence[WrongAnswer]) -> Chosen:
    item = group[0].item
    answers = [(one, gain_words.choice_text(item, one.choice)) for one in group]
    return Chosen(item.id, item.stem.in_(language()), gain_words.key_text(item), answers)


def annex(found: CohortReport) -> list[tuple[SlotAnnex, str, str]]:
    """Each slot of the annex with its shares and their intervals as text."""
    return [
        (one, analysis.share(one.before, one.n, here()), analysis.share(one.after, one.n, here()))
        for one in found.annex
    ]
