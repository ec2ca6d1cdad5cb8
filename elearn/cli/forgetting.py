"""`elearn forget`: delete single answers that have had their time."""

from datetime import UTC, datetime

import click

from elearn.cli.database import configured, opened
from elearn.cli.refusing import spoken
from elearn.db import writing
from elearn.quizzes import retention
from elearn.surveys import retention as survey_retention


@click.command()
def forget() -> None:
    """Delete single answers of sessions that ended twelve months ago; their sums stay.

    `elearn serve` does it at each start; a server that runs for months calls this once a week.
    """
    with opened(configured()) as session, writing(session):
        now = datetime.now(UTC)
        gone = retention.forget(session, now)
        survey_retention.forget(session, now)
    click.echo(spoken().say_many("%(n)s answer deleted.", "%(n)s answers deleted.", gone))
