"""What stands on the printed report before its tables: the gain, the pairs, the objectives."""

from collections.abc import Iterator

from elearn.documents import charts
from elearn.documents.charts import BeforeAfter
from elearn.documents.figure_book import Book
from elearn.documents.plot import Caption, Chart
from elearn.documents.report_sheet import Section
from elearn.reports.cohort_report import CohortReport
from elearn.reports.figures import FEWEST
from elearn.results.thresholds import Threshold
from elearn.web import cohort_book, gain_words
from elearn.web.languages import here, say
from elearn.web.marked import plain


def sections(found: CohortReport, book: Book, *, team: bool) -> Iterator[Section]:
    """The sections of the report, as far as may be shown."""
    if found.threshold >= Threshold.STATISTICS and (team or cohort_book.tellable(found)):
        yield _gain(found)
        if found.objectives and found.sheets >= FEWEST:
            yield _objectives(found, book)
    if team and found.scores:
        yield _pairs(found)


def _gain(found: CohortReport) -> Section:
    points = found.analysis.gain.in_points()
    lines = [plain(gain_words.average(points)), plain(gain_words.interval(points))]
    if points.mean_diff is None or points.ci_lo is None or points.ci_hi is None:
        return Section(say("Gain"), lines)
    caption = Caption("interval", say("The gain and its interval"), lines[1])
    drawn = charts.interval(points.mean_diff, points.ci_lo, points.ci_hi, caption, here())
    return Section(say("Gain"), lines, [("", drawn)])


def _objectives(found: CohortReport, book: Book) -> Section:
    """A small chart an objective; nearly nobody and nearly everybody are drawn as such."""
    shown = {one.id: float(one.value) for one in book.figures}
    lines = []
    for one in found.objectives:
        stem = f"objective.{one.objective}"
        values = shown[f"{stem}.before-share"], shown[f"{stem}.after-share"]
        lines.append(BeforeAfter(book.names[stem], *values))
    drawn = charts.before_after(lines, (say("before"), say("after")), here(), name="objective")
    named = [(one.label, chart) for one, chart in zip(lines, drawn, strict=True)]
    key = say("A ring is before, a disc is after.")
    return Section(say("By objective"), [key], named)


def _pairs(found: CohortReport) -> Section:
    moves, words = found.moves, here()
    told = say(
        "%(up)s go up, %(same)s stay, %(down)s go down.",
        up=words.number(moves.up),
        same=words.number(moves.same),
        down=words.number(moves.down),
    )
    key = say("A line is a person, without name or number.")
    points = found.analysis.gain.in_points()
    enough = found.threshold >= Threshold.STATISTICS
    drawn: Chart = charts.pairs(
        [(float(before), float(after)) for before, after in found.scores],
        float(found.analysis.maximum),
        Caption("pairs", say("Each pair: the score before and the score after"), told),
        words,
        means=((points.mean_pre or 0) / 100, (points.mean_post or 0) / 100) if enough else None,
        mean_label=say("Average"),
        standard=found.standard.value / 100 if found.standard and enough else None,
    )
    marks = [key, say("A ring is before, a disc is after.")]
    if found.standard and enough:
        marks.append(say("The dotted line is the standard."))
    return Section(say("Each pair"), [" ".join([told, *marks])], [("", drawn)])
