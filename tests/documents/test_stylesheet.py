"""The stylesheet keeps its promises: small, readable in both schemes, ready for right-to-left."""

import gzip
import re
from pathlib import Path

import pytest

import elearn.web

TEXT = (Path(elearn.web.__file__).parent / "static" / "danbe.css").read_text("utf-8")
BARE = re.sub(r"/\*.*?\*/", "", TEXT, flags=re.DOTALL)
PAIRS = [
    ("ink", "paper"),
    ("ink", "millet"),
    ("ink", "field"),
    ("soft", "paper"),
    ("soft", "millet"),
    ("river", "paper"),
    ("river", "millet"),
    ("laterite", "paper"),
    ("laterite", "millet"),
    ("on-river", "river"),
    ("cream", "wall"),
    ("cream", "water"),
    ("night", "ochre"),
    ("night", "cream"),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6}|var\(--\w+\));", block))


LIGHT = tokens(BARE.split("@media")[0])
DARK = LIGHT | tokens(BARE.split("@media")[1])


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(scheme: dict[str, str], text: str, ground: str) -> float:
    def found(name: str) -> str:
        value = scheme[name]
        return scheme[value[6:-1]] if value.startswith("var") else value

    dark, light = sorted((luminance(found(text)), luminance(found(ground))))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme, text, ground) >= 4.5


def test_the_first_page_stays_small() -> None:
    """A lesson has 14 kB in all (`make weigh`); this is the stylesheet's part of them."""
    packed = re.sub(r"\s+", " ", BARE)
    packed = re.sub(r" ?([{};,>]) ?", r"\1", packed).replace(": ", ":").replace(";}", "}")
    assert len(gzip.compress(packed.encode(), 9, mtime=0)) <= 4_900


def test_directions_are_logical() -> None:
    physical = r"[{;]\s*(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top"
    physical += r"|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    assert re.findall(physical, BARE) == []
    assert not re.search(r"text-align: (?:left|right)|float: (?:left|right)", BARE)


def test_rules_are_by_class_and_important_only_for_paper_and_forced_colours() -> None:
    screen = BARE.split("@media print")[0]
    assert "!important" not in screen
    selectors = re.findall(r"(?:^|[}\n])\s*([^{}@\n][^{}]*){", BARE)
    assert [found for found in selectors if "#" in found] == []


def test_nothing_is_fetched_and_nothing_moves() -> None:
    for word in ("url(", "@import", "@font-face", "animation", "transition", "gradient"):
        assert word not in BARE
