"""The content folder as commands read it, and its mistakes as they say them."""

from collections.abc import Iterable
from pathlib import Path

import click

from elearn.config import BUNDLE
from elearn.courses import library
from elearn.courses.library import Library
from elearn.courses.problems import ContentRefused, Problem
from elearn.documents.content_problems import sentence
from elearn.documents.words import Words

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=BUNDLE / "content",
    help="The content folder [default: the project's own]",
)


def loaded(folder: Path, spoken: Words) -> Library:
    """The library; where it is refused, every mistake is said and the command ends with 1."""
    try:
        return library.load(folder)
    except ContentRefused as refused:
        say(refused.problems, spoken)
        raise SystemExit(count(refused.problems, spoken)) from refused


def say(problems: Iterable[Problem], spoken: Words, *, err: bool = False) -> None:
    """A line a mistake."""
    for problem in problems:
        click.echo(sentence(problem, spoken), err=err)


def errors(problems: Iterable[Problem]) -> int:
    """How many of these are errors."""
    return sum(problem.severity == "error" for problem in problems)


def count(problems: Iterable[Problem], spoken: Words) -> int:
    """Say on stderr how many errors there are; the exit code."""
    click.echo(spoken.say_many("%(n)s mistake.", "%(n)s mistakes.", errors(problems)), err=True)
    return 1
