"""The files of the content folder as records, as many as can be read, with every mistake noted."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Literal, TypeVar

from elearn.courses import files, schema
from elearn.courses.cases import Case
from elearn.courses.content import (
    Course,
    Facilitator,
    GlossaryTerm,
    Handout,
    JobAid,
    Lesson,
    Minutes,
    ModuleHead,
    Parameter,
)
from elearn.courses.files import Unreadable
from elearn.courses.items import Item, PracticeItem
from elearn.courses.problems import Finding
from elearn.courses.questionnaires import Questionnaire
from elearn.courses.shelf import ModuleParts, Shelf, whole
from elearn.courses.texts import COMPLETE, Filled, Id, Place, Record, Text

RecordType = TypeVar("RecordType", bound=Record)
LESSON_FILE = re.compile(r"(\d\d)-([a-z0-9-]+)\.(fr|en)\.md$")
PAGE_FILES = tuple(
    f"{name}.{language}.md"
    for name in ("job-aid", "facilitator", "handout")
    for language in COMPLETE
)
MODULE_FILES = {"module.yaml", "case.yaml", "items.yaml", *PAGE_FILES}
TOP_FILES = {
    "parameters.yaml",
    "legal-answers.yaml",
    "glossary.yaml",
    "versions.lock",
    "parity.lock",
    "LICENSE.md",
    "FORMAT.md",
    "README.md",
}
UNREAD = object()


class LessonFront(Record):
    """The front matter of a lesson in one language."""

    title: Filled
    minutes: Minutes
    objectives: tuple[Id, ...]
    sources: tuple[Id, ...]


class JobAidFront(Record):
    """The front matter of a job aid in one language."""

    title: Filled
    format: Literal["A5"]
    sources: tuple[Id, ...]


class FacilitatorFront(Record):
    """The front matter of a facilitator's sheet in one language."""

    title: Filled
    minutes: Minutes
    sources: tuple[Id, ...]


class HandoutFront(Record):
    """The front matter of a handout in one language."""

    title: Filled
    format: Literal["A4"]
    sources: tuple[Id, ...]


FrontType = TypeVar("FrontType", LessonFront, JobAidFront, FacilitatorFront, HandoutFront)
# French, then English: front matter and body.
Pages = tuple[tuple[FrontType, str], tuple[FrontType, str]]


class Reader:
    """Reads one content folder, noting what cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []

    def shelf(self) -> Shelf:
        """Everything in the folder."""
        shelf = Shelf(parameters=self._list(Parameter, "parameters.yaml"))
        shelf.has_all_parameters = not self.findings
        shelf.glossary = self._list(GlossaryTerm, "glossary.yaml")
        for name in self._names("courses", "*.yaml"):
            course = self._record(Course, f"courses/{name}")
            if course is not None:
                shelf.courses[name] = course
        for name in self._names("surveys", "*.yaml"):
            survey = self._record(Questionnaire, f"surveys/{name}")
            if survey is not None:
                shelf.surveys[name] = survey
        shelf.modules = [self._module(name) for name in self._names("modules", "*/")]
        self._refuse_strangers("", TOP_FILES | {"courses", "modules", "surveys"})
        self._refuse_strangers("courses", set(self._names("courses", "*.yaml")))
        self._refuse_strangers("surveys", set(self._names("surveys", "*.yaml")))
        self._refuse_strangers("modules", set(self._names("modules", "*/")))
        return shelf

    def _names(self, folder: str, pattern: str = "*") -> list[str]:
        """What a folder holds, without what starts with a dot: that is the system's own."""
        found = (path.name for path in (self.folder / folder).glob(pattern))
        return sorted(name for name in found if not name.startswith("."))

    def _module(self, slug: str) -> ModuleParts:
        parts = ModuleParts(slug)
        before = len(self.findings)
        parts.head = self._record(ModuleHead, parts.file("module.yaml"))
        parts.case = self._record(Case, parts.file("case.yaml"))
        self._questions(parts)
        parts.lessons = self._lessons(parts)
        parts.job_aid = self._job_aid(parts)
        parts.facilitator = self._facilitator(parts)
        parts.handout = self._handout(parts)
        self._refuse_strangers(f"modules/{slug}", MODULE_FILES | {"lessons"})
        if len(self.findings) == before:
            parts.module = whole(parts)
        return parts

    def _lessons(self, parts: ModuleParts) -> list[Lesson]:
        languages: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for name in self._names(parts.file("lessons")):
            found = LESSON_FILE.match(name)
            if found:
                languages[found[1], found[2]][found[3]] = parts.file(f"lessons/{name}")
            else:
                self._note(parts.file(f"lessons/{name}"), "unknown-file")
        lessons = []
        for (number, name), paths in languages.items():
            self._refuse_lonely(paths, parts.file(f"lessons/{number}-{name}"))
            pages = self._pages(LessonFront, paths)
            if pages:
                lessons.append(Lesson(number=number, name=name, **_joined(pages)))
        return lessons

    def _job_aid(self, parts: ModuleParts) -> JobAid | None:
        paths = {language: parts.file(f"job-aid.{language}.md") for language in COMPLETE}
        pages = self._pages(JobAidFront, paths)
        return JobAid(**_joined(pages)) if pages else None

    def _facilitator(self, parts: ModuleParts) -> Facilitator | None:
        """The sheet for trainers, which a draft may still lack."""
        pages = self._optional(FacilitatorFront, parts, "facilitator")
        return Facilitator(**_joined(pages)) if pages else None

    def _handout(self, parts: ModuleParts) -> Handout | None:
        """The sheet for people outside the course, which few modules have."""
        pages = self._optional(HandoutFront, parts, "handout")
        return Handout(**_joined(pages)) if pages else None

    def _optional(
        self, kind: type[FrontType], parts: ModuleParts, stem: str
    ) -> Pages[FrontType] | None:
        """A page that a module need not have; one language alone is a mistake."""
        names = {language: f"{stem}.{language}.md" for language in COMPLETE}
        written = self._names(f"modules/{parts.slug}", f"{stem}.*.md")
        paths = {lang: parts.file(name) for lang, name in names.items() if name in written}
        if not paths:
            return None
        self._refuse_lonely(paths, parts.file(stem))
        return self._pages(kind, paths)

    def _refuse_lonely(self, paths: dict[str, str], stem: str) -> None:
        for language in COMPLETE:
            if language not in paths:
                self._note(f"{stem}.{language}.md", "missing-file")

    def _pages(self, kind: type[FrontType], paths: dict[str, str]) -> Pages[FrontType] | None:
        """The two languages of one Markdown page, or None where one of them cannot be used."""
        pages = {language: self._page(kind, path) for language, path in paths.items()}
        french, english = pages.get("fr"), pages.get("en")
        if french is None or english is None:
            return None
        for key in sorted(set(kind.model_fields) - {"title"}):
            if getattr(french[0], key) != getattr(english[0], key):
                self._note(paths["en"], "front-matter-differs", (key,), key=key)
        return french, english

    def _page(self, kind: type[FrontType], path: str) -> tuple[FrontType, str] | None:
        try:
            prose = files.prose(files.text_of(self.folder / path))
            values = files.values(prose.front)
        except Unreadable as error:
            self._note_unreadable(path, error)
            return None
        if not prose.body.strip():
            self._note(path, "empty-text", ("body", 1), key="body")
            return None
        front = schema.record(kind, values, path, (), self.findings)
        return (front, prose.body) if front else None

    def _record(self, kind: type[RecordType], file: str) -> RecordType | None:
        values = self._values(file)
        if values is UNREAD:
            return None
        return schema.record(kind, values, file, (), self.findings)

    def _list(self, kind: type[RecordType], file: str) -> dict[int, RecordType]:
        values = self._values(file)
        return {} if values is UNREAD else self._records(kind, values, file, ())

    def _questions(self, parts: ModuleParts) -> None:
        file = parts.file("items.yaml")
        values = self._values(file)
        if values is UNREAD:
            return
        if not isinstance(values, dict):
            self._note(file, "not-a-mapping", key="items")
            return
        for key in sorted(set(values) - {"items", "practice"}, key=str):
            self._note(file, "unknown-key", (key,), key=str(key))
        for key in ("items", "practice"):
            if key not in values:
                self._note(file, "missing-key", key=key)
        parts.items = self._records(Item, values.get("items", []), file, ("items",))
        parts.practice = self._records(
            PracticeItem, values.get("practice", []), file, ("practice",)
        )

    def _records(
        self, kind: type[RecordType], values: object, file: str, place: Place
    ) -> dict[int, RecordType]:
        """The records of a list by position, each read apart: one mistake hides no other."""
        if not isinstance(values, list):
            self._note(file, "not-a-list", place, key=str(place[-1]) if place else file)
            return {}
        read = (
            (position, schema.record(kind, value, file, (*place, position), self.findings))
            for position, value in enumerate(values)
        )
        return {position: record for position, record in read if record is not None}

    def _values(self, file: str) -> object:
        try:
            return files.values(files.text_of(self.folder / file))
        except Unreadable as error:
            self._note_unreadable(file, error)
            return UNREAD

    def _refuse_strangers(self, folder: str, known: set[str]) -> None:
        for name in self._names(folder):
            if name not in known:
                self._note(f"{folder}/{name}" if folder else name, "unknown-file")

    def _note(self, file: str, rule: str, place: Place = (), **arguments: str) -> None:
        self.findings.append(Finding(file, place, rule, arguments))

    def _note_unreadable(self, file: str, error: Unreadable) -> None:
        self._note(file, error.rule, ("line", error.line), **error.arguments)


def _joined(pages: Pages[FrontType]) -> dict[str, Any]:
    (french, french_body), (english, english_body) = pages
    return {
        **dict(french),
        "title": Text(fr=french.title, en=english.title),
        "body": Text(fr=french_body, en=english_body),
    }
