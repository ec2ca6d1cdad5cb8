"""What the pages say of rulings on questions, and of scores with and without them."""

from elearn.documents.words import Words
from elearn.quizzes.marking import Score
from elearn.quizzes.mending import Effects
from elearn.quizzes.models import Ruling
from elearn.quizzes.recounting import Holding
from elearn.quizzes.rulings import RulingKind, Verdict
from elearn.reports.cohort_report import CohortReport
from elearn.results.thresholds import Audience, Threshold, disclosable
from elearn.web.languages import here, say, say_many


def enough(n: int) -> bool:
    """Whether a figure about so many may be shown to somebody outside the training team."""
    return disclosable(n, Audience.OUTSIDE) >= Threshold.STATISTICS


def answers(n: int) -> str:
    """How many answers a wording has, ten or more at once."""
    if not n:
        return say("No answer yet.")
    if not enough(n):
        return say("Fewer than ten answers.")
    return say_many("%(n)s answer.", "%(n)s answers.", n)


def state(verdict: Verdict | None) -> str | None:
    """What holds for a question, where it is not what its text says."""
    if verdict is None or not verdict.mends:
        return None
    if verdict.kind is RulingKind.VOID:
        return say("Taken out: it counts for nobody.")
    return say("Its key was corrected.")


def heading(verdict: Verdict | None) -> str:
    """What holds for a question, as its page's finding."""
    if verdict is None or not verdict.mends:
        return say("This question counts as it was written")
    if verdict.kind is RulingKind.VOID:
        return say("This question counts for nobody")
    return say("This question has another key than it was written with")


def act(ruling: Ruling) -> str:
    """What one ruling said."""
    return {
        RulingKind.VOID: say("Taken out"),
        RulingKind.KEY: say("Key corrected"),
        RulingKind.RESTORED: say("Counts as it was written"),
    }[ruling.kind]


def asked(effects: Effects) -> str:
    """How many people were asked the question."""
    if not effects.people:
        return say("Nobody has been asked this question yet: no score changes.")
    if not enough(effects.people):
        return say("Fewer than ten people were asked this question.")
    people = say_many(
        "%(n)s person was asked this question.",
        "%(n)s people were asked this question.",
        effects.people,
    )
    sessions = here().number(effects.sessions)
    return f"{people} " + say("Sessions concerned: %(n)s.", n=sessions)


def moves(effects: Effects) -> list[tuple[str, int]] | None:
    """Tests whose score rises, stays and falls; None where one of these is about too few."""
    parts = (effects.up, effects.same, effects.down, effects.forgotten)
    if not enough(effects.people) or any(part and not enough(part) for part in parts):
        return None
    named = (say("Score rises"), say("Score stays"), say("Score falls"))
    found = list(zip(named, parts[:3], strict=True))
    if effects.forgotten:
        found.append((say("Answers deleted after their time: score stays"), effects.forgotten))
    return found


def held(one: Holding) -> str:
    """What was done to a question of a test, on which day and why."""
    day = here().day(one.at.date())
    if one.verdict.kind is RulingKind.VOID:
        sentence = say("A question was taken out of the score on %(day)s.", day=day)
    else:
        sentence = say("The key of a question was corrected on %(day)s.", day=day)
    return f"{sentence} " + say("Reason: %(reason)s", reason=one.reason)


def both(without: Score, right: int, asked_now: int) -> str:
    """One test's score without the rulings, and as it stands."""
    words: Words = here()
    return say(
        "Without that: %(was)s right of %(of_then)s. Now: %(now)s right of %(of_now)s.",
        was=words.number(without.points),
        of_then=words.number(without.maximum),
        now=words.number(right),
        of_now=words.number(asked_now),
    )


def gains(report: CohortReport) -> str | None:
    """The session's averages without the rulings beside those with them; None of too few."""
    was, now = report.unmended, report.analysis
    if was is None or report.threshold < Threshold.COUNTS:
        return None
    if report.threshold >= Threshold.STATISTICS:
        return say(
            "Average gain without these rulings: %(was)s points. With them: %(now)s points.",
            was=here().signed(was.gain.in_points().mean_diff or 0, 1),
            now=here().signed(now.gain.in_points().mean_diff or 0, 1),
        )
    if not report.in_items or was.maximum != now.maximum:
        return None
    return say(
        "Right answers of %(maximum)s on average without these rulings: %(before)s, then "
        "%(after)s.",
        maximum=here().number(float(now.maximum)),
        before=here().number(was.gain.mean_pre or 0, 1),
        after=here().number(was.gain.mean_post or 0, 1),
    )
