"""The sentences of a cohort's gain, as far as so few or so many people can say them."""

from decimal import ROUND_HALF_UP, Decimal

from elearn.courses.items import Question
from elearn.documents.words import Words
from elearn.quizzes.questions import Choice
from elearn.reports.cohort_report import CohortReport
from elearn.results.attrition import Attrition
from elearn.results.gains import Gain
from elearn.results.thresholds import Threshold
from elearn.web.languages import here, language, say, say_many


def finding(report: CohortReport) -> str:
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
    return say(
        "From %(before)s to %(after)s right answers of %(maximum)s on average: too few people to "
        "conclude",
        before=here().number(figures.mean_pre, 1),
        after=here().number(figures.mean_post, 1),
        maximum=here().number(float(report.analysis.maximum)),
    )


def _in_points(points: Gain) -> str:
    before, after = (
        here().percent((mean or 0) / 100) for mean in (points.mean_pre, points.mean_post)
    )
    change = points.mean_diff or 0
    whole = int(Decimal(repr(abs(change))).quantize(Decimal(1), ROUND_HALF_UP))
    if not whole:
        return say(
            "The session stays where it was: %(before)s, then %(after)s right answers on average",
            before=before,
            after=after,
        )
    if change > 0:
        return say_many(
            "The session gains %(n)s point: from %(before)s to %(after)s right answers on average",
            "The session gains %(n)s points: from %(before)s to %(after)s right answers on average",
            whole,
            before=before,
            after=after,
        )
    return say_many(
        "The session loses %(n)s point: from %(before)s to %(after)s right answers on average",
        "The session loses %(n)s points: from %(before)s to %(after)s right answers on average",
        whole,
        before=before,
        after=after,
    )


def average(points: Gain) -> str:
    """The mean gain of the pairs in one sentence."""
    return say(
        "On average the %(n)s people with both tests moved by %(gain)s points.",
        n=here().number(points.n),
        gain=here().signed(points.mean_diff or 0, 1),
    )


def interval(points: Gain) -> str:
    """How far chance reaches around it."""
    if points.ci_lo is None or points.ci_hi is None:
        return say("All moved by the same amount: there is no interval.")
    sentence = say(
        "The 95%% interval goes from %(lo)s to %(hi)s.",
        lo=here().signed(points.ci_lo, 1),
        hi=here().signed(points.ci_hi, 1),
    )
    if points.ci_lo <= 0 <= points.ci_hi:
        sentence += " " + say("It holds zero: these scores cannot tell a gain from none.")
    return sentence


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


def leavers(report: CohortReport) -> str | None:
    """Where those with the pre-test alone started, beside the pairs; None of too few."""
    flow = report.analysis.flow
    means = flow.mean_pre_leavers, flow.mean_pre_completers
    if None in means or not report.leavers_shown or report.threshold < Threshold.COUNTS:
        return None
    alone, paired = (_score(mean or 0, report) for mean in means)
    return say(
        "Those with the pre-test alone had %(alone)s before, on average; the pairs had %(paired)s.",
        alone=alone,
        paired=paired,
    )


def if_nobody_else_moved(flow: Attrition, report: CohortReport) -> str | None:
    """The gain of all enrolled if the untested had not changed; None when nobody is missing."""
    if flow.no_change is None or flow.pairs == flow.enrolled:
        return None
    if report.threshold < Threshold.STATISTICS:
        return None
    sentence = say(
        "If nobody without both tests had moved, the session would move by %(points)s points.",
        points=_points(flow.no_change, report),
    )
    if flow.low_completion and report.counted.pre_only and flow.lo is not None:
        sentence += " " + say(
            "If those with the pre-test alone had then had nothing right, or everything, it would "
            "lie between %(lo)s and %(hi)s points.",
            lo=_points(flow.lo, report),
            hi=_points(flow.hi or 0, report),
        )
    return sentence


def unknown(report: CohortReport) -> tuple[str, str] | None:
    """« Je ne sais pas » before and after: of all answers, or of one test on average for few."""
    found = report.unknown
    if found is None or report.threshold < Threshold.COUNTS:
        return None
    if report.threshold >= Threshold.STATISTICS:
        return here().percent(found.before), here().percent(found.after)
    if not report.in_items:
        return None
    length = float(report.analysis.maximum)
    return here().number(found.before * length, 1), here().number(found.after * length, 1)


def guessing(report: CohortReport) -> str | None:
    """How much of the gain guessing could make; None where too little moved."""
    found = report.unknown
    if found is None or not found.worth_saying or report.threshold < Threshold.STATISTICS:
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


def _score(mean: float, report: CohortReport) -> str:
    words: Words = here()
    if not report.in_items:
        return words.percent(mean / 100)
    return say(
        "%(score)s of %(maximum)s right",
        score=words.number(mean, 1),
        maximum=words.number(float(report.analysis.maximum)),
    )


def _points(value: float, report: CohortReport) -> str:
    return here().signed(value * 100 / float(report.analysis.maximum))
