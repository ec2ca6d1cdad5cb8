"""`elearn releases`: freeze what donors read, from people who are final."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cli.analyse import LANGUAGE, language_of
from elearn.cli.database import configured, opened
from elearn.cli.refusing import Refused
from elearn.config import Config
from elearn.courses import library
from elearn.courses.content import Course
from elearn.courses.problems import ContentRefused
from elearn.db import writing
from elearn.documents.words import Words, words
from elearn.programmes.models import Programme
from elearn.reports import releases as freezing
from elearn.reports.models import Release
from elearn.reports.releases import Altered, BeforeTheLast, DayToCome, Nothing, Plan

Courses = Mapping[str, Course]


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
        courses = _courses(config, spoken)
        for programme in _programmes(session, name, spoken):
            until = day or freezing.today(programme, now)
            try:
                line = _line(session, programme, until, courses, now, spoken, dry_run=dry_run)
                click.echo(f"{programme.name}: {line}")
            except (DayToCome, BeforeTheLast, Altered) as reason:
                click.echo(f"{programme.name}: {_why(reason, until, spoken)}", err=True)
                refused = 1
    if refused:
        raise SystemExit(refused)


def _courses(config: Config, spoken: Words) -> Courses:
    try:
        return library.load(config.content).courses
    except ContentRefused as refused:
        raise Refused(
            spoken.say("The content has mistakes. Run elearn content check, and correct them.")
        ) from refused


def _programmes(session: Session, name: str | None, spoken: Words) -> list[Programme]:
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
    courses: Courses,
    now: datetime,
    spoken: Words,
    *,
    dry_run: bool,
) -> str:
    if dry_run:
        return _would(freezing.plan(session, programme, until, courses, now), spoken)
    with writing(session):
        made = freezing.make(session, programme, until, courses, now)
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


def _would(found: Plan, spoken: Words) -> str:
    if not found.groups:
        return _nothing(found.nothing, spoken)
    return spoken.say_many(
        "a release would freeze %(n)s enrolment more. Nothing was frozen.",
        "a release would freeze %(n)s enrolments more. Nothing was frozen.",
        sum(len(group) for group in found.groups),
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
