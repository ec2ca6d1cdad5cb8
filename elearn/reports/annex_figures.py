"""The figures of the technical annex, and of the comparison with earlier sessions."""

from collections.abc import Iterator

from elearn.reports.cohort_report import CohortReport
from elearn.reports.earlier import Earlier
from elearn.reports.figures import SMALL, Figure, Unit, part
from elearn.reports.point_figures import chance
from elearn.results.thresholds import Threshold


def of_annex(report: CohortReport, alike: bool) -> Iterator[Figure]:
    """Spread and standardised figures; none under ten pairs, outside none under thirty."""
    if report.threshold < Threshold.STATISTICS:
        return
    n, gain = report.counted.both, report.analysis.gain
    points = gain.in_points()
    for name, value in (
        ("annex.sd-before", points.sd_pre),
        ("annex.sd-after", points.sd_post),
        ("annex.sd-change", points.sd_diff),
    ):
        yield Figure(name, Unit.POINTS, value or 0, n, digits=1, inside=alike)
    few = n < SMALL or alike
    if gain.g_av is not None and gain.d_av_lo is not None:
        yield Figure("annex.g-av", Unit.SIZE, gain.g_av, n, digits=2, inside=few)
        bounds, d = (gain.d_av_lo, gain.d_av_hi), gain.d_av or 0
        yield Figure("annex.d-av", Unit.SIZE, d, n, *bounds, digits=2, inside=few)
    if gain.hake_g_of_averages is not None:
        yield Figure("annex.hake", Unit.SIZE, gain.hake_g_of_averages, n, digits=2, inside=few)
    if report.analysis.reached is not None:
        yield chance("annex.standard", report.analysis.reached.p, n)


def of_earlier(found: Earlier) -> Iterator[Figure]:
    """The trainer's own earlier sessions together; for the team alone, whose sessions they are."""
    n, gain = found.gain.n, found.gain
    yield part("earlier.sessions", Unit.SESSIONS, found.sessions, n)
    yield part("earlier.pairs", Unit.PAIRS, n, n)
    yield part("earlier.before", Unit.SHARE, (gain.mean_pre or 0) / 100, n)
    yield part("earlier.after", Unit.SHARE, (gain.mean_post or 0) / 100, n)
    mean = gain.mean_diff or 0
    yield Figure("earlier.gain", Unit.POINTS, mean, n, digits=1, inside=True)
    ends = found.difference.lo, found.difference.hi
    value = found.difference.value
    yield Figure("earlier.difference", Unit.POINTS, value, n, *ends, digits=1, inside=True)
