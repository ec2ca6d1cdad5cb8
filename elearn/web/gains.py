"""The gain of a cohort: the finding as a sentence, and everything that it rests on."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, current_app, render_template, url_for

from elearn.documents import analysis, charts
from elearn.documents.plot import Caption, Chart
from elearn.quizzes.states import State
from elearn.quizzes.waves import Wave
from elearn.reports import cohort_report, earlier, lasting_report, movement
from elearn.reports.cohort_report import CohortReport
from elearn.reports.versions import over_sessions
from elearn.results.gains import Gain
from elearn.results.thresholds import Threshold
from elearn.web import (
    access,
    annex_words,
    earlier_words,
    gain_points,
    gain_words,
    later_words,
    mending_words,
)
from elearn.web.database import session
from elearn.web.house import house, now
from elearn.web.languages import here, language, say
from elearn.web.room import state_word
from elearn.web.training import links, trained

pages = Blueprint("gains", __name__)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/gain")
@access.permit(access.is_trainer)
def gain(cohort_id: uuid.UUID) -> str:
    """What this session gained, for its own trainers."""
    own, grants = trained(cohort_id), access.signed_in().grants
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
        annex_words=annex_words,
        mending=mending_words,
        interval=_interval(points) if statistics else None,
        pairs=_pairs(found, points, statistics) if found.scores else None,
        states=_states(found),
        shares=_shares(found) if statistics else None,
        modules=gain_points.modules(found),
        objectives=gain_points.objectives(found),
        reteach=gain_points.reteach(found, own),
        critical=gain_points.points(found.critical),
        slots=gain_points.points(movement.least_learnt_first(found.slots)),
        chosen=gain_points.chosen(found),
        annex=gain_points.annex(found),
        earlier=earlier.compared(
            session(), own.cohort, found, grants.cohorts_trained, grants.programmes_trained
        ),
        earlier_words=earlier_words,
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
    caption = Caption("interval", say("The gain and its interval"), gain_words.in_short(points))
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


def _paper(cohort_id: uuid.UUID) -> str | None:
    if "paper.scores" not in current_app.view_functions:
        return None
    return url_for("paper.scores", cohort_id=cohort_id)
