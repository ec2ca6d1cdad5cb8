"""The sentences about what stays weeks later, and about the two versions of a test."""

from markupsafe import Markup

from elearn.quizzes.waves import Wave
from elearn.reports.cohort_report import CohortReport
from elearn.reports.lasting_report import Later
from elearn.reports.versions import Pooled
from elearn.results.equivalence import TOO_FAR, Equivalence
from elearn.results.gains import Gain
from elearn.results.proportions import Estimate
from elearn.results.thresholds import Threshold
from elearn.web.languages import here, say, say_many
from elearn.web.marked import figure, sentence

# Under ten people a share is a person.
FOR_A_SHARE = 10


def title(later: Later) -> str:
    """Which of the follow-ups the figures are about."""
    if later.wave is Wave.FOLLOW_UP:
        return say("After 8 to 12 weeks")
    return say("After six months")


def finding(later: Later) -> Markup | str:
    """What stays, in one sentence about the same people."""
    figures = later.figures
    if not later.taken:
        return say("Nobody with both tests has taken it yet.")
    if figures.threshold < Threshold.COUNTS:
        return say_many(
            "%(n)s person came back: too few for an average.",
            "%(n)s people came back: too few for an average.",
            later.taken,
        )
    if figures.threshold < Threshold.STATISTICS:
        return _in_items(later)
    return sentence(
        say(
            "These %(n)s people had moved by %(gained)s points; of that, %(left)s points are there."
        ),
        n=here().number(figures.n),
        gained=figure(_named(later, "gained.mean"), _signed(figures.gained.in_points())),
        left=figure(_named(later, "left.mean"), _signed(figures.left.in_points())),
    )


def _named(later: Later, figure_of: str) -> str:
    return f"later.{later.wave}.{figure_of}"


def _in_items(later: Later) -> str:
    if later.maximum is None:
        return say("Too few to conclude: the tests differ in length")
    figures = later.figures
    before, after, then = figures.gained.mean_pre, figures.gained.mean_post, figures.left.mean_post
    return say(
        "These %(n)s people had %(before)s, then %(after)s, now %(later)s right answers of "
        "%(maximum)s on average: too few people to conclude.",
        n=here().number(figures.n),
        before=here().number(before or 0, 1),
        after=here().number(after or 0, 1),
        later=here().number(then or 0, 1),
        maximum=here().number(later.maximum),
    )


def sentences(later: Later) -> list[Markup | str]:
    """What the finding rests on: who came back, the two differences, what to be careful of."""
    said: list[Markup | str] = [_came_back(later)]
    if later.figures.threshold >= Threshold.STATISTICS:
        said += _differences(later)
    if later.without_answers:
        said.append(
            say_many(
                "%(n)s person’s tests are totals from paper and cannot be compared.",
                "%(n)s people’s tests are totals from paper and cannot be compared.",
                later.without_answers,
            )
        )
    if later.wave is Wave.SIX_MONTHS and later.taken:
        said.append(
            say(
                "The six-month test asks the same questions as the follow-up test: memory of them "
                "may explain part, so the two stand apart."
            )
        )
    return said


def _came_back(later: Later) -> str:
    came = say_many(
        "Of %(n)s person with both tests, %(taken)s took it.",
        "Of %(n)s people with both tests, %(taken)s took it.",
        later.asked,
        taken=here().number(later.taken),
    )
    if later.asked < FOR_A_SHARE:
        return came
    rate = say("Response: %(share)s.", share=here().percent(later.taken / later.asked))
    return f"{came} {rate} " + say("Who comes back may differ from who does not.")


def _differences(later: Later) -> list[Markup | str]:
    figures = later.figures
    said: list[Markup | str] = [
        sentence(
            say("Still there, this test minus the first: %(points)s."),
            points=_with_interval(_named(later, "left"), figures.left.in_points()),
        ),
        sentence(
            say("Change since the final test: %(points)s."),
            points=_with_interval(_named(later, "since"), figures.since.in_points()),
        ),
    ]
    if figures.share is not None:
        said.append(say("That is %(share)s of the gain.", share=here().percent(figures.share)))
    if (figures.since.mean_diff or 0) > 0:
        said.append(say("More than at the end is later learning or practice, not memory."))
    said.append(
        say("Calculated on the points of the test that all three tests asked, of the same people.")
    )
    return said


def versions(report: CohortReport) -> list[str]:
    """What is to be said of the two versions of the test; nothing where there is nothing to say."""
    said = []
    if report.read_aloud:
        said.append(
            say(
                "The tests were read aloud: the whole room took version %(first)s before and the "
                "other after. A difference between the versions stays in this gain.",
                first=report.read_aloud,
            )
        )
    compared = report.versions.compared
    if compared is not None:
        said += _compared(compared)
    return said


def _compared(compared: Equivalence) -> list[str]:
    halves = compared.halves
    said = [
        say(
            "Version A was answered %(a)s right on average and version B %(b)s, half before and "
            "half after the course (%(ab)s people took A first, %(ba)s B first).",
            a=_percent(compared.a),
            b=_percent(compared.b),
            ab=here().number(halves.ab.n),
            ba=here().number(halves.ba.n),
        ),
        _difference(compared.easier),
    ]
    if not halves.firm:
        said.append(say("Provisional: firm from 30 people in each half."))
    if compared.too_far:
        said.append(
            say(
                "The versions differ by more than 3 points. With the difference taken out, the "
                "gain is %(equated)s; as it stands, %(raw)s.",
                equated=_estimate(compared.equated),
                raw=here().signed(compared.raw, 1),
            )
        )
    return said


def over_sessions(found: Pooled) -> list[str]:
    """What several sessions together say of the two versions."""
    halves = found.halves
    said = [
        say(
            "%(ab)s people took version A first and %(ba)s took B first.",
            ab=here().number(halves.ab.n),
            ba=here().number(halves.ba.n),
        )
    ]
    if found.easier is None:
        return [*said, say("Too few to compare: from 30 people in each half.")]
    said.append(_difference(found.easier))
    if abs(found.easier.value) > TOO_FAR:
        said.append(
            say(
                "That is more than 3 points: a session that took one version more often before "
                "gains too much or too little by it. Tell the authors."
            )
        )
    return said


def _difference(easier: Estimate) -> str:
    if easier.value >= 0:
        sentence = say("Version B is easier by %(points)s.", points=_between(easier))
    else:
        turned = Estimate(-easier.value, -easier.hi, -easier.lo)
        sentence = say("Version A is easier by %(points)s.", points=_between(turned))
    if easier.lo <= 0 <= easier.hi:
        sentence += " " + say("This may be chance alone.")
    return sentence


def _with_interval(name: str, points: Gain) -> Markup:
    mean = figure(f"{name}.mean", _signed(points))
    if points.ci_lo is None or points.ci_hi is None:
        return sentence(say("%(points)s points"), points=mean)
    return sentence(
        say("%(points)s points (95%% interval %(lo)s to %(hi)s)"),
        points=mean,
        lo=figure(f"{name}.low", here().signed(points.ci_lo, 1)),
        hi=figure(f"{name}.high", here().signed(points.ci_hi, 1)),
    )


def _between(found: Estimate) -> str:
    return _bracketed(here().number(found.value, 1), found)


def _estimate(found: Estimate) -> str:
    return _bracketed(here().signed(found.value, 1), found)


def _bracketed(value: str, found: Estimate) -> str:
    return say(
        "%(value)s points (%(lo)s to %(hi)s)",
        value=value,
        lo=here().number(found.lo, 1),
        hi=here().number(found.hi, 1),
    )


def _percent(found: Estimate) -> str:
    return say(
        "%(value)s (%(lo)s to %(hi)s)",
        value=here().percent(found.value / 100),
        lo=here().percent(found.lo / 100),
        hi=here().percent(found.hi / 100),
    )


def _signed(points: Gain) -> str:
    return here().signed(points.mean_diff or 0, 1)
