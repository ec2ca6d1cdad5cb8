"""`elearn content`: what people read and sign on paper, and the table of translations."""

import difflib
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from elearn.cli.analyse import LANGUAGE, language_of
from elearn.cli.content_folder import FOLDER, count, loaded, say
from elearn.cli.refusing import Refused
from elearn.courses import legal, legal_answers, locks
from elearn.courses.files import Lines
from elearn.courses.legal_answers import Answer, NotAnswers
from elearn.courses.library import Library
from elearn.courses.locks import State
from elearn.documents.angoff_sheet import angoff_sheet
from elearn.documents.legal_dossier import legal_dossier
from elearn.documents.words import Words, words

OUTPUT = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write [default: named after what it holds, here].",
)
STATES: tuple[State, ...] = ("current", "outdated", "missing")


@click.command()
@FOLDER
@LANGUAGE
def parity(folder: Path, language: str | None) -> None:
    """A table of the translations: how many texts of each kind are current, outdated, missing."""
    spoken = words(language or language_of(os.environ))
    states = locks.parity(loaded(folder, spoken), folder)
    counts = Counter((name.split(" ")[0], state) for name, state in states.items())
    kinds = sorted({kind for kind, _ in counts})
    head = (spoken.say("Text"), spoken.say("current"), spoken.say("outdated"), spoken.say("new"))
    rows = [(kind, *(str(counts[kind, state]) for state in STATES)) for kind in kinds]
    for row in (head, *rows):
        click.echo(f"{row[0]:<14}" + "".join(f"{cell:>12}" for cell in row[1:]))
    for name, state in states.items():
        if state != "current":
            click.echo(f"{head[STATES.index(state) + 1]}: {name}")


@click.command("standard-sheet")
@click.argument("course")
@FOLDER
@OUTPUT
@LANGUAGE
def standard_sheet(course: str, folder: Path, output: Path | None, language: str | None) -> None:
    """The form by which five judges set the standard of COURSE (modified Angoff), for A4."""
    spoken = words(language or language_of(os.environ))
    library = loaded(folder, spoken)
    written = {each.id: each for each in library.written_courses}
    if course not in written:
        names = ", ".join(written)
        raise Refused(
            spoken.say(
                "There is no course “%(name)s”. There are: %(names)s.", name=course, names=names
            )
        )
    text = angoff_sheet(library, written[course], spoken)
    _write(output or Path(f"standard-{course}.{spoken.language}.html"), text, spoken)


@click.command("legal-review")
@FOLDER
@OUTPUT
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML list of answers (id, confirmed, by, on, note) to take back into the content.",
)
@LANGUAGE
def legal_review(
    folder: Path, output: Path | None, answers: Path | None, language: str | None
) -> None:
    """The dossier for a lawyer: every figure and sentence of national law, with a box to sign.

    With --answers, what was answered about figures is written into parameters.yaml and about
    sentences into legal-answers.yaml, and shown as a difference: `by` is a role (lawyer,
    magistrate, prosecutor, legal-adviser), never a name. A sentence whose words change is asked
    anew.
    """
    spoken = words(language or language_of(os.environ))
    library = loaded(folder, spoken)
    if answers is not None:
        _take(answers, library, folder, spoken)
        return
    known = {answer.id: answer for answer in _kept(folder, spoken)}
    text = legal_dossier(library, known, datetime.now(UTC).date(), spoken)
    _write(output or Path(f"legal-review.{spoken.language}.html"), text, spoken)


def _write(file: Path, text: str, spoken: Words) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
    click.echo(spoken.say("Written: %(file)s. Open it and print it.", file=str(file)))


def _kept(folder: Path, spoken: Words) -> tuple[Answer, ...]:
    """The answers about sentences that came back before."""
    file = folder / legal_answers.FILE
    return _answers(file, spoken) if file.exists() else ()


def _answers(file: Path, spoken: Words) -> tuple[Answer, ...]:
    try:
        return legal_answers.read_answers(file.read_text(encoding="utf-8"), file.name)
    except NotAnswers as refused:
        problems = tuple(map(Lines(file.parent).problem, refused.findings))
        say(problems, spoken)
        raise SystemExit(count(problems, spoken)) from None


def _take(file: Path, library: Library, folder: Path, spoken: Words) -> None:
    given = _answers(file, spoken)
    asked = {one.id for one in legal.statements(library)}
    _refuse_strangers(given, asked | set(library.parameters), spoken)
    figures = folder / "parameters.yaml"
    signed = legal_answers.confirmed(figures.read_text(encoding="utf-8"), given)
    kept = legal_answers.kept(_kept(folder, spoken), given, asked)
    changes = [*_rewrite(figures, signed)]
    if kept:
        changes += _rewrite(folder / legal_answers.FILE, legal_answers.written(kept))
    for line in changes or [spoken.say("Nothing has changed.")]:
        click.echo(line)
    for answer in given:
        if not answer.confirmed:
            note = answer.note or "–"
            click.echo(spoken.say("Not confirmed: %(id)s. %(note)s", id=answer.id, note=note))


def _rewrite(file: Path, after: str) -> list[str]:
    """Write the file anew; the lines that differ."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(after, encoding="utf-8", newline="\n")
    return list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))


def _refuse_strangers(given: tuple[Answer, ...], asked: set[str], spoken: Words) -> None:
    for answer in given:
        if answer.id not in asked:
            raise Refused(
                spoken.say(
                    "“%(id)s” is no question of the dossier as it is now. Nothing was written.",
                    id=answer.id,
                )
            )
