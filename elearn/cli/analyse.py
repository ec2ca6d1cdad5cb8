"""`elearn analyse`: the project's own calculations on anybody's table of scores."""

import csv
import json
import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import click

from elearn.config import LANGUAGES
from elearn.documents.analysis import pair_report
from elearn.documents.item_analysis import item_report
from elearn.documents.table_errors import table_error
from elearn.documents.words import MASTER, Words, words
from elearn.interchange import tables
from elearn.interchange.table_errors import NoSuchColumn, TableError
from elearn.interchange.tables import Table
from elearn.results.exact import Score
from elearn.results.item_analysis import analyse_items, item_table
from elearn.results.pair_analysis import analyse_pairs, pair_figures

FEWEST = 2  # one person, or one question, has no spread


class BadData(click.ClickException):
    """The table cannot be analysed: one sentence on stderr, exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence alone."""
        click.echo(self.message, file=file, err=file is None)


class BadUse(BadData):
    """The command asks for what cannot be: one sentence on stderr, exit code 2."""

    exit_code = 2


class Number(click.ParamType[Score]):
    """A number as people write it, with a comma or a point; not below zero."""

    name = "number"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> Score:
        """The number, whole where it is whole."""
        found = tables.number_of(str(value))
        if found is None or found < 0:
            self.fail(f"{value!r} is not a number of points", parameter, context)
        return _score(found)


def _score(number: Decimal) -> Score:
    exact = Fraction(number)
    return int(exact) if exact.denominator == 1 else exact


def language_of(environment: Mapping[str, str]) -> str:
    """The language that LANG asks for where we have it, else French."""
    asked = environment.get("LANG", "")[:2].lower()
    return asked if asked in LANGUAGES else MASTER


FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="All figures as one JSON object.")
LANGUAGE = click.option(
    "--language", type=click.Choice(LANGUAGES), help="Language of the text [default: LANG, else fr]"
)


@click.group()
def analyse() -> None:
    """Analyse a CSV or XLSX table of scores."""


@analyse.command("pairs")
@FILE
@click.option("--pre", required=True, help="Column of the scores before.")
@click.option("--post", required=True, help="Column of the scores after.")
@click.option("--max", "maximum", required=True, type=Number(), help="Highest possible score.")
@click.option("--standard", type=Number(), help="Score that counts as reaching the standard.")
@AS_JSON
@LANGUAGE
def analyse_pairs_command(
    file: Path,
    pre: str,
    post: str,
    maximum: Score,
    standard: Score | None,
    as_json: bool,
    language: str | None,
) -> None:
    """Scores of the same people before and after: one row a person.

    An empty cell is a test not taken: the row is counted and stays out of the gain. Scores may
    have fractions (12.5 or 12,5); they may not be below zero or above the maximum.
    """
    spoken = words(language or language_of(os.environ))
    _check_options(pre, post, maximum, standard, spoken)
    table = _read(file, spoken)
    try:
        before, after = (tables.scores(table, column, maximum) for column in (pre, post))
    except TableError as error:
        raise _refused(error, spoken) from error
    analysis = analyse_pairs(list(zip(before, after, strict=True)), maximum, standard)
    if analysis.gain.n < FEWEST:
        raise BadData(_too_few_pairs(analysis.gain.n, spoken))
    _answer(pair_figures(analysis) if as_json else pair_report(analysis, spoken))


@analyse.command("items")
@FILE
@click.option("--prefix", help="Analyse the columns whose names begin like this.")
@click.option("--columns", help="Analyse these columns, separated by commas.")
@AS_JSON
@LANGUAGE
def analyse_items_command(
    file: Path, prefix: str | None, columns: str | None, as_json: bool, language: str | None
) -> None:
    """Answers to a test, 1 right and 0 not: one row a person, one column a question.

    Without --prefix or --columns the questions are the columns of 1 and 0 that are numbered alike
    (Q1, Q2, ...). A row with an empty cell among its questions is counted and left out.
    """
    spoken = words(language or language_of(os.environ))
    if prefix is not None and columns is not None:
        raise BadUse(spoken.say("Give --prefix or --columns, not both."))
    table = _read(file, spoken)
    names = _questions(table, prefix, columns)
    if len(names) < FEWEST:
        raise BadUse(_too_few_questions(table, spoken))
    try:
        rows = tables.marks(table, names)
    except TableError as error:
        raise _refused(error, spoken) from error
    answers = [[mark for mark in row if mark is not None] for row in rows]
    complete = [row for row in answers if len(row) == len(names)]
    if len(complete) < FEWEST:
        raise BadData(
            spoken.say("The table needs at least two rows with an answer to every question.")
        )
    analysis = analyse_items(names, complete, incomplete=len(rows) - len(complete))
    _answer(item_table(analysis) if as_json else item_report(analysis, spoken))


def _check_options(
    pre: str, post: str, maximum: Score, standard: Score | None, spoken: Words
) -> None:
    if maximum == 0:
        raise BadUse(spoken.say("--max must be above zero."))
    if standard is not None and standard > maximum:
        raise BadUse(spoken.say("--standard must not be above --max."))
    if tables.column_name(pre) == tables.column_name(post):
        raise BadUse(spoken.say("--pre and --post must be two different columns."))


def _read(file: Path, spoken: Words) -> Table:
    try:
        with file.open("rb") as source:
            return tables.read_table(source.read(tables.MAX_BYTES + 1), file.name)
    except TableError as error:
        raise _refused(error, spoken) from error


def _refused(error: TableError, spoken: Words) -> BadData:
    sentence = table_error(type(error).__name__, error.arguments, spoken)
    return BadUse(sentence) if isinstance(error, NoSuchColumn) else BadData(sentence)


def _questions(table: Table, prefix: str | None, columns: str | None) -> Sequence[str]:
    if columns is not None:
        asked = next(csv.reader([columns], skipinitialspace=True), [])
        return tuple(dict.fromkeys(tables.column_name(name) for name in asked))
    if prefix is not None:
        return tuple(name for name in table.columns if name.startswith(prefix))
    return tables.question_columns(table)


def _too_few_pairs(n: int, spoken: Words) -> str:
    return spoken.say_many(
        "%(n)s person has a score in both columns: at least two are needed.",
        "%(n)s people have a score in both columns: at least two are needed.",
        n,
    )


def _too_few_questions(table: Table, spoken: Words) -> str:
    return spoken.say(
        "Say with --prefix or --columns which columns are questions, at least two of these: "
        "%(columns)s.",
        columns=", ".join(table.columns),
    )


def _answer(found: str | Mapping[str, object]) -> None:
    text = found if isinstance(found, str) else json.dumps(found, allow_nan=False, indent=2)
    click.echo(text.rstrip("\n"))
