"""Cards for the pocket: ten on a sheet, and nothing on them that tells who or what."""

import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from elearn.documents.pocket_cards import PocketCard, pocket_cards
from elearn.documents.words import words
from tests.conftest import START

DAYS = (date(2027, 1, 13), date(2027, 5, 19))
ADDRESS = "https://danbe.example"


def printed(count: int, language: str = "fr") -> PdfReader:
    cards = [PocketCard(number, f"ABCD EF{number:02} 7") for number in range(1, count + 1)]
    return PdfReader(
        BytesIO(pocket_cards(cards, ADDRESS, DAYS, words(language), START.replace(microsecond=7)))
    )


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (10, 1), (11, 2), (25, 3)])
def test_ten_cards_stand_on_a_sheet(count: int, pages: int) -> None:
    found = printed(count)
    assert len(found.pages) == pages
    texts = [page.extract_text() for page in found.pages]
    assert texts[0].count(ADDRESS) == min(count, 10)
    assert sum(text.count("EF") for text in texts) == count


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_card_says_a_code_and_a_day_and_nothing_of_the_subject(language: str) -> None:
    text = printed(1, language).pages[0].extract_text()
    assert "ABCD EF01 7" in text
    assert "2027" in text
    forbidden = r"tortur|polic|gendarm|prison|magistrat|CNDH|droits|rights|\b\d{6}\b"
    assert not re.search(forbidden, text, re.IGNORECASE)
