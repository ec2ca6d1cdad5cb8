"""`elearn instruments`: bring in the answers of a test that is not Danbe's."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom

import click
from sqlalchemy.orm import Session

from elearn.cli.database import configured, opened
from elearn.cli.refusing import Refused, spoken
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.models import Cohort
from elearn.db import writing
from elearn.documents import instrument_words
from elearn.documents.table_errors import table_error
from elearn.documents.words import Words
from elearn.interchange import instrument_tables, tables
from elearn.interchange.instrument_tables import Read, Told
from elearn.interchange.table_errors import TableError
from elearn.interchange.tables import Table
from elearn.quizzes import instruments as outside
from elearn.quizzes.paper_sheet import Problem
from elearn.quizzes.waves import Wave

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# So many problems are printed; the rest is counted.
SHOWN = 50


@click.group()
def instruments() -> None:
    """Bring in the answers of tests that are not Danbe's."""


@instruments.command("import")
@click.argument("file", type=FILE)
@click.option("--cohort", "cohort_id", type=click.UUID, required=True, help="Id of the session.")
@click.option("--wave", type=click.Choice([wave.value for wave in Wave]), required=True)
@click.option("--key", type=FILE, help="Table of items and right answers; else answers are 1 or 0.")
@click.option("--title", help="Name of the test [default: the file's name].")
@click.option("--card", help="Column of card numbers [default: every row is somebody new].")
@click.option("--prefix", help="What the columns of the answers begin with, such as A.")
@click.option("--replace", is_flag=True, help="Put other answers in the place of kept ones.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and keep nothing.")
def import_answers(
    file: Path,
    cohort_id: uuid.UUID,
    wave: str,
    key: Path | None,
    title: str | None,
    card: str | None,
    prefix: str | None,
    replace: bool,
    dry_run: bool,
) -> None:
    """Keep the answers of a CSV or XLSX table, one row a person, for a session.

    The answers stay apart from Danbe's tests: they enter no gain and no release. Columns that are
    neither answers nor cards are not kept. The same file a second time changes nothing. Exit code
    1: the table has mistakes (each is printed), or kept answers would be replaced.
    """
    words = spoken()
    table, right = _table(file, words), _table(key, words) if key else None
    name = tables.column_name(card) if card else None
    if name is not None and name not in table.columns:
        raise Refused(
            words.say(
                "There is no column “%(column)s”. The columns are: %(columns)s.",
                column=name,
                columns=", ".join(table.columns),
            )
        )
    told = Told((title or file.stem).strip()[:120], Wave(wave), name, prefix)
    read = instrument_tables.read(table, right, told)
    with opened(configured()) as session:
        _bring(session, cohort_id, read, words, replace=replace, dry_run=dry_run)


def _table(file: Path, words: Words) -> Table:
    try:
        with file.open("rb") as source:
            return tables.read_table(source.read(tables.MAX_BYTES + 1), file.name)
    except TableError as error:
        raise Refused(table_error(type(error).__name__, error.arguments, words)) from error


def _bring(
    session: Session,
    cohort_id: uuid.UUID,
    read: Read,
    words: Words,
    *,
    replace: bool,
    dry_run: bool,
) -> None:
    cohort = session.get(Cohort, cohort_id)
    if cohort is None or cohort.deleted_at is not None:
        raise Refused(words.say("There is no such session."))
    changes = outside.compare(session, cohort, read.sheet)
    _refuse((*read.problems, *changes.problems), read, words)
    for sentence in instrument_words.changes(changes, read.without, words):
        click.echo(sentence)
    if read.dropped:
        click.echo(
            words.say("Columns that are not kept: %(columns)s.", columns=", ".join(read.dropped))
        )
    if dry_run:
        click.echo(words.say("Nothing was kept: this was a trial."))
    elif changes.changed and not replace:
        raise Refused(words.say("Kept answers would be replaced: say --replace if that is right."))
    else:
        _keep(session, cohort_id, read, changes.digest, words)


def _keep(session: Session, cohort_id: uuid.UUID, read: Read, seen: str, words: Words) -> None:
    try:
        with writing(session):
            kept = outside.accept(
                session,
                cohort_id,
                read.sheet,
                seen,
                replace=True,
                actor=None,
                random=SystemRandom(),
                now=datetime.now(UTC),
            )
    except CohortClosed as closed:
        raise Refused(
            words.say("The session is closed: nobody new can join it. Name a card column.")
        ) from closed
    except outside.ChangedMeanwhile as changed:
        raise Refused(words.say("Something changed meanwhile. Run the command again.")) from changed
    click.echo(words.say("The answers are kept.") if kept else words.say("Nothing changes."))


def _refuse(problems: tuple[Problem, ...], read: Read, words: Words) -> None:
    if not problems and not read.sheet.questions:
        raise Refused(
            words.say("No column of 1 and 0 was found: give the key with --key, or --prefix.")
        )
    if not problems:
        return
    where = words.say("In the key:") if read.in_key else words.say("In the table:")
    lines = [
        f"{instrument_words.place(one, words)} {instrument_words.problem(one, words)}"
        for one in problems[:SHOWN]
    ]
    more = len(problems) - SHOWN
    if more > 0:
        lines.append(words.say_many("And %(n)s more.", "And %(n)s more.", more))
    raise Refused("\n".join([where, *lines]))
