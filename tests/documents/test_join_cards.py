"""Join cards on their paper: ten of 85 by 54 mm on A4, apart from its edges, each with its text."""

import re
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PageObject, PdfReader

from elearn.cohorts.enrolment import Card
from elearn.documents.join_cards import join_cards
from elearn.documents.words import words
from tests.conftest import START

MILLIMETRE = 72 / 25.4
EDGE = 10
"""Millimetres along the paper's edge that some printers leave white."""
FRAME = re.compile(
    r"1 0 0 -1 ([\d.]+) ([\d.]+) cm/c0 CS 0\.588\d* SCN .*? 0 0 m ([\d.]+) 0 l \3 ([\d.]+) l"
)
LONG = "https://a-rather-long-name-of-a-server.example.org:8443/card"

Box = tuple[float, float, float, float]
"""Left, top, width and height, in millimetres from the upper left corner."""


def printed(count: int, language: str) -> PdfReader:
    cards = [Card(number, "WWWWWWWWW", "888888") for number in range(1, count + 1)]
    return PdfReader(BytesIO(join_cards(cards, LONG, words(language), START)))


def frames(page: PageObject) -> list[Box]:
    """The outline of each card."""
    contents = page.get_contents()
    assert contents is not None
    height = float(page.mediabox.height)
    found = FRAME.findall(contents.get_data().decode("latin-1"))
    return [
        (
            float(x) / MILLIMETRE,
            (height - float(y)) / MILLIMETRE,
            float(w) / MILLIMETRE,
            float(h) / MILLIMETRE,
        )
        for x, y, w, h in found
    ]


def written(page: PageObject) -> list[tuple[float, float]]:
    """Where each piece of text begins, in millimetres from the upper left corner."""
    places: list[tuple[float, float]] = []

    def keep(text: str, place: list[float], _line: list[float], *_font: object) -> None:
        if text.strip():
            places.append((place[4] / MILLIMETRE, 297 - place[5] / MILLIMETRE))

    page.extract_text(visitor_text=keep)
    return places


@pytest.mark.parametrize("language", ["fr", "en"])
def test_cards_have_their_size_and_stand_inside_the_paper(language: str) -> None:
    found = printed(13, language)
    assert [len(frames(page)) for page in found.pages] == [10, 3]
    for page in found.pages:
        assert [round(float(side) / MILLIMETRE) for side in page.mediabox[2:]] == [210, 297]
        for left, top, width, height in frames(page):
            assert (round(width), round(height)) == (85, 54)
            assert left >= EDGE
            assert top >= EDGE
            assert left + width <= 210 - EDGE
            assert top + height <= 297 - EDGE


def test_cards_lie_side_by_side_for_one_cut_and_never_over_each_other() -> None:
    boxes = frames(printed(10, "fr").pages[0])
    assert len({(round(left), round(top)) for left, top, _, _ in boxes}) == 10
    columns = sorted({round(left, 1) for left, _, _, _ in boxes})
    rows = sorted({round(top, 1) for _, top, _, _ in boxes})
    assert [round(b - a) for a, b in pairwise(columns)] == [85]
    assert [round(b - a) for a, b in pairwise(rows)] == [54] * 4


@pytest.mark.parametrize("language", ["fr", "en"])
def test_all_that_is_written_stands_on_a_card(language: str) -> None:
    page = printed(10, language).pages[0]
    boxes, places = frames(page), written(page)
    assert len(places) >= 10 * 5
    for x, y in places:
        assert any(
            left <= x <= left + width and top <= y <= top + height
            for left, top, width, height in boxes
        )
