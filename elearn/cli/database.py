"""`elearn init` and `elearn demo`, and the one way for a command to reach the database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, select
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from elearn import migrating
from elearn.app import keeper
from elearn.cli.refusing import Refused, spoken
from elearn.cli.sign_ins import sign_ins
from elearn.config import Config, from_environment
from elearn.courses import library
from elearn.courses.library import Library
from elearn.courses.problems import ContentRefused
from elearn.db import connect, writing
from elearn.demonstration import loading
from elearn.demonstration.loading import RealData
from elearn.documents.content_problems import sentence
from elearn.documents.words import Words
from elearn.installation.identity import NotInstalled, install, installed, server_key
from elearn.people.models import Person


@click.command()
@click.option(
    "--new-key",
    is_flag=True,
    help="Make a new key where the old one is lost: every PIN and password must be reissued.",
)
def init(new_key: bool) -> None:
    """Make the data folder, the server's key and the database, or bring them up to date.

    A second run changes nothing. Exit code 1: the database does not answer, or the key is missing
    although people already have PINs and passwords, which only that key can check.
    """
    say = spoken().say
    config = configured()
    with reached(config, spoken()) as engine:
        before = revisions(engine)
        migrating.upgrade(engine, config.migrations)
        with Session(engine) as session:
            if not (config.key_file.exists() or new_key or _is_empty(session)):
                raise Refused(_key_is_missing(config, spoken()))
            with writing(session):
                install(session, datetime.now(UTC))
        had_key = config.key_file.exists()
        server_key(config.key_file)
        changed = before != revisions(engine)
    click.echo(say("Data folder: %(folder)s", folder=config.data))
    click.echo(say("Server key: as it was.") if had_key else say("Server key: made. Back it up."))
    click.echo(say("Database: up to date.") if changed else say("Database: as it was."))


@click.command()
def demo() -> None:
    """Load the demonstration: invented people, and one sign-in for each of the four roles.

    A second run loads nothing and prints the same sign-ins. Exit code 1: `elearn init` has not
    run, the database holds real data, or the content has mistakes (each is printed).
    """
    config = configured()
    with opened(config) as session:
        shelf = taught(config, spoken())
        try:
            with writing(session):
                loading.load(session, shelf, keeper(config), datetime.now(UTC))
        except RealData as refused:
            raise Refused(
                spoken().say(
                    "This database holds real data, and the demonstration is never mixed with it. "
                    "Set DANBE_DATA to another folder, then run elearn init and elearn demo."
                )
            ) from refused
    click.echo(sign_ins())


def configured() -> Config:
    """The settings that the environment asks for."""
    return from_environment(os.environ)


@contextmanager
def reached(config: Config, words: Words) -> Iterator[Engine]:
    """The database, its data folder made; refused with a sentence where it does not answer."""
    _make_folder(config, words)
    engine = _engine(config, words)
    try:
        _knock(engine, words)
        yield engine
    finally:
        engine.dispose()


def _make_folder(config: Config, words: Words) -> None:
    try:
        config.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            words.say(
                "The data folder cannot be made: %(folder)s. Choose another with DANBE_DATA.",
                folder=config.data,
            )
        ) from error


def _knock(engine: Engine, words: Words) -> None:
    try:
        engine.connect().close()
    except OperationalError as error:
        raise Refused(
            words.say(
                "The database does not answer: %(address)s. Check DATABASE_URL, and that its "
                "server runs.",
                address=engine.url.render_as_string(hide_password=True),
            )
        ) from error


def _engine(config: Config, words: Words) -> Engine:
    try:
        return connect(config.database_url)
    except (ArgumentError, ImportError) as error:
        # The address may hold a password, so the sentence does not repeat it.
        raise Refused(
            words.say(
                "DATABASE_URL cannot be used. Write sqlite:///FILE or "
                "postgresql://USER:PASSWORD@HOST/NAME; for PostgreSQL install psycopg as well."
            )
        ) from error


@contextmanager
def opened(config: Config) -> Iterator[Session]:
    """A session on a database that `elearn init` has made and brought up to date; else Refused."""
    words = spoken()
    if not config.data.is_dir():
        raise Refused(_run_init(words))
    with reached(config, words) as engine:
        check_initialised(engine, config, words)
        with Session(engine) as session:
            yield session


def check_initialised(engine: Engine, config: Config, words: Words) -> None:
    """Raises Refused unless the schema is today's, this installation known, and its key here."""
    if revisions(engine) != _newest(config):
        raise Refused(_run_init(words))
    with Session(engine) as session:
        try:
            installed(session)
        except NotInstalled as missing:
            raise Refused(_run_init(words)) from missing
    if not config.key_file.exists():
        raise Refused(_key_is_missing(config, words))


def taught(config: Config, words: Words) -> Library:
    """What is taught; each mistake in it is printed, then Refused is raised."""
    try:
        return library.load(config.content)
    except ContentRefused as refused:
        for problem in refused.problems:
            click.echo(sentence(problem, words), err=True)
        raise Refused(
            words.say("The content has mistakes: correct them, then try again.")
        ) from refused


def revisions(engine: Engine) -> set[str]:
    """The schema's revision as the database has it; empty where there is none."""
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def _newest(config: Config) -> set[str]:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(config.migrations))
    return set(ScriptDirectory.from_config(settings).get_heads())


def _is_empty(session: Session) -> bool:
    return session.scalar(select(Person.id).where(Person.secret.is_not(None)).limit(1)) is None


def _run_init(words: Words) -> str:
    return words.say(
        "The database is not ready for this version. Run elearn init first, with the same "
        "DANBE_DATA and DATABASE_URL."
    )


def _key_is_missing(config: Config, words: Words) -> str:
    return words.say(
        "The server's key is missing: %(file)s. The PINs and passwords in the database work only "
        "with it. Put the file back from your backup; if it is lost for good, run elearn init "
        "--new-key and reissue every PIN and password.",
        file=config.key_file,
    )
