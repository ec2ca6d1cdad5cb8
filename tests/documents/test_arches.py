"""An arcade can be counted: every quarter, ray and square stands for one thing."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import elearn.web
from elearn.documents import arches
from elearn.documents.arches import Foot

STATIC = Path(elearn.web.__file__).parent / "static"
SVG = "{http://www.w3.org/2000/svg}"

PICTURES = {
    "wordmark": arches.wordmark(),
    "arcade": arches.arcade(["done", "now", "todo"], "1 sur 3"),
    "pairs": arches.pair_arcade(16, 6, 2, 1, "25"),
    "feet": arches.feet("done", "now"),
    "kept": arches.kept(True, False),
    "tally": arches.tally(3, 5),
    "fan": arches.fan(Foot(9, 2, 20), Foot(15, 0, 20), "9, 15"),
    "footer": arches.footer_arcade(),
    "wall": arches.wall(),
}


def quarters(picture: str, name: str) -> int:
    path = re.search(rf'<path class="{name}" d="([^"]*)"', picture)
    return path[1].count("M") if path else 0


def rays(picture: str, name: str) -> list[int]:
    found = re.findall(rf'class="{name}" [^>]*pathLength="(\d+)"', picture)
    return [int(count) for count in found]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_xml_without_style_or_script(name: str) -> None:
    picture = PICTURES[name]
    ElementTree.fromstring(picture)
    assert "style" not in picture
    assert "script" not in picture


def test_a_quarter_is_a_step() -> None:
    picture = arches.arcade(["done"] * 3 + ["now"] + ["todo"] * 4, "3 étapes faites sur 8")
    assert [quarters(picture, name) for name in "abc"] == [3, 1, 4]
    assert 'aria-label="3 étapes faites sur 8"' in picture


def test_an_arcade_of_24_questions_turns_into_rows_of_ten_arches() -> None:
    picture = arches.arcade(["todo"] * 24, "")
    assert 'viewBox="-.5 0 401 52"' in picture
    # The ground of the second row is two arches long.
    assert re.search(r'class="z" d="M-\.5 20\.6h401M-\.5 50\.6h81"', picture)


def test_an_arch_is_a_person() -> None:
    picture = arches.pair_arcade(16, 6, 2, 1, "25 inscrits")
    assert quarters(picture, "a") == 2 * 16 + 6 + 2
    assert quarters(picture, "c") == 6 + 2 + 2 * 1
    assert picture.count("h41") == 25


def test_the_left_foot_is_before_and_the_right_foot_after() -> None:
    before_only = arches.pair_arcade(0, 1, 0, 0, "")
    assert '<path class="a" d="M1 20a19 19' in before_only
    assert '<path class="c" d="M21 20v-19' in before_only


def test_a_saved_answer_has_one_foot_on_the_phone_and_one_on_the_server() -> None:
    assert [quarters(arches.kept(True, False), name) for name in "ac"] == [1, 1]
    assert [quarters(arches.kept(True, True), name) for name in "ac"] == [2, 0]


def test_a_test_that_does_not_exist_leaves_its_foot_out() -> None:
    assert [quarters(arches.feet("done", "none"), name) for name in "abc"] == [1, 0, 0]


def test_a_ray_is_a_question() -> None:
    picture = arches.fan(Foot(9, 4, 20), Foot(15, 1, 20), "9 puis 15 sur 20")
    assert rays(picture, "a") == [9]
    assert rays(picture, "b") == [15]
    assert rays(picture, "k") == [7, 4]
    assert rays(picture, "u") == [4, 1]


def test_the_angle_of_the_rays_is_their_count() -> None:
    # Half of the questions right: the rays end at 45 degrees, where x and height are equal.
    picture = arches.fan(Foot(10, 0, 20), None, "")
    end = re.search(r'class="a" d="M\S+ \S+ 61\.5 0 0 1 (\S+) (\S+)"', picture)
    assert end is not None
    assert float(end[1]) == pytest.approx(float(end[2]), abs=0.2)


def test_a_fan_of_one_test_has_one_foot() -> None:
    picture = arches.fan(Foot(20, 0, 20), None, "")
    assert rays(picture, "a") == [20]
    assert rays(picture, "b") == []


def test_a_tally_counts_items() -> None:
    assert [quarters(arches.tally(3, 5), name) for name in "ac"] == [3, 2]
    assert 'class="arc grey"' in arches.tally(3, 5, after=False)


def test_a_label_is_escaped_and_none_hides_the_picture() -> None:
    assert 'aria-label="&lt;b&gt; &#34;x&#34;"' in arches.feet("done", "todo", '<b> "x"')
    assert 'aria-hidden="true"' in arches.feet("done", "todo")


def test_the_wall_of_the_sign_in_page_is_the_drawn_one_and_small() -> None:
    wall = (STATIC / "wall.svg").read_text("utf-8")
    assert wall == arches.wall()
    assert len(gzip.compress(wall.encode(), mtime=0)) < 700
    assert len(ElementTree.fromstring(wall).findall(f"{SVG}path")) == 3
