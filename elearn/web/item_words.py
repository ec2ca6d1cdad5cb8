"""The sentences about one question of a test: what its figures say, and what to look at."""

from elearn.courses.items import Item
from elearn.documents.analysis import share
from elearn.quizzes.waves import Wave
from elearn.reports.item_report import NONE, OTHER, UNKNOWN, Sexes
from elearn.results.dif import FEWEST, Size
from elearn.results.distractors import DistractorFlag, OptionCounts, distractor_flags
from elearn.results.drift import Drift, Period
from elearn.results.gains import Mastery
from elearn.results.item_analysis import ItemAnalysis
from elearn.results.item_study import Study
from elearn.results.items import Discrimination, Flag, ItemFigures, discrimination
from elearn.results.proportions import bonett_price, wilson
from elearn.results.thresholds import Audience, Certainty, Threshold, certainty, disclosable
from elearn.web.languages import here, language, say, say_many

DASH = "–"


def moment(wave: Wave) -> str:
    """The test's name in the middle of a sentence and as a link."""
    return {
        Wave.PRE: say("First test"),
        Wave.POST: say("Final test"),
        Wave.FOLLOW_UP: say("Follow-up test"),
        Wave.SIX_MONTHS: say("Six-month test"),
    }[wave]


def look_again(flag: Flag) -> str:
    """Why a question deserves a second look, and where to look."""
    return {
        Flag.KEY_ERROR: say(
            "People who do well on the rest get this wrong: is the right answer really right?"
        ),
        Flag.WEAK: say("Getting this right hardly goes with getting the rest right: is it clear?"),
        Flag.HARD: say("Fewer than three in ten get it right: was it taught, and is it clear?"),
        Flag.EASY: say("Almost everybody gets it right: it tells nobody apart."),
        Flag.ALREADY_KNOWN: say("Most people know it before the course: little is left to gain."),
        Flag.LOWERS_ALPHA: say("The test would be more reliable without it: reread it."),
        Flag.NOT_LEARNT: say("Hardly more get it right after the course: look at the lesson."),
        Flag.LOST: say("Fewer get it right after the course than before: look at the lesson."),
    }[flag]


def drifted(found: Drift) -> str:
    """What the latest quarter says beside those before."""
    if found is Drift.EASIER:
        return say("More get it right this quarter than before: has the question leaked?")
    return say("Fewer get it right this quarter than before: did the lesson change?")


def people(n: int, audience: Audience) -> str:
    """How many people: ten or more at once for whoever is outside their training team."""
    return DASH if n and disclosable(n, audience) is Threshold.NOTHING else here().number(n)


def right(figures: ItemFigures, audience: Audience) -> str:
    """The share right with its interval, from ten people on."""
    found = wilson(figures.right, figures.n)
    if found is None or disclosable(figures.n, audience) < Threshold.STATISTICS:
        return DASH
    return share(found, figures.n, here())


def correlation(figures: ItemFigures) -> str:
    """The correlation with the rest of the test, from fifty people on."""
    if figures.rir is None or certainty(figures.n) is Certainty.NONE:
        return DASH
    return here().number(figures.rir, 2)


def counted(n: int, audience: Audience) -> str:
    """The same as a sentence."""
    if n and disclosable(n, audience) is Threshold.NOTHING:
        return say("Fewer than ten people.")
    return say_many("%(n)s person.", "%(n)s people.", n)


def band(figures: ItemFigures) -> str | None:
    """The correlation's band in words."""
    if figures.rir is None or certainty(figures.n) is Certainty.NONE:
        return None
    return {
        Discrimination.NEGATIVE: say("against the rest"),
        Discrimination.WEAK: say("weak"),
        Discrimination.FAIR: say("fair"),
        Discrimination.GOOD: say("good"),
        Discrimination.VERY_GOOD: say("very good"),
    }[discrimination(figures.rir)]


def reliability(found: ItemAnalysis, audience: Audience) -> list[str]:
    """What the whole test is worth: its alpha, and how uncertain one total is."""
    words = here()
    said = [counted(found.n, audience)]
    if found.certainty is Certainty.NONE:
        return [*said, say("Too few to judge the test and its questions: 50 are needed.")]
    if found.certainty is Certainty.PROVISIONAL:
        said.append(say("Provisional: fewer than 100 people."))
    if found.alpha is None:
        return [*said, say("All totals are the same.")]
    said.append(
        say(
            "Reliability (alpha): %(alpha)s, 95%% interval %(lo)s to %(hi)s.",
            alpha=words.number(found.alpha.value, 2),
            lo=words.number(found.alpha.lo, 2),
            hi=words.number(found.alpha.hi, 2),
        )
    )
    if found.sem is not None:
        said.append(
            say(
                "One person’s total is uncertain by about ±%(sem)s of %(k)s.",
                sem=words.number(found.sem, 1),
                k=words.number(found.k),
            )
        )
    return said


def heading(flagged: list[str], study: Study, audience: Audience) -> str:
    """The page's finding: the first thing that is odd."""
    if study.threshold(audience) is Threshold.NOTHING:
        return say("Too few people to judge the questions")
    if study.certainty is Certainty.NONE:
        return say_many(
            "Too few to judge this question: %(n)s person, 50 are needed",
            "Too few to judge this question: %(n)s people, 50 are needed",
            study.figures.n,
        )
    return flagged[0] if flagged else say("Nothing is odd about this question")


def verdict(odd: int, judged: bool) -> str:
    """The heading of a list of questions."""
    if not judged:
        return say("Too few people to judge the questions")
    if not odd:
        return say("No question needs a second look")
    return say_many(
        "%(n)s question deserves a second look", "%(n)s questions deserve a second look", odd
    )


def option(item: Item, name: str) -> str:
    """An option as the question words it, or the word for what is none."""
    spoken = {
        UNKNOWN: say("I don’t know"),
        NONE: say("No answer"),
        OTHER: say("Another order"),
    }
    if name in spoken:
        return spoken[name]
    texts = {one.id: one.text.in_(language()) for one in item.options}
    texts |= {one.id: one.text.in_(language()) for one in item.prompts}
    if item.kind == "match":
        prompt, _, chosen = name.partition(":")
        return f"{texts.get(prompt, prompt)} → {texts.get(chosen, chosen)}"
    if item.kind == "order":
        return say("The right order")
    return texts.get(name, name)


def odd_option(label: str, counts: OptionCounts, everyone: OptionCounts) -> list[str]:
    """What is odd about a wrong option."""
    sentences = {
        DistractorFlag.NOT_CHOSEN: say("Almost nobody chooses “%(option)s”.", option=label),
        DistractorFlag.RISING: say(
            "The best choose “%(option)s” more often than the weakest: is it right too?",
            option=label,
        ),
    }
    return [sentences[flag] for flag in distractor_flags(counts, everyone)]


def moved(found: Mastery, audience: Audience) -> list[str]:
    """The same people before and after: four counts, and the change of the share."""
    if disclosable(found.n, audience) < Threshold.STATISTICS:
        return [say("Too few people have answered both times: 10 are needed.")]
    said = [] if _few(found, audience) else [_four(found)]
    change = bonett_price(found.gained, found.lost, found.n)
    if change is not None:
        said.append(
            say(
                "The share right moves by %(change)s points (%(lo)s to %(hi)s).",
                change=here().signed(change.value * 100),
                lo=here().signed(change.lo * 100),
                hi=here().signed(change.hi * 100),
            )
        )
    return said


def _few(found: Mastery, audience: Audience) -> bool:
    """Whether one of the four counts is of people whom the reader should not single out."""
    parts = (found.both, found.gained, found.lost, found.neither)
    return any(part and disclosable(part, audience) is Threshold.NOTHING for part in parts)


def _four(found: Mastery) -> str:
    words = here()
    return say(
        "Of %(n)s people: right twice %(both)s, wrong then right %(gained)s, right then wrong "
        "%(lost)s, wrong twice %(neither)s.",
        n=words.number(found.n),
        both=words.number(found.both),
        gained=words.number(found.gained),
        lost=words.number(found.lost),
        neither=words.number(found.neither),
    )


def sexes(found: Sexes) -> str:
    """Whether it is harder for women than for men of the same total, or why nobody can say."""
    if found.found is None:
        return say(
            "To compare women and men of the same total it takes %(n)s of each: there are too few, "
            "or too few said which.",
            n=here().number(FEWEST),
        )
    delta = here().signed(found.found.delta, 1)
    if found.found.size is not Size.C:
        return say(
            "Women and men of the same total do about equally well here (delta %(delta)s).",
            delta=delta,
        )
    if found.found.delta < 0:
        return say(
            "Women get this wrong more often than men of the same total (delta %(delta)s): let "
            "others read it.",
            delta=delta,
        )
    return say(
        "Men get this wrong more often than women of the same total (delta %(delta)s): let others "
        "read it.",
        delta=delta,
    )


def quarter(one: Period) -> str:
    """A quarter, such as 4th quarter of 2026."""
    year, number = one.name.split("-")
    return say("Quarter %(number)s of %(year)s", number=number, year=year)


def share_of(one: Period) -> str:
    """The share right in a quarter with its interval."""
    found = wilson(one.right, one.n)
    return share(found, one.n, here()) if found else DASH
