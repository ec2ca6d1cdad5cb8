"""What every file of figures holds, before it is a table or a page: head, figures, names, lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from elearn.documents import figure_dictionary
from elearn.documents.figure_dictionary import Entry
from elearn.documents.words import Words
from elearn.reports.figures import Figure, subject


@dataclass(frozen=True, slots=True)
class Book:
    """A file of figures: its title, the facts of its head, and what its subjects are called.

    `reserved` is the sentence that a file for the training team alone bears on each page, and
    `lines` are its tables of single people; both are empty in a file that may be passed on.
    """

    finding: str
    head: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    figures: tuple[Figure, ...]
    names: Mapping[str, str]
    entries: tuple[Entry, ...]
    reserved: str | None = None
    lines: tuple["Lines", ...] = ()

    def entry(self, figure: Figure) -> Entry:
        """The figure's line of the dictionary."""
        return figure_dictionary.entry(figure.id, self.entries)

    @property
    def dictionary(self) -> tuple[Entry, ...]:
        """The lines that these figures need."""
        return figure_dictionary.used(self.figures, self.entries)

    def label(self, figure: Figure, words: Words) -> str:
        """What the figure is, with the name of what it is about."""
        meaning, about = self.entry(figure).meaning, subject(figure.id)
        if about is None:
            return meaning
        return words.say("%(meaning)s – %(name)s", meaning=meaning, name=self.names[about])


@dataclass(frozen=True, slots=True)
class Lines:
    """A table of single people, for the training team alone; numbers are numbers."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int | float, ...], ...]
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Figures about several subjects of one kind, side by side: a line each, a column an entry."""

    kind: str
    entries: tuple[Entry, ...]
    subjects: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)


def single(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures of the cohort as a whole."""
    return tuple(one for one in figures if subject(one.id) is None)


def groups(book: Book) -> Iterator[Group]:
    """The others, by the kind of what they are about, in their order."""
    others = [one for one in book.figures if subject(one.id) is not None]
    kinds = list(dict.fromkeys(map(_kind, others)))
    others.sort(key=lambda one: kinds.index(_kind(one)))
    for kind, found in groupby(others, key=_kind):
        yield _group(book, kind, list(found))


def _group(book: Book, kind: str, figures: Sequence[Figure]) -> Group:
    subjects: dict[str, dict[str, Figure]] = {}
    for one in figures:
        subjects.setdefault(subject(one.id) or "", {})[book.entry(one).pattern] = one
    return Group(kind, figure_dictionary.used(figures, book.entries), subjects)


def _kind(one: Figure) -> str:
    return one.id.split(".", 1)[0]
