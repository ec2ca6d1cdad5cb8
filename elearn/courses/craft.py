"""The craft of content: every rule of the format, over everything that could be read."""

from collections.abc import Iterator

from elearn.courses import (
    bank_rules,
    case_rules,
    course_rules,
    item_rules,
    module_rules,
    page_rules,
    questionnaire_rules,
    text_rules,
)
from elearn.courses.content import Course, ModuleHead
from elearn.courses.items import Question
from elearn.courses.page_rules import Page
from elearn.courses.problems import Finding
from elearn.courses.reference_rules import References
from elearn.courses.shelf import ModuleParts, Shelf
from elearn.courses.texts import COMPLETE, Place, texts_in

PARAMETERS, GLOSSARY = "parameters.yaml", "glossary.yaml"


def findings(shelf: Shelf) -> Iterator[Finding]:
    """Every mistake against the rules; parts that could not be read are passed over."""
    for parts in shelf.modules:
        yield from _module(parts, shelf)
    yield from _unique(shelf)
    yield from _shared(shelf)
    # A module that cannot be read is reported once, at its own file, not again by each course.
    if all(parts.head for parts in shelf.modules):
        slots = {
            p.head.slug: frozenset(s.id for s in p.head.slots) for p in shelf.modules if p.head
        }
        for name, course in shelf.courses.items():
            yield from course_rules.course_findings(course, f"courses/{name}", slots)
            yield from _bank(course, f"courses/{name}", shelf)


def _bank(course: Course, file: str, shelf: Shelf) -> Iterator[Finding]:
    items = {(item.slot, item.form): item for p in shelf.modules for item in p.items.values()}
    yield from bank_rules.findings(course, file, items)


def _module(parts: ModuleParts, shelf: Shelf) -> Iterator[Finding]:
    yield from _pages(parts)
    yield from _questions(parts)
    if parts.case:
        file = parts.file("case.yaml")
        yield from case_rules.findings(parts.case, file)
        yield from text_rules.record_findings(parts.case, file, ())
    if parts.head:
        file = parts.file("module.yaml")
        yield from module_rules.head_findings(parts.head, parts.slug, file)
        yield from text_rules.record_findings(parts.head, file, (), bambara=("key_messages",))
        yield from _references(parts, parts.head, shelf)
    if parts.module:
        files = parts.file("module.yaml"), parts.file("items.yaml")
        yield from module_rules.whole_findings(parts.module, *files)
        yield from _lessons_reread(parts)


def _pages(parts: ModuleParts) -> Iterator[Finding]:
    for page, files in _files_of_pages(parts):
        yield from page_rules.findings(page, files)
        yield from text_rules.page_findings(page.title, page.body, files)


def _lesson_files(parts: ModuleParts, number: str, name: str) -> dict[str, str]:
    return {lang: parts.file(f"lessons/{number}-{name}.{lang}.md") for lang in COMPLETE}


def _page_files(parts: ModuleParts, name: str) -> dict[str, str]:
    return {language: parts.file(f"{name}.{language}.md") for language in COMPLETE}


def _placed(parts: ModuleParts) -> Iterator[tuple[Place, Question]]:
    for position, item in parts.items.items():
        yield ("items", position), item
    for position, practice in parts.practice.items():
        yield ("practice", position), practice


def _questions(parts: ModuleParts) -> Iterator[Finding]:
    file = parts.file("items.yaml")
    for position, item in parts.items.items():
        yield from item_rules.graded(item, file, ("items", position))
    for position, practice in parts.practice.items():
        yield from item_rules.practice(practice, file, ("practice", position))
    for place, question in _placed(parts):
        yield from text_rules.record_findings(question, file, place)


def _references(parts: ModuleParts, head: ModuleHead, shelf: Shelf) -> Iterator[Finding]:
    references, file = References(head), parts.file("items.yaml")
    yield from references.head_findings(parts.file("module.yaml"))
    if shelf.has_all_parameters:
        parameters = shelf.parameters.values()
        yield from references.parameter_findings(parts.file("module.yaml"), parameters)
        for position, item in parts.items.items():
            yield from references.figure_findings(item, file, ("items", position), parameters)
    for position, item in parts.items.items():
        yield from references.item_findings(item, file, ("items", position))
    for position, practice in parts.practice.items():
        yield from references.practice_findings(practice, file, ("practice", position))
    if parts.case:
        yield from references.case_findings(parts.case, parts.file("case.yaml"))
    for page, files in _files_of_pages(parts):
        yield from references.page_findings(page, files["fr"])
        for language, path in files.items():
            yield from page_rules.parameter_findings(page.body.in_(language), path, head)


def _files_of_pages(parts: ModuleParts) -> Iterator[tuple[Page, dict[str, str]]]:
    for lesson in parts.lessons:
        yield lesson, _lesson_files(parts, lesson.number, lesson.name)
    if parts.job_aid:
        yield parts.job_aid, _page_files(parts, "job-aid")
    if parts.facilitator:
        yield parts.facilitator, _page_files(parts, "facilitator")
    if parts.handout:
        yield parts.handout, _page_files(parts, "handout")


def _lessons_reread(parts: ModuleParts) -> Iterator[Finding]:
    """Lesson numbers that readers are sent to, and that two lessons may not share."""
    numbers = [lesson.number for lesson in parts.lessons]
    for lesson in parts.lessons:
        if numbers.count(lesson.number) > 1:
            path = _lesson_files(parts, lesson.number, lesson.name)["fr"]
            yield Finding(path, (), "duplicate-id", {"id": lesson.number})
    for page, files in _files_of_pages(parts):
        for language, file in files.items():
            yield from page_rules.lesson_findings(page.body.in_(language), file, numbers)
    for place, question in _placed(parts):
        for inner, name in _lessons_named(question, numbers):
            path = parts.file("items.yaml")
            yield Finding(path, (*place, *inner), "unknown-lesson", {"id": name})


def _lessons_named(question: Question, numbers: list[str]) -> Iterator[tuple[Place, str]]:
    if question.lesson not in numbers:
        yield ("lesson",), question.lesson
    for place, text in texts_in(question):
        for name in page_rules.unknown_lessons(text.fr, numbers):
            yield place, name


def _unique(shelf: Shelf) -> Iterator[Finding]:
    """Ids are for good and for the whole platform: answers are kept by them."""
    seen: set[str] = set()
    for parts in shelf.modules:
        places = [(parts.file("items.yaml"), (*p, "id"), q.id) for p, q in _placed(parts)]
        if parts.case:
            places.append((parts.file("case.yaml"), ("id",), parts.case.id))
        for file, place, name in places:
            if name in seen:
                yield Finding(file, place, "duplicate-id", {"id": name})
            seen.add(name)


def _shared(shelf: Shelf) -> Iterator[Finding]:
    yield from course_rules.parameter_findings(shelf.parameters, PARAMETERS)
    yield from course_rules.glossary_findings(shelf.glossary, GLOSSARY)
    for position, parameter in shelf.parameters.items():
        yield from text_rules.record_findings(parameter, PARAMETERS, (position,))
    for position, term in shelf.glossary.items():
        yield from text_rules.record_findings(term, GLOSSARY, (position,), bambara=("*",))
    for name, course in shelf.courses.items():
        yield from text_rules.record_findings(course, f"courses/{name}", ())
    yield from questionnaire_rules.findings(shelf.surveys)
    for name, survey in shelf.surveys.items():
        yield from text_rules.record_findings(survey, f"surveys/{name}", ())
