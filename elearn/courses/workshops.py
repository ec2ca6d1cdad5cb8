"""A module alone, as a course of its own: a workshop with the module's eight slots. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from elearn.courses.content import Course, Module


def workshops(modules: Mapping[str, Module], courses: Sequence[Course]) -> Iterator[Course]:
    """A course for each module that some course teaches, under the module's slug.

    It is held to the standard of the first course that teaches it.
    """
    for slug, module in modules.items():
        standard = next((course.standard for course in courses if slug in course.modules), None)
        if standard is not None:
            slots = tuple(slot.id for slot in module.slots)
            yield Course(
                id=slug,
                version=1,
                title=module.title,
                audience=module.audience,
                modules=(slug,),
                blueprint=slots,
                follow_up_slots=slots,
                standard=standard,
            )
