"""The sentences of a cohort's gain, as far as so few or so many people can say them."""

from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup

from elearn.courses.items import Question
from elearn.documents.words import Words
from elearn.quizzes.questions import Choice
from elearn.reports.cohort_report import CohortReport
from elearn.results.attrition import Attrition
from elearn.results.gains import Gain
from elearn.results.thresholds import Threshold
from elearn.web.languages import here, language, say, say_many
from elearn.web.marked import figure, sentence


def finding(report: CohortReport) -> Markup | str:
    """The page's heading: what the pairs say."""
    figures, n = report.analysis.gain, report.counted.both
    if not n:
        return say("Nobody has both tests yet")
    if figures.mean_pre is None or figures.mean_post is None or report.threshold < Threshold.COUNTS:
        return say_many(
            "Too few to conclude: %(n)s person has both tests",
            "Too few to conclude: %(n)s people have both tests",
            n,
        )
    if report.threshold >= Threshold.STATISTICS:
        return _in_points(figures.in_points())
    if not report.in_items:
        return say("Too few to conclude: the tests differ in length")
    return sentence(
        say(
            "From %(before)s to %(after)s right answers of %(maximum)s on average: too few people "
            "to conclude"
        ),
        before=figure("items.before", here().number(figures.mean_pre, 1)),
        after=figure("items.after", here().number(figures.mean_post, 1)),
        maximum=here().number(float(report.analysis.maximum)),
    )


def _in_points(points: Gain) -> Markup:
    before = figure("mean.before", here().percent((points.mean_pre or 0) / 100))
    after = figure("mean.after", here().percent((points.mean_post or 0) / 100))
    change = points.mean_diff or 0
    whole = int(Decimal(repr(abs(change))).quantize(Decimal(1), ROUND_HALF_UP))
    if not whole:
        said = say(
            "The session stays where it was: %(before)s, then %(after)s right answers on average"
        )
    elif change > 0:
        said = here().ngettext(
            "The session gains %(n)s point: from %(before)s to %(after)s right answers on average",
            "The session gains %(n)s points: from %(before)s to %(after)s right answers on average",
            whole,
        )
    else:
        said = here().ngettext(
            "The session loses %(n)s point: from %(before)s to %(after)s right answers on average",
            "The session loses %(n)s points: from %(before)s to %(after)s right answers on average",
            whole,
        )
    return sentence(said, n=here().number(whole), before=before, after=after)


def average(points: Gain) -> Markup:
    """The mean gain of the pairs in one sentence."""
    return sentence(
        say("On average the %(n)s people with both tests moved by %(gain)s points."),
        n=figure("pairs", here().number(points.n)),
        gain=figure("gain.mean", here().signed(points.mean_diff or 0, 1)),
    )


def interval(points: Gain) -> Markup | str:
    """How far chance reaches around it."""
    if points.ci_lo is None or points.ci_hi is None:
        return say("All moved by the same amount: there is no interval.")
    said = sentence(
        say("The 95%% interval goes from %(lo)s to %(hi)s."),
        lo=figure("gain.low", here().signed(points.ci_lo, 1)),
        hi=figure("gain.high", here().signed(points.ci_hi, 1)),
    )
    if points.ci_lo <= 0 <= points.ci_hi:
        said += " " + say("It holds zero: these scores cannot tell a gain from none.")
    return said


def in_short(points: Gain) -> str:
    """The same as figures alone, to be copied."""
    words = here()
    if points.ci_lo is None or points.ci_hi is None:
        return say(
            "%(gain)s points, n = %(n)s",
            gain=words.signed(points.mean_diff or 0, 1),
            n=words.number(points.n),
        )
    return say(
        "%(gain)s points (%(lo)s to %(hi)s), n = %(n)s",
        gain=words.signed(points.mean_diff or 0, 1),
        lo=words.number(points.ci_lo, 1),
        hi=words.number(points.ci_hi, 1),
        n=words.number(points.n),
    )


def leavers(report: CohortReport) -> Markup | None:
    """Where those with the pre-test alone started, beside the pairs; None of too few."""
    flow = report.analysis.flow
    alone, paired = flow.mean_pre_leavers, flow.mean_pre_completers
    if alone is None or paired is None:
        return None
    if not report.leavers_shown or report.threshold < Threshold.COUNTS:
        return None
    return sentence(
        say(
            "Those with the pre-test alone had %(alone)s before, on average; the pairs had "
            "%(paired)s."
        ),
        alone=_score("leavers.before", alone, report),
        paired=_score("completers.before", paired, report),
    )


def if_nobody_else_moved(flow: Attrition, report: CohortReport) -> Markup | None:
    """The gain of all enrolled if the untested had not changed; None when nobody is missing."""
    if flow.no_change is None or flow.pairs == flow.enrolled:
        return None
    if report.threshold < Threshold.STATISTICS:
        return None
    said = sentence(
        say("If nobody without both tests had moved, the session would move by %(points)s points."),
        points=figure("gain.no-change", _points(flow.no_change, report)),
    )
    if flow.low_completion and report.counted.pre_only and flow.lo is not None:
        said += " " + sentence(
            say(
                "If those with the pre-test alone had then had nothing right, or everything, it "
                "would lie between %(lo)s and %(hi)s points."
            ),
            lo=figure("gain.worst", _points(flow.lo, report)),
            hi=figure("gain.best", _points(flow.hi or 0, report)),
        )
    return said


def standard(report: CohortReport) -> Markup | None:
    """How many reached the standard before and after, for the first screen; None of too few."""
    reached = report.analysis.reached
    if report.standard is None or reached is None or report.threshold < Threshold.STATISTICS:
        return None
    said = sentence(
        say("Reached the standard of %(standard)s: %(before)s of %(n)s before, %(after)s after."),
        standard=here().percent(report.standard.value / 100),
        before=figure("standard.before", here().number(reached.counts.before)),
        after=figure("standard.after", here().number(reached.counts.after)),
        n=here().number(reached.counts.n),
    )
    if report.standard.provisional:
        said += " " + say("Provisional standard: five judges have not set it yet.")
    return said


def change_of_standard(report: CohortReport) -> Markup | None:
    """How much the share that reached the standard changed; None of too few."""
    reached = report.analysis.reached
    if reached is None or report.threshold < Threshold.STATISTICS:
        return None
    change = reached.change
    return sentence(
        say("Change: %(change)s percentage points (95%% interval %(lo)s to %(hi)s)."),
        change=figure("standard.change", here().signed(change.value * 100)),
        lo=figure("standard.change.low", here().signed(change.lo * 100)),
        hi=figure("standard.change.high", here().signed(change.hi * 100)),
    )


def unknown(report: CohortReport) -> tuple[str, str] | None:
    """« Je ne sais pas » before and after: of all answers, or of one test on average for few."""
    found = report.unknown
    if found is None or report.unknown_threshold < Threshold.COUNTS:
        return None
    if report.unknown_threshold >= Threshold.STATISTICS:
        return here().percent(found.before), here().percent(found.after)
    if not report.in_items:
        return None
    length = float(report.analysis.maximum)
    return here().number(found.before * length, 1), here().number(found.after * length, 1)


def guessing(report: CohortReport) -> str | None:
    """How much of the gain guessing could make; None where too little moved."""
    found = report.unknown
    if found is None or not found.worth_saying or report.unknown_threshold < Threshold.STATISTICS:
        return None
    points = here().number(abs(found.points), 1)
    if found.points > 0:
        return say(
            "Who no longer says “I don’t know” may guess: guessing alone could make %(points)s "
            "points of this gain.",
            points=points,
        )
    return say(
        "“I don’t know” became more frequent: fewer guesses could hide %(points)s points of gain.",
        points=points,
    )


def choice_text(question: Question, choice: Choice) -> str:
    """A choice as its author worded it, in the reader's language."""
    if choice is None:
        return say("I don’t know")
    if isinstance(choice, dict):
        prompts = {prompt.id: prompt.text.in_(language()) for prompt in question.prompts}
        return "; ".join(
            f"{prompts[prompt]} → {_option(question, option)}" for prompt, option in choice.items()
        )
    between = " → " if question.kind == "order" else "; "
    return between.join(_option(question, option) for option in choice)


def key_text(question: Question) -> str:
    """The right answer, in the same words."""
    return choice_text(question, question.pairs or list(question.key))


def _option(question: Question, option: str) -> str:
    return question.option(option).text.in_(language())


def _score(name: str, mean: float, report: CohortReport) -> Markup:
    words: Words = here()
    if not report.in_items:
        return figure(name, words.percent(mean / 100))
    return sentence(
        say("%(score)s of %(maximum)s right"),
        score=figure(name, words.number(mean, 1)),
        maximum=words.number(float(report.analysis.maximum)),
    )


def _points(value: float, report: CohortReport) -> str:
    return here().signed(value * 100 / float(report.analysis.maximum))
