"""The technical annex of a gain: figures for those who compare tests, from ten pairs on."""

from markupsafe import Markup

from elearn.reports.cohort_report import CohortReport
from elearn.results.gains import Gain
from elearn.results.thresholds import Threshold
from elearn.web.languages import here, say
from elearn.web.marked import figure, sentence

# Below this a figure of chance is written as such: more digits would pretend to be exact.
LEAST = 0.001


def sentences(report: CohortReport) -> list[Markup | str]:
    """Spread and standardised figures of the whole test; nothing of too few."""
    if report.threshold < Threshold.STATISTICS:
        return []
    gain = report.analysis.gain
    said: list[Markup | str] = [_spread(gain.in_points())]
    if gain.g_av is not None and gain.d_av_lo is not None and gain.d_av_hi is not None:
        said.append(_standardised(gain, gain.g_av, gain.d_av_lo, gain.d_av_hi))
    if gain.hake_g_of_averages is not None:
        said.append(_of_room_left(gain.hake_g_of_averages))
    if report.threshold < Threshold.FULL:
        said.append(say("Under 30 pairs these figures are rough: do not compare groups by them."))
    reached = report.analysis.reached
    if reached is not None:
        said.append(
            sentence(
                say("Change of the share that reached the standard: exact McNemar %(figure)s."),
                figure=figure("annex.standard", chance(reached.p)),
            )
        )
    said.append(
        say(
            "Whether one person changed by more than the test’s own noise is not said: so few "
            "people cannot tell how exact the test is."
        )
    )
    return said


def _spread(points: Gain) -> Markup:
    return sentence(
        say(
            "Standard deviation in points of 100: %(before)s before, %(after)s after, "
            "%(change)s of the differences."
        ),
        before=figure("annex.sd-before", here().number(points.sd_pre or 0, 1)),
        after=figure("annex.sd-after", here().number(points.sd_post or 0, 1)),
        change=figure("annex.sd-change", here().number(points.sd_diff or 0, 1)),
    )


def _standardised(gain: Gain, g_av: float, low: float, high: float) -> Markup:
    return sentence(
        say(
            "To compare tests of different difficulty: g_av = %(g)s (d_av %(d)s, 95%% interval "
            "%(lo)s to %(hi)s)."
        ),
        g=figure("annex.g-av", here().number(g_av, 2)),
        d=figure("annex.d-av", here().number(gain.d_av or 0, 2)),
        lo=figure("annex.d-av.low", here().number(low, 2)),
        hi=figure("annex.d-av.high", here().number(high, 2)),
    )


def _of_room_left(share: float) -> Markup:
    return sentence(
        say(
            "Of the room that the averages left, <g> = %(g)s was gained. Never use it for groups "
            "that began at different levels."
        ),
        g=figure("annex.hake", here().number(share, 2)),
    )


def chance(probability: float) -> str:
    """A figure of McNemar's, to three decimals."""
    if probability < LEAST:
        return say("under %(least)s", least=here().number(LEAST, 3))
    return here().number(probability, 3)
