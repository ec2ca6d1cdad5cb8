"""What a visitor reads: a trainee their own course, staff any course without a session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, url_for

from elearn.courses.content import Course, Module
from elearn.courses.path import path
from elearn.quizzes import standing
from elearn.quizzes.standing import Standing
from elearn.web.access import Trainee, is_staff, signed_in
from elearn.web.database import connection
from elearn.web.house import house


@dataclass(frozen=True)
class Reading:
    """A course as somebody reads it; `trainee` is None when staff look at it.

    `tests` is the course whose tests the person takes: where professions mix, not their own.
    """

    course: Course
    modules: tuple[Module, ...]
    trainee: Trainee | None
    tests: Course

    def module(self, place: int) -> Module:
        """The module at this place, from 1; 404 where there is none."""
        if not 1 <= place <= len(self.modules):
            abort(404)
        return self.modules[place - 1]

    def address(self, endpoint: str, **values: Any) -> str:
        """A page of this course, on the trainee's path or on the staff's."""
        if self.trainee is None:
            values["course_id"] = self.course.id
        return url_for(endpoint, **values)

    def standing(self) -> Standing:
        """Where the trainee stands; one query."""
        assert self.trainee is not None
        return standing.load(connection(), self.trainee.membership, path(self.modules))


def reading(course_id: str | None) -> Reading:
    """The course in the path for staff, their own for a trainee; 404 for any other."""
    asking = signed_in()
    if course_id is None:
        trainee = asking.trainee
        wanted = trainee.course_id if trainee else None
    else:
        trainee = None
        wanted = course_id if is_staff(asking) else None
    courses = house().library.courses
    course = courses.get(wanted or "")
    tests = courses.get(trainee.test_course) if trainee else course
    if course is None or tests is None:
        abort(404)
    return Reading(course, house().library.modules_of(course), trainee, tests)


def both_paths_of(pages: Blueprint) -> Callable[..., Callable[[Any], Any]]:
    """Routes that serve one view to a trainee (`/course…`) and to staff (`/read/<course>…`)."""

    def both_paths(rule: str, **options: Any) -> Callable[[Any], Any]:
        def register(view: Any) -> Any:
            own = pages.route(
                f"/<language:language>/course{rule}", defaults={"course_id": None}, **options
            )
            any_course = pages.route(f"/<language:language>/read/<course_id>{rule}", **options)
            return own(any_course(view))

        return register

    return both_paths
