"""The lines of the data dictionary for modules, objectives and the points of a test."""

from elearn.documents.figure_dictionary import Entry
from elearn.documents.words import Words
from elearn.reports.figures import Unit


def entries(words: Words) -> tuple[Entry, ...]:
    """Modules, objectives, points."""
    return (
        *_answers("module", words),
        _module(words),
        *_answers("objective", words),
        *_slots(words),
    )


def _module(words: Words) -> Entry:
    rule = words.say("In points of 100, of the people asked; interval as for the gain.")
    return Entry("module.*.gain", Unit.POINTS, words.say("Average gain"), rule, 1)


def _answers(kind: str, words: Words) -> tuple[Entry, ...]:
    answers = words.say("Of the pairs with single answers.")
    share = words.say("Right answers of those asked for; from 10 people on.")
    count = Unit.ANSWERS
    return (
        Entry(
            f"{kind}.*.questions", Unit.QUESTIONS, words.say("Questions"), words.say("In one test.")
        ),
        Entry(f"{kind}.*.asked", count, words.say("Answers asked for"), answers),
        Entry(f"{kind}.*.before", count, words.say("Right answers before"), answers),
        Entry(f"{kind}.*.before-share", Unit.SHARE, words.say("Share right before"), share),
        Entry(f"{kind}.*.after", count, words.say("Right answers after"), answers),
        Entry(f"{kind}.*.after-share", Unit.SHARE, words.say("Share right after"), share),
    )


def _slots(words: Words) -> tuple[Entry, ...]:
    twins = words.say("People of the pairs, by the twin questions of one point of the test.")
    share = words.say(
        "People of the pairs, interval of Wilson; from 10 people on, to pass on from 30."
    )
    mcnemar = words.say("How often chance alone would move people at least so unevenly, of 1.")
    held = words.say("The same, held down for all points together (Benjamini-Hochberg).")
    return (
        Entry("slot.*.before", Unit.PEOPLE, words.say("Right before"), twins),
        Entry("slot.*.after", Unit.PEOPLE, words.say("Right after"), twins),
        Entry("slot.*.right-right", Unit.PEOPLE, words.say("Right twice"), twins),
        Entry("slot.*.wrong-right", Unit.PEOPLE, words.say("Wrong, then right"), twins),
        Entry("slot.*.right-wrong", Unit.PEOPLE, words.say("Right, then wrong"), twins),
        Entry("slot.*.wrong-wrong", Unit.PEOPLE, words.say("Wrong twice"), twins),
        Entry("slot.*.before-share", Unit.SHARE, words.say("Share right before"), share),
        Entry("slot.*.after-share", Unit.SHARE, words.say("Share right after"), share),
        Entry("slot.*.mcnemar", Unit.SIZE, words.say("Exact McNemar"), mcnemar, 3),
        Entry("slot.*.mcnemar-all", Unit.SIZE, words.say("Held down for all"), held, 3),
    )
