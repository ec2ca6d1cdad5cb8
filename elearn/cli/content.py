"""`elearn content`: is what we teach well made, and has every change been accepted?"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import click

from elearn.cli.analyse import LANGUAGE, language_of
from elearn.cli.content_cues import cues
from elearn.cli.content_folder import FOLDER, count, errors, loaded, say
from elearn.cli.content_papers import legal_review, parity, standard_sheet
from elearn.courses import bank_rules, counts, library, locks, measures
from elearn.courses.library import Library
from elearn.courses.locks import NotAccepted
from elearn.courses.problems import ContentRefused
from elearn.documents.words import Words, words


@click.group()
def content() -> None:
    """Check what is taught, and accept its changes."""


@content.command()
@FOLDER
@LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
def check(folder: Path, language: str | None, as_json: bool) -> None:
    """Every mistake in the content, with file and line; exit code 1 if there is one."""
    spoken = words(language or language_of(os.environ))
    if as_json:
        raise SystemExit(_as_json(folder, spoken))
    read = loaded(folder, spoken)
    changed = locks.check(read, folder)
    say((*read.warnings, *changed), spoken)
    for line in _tests(read, spoken):
        click.echo(line)
    if changed:
        raise SystemExit(count(changed, spoken))
    click.echo(_summary(read, spoken))


@content.command()
@FOLDER
@LANGUAGE
@click.option(
    "--translations-read",
    is_flag=True,
    help="The English was read again where only the French has changed, and still says the same.",
)
def accept(folder: Path, language: str | None, translations_read: bool) -> None:
    """Write the lock files: these wordings and translations go together from now on."""
    spoken = words(language or language_of(os.environ))
    read = loaded(folder, spoken)
    try:
        accepted = locks.accept(read, folder, translations_read=translations_read)
    except NotAccepted as refused:
        say(refused.problems, spoken)
        raise SystemExit(count(refused.problems, spoken)) from refused
    for name in (*accepted.versions, *accepted.parity):
        click.echo(name)
    click.echo(
        spoken.say_many(
            "%(n)s line of the lock files has changed.",
            "%(n)s lines of the lock files have changed.",
            len(accepted.versions) + len(accepted.parity),
        )
    )


def _as_json(folder: Path, spoken: Words) -> int:
    """The figures of the content on stdout, its mistakes on stderr; the exit code."""
    found: dict[str, object] = {}
    try:
        read = library.load(folder)
    except ContentRefused as refused:
        problems = refused.problems
    else:
        problems = (*read.warnings, *locks.check(read, folder))
        found = counts.figures(read, folder)
    say(problems, spoken, err=True)
    wrong = errors(problems)
    click.echo(json.dumps({**found, "errors": wrong, "warnings": len(problems) - wrong}, indent=2))
    return 1 if wrong else 0


def _tests(read: Library, spoken: Words) -> Iterable[str]:
    """A line a test: how long its reading takes."""
    bank = {(i.slot, i.form): i for module in read.modules.values() for i in module.items}
    for course in read.written_courses:
        for test in bank_rules.tests_of(course, bank):
            yield spoken.say(
                "%(course)s, form %(form)s: %(minutes)s min to read (questions: %(items)s).",
                course=course.id,
                form=test.form,
                items=len(test.items),
                minutes=measures.reading_minutes(test.items),
            )


def _summary(read: Library, spoken: Words) -> str:
    modules = read.modules.values()
    counts = (
        spoken.say_many("%(n)s module", "%(n)s modules", len(read.modules)),
        spoken.say_many("%(n)s course", "%(n)s courses", len(read.written_courses)),
        spoken.say_many("%(n)s lesson", "%(n)s lessons", sum(len(m.lessons) for m in modules)),
        spoken.say_many(
            "%(n)s graded question",
            "%(n)s graded questions",
            sum(len(module.items) for module in modules),
        ),
        spoken.say_many(
            "%(n)s practice question",
            "%(n)s practice questions",
            sum(len(module.practice) for module in modules),
        ),
    )
    return spoken.say("%(counts)s: no mistake.", counts=", ".join(counts))


for part in (cues, parity, standard_sheet, legal_review):
    content.add_command(part)
