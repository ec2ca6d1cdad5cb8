"""Keeps the catalogues of sentences in step with the code, and says where they are not.

    python -m tools.catalogues update    add the code's new sentences, drop those no longer said
    python -m tools.catalogues check     list what is missing, doubtful or wrong; 1 if anything is

A catalogue is a tracked .po file; nothing compiled is kept. The same code gives the same file.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).parents[1]
TRANSLATIONS = TOP / "translations"
METHODS = [
    ("**/templates/**", "tools.template_sentences:extract"),
    ("**.py", "python"),
]
# What code may call; a place of None is the whole argument list of one.
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "later": None,
    "ngettext": (1, 2),
    "say": None,
    "say_many": (1, 2),
}
# A language that must say everything; another may still be a draft.
COMPLETE = ("fr",)
# Lines of a catalogue's head that change with the day and the tool.
VOLATILE = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Generated-By:', '"Last-Translator:')
PLACE = re.compile(r"%\((\w+)\)[sd]")


def sentences_of_code(package: Path = TOP / "elearn") -> Catalog:
    """Every sentence that the package says, with the files that say it."""
    template = Catalog(project="Danbe", charset="utf-8")
    found = extract_from_dir(
        package, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for file, _line, message, comments, context in found:
        place = (Path(package.name) / file).as_posix()
        # Files alone: line numbers would change the catalogue with every edit above them.
        template.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return template


def files() -> list[Path]:
    """The catalogues there are, one a language."""
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def language_of(file: Path) -> str:
    """The language whose folder holds the catalogue."""
    return file.parents[1].name


def read(file: Path) -> Catalog:
    """A catalogue as it is stored."""
    with file.open("rb") as source:
        return read_po(source, locale=language_of(file))


def write(file: Path, catalogue: Catalog) -> None:
    """Store it in one order, without dates or line numbers, so that a difference is a change."""
    written = BytesIO()
    write_po(written, catalogue, width=96, sort_output=True, include_lineno=False)
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(VOLATILE)]
    file.write_text("".join(kept), encoding="utf-8", newline="\n")


def update() -> int:
    """Bring every catalogue in step: new sentences empty, those nobody says any more removed."""
    template = sentences_of_code()
    for file in files():
        catalogue = read(file)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        write(file, catalogue)
        print(f"{file.relative_to(TOP)}: {len(list(untranslated(catalogue)))} to translate")
    return 0


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """The sentences without words in this language."""
    for message in catalogue:
        if message.id and not all(said(message)):
            yield message


def said(message: Message) -> tuple[str, ...]:
    """What a message says in its language: one text, or one for each plural form."""
    text = message.string
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def asked(message: Message) -> tuple[str, ...]:
    """What it says in English: one text, or the singular and the plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def mistakes(catalogue: Catalog, template: Catalog, complete: bool) -> Iterator[str]:
    """A sentence for everything that is wrong with one catalogue."""
    for message in template:
        if message.id and complete:
            stored = catalogue.get(message.id, message.context)
            if stored is None or not all(said(stored)):
                yield f"not translated: {asked(message)[0]!r} ({places(message)})"
    for message in catalogue:
        if message.id:
            yield from mistakes_of(message, template)


def mistakes_of(message: Message, template: Catalog) -> Iterator[str]:
    """A sentence for everything that is wrong with one entry."""
    name = repr(asked(message)[0])
    if message.fuzzy:
        yield f"marked fuzzy: {name}"
    if template.get(message.id, message.context) is None:
        yield f"no code says it any more: {name}"
    allowed = {place for text in asked(message) for place in PLACE.findall(text)}
    for text in filter(None, said(message)):
        if (missing := wrong_places(text, asked(message), allowed)) is not None:
            yield f"other %(places)s than in {name}: {missing}"


def wrong_places(text: str, english: Iterable[str], allowed: set[str]) -> str | None:
    """The places that the text has too many or too few, or None.

    A plural form may leave out the number ("one person"), as long as an English form does too.
    """
    places_of = set(PLACE.findall(text))
    needed = set.intersection(*(set(PLACE.findall(one)) for one in english))
    wrong = (places_of - allowed) | (needed - places_of)
    return ", ".join(sorted(wrong)) or None


def places(message: Message) -> str:
    """The files that say a sentence."""
    return ", ".join(sorted({file for file, _line in message.locations}))


def check() -> int:
    """Print every mistake of every catalogue; 1 where there is one."""
    template, wrong = sentences_of_code(), 0
    for language in sorted(set(COMPLETE) - {language_of(file) for file in files()}):
        print(f"translations/{language}: no catalogue", file=sys.stderr)
        wrong += 1
    for file in files():
        for sentence in mistakes(read(file), template, language_of(file) in COMPLETE):
            print(f"{file.relative_to(TOP)}: {sentence}", file=sys.stderr)
            wrong += 1
    print(f"{len(template)} sentences, {wrong} mistakes in the catalogues")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check}[sys.argv[1]]())
