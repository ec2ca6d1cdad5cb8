"""The library: everything that is taught, read as a whole and refused as a whole."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType

from elearn.courses import craft, pages
from elearn.courses.content import (
    Course,
    Facilitator,
    GlossaryTerm,
    Handout,
    JobAid,
    Module,
    Parameter,
    Slot,
)
from elearn.courses.files import Lines
from elearn.courses.items import Form, Item, Question
from elearn.courses.problems import ContentRefused, Finding, Problem
from elearn.courses.questionnaires import Moment, Questionnaire
from elearn.courses.reading import Reader
from elearn.courses.shelf import Shelf
from elearn.courses.workshops import workshops


@dataclass(frozen=True)
class Library:
    """What is taught: modules by slug, courses and parameters by id, and the HTML of the pages."""

    modules: Mapping[str, Module]
    courses: Mapping[str, Course]
    surveys: Mapping[str, Questionnaire]
    parameters: Mapping[str, Parameter]
    glossary: tuple[GlossaryTerm, ...]
    lesson_pages: Mapping[tuple[str, str, str], str]
    job_aid_pages: Mapping[tuple[str, str], str]
    facilitator_pages: Mapping[tuple[str, str], str]
    handout_pages: Mapping[tuple[str, str], str]
    questions: Mapping[str, Question]
    module_of: Mapping[str, Module]
    warnings: tuple[Problem, ...]
    fingerprint: str

    @property
    def written_courses(self) -> tuple[Course, ...]:
        """The courses that have a file: all but the workshops of one module."""
        return tuple(course for course in self.courses.values() if course.id not in self.modules)

    def survey(self, moment: Moment) -> Questionnaire | None:
        """The questionnaire of a moment, where there is one."""
        return next((one for one in self.surveys.values() if moment in one.moments), None)

    def lesson_html(self, slug: str, number: str, language: str) -> str:
        """The HTML of a lesson's body, headings from h2 on; KeyError where there is none."""
        return self.lesson_pages[slug, number, language]

    def job_aid_html(self, slug: str, language: str) -> str:
        """The HTML of a module's job aid; KeyError where there is none."""
        return self.job_aid_pages[slug, language]

    def facilitator_html(self, slug: str, language: str) -> str:
        """The HTML of a module's sheet for trainers; KeyError where it is not written yet."""
        return self.facilitator_pages[slug, language]

    def handout_html(self, slug: str, language: str) -> str:
        """The HTML of a module's handout; KeyError where there is none."""
        return self.handout_pages[slug, language]

    def modules_of(self, course: Course) -> tuple[Module, ...]:
        """The modules of a course, in its order."""
        return tuple(self.modules[slug] for slug in course.modules)

    def slot(self, slot_id: str) -> Slot:
        """The slot of this id, in whichever module; KeyError where there is none."""
        return self.module_of[slot_id].slot(slot_id)

    @property
    def slots(self) -> dict[str, Slot]:
        """Every slot of every module by its id."""
        return {slot.id: slot for module in self.modules.values() for slot in module.slots}

    def form(self, course: Course, form: Form) -> tuple[Item, ...]:
        """One form of the course's test: the twin of each slot of its blueprint, in order."""
        return self._twins(course.blueprint, form)

    def follow_up(self, course: Course, form: Form) -> tuple[Item, ...]:
        """The shorter test of 8 to 12 weeks later, in one form."""
        return self._twins(course.follow_up_slots, form)

    def _twins(self, slots: tuple[str, ...], form: Form) -> tuple[Item, ...]:
        return tuple(self.module_of[slot].item(slot, form) for slot in slots)

    def question(self, question_id: str) -> Question:
        """The graded or practice question of this id; KeyError where there is none."""
        return self.questions[question_id]


def load(folder: Path) -> Library:
    """Everything under the content folder; ContentRefused names every error in it at once.

    The same files give the same library, read once in a process.
    """
    return _read_once(folder, fingerprint(folder))


@lru_cache(maxsize=2)
def _read_once(folder: Path, mark: str) -> Library:
    shelf, findings = _read(folder)
    lines = Lines(folder)
    problems = tuple(sorted((lines.problem(f) for f in findings), key=lambda p: (p.file, p.line)))
    if any(problem.severity == "error" for problem in problems):
        raise ContentRefused(problems)
    return _library(shelf, problems, mark)


def _read(folder: Path) -> tuple[Shelf, list[Finding]]:
    reader = Reader(folder)
    shelf = reader.shelf()
    return shelf, [*reader.findings, *craft.findings(shelf)]


def fingerprint(folder: Path) -> str:
    """A hash of every file's path and of what the content files hold, in hexadecimal."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        if path.suffix in {".md", ".yaml"} and path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _library(shelf: Shelf, warnings: tuple[Problem, ...], mark: str) -> Library:
    modules = {parts.slug: parts.module for parts in shelf.modules if parts.module}
    parameters = {parameter.id: parameter for parameter in shelf.parameters.values()}
    written = tuple(shelf.courses.values())
    lesson_pages = {
        (slug, lesson.number, language): html
        for slug, module in modules.items()
        for lesson in module.lessons
        for language, html in pages.bodies(lesson.body, parameters).items()
    }
    sheets = partial(_sheet_pages, modules.values(), parameters)
    return Library(
        modules=MappingProxyType(modules),
        courses=MappingProxyType(
            {course.id: course for course in (*written, *workshops(modules, written))}
        ),
        surveys=MappingProxyType({one.id: one for one in shelf.surveys.values()}),
        parameters=MappingProxyType(parameters),
        glossary=tuple(shelf.glossary.values()),
        lesson_pages=MappingProxyType(lesson_pages),
        job_aid_pages=sheets(lambda module: module.job_aid),
        facilitator_pages=sheets(lambda module: module.facilitator),
        handout_pages=sheets(lambda module: module.handout),
        questions=MappingProxyType(
            {q.id: q for m in modules.values() for q in (*m.items, *m.practice)}
        ),
        module_of=MappingProxyType({slot.id: m for m in modules.values() for slot in m.slots}),
        warnings=warnings,
        fingerprint=mark,
    )


def _sheet_pages(
    modules: Iterable[Module],
    parameters: Mapping[str, Parameter],
    of: Callable[[Module], JobAid | Facilitator | Handout | None],
) -> Mapping[tuple[str, str], str]:
    """The HTML of one kind of sheet, by module and language, where the module has one."""
    return MappingProxyType(
        {
            (module.slug, language): html
            for module in modules
            if (sheet := of(module)) is not None
            for language, html in pages.bodies(sheet.body, parameters).items()
        }
    )
