"""The figures of a table of scores in plain words, the finding first."""

from collections.abc import Iterator

from elearn.documents.words import Words
from elearn.results.exact import Score
from elearn.results.gains import Gain
from elearn.results.pair_analysis import PairAnalysis, Reached
from elearn.results.proportions import Estimate
from elearn.results.thresholds import Threshold

# A test under twenty items is too short to say who reached a standard.
ITEMS_FOR_A_STANDARD = 20
# In a small group an exact 0 % or 100 % says what each person did.
TAIL, SMALL = 0.05, 30


def pair_report(analysis: PairAnalysis, words: Words) -> str:
    """Scores before and after as a text for the trainer of these people: a line a statement.

    Points are of 100 of the maximum. What may not be said of so few people is left out, and the
    text says that it is.
    """
    enough = analysis.threshold >= Threshold.STATISTICS
    lines = [*(_gain(analysis, words) if enough else _few(analysis, words))]
    if analysis.reached:
        lines += _standard(analysis, analysis.reached, words)
    lines += _people(analysis, words)
    if enough:
        lines += [*_missing(analysis, words), *_warnings(analysis, words)]
    return "\n".join(lines) + "\n"


def _few(analysis: PairAnalysis, words: Words) -> Iterator[str]:
    n, gain = analysis.gain.n, analysis.gain
    if gain.mean_pre is None or gain.mean_post is None or analysis.threshold < Threshold.COUNTS:
        yield words.say_many(
            "%(n)s person has both scores: too few for an average. Read each person's own scores.",
            "%(n)s people have both scores: too few for an average. Read each person's own scores.",
            n,
        )
        return
    yield words.say(
        "Before %(before)s of %(maximum)s on average, after %(after)s, n = %(n)s: too few people "
        "for statistics (10 are needed).",
        before=words.number(gain.mean_pre, 1),
        after=words.number(gain.mean_post, 1),
        maximum=score_words(analysis.maximum, words),
        n=words.number(n),
    )


def _gain(analysis: PairAnalysis, words: Words) -> Iterator[str]:
    points = analysis.gain.in_points()
    yield _headline(points, words)
    yield words.say(
        "Points are of 100 of the maximum (%(maximum)s); brackets hold the 95%% interval.",
        maximum=score_words(analysis.maximum, words),
    )
    yield words.say(
        "Before: %(before)s on average (standard deviation %(sd_before)s). "
        "After: %(after)s (%(sd_after)s).",
        before=number(points.mean_pre, words, 1),
        sd_before=number(points.sd_pre, words, 1),
        after=number(points.mean_post, words, 1),
        sd_after=number(points.sd_post, words, 1),
    )
    if analysis.threshold is Threshold.FULL and points.g_av is not None:
        yield words.say(
            "To compare tests: g_av = %(g)s, d_av = %(d)s %(interval)s.",
            g=words.number(points.g_av, 2),
            d=number(points.d_av, words, 2),
            interval=interval(points.d_av_lo, points.d_av_hi, words, 2),
        )


def _headline(points: Gain, words: Words) -> str:
    gain, n = words.signed(points.mean_diff or 0, 1), words.number(points.n)
    if points.ci_lo is None or points.ci_hi is None:
        return words.say(
            "Gain: %(gain)s points, n = %(n)s: all changed by the same amount.", gain=gain, n=n
        )
    spread = interval(points.ci_lo, points.ci_hi, words, 1)
    return words.say(
        "Gain: %(gain)s points %(interval)s, n = %(n)s", gain=gain, interval=spread, n=n
    )


def _standard(analysis: PairAnalysis, found: Reached, words: Words) -> Iterator[str]:
    if analysis.maximum < ITEMS_FOR_A_STANDARD:
        yield words.say(
            "The share that reached the standard is not shown: a test under 20 items is too short."
        )
        return
    if analysis.threshold < Threshold.STATISTICS:
        yield words.say("The share that reached the standard is shown from 10 people on.")
        return
    n, change = found.counts.n, found.change
    yield words.say(
        "Reached the standard (%(standard)s of %(maximum)s, provisional until five judges have "
        "set it): before %(before)s, after %(after)s; change %(change)s percentage points "
        "%(interval)s.",
        standard=score_words(found.standard, words),
        maximum=score_words(analysis.maximum, words),
        before=share(found.before, n, words),
        after=share(found.after, n, words),
        change=words.signed(change.value * 100),
        interval=interval(change.lo * 100, change.hi * 100, words),
    )
    yield words.say(
        "Both times %(both)s, only after %(gained)s, only before %(lost)s, neither %(neither)s.",
        both=words.number(found.counts.both),
        gained=words.number(found.counts.gained),
        lost=words.number(found.counts.lost),
        neither=words.number(found.counts.neither),
    )


def _people(analysis: PairAnalysis, words: Words) -> Iterator[str]:
    yield words.say(
        "People: %(pairs)s with both scores, %(pre)s only before, %(post)s only after, "
        "%(neither)s with neither. Only those with both are in the gain.",
        pairs=words.number(analysis.gain.n),
        pre=words.number(analysis.pre_only),
        post=words.number(analysis.post_only),
        neither=words.number(analysis.neither),
    )


def _missing(analysis: PairAnalysis, words: Words) -> Iterator[str]:
    flow = analysis.flow
    if flow.pairs == flow.enrolled:
        return
    yield words.say(
        "Of %(enrolled)s people %(completion)s have both scores. If the others did not change, "
        "the gain of all is %(no_change)s points.",
        enrolled=words.number(flow.enrolled),
        completion=words.percent(flow.completion or 0),
        no_change=_points(flow.no_change, analysis, words),
    )
    if flow.low_completion and analysis.pre_only:
        yield words.say(
            "If those tested only before had nothing right after, or everything, the gain of all "
            "tested before lies between %(lo)s and %(hi)s points.",
            lo=_points(flow.lo, analysis, words),
            hi=_points(flow.hi, analysis, words),
        )


def _warnings(analysis: PairAnalysis, words: Words) -> Iterator[str]:
    gain = analysis.gain
    if gain.ci_lo is not None and gain.ci_hi is not None and gain.ci_lo <= 0 <= gain.ci_hi:
        yield words.say("The interval covers zero: these scores cannot tell a gain from none.")
    if analysis.before.capped:
        yield words.say(
            "%(share)s of the scores before were at 90%% of the maximum or more: the test leaves "
            "little room, and the gain is smaller than what was learnt.",
            share=words.percent(analysis.before.from_ninety / analysis.before.n),
        )
    if analysis.threshold is Threshold.STATISTICS:
        yield words.say(
            "Fewer than 30 people: read the interval before the average, and compare no groups."
        )
    if analysis.fractional:
        yield words.say("Some scores have fractions; they are taken as they are.")
    yield words.say(
        "This is score after minus score before, without a comparison group. People tested twice "
        "without a course gained 4 points in one study (n = 45, interval about 1 to 7)."
    )


def share(estimate: Estimate, n: int, words: Words) -> str:
    """A share of n people in whole per cent with its interval; its ends are blurred in small n."""
    value = estimate.value
    if n < SMALL and value <= TAIL:
        written = words.say("%(share)s or less", share=words.percent(TAIL))
    elif n < SMALL and value >= 1 - TAIL:
        written = words.say("%(share)s or more", share=words.percent(1 - TAIL))
    else:
        written = words.percent(value)
    return f"{written} {interval(estimate.lo * 100, estimate.hi * 100, words)}"


def interval(lo: float | None, hi: float | None, words: Words, digits: int = 0) -> str:
    """The bounds of an interval, in brackets."""
    return words.say(
        "(%(lo)s to %(hi)s)", lo=number(lo, words, digits), hi=number(hi, words, digits)
    )


def number(value: float | None, words: Words, digits: int = 0) -> str:
    """A figure with so many decimals; a dash where there is none."""
    return "\N{EN DASH}" if value is None else words.number(value, digits)


def _points(value: float | None, analysis: PairAnalysis, words: Words) -> str:
    return words.signed((value or 0) * 100 / float(analysis.maximum), 1)


def score_words(value: Score, words: Words) -> str:
    """A score with only the decimals it has, three at most."""
    digits = next((d for d in range(3) if value * 10**d == int(value * 10**d)), 3)
    return words.number(float(value), digits)
