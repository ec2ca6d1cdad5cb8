"""The figures of one cohort: from its report and its attendance, as far as may be shown."""

from collections.abc import Iterator

from elearn.cohorts.attendance import Attendance
from elearn.quizzes.waves import Wave
from elearn.reports import annex_figures, attendance_figures, point_figures
from elearn.reports.cohort_report import CohortReport
from elearn.reports.earlier import Earlier
from elearn.reports.figures import FEWEST, Figure, Unit, part, share
from elearn.reports.lasting_report import Later
from elearn.results.gains import Gain
from elearn.results.thresholds import Threshold


def of_cohort(
    report: CohortReport,
    attendance: Attendance,
    later: tuple[Later, ...] = (),
    earlier: Earlier | None = None,
) -> tuple[Figure, ...]:
    """What the cohort's own trainers may take out, in the order of the page.

    `figures.for_outside` leaves what others may read of it.
    """
    return (
        *_people(report),
        *_gain(report),
        *_missing(report),
        *_leavers(report),
        *_unknown(report),
        *_standard(report),
        *annex_figures.of_annex(report, alike(report)),
        *(annex_figures.of_earlier(earlier) if earlier else ()),
        *attendance_figures.of_cohort(attendance),
        *point_figures.of_points(report),
        *(one for each in later for one in _later(each)),
        *_states(report),
        *attendance_figures.of_half_days(attendance),
    )


def alike(report: CohortReport) -> bool:
    """Whether all had one score before, or after, or moved by one amount: a mean is each of them.

    Told outside, it would be about single people, however many they are.
    """
    if not report.scores:
        return False
    before, after = (set(wave) for wave in zip(*report.scores, strict=True))
    moved = {after - before for before, after in report.scores}
    return 1 in (len(before), len(after), len(moved))


def _people(report: CohortReport) -> Iterator[Figure]:
    counted = report.counted
    yield Figure("enrolled", Unit.ENROLMENTS, counted.enrolled, counted.enrolled)
    # Beside the gain stands how many it is of: who is missing from the pairs is not said further.
    yield Figure("pairs", Unit.PAIRS, counted.both, counted.both)
    for name, count in (
        ("pre-only", counted.pre_only),
        ("post-only", counted.post_only),
        ("neither", counted.neither),
        ("same-form", counted.same_form),
    ):
        yield part(name, Unit.ENROLMENTS, count, counted.enrolled)


def _gain(report: CohortReport) -> Iterator[Figure]:
    n, gain = report.counted.both, report.analysis.gain
    yield Figure("maximum", Unit.QUESTIONS, report.analysis.maximum)
    if report.threshold >= Threshold.STATISTICS:
        yield from _points(gain.in_points(), n, alike(report))
    elif report.threshold >= Threshold.COUNTS and report.in_items:
        for name, mean in (("items.before", gain.mean_pre), ("items.after", gain.mean_post)):
            yield Figure(name, Unit.QUESTIONS, mean or 0, n, digits=1)
    for name, count in (
        ("moves.up", report.moves.up),
        ("moves.same", report.moves.same),
        ("moves.down", report.moves.down),
    ):
        yield part(name, Unit.PEOPLE, count, n)
    before = report.analysis.before
    if report.threshold >= Threshold.STATISTICS and before.capped:
        yield part("ceiling.before", Unit.SHARE, before.share(before.from_ninety) or 0, n)


def _points(points: Gain, n: int, inside: bool) -> Iterator[Figure]:
    bounds = points.ci_lo, points.ci_hi
    mean = points.mean_diff or 0
    yield Figure("gain.mean", Unit.POINTS, mean, n, *bounds, digits=1, inside=inside)
    for name, value in (("mean.before", points.mean_pre), ("mean.after", points.mean_post)):
        yield Figure(name, Unit.SHARE, (value or 0) / 100, n, inside=inside)


def _missing(report: CohortReport) -> Iterator[Figure]:
    """What the gain could be of all, where some did not come to the end."""
    flow, n = report.analysis.flow, report.counted.both
    if report.threshold < Threshold.STATISTICS or flow.no_change is None:
        return
    whole = 100 / float(report.analysis.maximum)
    if flow.pairs < flow.enrolled:
        # It follows from the gain and both numbers of people: it tells nothing more.
        value = flow.no_change * whole
        yield Figure("gain.no-change", Unit.POINTS, value, n, inside=alike(report))
    if flow.low_completion and report.counted.pre_only and flow.lo is not None:
        for name, end in (("gain.worst", flow.lo), ("gain.best", flow.hi or 0)):
            yield part(name, Unit.POINTS, end * whole, flow.n_pre)


def _leavers(report: CohortReport) -> Iterator[Figure]:
    """Where those began who did not come to the end, beside the pairs."""
    flow = report.analysis.flow
    if not report.leavers_shown or report.threshold < Threshold.COUNTS:
        return
    for name, mean, n in (
        ("leavers.before", flow.mean_pre_leavers, report.counted.pre_only),
        ("completers.before", flow.mean_pre_completers, report.counted.both),
    ):
        if mean is not None and report.in_items:
            yield Figure(name, Unit.QUESTIONS, mean, n, digits=1, inside=True)
        elif mean is not None:
            yield part(name, Unit.SHARE, mean / 100, n)


def _unknown(report: CohortReport) -> Iterator[Figure]:
    found, n = report.unknown, report.saying_unknown
    if found is None or report.unknown_threshold < Threshold.COUNTS:
        return
    length = float(report.analysis.maximum)
    for name, value in (("unknown.before", found.before), ("unknown.after", found.after)):
        if report.unknown_threshold >= Threshold.STATISTICS:
            yield Figure(name, Unit.SHARE, value, n)
        elif report.in_items:
            yield Figure(name, Unit.QUESTIONS, value * length, n, digits=1)


def _standard(report: CohortReport) -> Iterator[Figure]:
    reached, standard = report.analysis.reached, report.standard
    if reached is None or standard is None:
        return
    n, counts = reached.counts.n, reached.counts
    yield Figure("standard.value", Unit.SHARE, standard.value / 100)
    for name, count in (
        ("standard.before", counts.before),
        ("standard.after", counts.after),
        ("standard.gained", counts.gained),
        ("standard.lost", counts.lost),
    ):
        yield part(name, Unit.PEOPLE, count, n)
    before = share("standard.before-share", n, reached.before)
    after = share("standard.after-share", n, reached.after)
    yield from (before, after)
    # With one share and the change the other would be known, tail or not.
    inside, change = bool(before.tail or after.tail), reached.change
    bounds = change.lo * 100, change.hi * 100
    yield Figure("standard.change", Unit.POINTS, change.value * 100, n, *bounds, inside=inside)


def _later(one: Later) -> Iterator[Figure]:
    stem, figures = f"later.{one.wave}", one.figures
    yield Figure(f"{stem}.taken", Unit.PEOPLE, one.taken, one.taken)
    if figures.threshold < Threshold.STATISTICS:
        return
    yield Figure(f"{stem}.compared", Unit.PEOPLE, figures.n, figures.n)
    for name, gain in (
        ("gained", figures.gained.in_points()),
        ("left", figures.left.in_points()),
        ("since", figures.since.in_points()),
    ):
        bounds, mean = (gain.ci_lo, gain.ci_hi), gain.mean_diff or 0
        inside = gain.ci_lo is None or figures.n < FEWEST
        whole = f"{stem}.{name}.mean"
        yield Figure(whole, Unit.POINTS, mean, figures.n, *bounds, digits=1, inside=inside)


def _states(report: CohortReport) -> Iterator[Figure]:
    for wave in (Wave.PRE, Wave.POST):
        for state, count in report.states[wave].items():
            yield part(f"state.{state}.{wave}", Unit.ENROLMENTS, count, report.counted.enrolled)
