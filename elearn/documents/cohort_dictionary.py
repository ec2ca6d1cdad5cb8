"""The lines of the data dictionary for a cohort's figures."""

from elearn.documents import point_dictionary
from elearn.documents.figure_dictionary import Entry
from elearn.documents.words import Words
from elearn.reports.figures import Unit


def entries(words: Words) -> tuple[Entry, ...]:
    """The lines of a cohort's figures."""
    return (
        *_people(words),
        *_gain(words),
        *_missing(words),
        *_standard(words),
        *_annex(words),
        *_earlier(words),
        *_attendance(words),
        *point_dictionary.entries(words),
        *_later(words),
        *_states(words),
        *_half_days(words),
    )


def _people(words: Words) -> tuple[Entry, ...]:
    once = words.say("Counted once for each enrolment.")
    both = words.say("A score before and one after, in two versions; a gain is of these alone.")
    out = words.say("Kept out of the pairs.")
    count = Unit.ENROLMENTS
    return (
        Entry("enrolled", count, words.say("People enrolled in the session"), once),
        Entry("pairs", Unit.PAIRS, words.say("People with both tests"), both),
        Entry("pre-only", count, words.say("People with the pre-test alone"), once),
        Entry("post-only", count, words.say("People with the post-test alone"), once),
        Entry("neither", count, words.say("People with neither test"), once),
        Entry("same-form", count, words.say("People who took one version twice"), out),
    )


def _gain(words: Words) -> tuple[Entry, ...]:
    full = words.say("The questions of one test; 100 where the tests differ in length.")
    interval = words.say("From 10 pairs on, with the 95 per cent t interval of the same people.")
    shares = words.say("Points divided by the maximum; from 10 pairs on.")
    few = words.say("From 5 to 9 pairs: too few for points and intervals.")
    of_pairs = words.say("Counted of the pairs.")
    unknown = words.say(
        "Of all questions asked of the pairs with single answers; questions on average under 10 "
        "pairs."
    )
    ceiling = words.say("Of the pairs; shown from 15 per cent on.")
    right = words.say("Right answers before, average of the pairs")
    then = words.say("Right answers after, average of the pairs")
    return (
        Entry("maximum", Unit.QUESTIONS, words.say("What a full score is"), full),
        Entry("gain.mean", Unit.POINTS, words.say("Average gain of the pairs"), interval, 1),
        Entry("mean.before", Unit.SHARE, right, shares),
        Entry("mean.after", Unit.SHARE, then, shares),
        Entry("items.before", Unit.QUESTIONS, words.say("Questions right before"), few, 1),
        Entry("items.after", Unit.QUESTIONS, words.say("Questions right after"), few, 1),
        Entry("moves.up", Unit.PEOPLE, words.say("Pairs whose score rose"), of_pairs),
        Entry("moves.same", Unit.PEOPLE, words.say("Pairs whose score stayed"), of_pairs),
        Entry("moves.down", Unit.PEOPLE, words.say("Pairs whose score fell"), of_pairs),
        Entry("ceiling.before", Unit.SHARE, words.say("Near the maximum before"), ceiling),
        Entry("unknown.before", Unit.SHARE, words.say("“I don’t know” before"), unknown),
        Entry("unknown.after", Unit.SHARE, words.say("“I don’t know” after"), unknown),
    )


def _missing(words: Words) -> tuple[Entry, ...]:
    added = words.say("Sum of the gains divided by the enrolled; from 10 pairs on.")
    bounds = words.say("Of those tested before; only where fewer than 80 per cent have both tests.")
    averages = words.say("Average; from 5 people with the pre-test alone on.")
    unmoved = words.say("Gain of all enrolled, if nobody without both tests had moved")
    worst = words.say("Gain, if those with the pre-test alone then had nothing right")
    best = words.say("Gain, if those with the pre-test alone then had everything right")
    alone = words.say("Score before of those with the pre-test alone")
    return (
        Entry("gain.no-change", Unit.POINTS, unmoved, added),
        Entry("gain.worst", Unit.POINTS, worst, bounds),
        Entry("gain.best", Unit.POINTS, best, bounds),
        Entry("leavers.before", Unit.QUESTIONS, alone, averages, 1),
        Entry(
            "completers.before",
            Unit.QUESTIONS,
            words.say("Score before of the pairs"),
            averages,
            1,
        ),
    )


def _standard(words: Words) -> tuple[Entry, ...]:
    of_pairs = words.say("Counted of the pairs.")
    wilson = words.say(
        "Of the pairs; interval of Wilson. Under 30 people, shares beyond 5 and 95 per cent are "
        "not told apart."
    )
    five = words.say("Of the maximum; provisional until five judges have set it.")
    change = words.say("Change of the share that reached the standard")
    method = words.say("Percentage points; interval of Bonett and Price.")
    share, after = (
        words.say("Share that reached it before"),
        words.say("Share that reached it after"),
    )
    before_count = words.say("People who reached the standard before")
    after_count = words.say("People who reached the standard after")
    return (
        Entry("standard.value", Unit.SHARE, words.say("The standard"), five),
        Entry("standard.before", Unit.PEOPLE, before_count, of_pairs),
        Entry("standard.after", Unit.PEOPLE, after_count, of_pairs),
        Entry("standard.gained", Unit.PEOPLE, words.say("People who crossed it"), of_pairs),
        Entry("standard.lost", Unit.PEOPLE, words.say("People who fell below"), of_pairs),
        Entry("standard.before-share", Unit.SHARE, share, wilson),
        Entry("standard.after-share", Unit.SHARE, after, wilson),
        Entry("standard.change", Unit.POINTS, change, method),
    )


def _annex(words: Words) -> tuple[Entry, ...]:
    spread = words.say("Of the pairs, divided by n − 1; from 10 pairs on.")
    g_av = words.say("Gain over the root of the mean of both variances, corrected for small n.")
    d_av = words.say("The same without the correction; interval of Bonett.")
    hake = words.say("Average gain over the room that the average before left.")
    mcnemar = words.say("How often chance alone would move people at least so unevenly, of 1.")
    return (
        Entry("annex.sd-before", Unit.POINTS, words.say("Standard deviation before"), spread, 1),
        Entry("annex.sd-after", Unit.POINTS, words.say("Standard deviation after"), spread, 1),
        Entry(
            "annex.sd-change",
            Unit.POINTS,
            words.say("Standard deviation of the differences"),
            spread,
            1,
        ),
        Entry("annex.g-av", Unit.SIZE, words.say("Standardised gain, g_av"), g_av, 2),
        Entry("annex.d-av", Unit.SIZE, words.say("Standardised gain, d_av"), d_av, 2),
        Entry("annex.hake", Unit.SIZE, words.say("Gain of the averages, <g>"), hake, 2),
        Entry("annex.standard", Unit.SIZE, words.say("Standard, exact McNemar"), mcnemar, 3),
    )


def _earlier(words: Words) -> tuple[Entry, ...]:
    together = words.say("Your earlier sessions of this course together; never ranked.")
    less = words.say(
        "This session’s gain minus theirs; the interval holds zero where none is seen."
    )
    right, then = words.say("Right before, earlier"), words.say("Right after, earlier")
    sessions, pairs = words.say("Earlier sessions"), words.say("Pairs of earlier sessions")
    difference = words.say("Difference of the gains")
    return (
        Entry("earlier.sessions", Unit.SESSIONS, sessions, together),
        Entry("earlier.pairs", Unit.PAIRS, pairs, together),
        Entry("earlier.before", Unit.SHARE, right, together),
        Entry("earlier.after", Unit.SHARE, then, together),
        Entry("earlier.gain", Unit.POINTS, words.say("Average gain, earlier"), together, 1),
        Entry("earlier.difference", Unit.POINTS, difference, less, 1),
    )


def _later(words: Words) -> tuple[Entry, ...]:
    same = words.say("The same people at all three tests; interval as for the gain.")
    differ = words.say("Who comes back may differ from who does not.")
    taken = words.say("People with both tests who took this one")
    return (
        Entry("later.*.taken", Unit.PEOPLE, taken, differ),
        Entry("later.*.compared", Unit.PEOPLE, words.say("People compared"), same),
        Entry("later.*.gained.mean", Unit.POINTS, words.say("Gain of these people"), same, 1),
        Entry("later.*.left.mean", Unit.POINTS, words.say("What is left of it"), same, 1),
        Entry("later.*.since.mean", Unit.POINTS, words.say("Change since the end"), same, 1),
    )


def _states(words: Words) -> tuple[Entry, ...]:
    nine = words.say("One of nine states for each enrolment; a missing test is never a zero.")
    return (
        Entry("state.*.pre", Unit.ENROLMENTS, words.say("In the pre-test"), nine),
        Entry("state.*.post", Unit.ENROLMENTS, words.say("In the post-test"), nine),
    )


def _attendance(words: Words) -> tuple[Entry, ...]:
    ticks = words.say("From the cards that were ticked.")
    always = words.say("People who were there for every half-day ticked")
    return (
        Entry("attendance.half-days", Unit.HALF_DAYS, words.say("Half-days ticked"), ticks),
        Entry("attendance.hours", Unit.HOURS, words.say("Hours held"), ticks, 1),
        Entry("attendance.came", Unit.PEOPLE, words.say("People who came at least once"), ticks),
        Entry("attendance.always", Unit.PEOPLE, always, ticks),
        Entry("attendance.all-hours", Unit.HOURS, words.say("Hours of all people"), ticks, 1),
    )


def _half_days(words: Words) -> tuple[Entry, ...]:
    ticks = words.say("From the cards that were ticked.")
    paper = words.say("Counted by hand on the paper.")
    return (
        Entry("half-day.*.present", Unit.PEOPLE, words.say("Present"), ticks),
        Entry("half-day.*.signatures", Unit.SIGNATURES, words.say("Signatures"), paper),
    )
