"""Why a table cannot be used, in a sentence that says where to look."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from elearn.documents.analysis import score_words
from elearn.documents.words import Words

Arguments = Mapping[str, object]
Sentence = Callable[[Words, Arguments], str]


def table_error(event: str, arguments: Arguments, words: Words) -> str:
    """The sentence for a named event of reading tables (the name of its class, its arguments).

    An unknown event raises KeyError.
    """
    written = {name: _written(name, value, words) for name, value in arguments.items()}
    return SENTENCES[event](words, written)


def _written(name: str, value: object, words: Words) -> str:
    # A row is a place, as the spreadsheet writes it: 1234, not 1,234.
    if isinstance(value, int | Fraction) and name != "row":
        return score_words(value, words)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


SENTENCES: dict[str, Sentence] = {
    "NotATable": lambda words, a: words.say(
        "%(name)s cannot be read as CSV or XLSX. In the spreadsheet, save it again as XLSX or as "
        "CSV in UTF-8.",
        **a,
    ),
    "EmptyTable": lambda words, a: words.say(
        "The file is empty: it needs a row of column names and at least one row below it."
    ),
    "TooLarge": lambda words, a: words.say(
        "The file is too large: at most %(limit)s bytes are read, unpacked or not.", **a
    ),
    "TooManyRows": lambda words, a: words.say("The table has more than %(limit)s rows.", **a),
    "TooManyColumns": lambda words, a: words.say(
        "Row %(row)s has more than %(limit)s columns.", **a
    ),
    "TooManyCells": lambda words, a: words.say(
        "The table has more than %(limit)s cells: leave out the columns that are not needed.", **a
    ),
    "UnclosedQuote": lambda words, a: words.say(
        "Row %(row)s has a quotation mark that is not closed.", **a
    ),
    "EmptyHeader": lambda words, a: words.say(
        "Row %(row)s, column %(column)s: this column holds values and has no name.", **a
    ),
    "DuplicateHeader": lambda words, a: words.say(
        "Row %(row)s: columns %(first)s and %(second)s are both named “%(column)s”.", **a
    ),
    "ExtraCell": lambda words, a: words.say(
        "Row %(row)s, column %(column)s: “%(cell)s” stands to the right of the last named column. "
        "A comma inside a number does this where commas also separate the columns.",
        **a,
    ),
    "FormulaWithoutValue": lambda words, a: words.say(
        "Row %(row)s, column %(column)s: this formula has no value yet. Open the file in a "
        "spreadsheet, let it calculate and save it.",
        **a,
    ),
    "NoSuchColumn": lambda words, a: words.say(
        "There is no column “%(column)s”. The columns are: %(columns)s.", **a
    ),
    "NoKnownColumn": lambda words, a: words.say(
        "No column has a name that is known here, such as Sex, Profession, Region or Name. Write "
        "the names of the columns in one row above the people.",
        **a,
    ),
    "NotANumber": lambda words, a: words.say(
        "Row %(row)s, column %(column)s: “%(cell)s” is not a number. Leave the cell empty where "
        "there is no score.",
        **a,
    ),
    "BelowZero": lambda words, a: words.say(
        "Row %(row)s, column %(column)s: the score %(cell)s is below zero. Scores go from zero to "
        "the maximum.",
        **a,
    ),
    "AboveMaximum": lambda words, a: words.say(
        "Row %(row)s, column %(column)s: the score %(cell)s is above the maximum, %(maximum)s.", **a
    ),
    "NotRightOrWrong": lambda words, a: words.say(
        "Row %(row)s, column %(column)s: “%(cell)s” is neither 1 (right) nor 0 (not right).", **a
    ),
}
