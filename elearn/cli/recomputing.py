"""`elearn releases recompute` and `correct`: a second look before anybody sees a release."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cli.database import configured, opened
from elearn.cli.refusing import Refused, spoken
from elearn.cli.releases import content, programmes_named
from elearn.courses.library import Library
from elearn.db import writing
from elearn.documents.words import Words
from elearn.people.models import Person
from elearn.programmes.models import Programme
from elearn.reports import correctable, correcting, recomputing, standings
from elearn.reports.models import Release
from elearn.reports.recomputing import Recomputed
from elearn.reports.releases import Altered

# Differing sums that are printed; the record keeps them all.
MOST = 20

PROGRAMME = click.option(
    "--programme", "name", help="The programme of this name [default: the only one]."
)


@click.command("recompute")
@click.argument("number", type=int)
@click.option("--by", "username", required=True, help="Who recomputes it: a username.")
@PROGRAMME
def recompute(number: int, username: str, name: str | None) -> None:
    """Make the sums of release NUMBER again from the raw answers, and record who did it.

    No sum that is kept is read. An administrator, another person, can then sign the release off in
    the browser. Exit code 1: sums differ, which is recorded too; or there is no such release or
    username.
    """
    words = spoken()
    with _found(name, number, words) as (session, library, programme, release):
        by = session.scalar(select(Person).where(Person.username == username))
        if by is None or by.deleted_at is not None:
            raise Refused(words.say("Nobody signs in as %(name)s.", name=username))
        now = datetime.now(UTC)
        found = recomputing.compute(session, programme, release, library.courses, library.slots)
        with writing(session):
            recomputing.record(session, release, found, by=by, now=now)
    for line in _said(found, words):
        click.echo(line, err=bool(found.differences))
    if found.differences:
        raise SystemExit(1)


@click.command("correct")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="What was ruled or recounted; partners may read it.")
@PROGRAMME
def correct(number: int, reason: str, name: str | None) -> None:
    """Sum the people of release NUMBER again, after a ruling or a recount, as a new release.

    The old figures stay in their release. The new one needs its own recomputation and signature.
    Exit code 1: nothing has changed, single answers were deleted after their time, or what changed
    is about fewer than ten people of a group, or somebody was erased since.
    """
    words = spoken()
    with _found(name, number, words) as (session, library, programme, release):
        try:
            with writing(session):
                made = correcting.correct(
                    session,
                    programme,
                    release,
                    reason,
                    library.courses,
                    library.slots,
                    datetime.now(UTC),
                )
        except (
            correcting.NothingToCorrect,
            correctable.AnswersGone,
            correctable.TooFew,
            Altered,
        ) as refused:
            raise Refused(_why(refused, words)) from refused
        changed = len(correcting.changes(session, made))
    click.echo(
        words.say_many(
            "Release %(number)s corrects release %(old)s: %(n)s sum has changed.",
            "Release %(number)s corrects release %(old)s: %(n)s sums have changed.",
            changed,
            number=made.number,
            old=made.corrects,
        )
    )


@contextmanager
def _found(
    name: str | None, number: int, words: Words
) -> Iterator[tuple[Session, Library, Programme, Release]]:
    config = configured()
    with opened(config) as session:
        found = programmes_named(session, name, words)
        if len(found) != 1:
            raise Refused(words.say("Say which programme with --programme."))
        standing = standings.of(session, found[0].id, number)
        if standing is None:
            raise Refused(words.say("There is no release %(number)s.", number=number))
        yield session, content(config, words), found[0], standing.release


def _said(found: Recomputed, words: Words) -> Iterator[str]:
    yield words.say_many(
        "%(n)s test was marked again from its answers.",
        "%(n)s tests were marked again from their answers.",
        len(found.marked.scores),
    )
    as_kept = found.marked.totals + found.marked.forgotten
    if as_kept:
        yield words.say_many(
            "%(n)s test could only be taken as it is: a total from paper, or its answers were "
            "deleted after their time.",
            "%(n)s tests could only be taken as they are: totals from paper, or their answers "
            "were deleted after their time.",
            as_kept,
        )
    if not found.differences:
        yield words.say("Every sum is the same. Another person can now sign the release off.")
        return
    yield words.say_many("%(n)s sum differs:", "%(n)s sums differ:", len(found.differences))
    for sum_name, kept, true in found.differences[:MOST]:
        yield f"  {sum_name}: {kept} → {true}"


def _why(refused: Exception, words: Words) -> str:
    if isinstance(refused, correcting.NothingToCorrect):
        return words.say("Nothing has changed: the same people have the same sums.")
    if isinstance(refused, correctable.AnswersGone):
        return words.say(
            "Single answers of these people were deleted after their time. This release can no "
            "longer be corrected."
        )
    if isinstance(refused, correctable.TooFew):
        return words.say(
            "What has changed is about fewer than ten people of a group, or somebody was erased "
            "since. A corrected release beside the old one would tell their scores, so none is "
            "made. A release that waits for its signature can be signed as it is, with a note."
        )
    return words.say(
        "the published sums in the database are no longer those that were frozen. No release was "
        "made. Bring back a backup from before the change."
    )
