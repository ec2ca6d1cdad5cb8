"""The order in which a person goes through a course."""

from elearn.courses import library
from elearn.courses.path import path, steps_of
from tests.courses.small_content import SmallContent


def test_a_module_is_its_lessons_then_its_case_then_its_practice(content: SmallContent) -> None:
    halte = library.load(content.folder).modules["halte"]
    assert steps_of(halte) == (("halte", "01"), ("halte", "case"), ("halte", "practice"))


def test_a_course_is_the_steps_of_its_modules_one_after_the_other(content: SmallContent) -> None:
    loaded = library.load(content.folder)
    modules = loaded.modules_of(loaded.courses["essai"])
    assert path(modules) == steps_of(modules[0])
