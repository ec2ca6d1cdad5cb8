"""How a command says no: one sentence on stderr, in the reader's language, and an exit code."""

import os
from typing import IO, Any

import click

from elearn.cli.analyse import language_of
from elearn.documents.words import Words, words


class Refused(click.ClickException):
    """The command cannot do what was asked: one sentence on stderr, exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence alone."""
        click.echo(self.message, file=file, err=file is None)


def spoken() -> Words:
    """The words of whoever types the command: the language of LANG, else French."""
    return words(language_of(os.environ))
