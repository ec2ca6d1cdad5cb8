"""A module can be taught alone, as a workshop with its own eight slots."""

from elearn.courses.library import Library
from elearn.courses.workshops import workshops


def test_each_module_that_is_taught_is_a_workshop_of_its_own_slots(library: Library) -> None:
    for slug, module in library.modules.items():
        alone = library.courses[slug]
        assert alone.modules == (slug,)
        assert alone.blueprint == tuple(slot.id for slot in module.slots)
        assert len(library.form(alone, "A")) == 8
    assert not {course.id for course in library.written_courses} & library.modules.keys()


def test_a_workshop_is_held_to_the_standard_of_the_first_course_that_teaches_it(
    library: Library,
) -> None:
    module = library.modules["garanties-premieres-heures"]
    taught = [course for course in library.written_courses if module.slug in course.modules]
    assert library.courses[module.slug].standard == taught[0].standard


def test_a_module_that_no_course_teaches_is_no_workshop(library: Library) -> None:
    assert list(workshops(library.modules, ())) == []
