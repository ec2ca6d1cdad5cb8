"""Rules for courses, the glossary and the figures of national procedure."""

from collections import Counter
from collections.abc import Iterator, Mapping

from elearn.courses.content import Course, GlossaryTerm, Parameter
from elearn.courses.problems import Finding

DAYS = 3


def course_findings(
    course: Course, file: str, slots: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """What one course breaks; `slots` holds the slot ids of each module that could be read."""
    if f"courses/{course.id}.yaml" != file:
        yield Finding(file, ("id",), "course-id", {"id": course.id})
    for position, slug in enumerate(course.modules):
        if slug not in slots:
            yield Finding(file, ("modules", position), "unknown-module", {"id": slug})
    yield from _slots(course, file, slots)
    standard = course.standard
    if standard.judges and standard.date is None:
        yield Finding(file, ("standard", "date"), "standard-undated", {"judges": standard.judges})
    yield from _timetable(course, file)


def _timetable(course: Course, file: str) -> Iterator[Finding]:
    """A timetable has three days, each in the order of the clock, and both tests once."""
    if not course.timetable:
        return
    tests = sorted(m.test for day in course.timetable for m in day.moments if m.test)
    if len(course.timetable) != DAYS or tests != ["post", "pre"]:
        figures = {"days": len(course.timetable), "wanted": DAYS}
        yield Finding(file, ("timetable",), "timetable-whole", figures)
    for position, day in enumerate(course.timetable):
        times = [moment.time for moment in day.moments]
        if times != sorted(set(times)):
            yield Finding(file, ("timetable", position), "timetable-order")


def _slots(course: Course, file: str, slots: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    known = frozenset().union(*(slots.get(slug, frozenset()) for slug in course.modules))
    for field in ("blueprint", "follow_up_slots"):
        listed: tuple[str, ...] = getattr(course, field)
        for position, name in enumerate(listed):
            if name not in known:
                yield Finding(file, (field, position), "unknown-slot", {"id": name})
            if name in listed[:position]:
                yield Finding(file, (field, position), "duplicate-id", {"id": name})


def parameter_findings(parameters: Mapping[int, Parameter], file: str) -> Iterator[Finding]:
    """What the figures break: a confirmed one names its lawyer and the day, the others nobody."""
    counts = Counter(parameter.id for parameter in parameters.values())
    for position, parameter in parameters.items():
        if counts[parameter.id] > 1:
            yield Finding(file, (position, "id"), "duplicate-id", {"id": parameter.id})
        signed = parameter.confirmed_by is not None and parameter.confirmed_on is not None
        if signed != (parameter.status == "confirmed"):
            yield Finding(file, (position, "status"), "parameter-signature", {"id": parameter.id})


def glossary_findings(glossary: Mapping[int, GlossaryTerm], file: str) -> Iterator[Finding]:
    """What the glossary breaks."""
    counts = Counter(term.term for term in glossary.values())
    for position, term in glossary.items():
        if counts[term.term] > 1:
            yield Finding(file, (position, "term"), "duplicate-id", {"id": term.term})
