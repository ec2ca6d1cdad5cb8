"""`elearn results`: recompute every score from what was answered."""

import click

from elearn.cli.database import configured, opened
from elearn.cli.refusing import spoken
from elearn.documents.words import Words
from elearn.quizzes import verifying
from elearn.quizzes.verifying import Difference, Replaced


@click.group()
def results() -> None:
    """Check the scores that are kept."""


@results.command("verify")
def verify() -> None:
    """Recompute every test from its raw answers, wordings and rulings; print what differs.

    Nothing is changed. Paper totals have no answers, and tests whose answers were deleted after
    their time have only their sums: neither can be recomputed. Exit code 1: something differs.
    """
    words = spoken()
    with opened(configured()) as session:
        found = verifying.verify(session)
    click.echo(words.say_many("%(n)s test recomputed.", "%(n)s tests recomputed.", found.attempts))
    if found.forgotten:
        click.echo(
            words.say_many(
                "%(n)s test has only its sums: its answers were deleted after their time.",
                "%(n)s tests have only their sums: their answers were deleted after their time.",
                found.forgotten,
            )
        )
    for replaced in found.replaced:
        click.echo(_replacing(replaced, words))
    for one in found.differences:
        click.echo(_line(one, words), err=True)
    if found.differences:
        raise SystemExit(1)
    click.echo(words.say("Every score is what its answers say."))


def _replacing(one: Replaced, words: Words) -> str:
    before = words.say("no test") if one.before is None else words.number(one.before)
    line = words.say(
        "Test %(test)s counts in place of an earlier try: %(before)s before, now %(points)s of "
        "%(maximum)s.",
        test=one.attempt_id,
        before=before,
        points=one.points,
        maximum=one.maximum,
    )
    if one.reason is None:
        return line
    return f"{line} " + words.say("Reason: %(reason)s", reason=one.reason)


def _line(one: Difference, words: Words) -> str:
    kept, truth = one.kept, one.recomputed
    line = words.say(
        "Test %(test)s: kept %(points)s of %(maximum)s, its answers say %(true)s of %(of)s.",
        test=one.attempt_id,
        points=kept.points,
        maximum=kept.maximum,
        true=truth.points,
        of=truth.maximum,
    )
    if not one.items:
        return line
    return f"{line} " + words.say(
        "Another answer counts for: %(items)s.", items=", ".join(one.items)
    )
