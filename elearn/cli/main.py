"""The `elearn` command: its parts, each in its own file."""

import click

from elearn.cli.analyse import analyse
from elearn.cli.content import content
from elearn.cli.database import demo, init
from elearn.cli.forgetting import forget
from elearn.cli.instruments import instruments
from elearn.cli.people import programmes, users
from elearn.cli.person_data import people
from elearn.cli.recomputing import correct, recompute
from elearn.cli.releases import releases
from elearn.cli.results import results
from elearn.cli.serving import serve
from elearn.cli.surveys import surveys


@click.group(
    epilog="Exit codes: 0 done; 1 refused, and one sentence on stderr says why and what to do; "
    "2 the command was typed wrongly."
)
@click.version_option(package_name="elearn", prog_name="elearn")
def elearn() -> None:
    """Danbe: training in the prevention of torture, and an honest measure of what was learnt.

    DANBE_DATA names the folder that holds the data [default: danbe-data here]; DATABASE_URL the
    database [default: an SQLite file in that folder]. LANG chooses the language of answers, French
    or English.
    """


PARTS = (
    *(init, demo, serve, users, people, programmes),
    *(releases, results, surveys, instruments, content, analyse, forget),
)
for part in PARTS:
    elearn.add_command(part)
for further in (recompute, correct):
    releases.add_command(further)
