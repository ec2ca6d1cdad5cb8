"""`elearn forget`: delete single answers that have had their time."""

from datetime import UTC, datetime

import click

from elearn.cli.database import configured, opened
from elearn.cli.refusing import spoken
from elearn.db import writing
from elearn.privacy import forgetting


@click.command()
def forget() -> None:
    """Delete single answers whose time is over; their sums stay.

    That is twelve months after the end of their session, or fewer where an administrator set so.

    `elearn serve` does it at each start; a server that runs for months calls this once a week.
    """
    with opened(configured()) as session, writing(session):
        gone = forgetting.forget(session, datetime.now(UTC))
    click.echo(spoken().say_many("%(n)s answer deleted.", "%(n)s answers deleted.", gone))
