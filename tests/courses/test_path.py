"""The order in which a person goes through a course."""

from elearn.courses import library
from elearn.courses.library import Library
from elearn.courses.path import Ways, path, steps_of, teaches
from tests.courses.small_content import SmallContent


def test_a_module_is_its_lessons_then_its_case_then_its_practice(content: SmallContent) -> None:
    halte = library.load(content.folder).modules["halte"]
    assert steps_of(halte) == (("halte", "01"), ("halte", "case"), ("halte", "practice"))


def test_a_course_is_the_steps_of_its_modules_one_after_the_other(content: SmallContent) -> None:
    loaded = library.load(content.folder)
    modules = loaded.modules_of(loaded.courses["essai"])
    assert path(modules) == steps_of(modules[0])


def test_a_further_course_teaches_all_that_the_common_test_asks(library: Library) -> None:
    common, police = library.courses["tronc-commun"], library.courses["police-gendarmerie"]
    assert teaches(police, common)
    assert not teaches(common, police)


def test_whoever_has_no_course_of_their_own_or_a_foreign_one_follows_the_common_one() -> None:
    ways = Ways("common", {"common": (("a", "01"),), "own": (("a", "01"), ("b", "01"))})
    assert ways.of("own") == (("a", "01"), ("b", "01"))
    assert ways.of(None) == ways.of("foreign") == (("a", "01"),)
    assert Ways.alone("common", ()).of("own") == ()
