"""What a table of answers to an outside test would change, and what is wrong with it, in words."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from elearn.documents.words import Words
from elearn.quizzes.instruments import Changes
from elearn.quizzes.paper_sheet import InCell, Problem
from elearn.quizzes.waves import Wave

Sentence = Callable[[Words, Mapping[str, str]], str]

SENTENCES: dict[str, Sentence] = {
    "TooManyRows": lambda words, a: words.say("The table has more than %(limit)s rows.", **a),
    "NotACard": lambda words, a: words.say("“%(cell)s” is not a card number.", **a),
    "CardTwice": lambda words, a: words.say(
        "Card %(card)s stands in row %(first)s already: keep one row.", **a
    ),
    "NoSuchCard": lambda words, a: words.say(
        "The session has no card %(cell)s: correct the number.", **a
    ),
    "AnswerTooLong": lambda words, a: words.say(
        "“%(cell)s” is too long for an answer: write its letter.", **a
    ),
    "NotAMark": lambda words, a: words.say("“%(cell)s” is neither 1 (right) nor 0 (not).", **a),
    "NoKey": lambda words, a: words.say("This item of the key has no right answer: write it.", **a),
    "ItemTwice": lambda words, a: words.say("“%(cell)s” stands in the key already.", **a),
    "LabelTooLong": lambda words, a: words.say(
        "The column name “%(label)s” is too long: at most 40 signs.", **a
    ),
    "NoColumn": lambda words, a: words.say(
        "No column holds the answers to item “%(item)s” of the key. Say what the column names "
        "begin with.",
        **a,
    ),
    "OtherQuestions": lambda words, a: words.say(
        "The programme has a test named “%(title)s” with other items or another key: give this one "
        "another name.",
        **a,
    ),
}


def problem(found: Problem, words: Words) -> str:
    """What is wrong and what to do."""
    given = {one.name: getattr(found, one.name) for one in fields(found)}
    written = {
        name: words.number(value) if isinstance(value, int) else str(value)
        for name, value in given.items()
    }
    return SENTENCES[type(found).__name__](words, written)


def place(found: Problem, words: Words) -> str:
    """The row, and the column where there is one."""
    # A row is a place, as the spreadsheet writes it: 1234, not 1,234.
    if isinstance(found, InCell):
        return words.say("Row %(row)s, column %(column)s:", row=str(found.row), column=found.column)
    return words.say("Row %(row)s:", row=str(found.row))


def wave_name(wave: Wave, words: Words) -> str:
    """When a test was taken."""
    return {
        Wave.PRE: words.say("before the course"),
        Wave.POST: words.say("after the course"),
        Wave.FOLLOW_UP: words.say("8 to 12 weeks later"),
        Wave.SIX_MONTHS: words.say("six months later"),
    }[wave]


def changes(found: Changes, without: int, words: Words) -> list[str]:
    """What would be kept, a sentence each."""
    said = [words.say_many("%(n)s new test.", "%(n)s new tests.", len(found.new))]
    if found.changed:
        said.append(
            words.say_many(
                "%(n)s test would be replaced.",
                "%(n)s tests would be replaced.",
                len(found.changed),
            )
        )
    if found.unchanged:
        said.append(
            words.say_many(
                "%(n)s test is kept already.", "%(n)s tests are kept already.", found.unchanged
            )
        )
    if found.newcomers:
        said.append(
            words.say_many(
                "%(n)s person joins the session, without a sign-in.",
                "%(n)s people join the session, without a sign-in.",
                found.newcomers,
            )
        )
    if without:
        said.append(
            words.say_many(
                "%(n)s row without any answer is left out.",
                "%(n)s rows without any answer are left out.",
                without,
            )
        )
    return said
