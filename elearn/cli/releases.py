"""`elearn releases`: freeze what donors read, from people who are final."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cli.analyse import LANGUAGE, language_of
from elearn.cli.database import configured, opened
from elearn.cli.refusing import Refused
from elearn.config import Config
from elearn.courses import library as libraries
from elearn.courses.library import Library
from elearn.courses.problems import ContentRefused
from elearn.db import writing
from elearn.documents import release_words
from elearn.documents.words import Words, words
from elearn.programmes.models import Programme
from elearn.reports import releases as freezing
from elearn.reports import session_counts
from elearn.reports.models import Release
from elearn.reports.releases import Altered, BeforeTheLast, DayToCome, Nothing, Plan


@click.group()
def releases() -> None:
    """Freeze the figures that donors read."""


@releases.command("make")
@click.option("--programme", "name", help="Only the programme of this name [default: each one].")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Facts up to the end of this day, such as 2026-09-30 [default: today].",
)
@click.option("--dry-run", is_flag=True, help="Say what would be frozen, and freeze nothing.")
@LANGUAGE
def make_releases(
    name: str | None, as_of: datetime | None, dry_run: bool, language: str | None
) -> None:
    """Freeze each programme's next release, one line a programme.

    A release counts people whose outcome is final: both tests done, or the session closed. It is
    made only when at least ten more are; else the line says how many wait. Published figures never
    change again. Days are those of the programme's time zone. Exit code 1: there is no such
    programme, the day cannot be used, or published figures were altered in the database.
    """
    spoken = words(language or language_of(os.environ))
    config = configured()
    day, now = as_of.date() if as_of else None, datetime.now(UTC)
    refused = 0
    with opened(config) as session:
        library = content(config, spoken)
        for programme in programmes_named(session, name, spoken):
            until = day or freezing.today(programme, now)
            try:
                line = _line(session, programme, until, library, now, spoken, dry_run=dry_run)
                click.echo(f"{programme.name}: {line}")
            except (DayToCome, BeforeTheLast, Altered) as reason:
                click.echo(f"{programme.name}: {_why(reason, until, spoken)}", err=True)
                refused = 1
    if refused:
        raise SystemExit(refused)


def content(config: Config, spoken: Words) -> Library:
    """What is taught; refused where the content has mistakes."""
    try:
        return libraries.load(config.content)
    except ContentRefused as refused:
        raise Refused(
            spoken.say("The content has mistakes. Run elearn content check, and correct them.")
        ) from refused


def programmes_named(session: Session, name: str | None, spoken: Words) -> list[Programme]:
    """The programme of this name, or all of them."""
    living = select(Programme).where(Programme.deleted_at.is_(None)).order_by(Programme.name)
    found = list(session.scalars(living))
    wanted = [one for one in found if name is None or one.name == name]
    if name is not None and not wanted:
        known = ", ".join(one.name for one in found)
        raise Refused(
            spoken.say("There is no programme of this name. There are: %(names)s.", names=known)
            if known
            else spoken.say("There is no programme yet. Add one with elearn programmes add.")
        )
    return wanted


def _line(
    session: Session,
    programme: Programme,
    until: date,
    library: Library,
    now: datetime,
    spoken: Words,
    *,
    dry_run: bool,
) -> str:
    if dry_run:
        found = freezing.plan(session, programme, until, library.courses, now)
        return "\n".join([_would(found, spoken), *_sessions(session, programme, found, spoken)])
    with writing(session):
        made = freezing.make(session, programme, until, library.courses, now, library.slots)
        more = freezing.added(session, made) if isinstance(made, Release) else 0
    return _made(made, more, spoken)


def _made(made: Release | Nothing, more: int, spoken: Words) -> str:
    if isinstance(made, Nothing):
        return _nothing(made, spoken)
    return spoken.say_many(
        "release %(number)s is frozen, with %(n)s enrolment more.",
        "release %(number)s is frozen, with %(n)s enrolments more.",
        more,
        number=made.number,
    )


def _sessions(session: Session, programme: Programme, found: Plan, spoken: Words) -> Iterator[str]:
    """A line for each session that is not wholly in a release yet, and why."""
    for one in session_counts.standing(session, programme.id, found):
        if not one.wholly_in:
            reasons = "; ".join(release_words.reasons(one, spoken))
            yield f"  {one.name}, {spoken.day(one.starts_on)}: {reasons}"


def _would(found: Plan, spoken: Words) -> str:
    if not found.groups:
        return _nothing(found.nothing, spoken)
    return spoken.say_many(
        "a release would freeze %(n)s enrolment more. Nothing was frozen.",
        "a release would freeze %(n)s enrolments more. Nothing was frozen.",
        sum(len(group.people) for group in found.groups),
    )


def _nothing(found: Nothing, spoken: Words) -> str:
    waiting = spoken.say_many(
        "no new release. %(n)s enrolment is final and waits, %(pairs)s with both tests. A release "
        "needs at least ten more people with both tests, not all with the same outcome.",
        "no new release. %(n)s enrolments are final and wait, %(pairs)s with both tests. A "
        "release needs at least ten more people with both tests, not all with the same outcome.",
        found.pending,
        pairs=spoken.number(found.pairs),
    )
    if not found.same_questions:
        return waiting
    return f"{waiting} " + spoken.say_many(
        "%(n)s enrolment stays out: both paper tests had the same questions.",
        "%(n)s enrolments stay out: both paper tests had the same questions.",
        found.same_questions,
    )


def _why(reason: Exception, until: date, spoken: Words) -> str:
    if isinstance(reason, DayToCome):
        return spoken.say(
            "%(day)s is still to come. Choose today or a day before.", day=spoken.day(until)
        )
    if isinstance(reason, BeforeTheLast):
        return spoken.say(
            "the last release holds facts up to %(day)s. Choose that day or a later one.",
            day=spoken.day(reason.as_of),
        )
    return spoken.say(
        "the published sums in the database are no longer those that were frozen. No release was "
        "made. Bring back a backup from before the change."
    )
