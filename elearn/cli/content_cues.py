"""`elearn content cues`: how many keys the form of the questions gives away."""

import json
import os
from pathlib import Path

import click

from elearn.cli.analyse import LANGUAGE, language_of
from elearn.cli.content_folder import FOLDER, loaded
from elearn.courses import guessing
from elearn.documents import cue_report
from elearn.documents.words import words


@click.command()
@FOLDER
@LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
def cues(folder: Path, language: str | None, as_json: bool) -> None:
    """What a guesser finds by form alone, module by module, in the questions of a language.

    The guesser learns from the other modules which looks a right answer has; it never reads a
    lesson. Chance and ten points is the most that the bank may give away.
    """
    spoken = words(language or language_of(os.environ))
    items = guessing.bank(loaded(folder, spoken).modules.values(), spoken.language)
    if as_json:
        click.echo(json.dumps({"language": spoken.language, **cue_report.figures(items)}, indent=2))
        return
    for line in cue_report.lines(items, spoken):
        click.echo(line)
