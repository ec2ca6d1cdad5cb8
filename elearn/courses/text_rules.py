"""Rules for every text: typography, one line, and Bambara only where a draft may stand."""

from collections.abc import Iterator

from elearn.courses import do_no_harm, typography
from elearn.courses.problems import Finding
from elearn.courses.prose import blocks
from elearn.courses.texts import COMPLETE, Place, Record, Text, texts_in


def record_findings(
    record: Record, file: str, place: Place, bambara: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """The slips of all texts of a record; `bambara` names the fields that may hold a draft."""
    for inner, text in texts_in(record):
        here = (*place, *inner)
        for language in COMPLETE:
            yield from line_findings(text.in_(language), language, file, (*here, language))
        if text.bm and not (inner[:1] and inner[0] in bambara) and "*" not in bambara:
            yield Finding(file, (*here, "bm"), "bambara-here")


def line_findings(text: str, language: str, file: str, place: Place) -> Iterator[Finding]:
    """The slips of a text that stands on one line."""
    if "\n" in text:
        yield Finding(file, place, "one-line")
    yield from _slips(text, language, file, place)


def body_findings(body: str, language: str, file: str) -> Iterator[Finding]:
    """The slips of a Markdown body, line by line, titles of containers included."""
    for block in blocks(body):
        opening = block.kind != "prose"
        yield from _slips(block.title, language, file, ("body", block.line))
        for number, line in enumerate(block.lines, block.line + opening):
            yield from _slips(line, language, file, ("body", number))


def page_findings(title: Text, body: Text, files: dict[str, str]) -> Iterator[Finding]:
    """The slips of a lesson or a job aid in both languages; `files` by language."""
    for language, file in files.items():
        yield from line_findings(title.in_(language), language, file, ("title",))
        yield from body_findings(body.in_(language), language, file)


def _slips(text: str, language: str, file: str, place: Place) -> Iterator[Finding]:
    for slip in typography.slips(text, language):
        yield Finding(file, place, slip.rule, {"found": slip.found})
    for harm in do_no_harm.harms(text):
        yield Finding(file, place, harm.rule, {"found": harm.found})
