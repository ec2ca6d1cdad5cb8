"""The steps of a course in the order in which a person takes them. Pure."""

from collections.abc import Iterable

from elearn.courses.content import Module

Step = tuple[str, str]
"""A module's slug and the step in it: a lesson's number, "case", or "practice"."""

CASE = "case"
PRACTICE = "practice"


def steps_of(module: Module) -> tuple[Step, ...]:
    """Its lessons, then its case, then its practice."""
    lessons = tuple((module.slug, lesson.number) for lesson in module.lessons)
    return (*lessons, (module.slug, CASE), (module.slug, PRACTICE))


def path(modules: Iterable[Module]) -> tuple[Step, ...]:
    """The steps of all these modules, one after the other."""
    return tuple(step for module in modules for step in steps_of(module))
