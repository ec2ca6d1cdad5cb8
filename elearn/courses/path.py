"""The steps of a course in the order in which a person takes them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from elearn.courses.content import Course, Module

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


def teaches(course: Course, common: Course) -> bool:
    """Whether a course holds every module of another, so that its people can take that one's test.

    Where modules hold the slots of the test, what is asked of everybody is then taught to all.
    """
    return set(common.modules) <= set(course.modules)


@dataclass(frozen=True, slots=True)
class Ways:
    """What the people of one cohort follow: the steps of its courses, the tests' course first."""

    common: str
    steps: Mapping[str, tuple[Step, ...]]

    @classmethod
    def alone(cls, course_id: str, steps: tuple[Step, ...]) -> "Ways":
        """One course for everybody."""
        return cls(course_id, {course_id: steps})

    def of(self, course_id: str | None) -> tuple[Step, ...]:
        """The steps of somebody's own course; of the tests' course where they have none."""
        return self.steps.get(course_id or self.common) or self.steps[self.common]
