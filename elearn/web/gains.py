"""The gain of a cohort: the finding as a sentence, and everything that it rests on."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for

from elearn.courses.content import Slot
from elearn.documents import analysis, charts
from elearn.documents.charts import BeforeAfter
from elearn.documents.plot import Caption, Chart
from elearn.quizzes.states import State
from elearn.quizzes.waves import Wave
from elearn.reports import cohort_report, lasting_report, movement
from elearn.reports.cohort_report import CohortReport
from elearn.reports.movement import ObjectiveMovement, SlotMovement
from elearn.reports.versions import over_sessions
from elearn.results.gains import Gain
from elearn.results.thresholds import Threshold
from elearn.web import access, gain_words, later_words, mending_words
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.languages import here, language, say
from elearn.web.room import state_word
from elearn.web.training import Trained, links, trained

pages = Blueprint("gains", __name__)

# Pairs taken on screen, below which no share of their answers is shown.
TEN = 10


@dataclass(frozen=True, slots=True)
class Reteach:
    """A slot to take up again: the belief it tries to undo, what people chose, where to reread."""

    movement: SlotMovement
    belief: str
    wrong: str | None
    right: str | None
    lesson: str
    address: str | None


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/gain")
@access.permit(access.is_trainer)
def gain(cohort_id: uuid.UUID) -> str:
    """What this session gained, for its own trainers."""
    own = trained(cohort_id)
    found = cohort_report.report(session(), own.cohort, own.steps, house().library, now())
    points = found.analysis.gain.in_points()
    statistics = found.threshold >= Threshold.STATISTICS
    return render_template(
        "cohorts/gain.html",
        cohort=own.cohort,
        links=links(own.cohort),
        report=found,
        points=points,
        statistics=statistics,
        counts=found.threshold >= Threshold.COUNTS,
        sentences=gain_words,
        mending=mending_words,
        interval=_interval(points) if statistics else None,
        pairs=_pairs(found, points, statistics) if found.scores else None,
        states=_states(found),
        shares=_shares(found) if statistics else None,
        objectives=_objectives(found, statistics),
        reteach=[_reteach(one, own, found.settled) for one in movement.to_reteach(found.slots)],
        slots=[(one, _belief(one.slot)) for one in movement.least_learnt_first(found.slots)],
        paper=_paper(cohort_id),
        later=lasting_report.report(session(), own.cohort, now()),
        later_words=later_words,
    )


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/versions")
@access.permit(access.is_trainer)
def versions(cohort_id: uuid.UUID) -> str:
    """How equal the two versions of this course's tests are, over the asker's own sessions."""
    own, grants = trained(cohort_id), access.signed_in().grants
    found = over_sessions(
        session(), grants.cohorts_trained, grants.programmes_trained, own.cohort.course_id
    )
    return render_template(
        "cohorts/versions.html",
        cohort=own.cohort,
        links=links(own.cohort),
        found=found,
        title=own.course.title.in_(language()),
        sentences=later_words.over_sessions(found),
    )


def _interval(points: Gain) -> Chart | None:
    if points.mean_diff is None or points.ci_lo is None or points.ci_hi is None:
        return None
    caption = Caption("interval", say("The gain and its interval"), gain_words.interval(points))
    return charts.interval(points.mean_diff, points.ci_lo, points.ci_hi, caption, here())


def _pairs(found: CohortReport, points: Gain, statistics: bool) -> Chart:
    title = say("Each pair: the score before and the score after")
    moves = found.moves
    described = say(
        "%(up)s go up, %(same)s stay, %(down)s go down.",
        up=here().number(moves.up),
        same=here().number(moves.same),
        down=here().number(moves.down),
    )
    means = None
    if statistics and points.mean_pre is not None and points.mean_post is not None:
        means = points.mean_pre / 100, points.mean_post / 100
    return charts.pairs(
        [(float(before), float(after)) for before, after in found.scores],
        float(found.analysis.maximum),
        Caption("pairs", title, described),
        here(),
        means=means,
        mean_label=say("Average"),
        standard=found.standard.value / 100 if found.standard and statistics else None,
    )


def _states(found: CohortReport) -> list[tuple[str, str, str]]:
    """The nine states, each with its people in both tests."""
    counts: Mapping[Wave, Mapping[State, int]] = found.states
    return [
        (
            state_word(state),
            here().number(counts[Wave.PRE].get(state, 0)),
            here().number(counts[Wave.POST].get(state, 0)),
        )
        for state in State
    ]


def _shares(found: CohortReport) -> tuple[str, str] | None:
    """The shares that reached the standard before and after, where the test has one."""
    reached = found.analysis.reached
    if found.standard is None or reached is None:
        return None
    n = reached.counts.n
    return (
        analysis.share(reached.before, n, here()),
        analysis.share(reached.after, n, here()),
    )


def _objectives(
    found: CohortReport, statistics: bool
) -> list[tuple[ObjectiveMovement, str, Chart | None]]:
    """Each objective with its name and, from ten people on, its chart."""
    named = [(one, _objective(found, one)) for one in found.objectives]
    if not statistics or found.sheets < TEN:
        return [(one, name, None) for one, name in named]
    lines = [
        BeforeAfter(name, one.before / one.asked, one.after / one.asked) for one, name in named
    ]
    drawn = charts.before_after(lines, (say("before"), say("after")), here(), name="objective")
    return [(one, name, chart) for (one, name), chart in zip(named, drawn, strict=True)]


def _objective(found: CohortReport, one: ObjectiveMovement) -> str:
    slot = next(each.slot for each in found.slots if each.slot.objective == one.objective)
    module = house().library.module_of[slot.id]
    return next(each.in_(language()) for each in module.objectives if each.id == one.objective)


def _reteach(one: SlotMovement, own: Trained, keys_too: bool) -> Reteach:
    """What to take up again; the key is said only when nobody can still take the test."""
    library, most = house().library, one.most_wrong
    module = library.module_of[one.slot.id]
    asked = most.item if most else module.item(one.slot.id, "A")
    lesson = module.lesson(asked.lesson)
    place = own.course.modules.index(module.slug) + 1
    address = url_for("learning.lesson", course_id=own.course.id, place=place, number=lesson.number)
    return Reteach(
        movement=one,
        belief=_belief(one.slot),
        wrong=gain_words.choice_text(most.item, most.choice) if most else None,
        right=gain_words.key_text(most.item) if most and keys_too else None,
        lesson=lesson.title.in_(language()),
        address=address,
    )


def _belief(slot: Slot) -> str:
    module = house().library.module_of[slot.id]
    return next(
        each.in_(language()) for each in module.misconceptions if each.id == slot.misconception
    )


def _paper(cohort_id: uuid.UUID) -> str | None:
    if "paper.scores" not in current_app.view_functions:
        return None
    return url_for("paper.scores", cohort_id=cohort_id)
