"""The donor's pages: what the latest release of a programme says, and never a person."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from elearn.courses.content import Standard
from elearn.documents import charts, indicator_charts
from elearn.documents.plot import Caption, Chart
from elearn.reports import programme_parts, programme_report
from elearn.reports.programme_parts import Part
from elearn.reports.programme_report import AgainstStandard, ProgrammeReport, Share
from elearn.web import access, part_words
from elearn.web.access import Visitor, signed_in
from elearn.web.database import session
from elearn.web.house import house
from elearn.web.languages import here, say, say_many

pages = Blueprint("programmes", __name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the way from the enrolment to the last test."""

    count: int
    label: str
    bar: Chart


@pages.get("/<language:language>/programmes")
@access.permit(access.is_donor, access.is_administrator)
def programmes() -> str | Response:
    """The programmes that the visitor may read; a single one opens at once."""
    found = programme_report.listed(session(), _readable(signed_in()))
    if len(found) == 1:
        return redirect(url_for("programmes.programme", programme_id=found[0].id), 303)
    return render_template("programmes/programmes.html", programmes=found)


@pages.get("/<language:language>/programmes/<uuid:programme_id>")
@access.permit(access.is_donor, access.is_administrator)
def programme(programme_id: uuid.UUID) -> str:
    """What the latest release of one programme says; 404 for whoever does not fund it."""
    readable = _readable(signed_in())
    if readable is not None and programme_id not in readable:
        abort(404)
    sub = {"here": url_for("programmes.programme", programme_id=programme_id)}
    if readable is None or len(readable) > 1:
        sub["all"] = url_for("programmes.programmes")
    parts = programme_parts.offered(session(), programme_id)
    part = part_words.asked(parts)
    report = programme_report.report(session(), programme_id, part_words.within(part))
    if report is None:
        return _waiting(programme_id, sub)
    said = spread(report, part)
    return render_template(
        "programmes/programme.html",
        sub_bar=sub,
        report=report,
        finding=finding(report),
        coded=coded,
        figure=figure,
        spread=said,
        programme_id=programme_id,
        parts=parts,
        shown=part,
        part_word=part_words.part_word,
        covers=part_words.covers,
        standard=the_standard(),
        interval=_interval(report),
        whole=_whole(report.standard) if report.standard else None,
        steps=_steps(report),
    )


def _readable(asking: Visitor) -> frozenset[uuid.UUID] | None:
    """The programmes whose releases the visitor may read; None means every one."""
    if asking.grants.administers:
        return None
    held = {grant.programme_id for grant in asking.grants.held if grant.programme_id}
    return frozenset(one for one in held if asking.grants.funds(one))


def _waiting(programme_id: uuid.UUID, sub: dict[str, str]) -> str:
    found = programme_report.listed(session(), frozenset({programme_id}))
    if not found:
        abort(404)
    return render_template("programmes/waiting.html", sub_bar=sub, programme=found[0])


def finding(report: ProgrammeReport) -> str:
    """The page's heading: the standard where it speaks of everyone, else the gain."""
    if report.standard is not None and report.has_one_measure:
        return _reached(report.standard)
    words, gain = here(), (report.gain.mean_diff or 0.0)
    values = {
        "points": words.number(abs(gain), 1),
        "before": words.percent(report.before / 100, 1),
        "after": words.percent(report.after / 100, 1),
    }
    if words.number(abs(gain), 1) == words.number(0, 1):
        return say("The average score has not changed: %(after)s right after the course", **values)
    if gain > 0:
        return say(
            "The average score rises by %(points)s points: from %(before)s to %(after)s right",
            **values,
        )
    return say(
        "The average score falls by %(points)s points: from %(before)s to %(after)s right", **values
    )


def _reached(standard: AgainstStandard) -> str:
    reached = standard.reached
    values = {
        "count": here().number(reached.count),
        "all": here().number(reached.whole),
        "share": here().percent(reached.value),
    }
    if reached.tail < 0:
        return say("Of %(all)s enrolments, at most %(share)s reach the standard", **values)
    if reached.tail > 0:
        return say("Of %(all)s enrolments, at least %(share)s reach the standard", **values)
    return say("Of %(all)s enrolments, %(count)s reach the standard", **values)


def coded(share: Share) -> str:
    """A share in whole percent; near nobody and near everybody only its bound."""
    written = here().percent(share.value)
    if share.tail < 0:
        return say("at most %(share)s", share=written)
    return say("at least %(share)s", share=written) if share.tail > 0 else written


def figure(share: Share) -> tuple[str, str]:
    """The same for a large number: the number with its bound's sign, and the percent sign."""
    number = here().number(share.value * 100)
    sign = {-1: "≤\N{NARROW NO-BREAK SPACE}", 0: "", 1: "≥\N{NARROW NO-BREAK SPACE}"}[share.tail]
    return sign + number, here().percent(share.value).removeprefix(number)


def spread(report: ProgrammeReport, part: Part | None = None) -> str:
    """The interval of the gain in a sentence, or why there is none."""
    gain = report.gain
    if part is not None and not gain.enough_cohorts:
        return say("No interval: too few sessions have ten people of this part.")
    if not gain.enough_cohorts:
        return say_many(
            "No interval: one session does not show how much sessions differ; it takes five.",
            "No interval: %(n)s sessions do not show how much sessions differ; it takes five.",
            gain.cohorts,
        )
    if gain.ci_lo is None or gain.ci_hi is None:
        return say("No interval: every session has gained the same.")
    return say(
        "The 95%% interval runs from %(low)s to %(high)s points.",
        low=here().signed(gain.ci_lo, 1),
        high=here().signed(gain.ci_hi, 1),
    )


def the_standard() -> Standard | None:
    """The standard that all our courses share; None where they differ."""
    found = [course.standard for course in house().library.courses.values()]
    return found[0] if len({standard.value for standard in found}) == 1 else None


def _interval(report: ProgrammeReport) -> Chart | None:
    gain = report.gain
    if gain.mean_diff is None or gain.ci_lo is None or gain.ci_hi is None:
        return None
    title = say("Average gain and its interval, in points")
    caption = Caption("gain", title, spread(report))
    return charts.interval(gain.mean_diff, gain.ci_lo, gain.ci_hi, caption, here())


def _whole(standard: AgainstStandard) -> Chart:
    kinds = (
        ("full", say("reached the standard"), standard.reached),
        ("band", say("tested, not at the standard"), standard.not_reached),
        ("none", say("not tested at the end"), standard.not_tested),
    )
    said = ", ".join(f"{coded(share)} {label}" for _, label, share in kinds)
    caption = Caption("whole", say("Everyone enrolled, in three parts"), said)
    parts = [indicator_charts.Part(kind, label, share.count) for kind, label, share in kinds]
    return indicator_charts.whole(parts, caption, here())


def _steps(report: ProgrammeReport) -> tuple[Step, ...]:
    counted = (
        ("enrolled", report.enrolled, say("Enrolled")),
        ("pre", report.n_pre, say("First test")),
        ("post", report.n_post, say("Final test")),
    )
    return tuple(
        Step(count, label, _bar(name, count, label, report.enrolled))
        for name, count, label in counted
    )


def _bar(name: str, count: int, label: str, enrolled: int) -> Chart:
    said = say("%(count)s of %(all)s", count=here().number(count), all=here().number(enrolled))
    return indicator_charts.share(count / enrolled, Caption(name, label, said), here())
