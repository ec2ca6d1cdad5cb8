"""`elearn users` and `elearn programmes`: who signs in with a username, and for what."""

import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.app import keeper
from elearn.cli.database import configured, opened
from elearn.cli.refusing import Refused, spoken
from elearn.cohorts.models import Cohort
from elearn.db import writing
from elearn.documents.words import Words
from elearn.people import passwords, staff
from elearn.people.accounts import UsernameTaken
from elearn.people.passwords import TooShort
from elearn.people.roles import Role
from elearn.people.staff import Scope, WrongScope
from elearn.people.usernames import NotAUsername
from elearn.programmes import making
from elearn.programmes.dimensions import Dimension, TooMany
from elearn.programmes.granted import Member, members
from elearn.programmes.models import Programme


@click.group()
def users() -> None:
    """Add people who sign in with a username, and list them."""


@users.command("add")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--username", required=True, help="3 to 40 small letters, digits, dots or dashes.")
@click.option("--programme", help="Name of the programme a trainer or donor is added for.")
@click.option("--cohort", type=click.UUID, help="Id of the one session a trainer is added for.")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin.")
def add_user(
    role: str, username: str, programme: str | None, cohort: uuid.UUID | None, password_stdin: bool
) -> None:
    """Add somebody who signs in with a username and a password (asked twice, never shown).

    A donor needs --programme, a trainer --programme or --cohort, an administrator neither. Exit
    code 1: the username is taken, the password too short, or there is no such programme or session.
    """
    words = spoken()
    config = configured()
    with opened(config) as session:
        scope = _scope(session, Role(role), programme, cohort, words)
        password = _password(words, password_stdin)
        try:
            with writing(session):
                staff.add(
                    session,
                    username,
                    password,
                    Role(role),
                    scope,
                    actor=None,
                    keeper=keeper(config),
                    now=datetime.now(UTC),
                )
        except (UsernameTaken, NotAUsername, TooShort) as refused:
            raise Refused(_why(refused, username, words)) from refused
    click.echo(words.say("%(username)s can sign in.", username=username))


@users.command("list")
def list_users() -> None:
    """Everybody who signs in with a username, and what they are granted."""
    words = spoken()
    with opened(configured()) as session:
        found = members(session)
    for member in found:
        click.echo(f"{member.username}: {_granted(member, words)}")


@click.group()
def programmes() -> None:
    """Add programmes, and list them."""


@programmes.command("add")
@click.argument("name")
@click.option("--time-zone", default="Africa/Bamako", show_default=True, help="An IANA time zone.")
@click.option(
    "--divide-by",
    "splits",
    multiple=True,
    type=click.Choice([one.value for one in Dimension]),
    help="What its published figures are divided by, for good; at most twice.",
)
def add_programme(name: str, time_zone: str, splits: tuple[str, ...]) -> None:
    """Add a programme: what a donor funds, and what sessions belong to.

    Exit code 1: the name is taken, empty or longer than 120 signs, or there is no such time zone.
    """
    words = spoken()
    with opened(configured()) as session:
        try:
            with writing(session):
                now = datetime.now(UTC)
                making.make(session, name, time_zone, actor=None, now=now, splits=splits)
        except making.NameTaken as refused:
            raise Refused(words.say("There is a programme of this name already.")) from refused
        except making.NotAName as refused:
            raise Refused(words.say("A programme's name has 1 to 120 signs.")) from refused
        except TooMany as refused:
            raise Refused(words.say("Choose two different ones, or only one.")) from refused
        except making.UnknownTimeZone as refused:
            sentence = words.say(
                "There is no time zone %(zone)s. Write it like Africa/Bamako.", zone=time_zone
            )
            raise Refused(sentence) from refused
    click.echo(words.say("Programme added: %(name)s", name=name))


@programmes.command("list")
def list_programmes() -> None:
    """Every programme and its time zone."""
    with opened(configured()) as session:
        for name, zone in _programmes(session):
            click.echo(f"{name} ({zone})")


def _granted(member: Member, words: Words) -> str:
    granted = [f"{one.role} ({one.of})" if one.of else str(one.role) for one in member.granted]
    return ", ".join(granted) or words.say("no role")


def _programmes(session: Session) -> Sequence[tuple[str, str]]:
    found = session.execute(select(Programme.name, Programme.time_zone).order_by(Programme.name))
    return [(name, zone) for name, zone in found]


def _scope(
    session: Session, role: Role, programme: str | None, cohort: uuid.UUID | None, words: Words
) -> Scope:
    """What the role is for; a role that does not go with it is a mistake of typing (exit 2)."""
    scope = Scope(
        None if programme is None else _programme_id(session, programme, words),
        None if cohort is None else _cohort_id(session, cohort, words),
    )
    try:
        staff.check_scope(role, scope)
    except WrongScope as wrong:
        raise click.UsageError(
            "A donor needs --programme, a trainer --programme or --cohort, and an administrator "
            "neither."
        ) from wrong
    return scope


def _programme_id(session: Session, name: str, words: Words) -> uuid.UUID:
    found = session.scalar(select(Programme.id).where(Programme.name == name))
    if found is None:
        names = ", ".join(known for known, _ in _programmes(session))
        if names:
            sentence = words.say("There is no such programme. There are: %(names)s", names=names)
        else:
            sentence = words.say(
                "There is no programme yet. Add one with elearn programmes add NAME."
            )
        raise Refused(sentence)
    return found


def _cohort_id(session: Session, wanted: uuid.UUID, words: Words) -> uuid.UUID:
    if session.get(Cohort, wanted) is None:
        raise Refused(words.say("There is no such session."))
    return wanted


def _password(words: Words, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(words.say("Password"), hide_input=True, confirmation_prompt=True)
    return asked


def _why(refused: ValueError, username: str, words: Words) -> str:
    if isinstance(refused, UsernameTaken):
        return words.say("%(username)s is taken. Choose another.", username=username)
    if isinstance(refused, TooShort):
        return words.say("A password has at least %(minimum)s signs.", minimum=passwords.MINIMUM)
    return words.say(
        "A username has 3 to 40 small letters, digits, dots or dashes, and begins with a letter."
    )
