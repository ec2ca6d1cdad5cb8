"""A test on paper: every question whole on its page, every letter where keying looks for it."""

from io import BytesIO
from random import Random

import pytest
from pypdf import PdfReader

from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.documents import booklet
from elearn.documents.booklet import Printing
from elearn.documents.words import words
from elearn.quizzes import attempts
from elearn.quizzes.booklets import Sheet
from elearn.quizzes.keyed_line import Printed
from elearn.quizzes.waves import Wave
from tests.conftest import START

COURSE = "tronc-commun"


def asked(library: Library, form: str) -> tuple[Printed, ...]:
    items = library.form(library.courses[COURSE], form)  # type: ignore[arg-type]
    return tuple(
        Printed(_item(library, row["item"]), tuple(row["options"]))
        for row in attempts.shown(items, Random(3))
    )


def _item(library: Library, name: str) -> Item:
    found = library.question(name)
    assert isinstance(found, Item)
    return found


def printing(language: str, wave: Wave = Wave.PRE) -> Printing:
    return Printing("Ségou", wave, words(language), START)


def pages(data: bytes) -> list[str]:
    found = PdfReader(BytesIO(data))
    return ["".join(page.extract_text().split()) for page in found.pages]


def squeezed(text: str) -> str:
    return "".join(text.replace("**", "").split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_cuts_a_question(library: Library, language: str) -> None:
    questions = asked(library, "A")
    found = pages(booklet.booklet("A", questions, printing(language)))
    for one in questions:
        stem = squeezed(one.item.stem.in_(language))
        holding = [page for page in found if stem in page]
        assert len(holding) == 1, one.item.id
        for option in one.item.options:
            assert squeezed(option.text.in_(language)) in holding[0]


def test_the_version_stands_on_every_page(library: Library) -> None:
    found = pages(booklet.booklet("B", asked(library, "B"), printing("fr", Wave.POST)))
    assert all(page.count("VersionB") == 2 for page in found)


def test_options_carry_the_letters_that_are_keyed(library: Library) -> None:
    questions = asked(library, "A")
    found = "".join(pages(booklet.booklet("A", questions, printing("en"))))
    for one in questions:
        for letter, option in zip(one.letters, one.options, strict=True):
            assert letter + squeezed(one.item.option(option).text.in_("en")) in found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_sheet_is_one_page_with_card_and_version(library: Library, language: str) -> None:
    both = {form: asked(library, form) for form in ("A", "B")}
    sheets = [Sheet(7, "A"), Sheet(12, "B")]
    found = pages(booklet.answer_sheets(sheets, both, printing(language)))
    assert len(found) == 2
    card = squeezed(words(language).say("Card %(n)s", n=7))
    assert card in found[0]
    assert "VersionA" in found[0]
    assert "VersionB" in found[1]


def test_the_test_of_months_later_has_its_name(library: Library) -> None:
    found = pages(booklet.booklet("C", asked(library, "C"), printing("fr", Wave.FOLLOW_UP)))
    assert squeezed(words("fr").say("Follow-up test")) in found[0]
