"""`elearn surveys`: opinions from a laptop to the server, in a file."""

import os
import uuid
from collections.abc import Mapping
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cli.database import configured, opened, taught
from elearn.cli.refusing import Refused, spoken
from elearn.db import empty_log, writing
from elearn.documents.words import Words
from elearn.installation.identity import installed
from elearn.programmes.models import Programme
from elearn.surveys import carrying, parcels
from elearn.surveys.carrying import NeverAsked, TooFew, UnknownQuestionnaire
from elearn.surveys.parcels import Damaged, Fault, Parcel

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.group()
def surveys() -> None:
    """Bring opinions from a laptop to the server, ten or more at a time."""


@surveys.command("send")
@FILE
@click.option("--again", is_flag=True, help="Also those sent before: where a file was lost.")
def send(file: Path, again: bool) -> None:
    """Write to FILE the opinions that were not sent before, ten or more of a kind, mixed.

    What waits for ten others stays here. The file names nobody; it is not encrypted, so carry it
    as carefully as the laptop. Exit code 1: FILE is there already, or cannot be written.
    """
    words = spoken()
    with opened(configured()) as session:
        with writing(session):
            sheets = carrying.leaving(session, again=again)
            if sheets:
                names = _names(session, {one.cell.programme_id for one in sheets})
                parcel = Parcel(sheets, names, installed(session).demonstration)
                _write(file, parcels.written(parcel), words)
                carrying.left(session, sheets)
        empty_log(session)
    if not sheets:
        click.echo(words.say("Nothing to send: opinions leave ten or more of a kind at a time."))
        return
    click.echo(
        words.say_many(
            "%(n)s opinion written to %(file)s.",
            "%(n)s opinions written to %(file)s.",
            len(sheets),
            file=file,
        )
    )


def _names(session: Session, programmes: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = session.execute(select(Programme.id, Programme.name).where(Programme.id.in_(programmes)))
    return {row.id: row.name for row in rows}


def _write(file: Path, data: bytes, words: Words) -> None:
    """On the disk before anything is marked as sent."""
    try:
        with file.open("xb") as opened_file:
            opened_file.write(data)
            opened_file.flush()
            os.fsync(opened_file.fileno())
    except FileExistsError as error:
        raise Refused(
            words.say("There is a file %(file)s already. Choose another name.", file=file)
        ) from error
    except OSError as error:
        raise Refused(
            words.say("The file %(file)s cannot be written. Choose another place.", file=file)
        ) from error


@surveys.command("receive")
@FILE
def receive(file: Path) -> None:
    """Take in a FILE that `elearn surveys send` has written; a second time changes nothing.

    Programmes are found by their names. Exit code 1: the file is damaged, or holds what this
    server does not know, or fewer than ten new opinions of a kind; then nothing of it is kept.
    """
    words, config = spoken(), configured()
    parcel = _read(file, words)
    with opened(config) as session:
        library = taught(config, words)
        try:
            with writing(session):
                programmes = _programmes(session, parcel, words)
                new = carrying.receive(session, parcel.sheets, programmes, library.surveys.get)
        except UnknownQuestionnaire as unknown:
            raise Refused(_unknown(unknown, words)) from unknown
        except NeverAsked as wrong:
            raise Refused(_damaged(Damaged(wrong.line, Fault.UNREADABLE), words)) from wrong
        except TooFew as few:
            raise Refused(_too_few(few, words)) from few
        empty_log(session)
    known = len(parcel.sheets) - new
    click.echo(words.say_many("%(n)s opinion is new.", "%(n)s opinions are new.", new))
    if known:
        click.echo(words.say_many("%(n)s was here already.", "%(n)s were here already.", known))


def _read(file: Path, words: Words) -> Parcel:
    try:
        return parcels.read(file.read_bytes())
    except OSError as error:
        raise Refused(words.say("The file %(file)s cannot be read.", file=file)) from error
    except Damaged as damaged:
        raise Refused(_damaged(damaged, words)) from damaged


def _programmes(session: Session, parcel: Parcel, words: Words) -> Mapping[uuid.UUID, uuid.UUID]:
    """Each programme of the sender as it is called here."""
    if parcel.demonstration != installed(session).demonstration:
        raise Refused(
            words.say("Opinions of a demonstration are invented, and never mixed with real ones.")
        )
    rows = session.execute(select(Programme.id, Programme.name))
    here = {row.name: row.id for row in rows}
    for name in parcel.programmes.values():
        if name not in here:
            raise Refused(
                words.say(
                    "There is no programme “%(name)s” here. Add it with elearn programmes add, "
                    "then receive the file again.",
                    name=name,
                )
            )
    return {sender: here[name] for sender, name in parcel.programmes.items()}


def _damaged(found: Damaged, words: Words) -> str:
    return {
        Fault.NOT_OURS: words.say("Line 1: this is no file of elearn surveys send."),
        Fault.NEWER: words.say("Line 1: a newer version wrote this file. Update this server."),
        Fault.UNREADABLE: words.say(
            "Line %(line)s is damaged. Copy the file again from the laptop.", line=found.line
        ),
        Fault.TWICE: words.say(
            "Line %(line)s stands there twice. Copy the file again from the laptop.",
            line=found.line,
        ),
        Fault.CHANGED: words.say(
            "The file ends at line %(line)s or was changed on the way. Copy it again from the "
            "laptop.",
            line=found.line,
        ),
    }[found.fault]


def _unknown(found: UnknownQuestionnaire, words: Words) -> str:
    return words.say(
        "The questionnaire %(survey)s, version %(version)s, is not known here. Bring this server "
        "to the laptop’s version first.",
        survey=found.survey,
        version=found.version,
    )


def _too_few(found: TooFew, words: Words) -> str:
    return words.say_many(
        "Only %(n)s new opinion of the questionnaire %(survey)s in one course: fewer than ten are "
        "never taken in.",
        "Only %(n)s new opinions of the questionnaire %(survey)s in one course: fewer than ten "
        "are never taken in.",
        found.sheets,
        survey=found.cell.survey,
    )
