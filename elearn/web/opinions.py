"""What people think, for trainers: sums of ten people or more, and never whose."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, render_template

from elearn.courses.questionnaires import MOMENTS, Moment
from elearn.reports import survey_report
from elearn.reports.survey_report import OpinionReport, Showing, SurveyReport
from elearn.results.proportions import Estimate
from elearn.web import access
from elearn.web.database import session
from elearn.web.house import house
from elearn.web.languages import here, language, say, say_many
from elearn.web.training import links, trained

pages = Blueprint("opinions", __name__)


@dataclass(frozen=True, slots=True)
class Table:
    """One question as the page prints it: its counts by answer and moment, and what is said."""

    question: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    sentences: list[str]


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/opinions")
@access.permit(access.is_trainer)
def opinions(cohort_id: uuid.UUID) -> str:
    """What those people of the programme think who follow this session's course."""
    own = trained(cohort_id)
    surveys = house().library.surveys.values()
    found = survey_report.report(
        session(),
        sorted(surveys, key=lambda survey: MOMENTS.index(survey.moments[0])),
        own.cohort.programme_id,
        own.cohort.course_id,
    )
    return render_template(
        "surveying/opinions.html",
        cohort=own.cohort,
        course=own.course,
        links=links(own.cohort),
        heading=_heading(found),
        parts=[(one, _sheets(one), _tables(one)) for one in found],
    )


def _heading(found: tuple[SurveyReport, ...]) -> str:
    sheets = sum(sum(one.sheets.values()) for one in found)
    if not sheets:
        return say("Fewer than ten people have answered so far")
    return say_many("%(n)s sheet, counted by tens", "%(n)s sheets, counted by tens", sheets)


def moment_name(moment: Moment) -> str:
    """What a moment is called on screen."""
    return {
        "module": say("After a module"),
        "baseline": say("Before the course"),
        "endline": say("After the course"),
        "follow-up": say("Some weeks later"),
    }[moment]


def _sheets(one: SurveyReport) -> str:
    return " ".join(
        say("%(moment)s: %(n)s sheets.", moment=moment_name(moment), n=here().number(n))
        if n
        else say("%(moment)s: fewer than ten.", moment=moment_name(moment))
        for moment, n in one.sheets.items()
    )


def _tables(one: SurveyReport) -> list[Table]:
    """The questions that somebody may see; without one sheet there is nothing to print."""
    if not any(one.sheets.values()):
        return []
    return [_table(one, question) for question in one.questions]


def _table(one: SurveyReport, asked: OpinionReport) -> Table:
    shown = {m: t for m, t in asked.tallies.items() if t.showing is Showing.SHOWN}
    rows = [
        (answer.text.in_(language()), *(here().number(t.counts[answer.id]) for t in shown.values()))
        for answer in one.survey.answers_of(asked.question)
    ]
    people = (say("People who answered"), *(here().number(t.n) for t in shown.values()))
    return Table(
        asked.question.text.in_(language()),
        (say("Answer"), *(moment_name(moment) for moment in shown)),
        [*rows, people] if shown else [],
        [*_hidden(asked), *_change(asked)],
    )


def _hidden(asked: OpinionReport) -> list[str]:
    sentences = {
        Showing.TOO_FEW: lambda name: say("%(moment)s: fewer than ten answers.", moment=name),
        Showing.ALIKE: lambda name: say(
            "%(moment)s: nearly everyone answered alike, so nothing is shown.", moment=name
        ),
    }
    return [
        sentences[tally.showing](moment_name(moment))
        for moment, tally in asked.tallies.items()
        if tally.showing in sentences
    ]


def _change(asked: OpinionReport) -> list[str]:
    change = asked.change
    if change is None:
        return []
    said = [_average(change)]
    if asked.question.reversed:
        said.append(say("For this sentence the course hopes for less agreement."))
    return said


def _average(change: Estimate) -> str:
    return say(
        "Average from 1 to 5, after minus before: %(change)s. The 95%% interval runs from %(low)s "
        "to %(high)s.",
        change=here().signed(change.value, 2),
        low=here().signed(change.lo, 2),
        high=here().signed(change.hi, 2),
    )
