"""The charts tell the truth: one mark a value, where it belongs, in the reader's numbers."""

import re
from xml.etree import ElementTree

import pytest

from elearn.documents import charts
from elearn.documents import indicator_charts as indicators
from elearn.documents.charts import BeforeAfter
from elearn.documents.indicator_charts import Part, Period
from elearn.documents.plot import Caption, Chart, Scale, round_step
from elearn.documents.words import words

FRENCH, ENGLISH = words("fr"), words("en")
CAPTION = Caption("chart", "Avant & après", "De 53 à 65")
SCORES = [(12, 15), (4, 9), (13, 8), (6, 6)]
THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def everything() -> dict[str, Chart]:
    lines = [BeforeAfter("Citer", 0.64, 0.81)]
    parts = [Part("full", "atteint", 3), Part("none", "sans test", 1)]
    quarters = [Period("T3", "2025", 75, 80), Period("T4", "", None, 180)]
    return {
        "interval": charts.interval(11.6, 3.1, 20.2, CAPTION, FRENCH),
        "pairs": charts.pairs(SCORES, 20, CAPTION, FRENCH, means=(0.44, 0.48), standard=0.6),
        "before_after": charts.before_after(lines, ("avant", "après"), FRENCH, name="o")[0],
        "whole": indicators.whole(parts, CAPTION, FRENCH),
        "share": indicators.share(0.55, CAPTION, FRENCH, target=0.6),
        "periods": indicators.periods(quarters, CAPTION, FRENCH),
    }


def marks(chart: Chart, name: str) -> list[str]:
    return re.findall(rf'<circle class="{name}" cx="([\d.]+)%"', chart.svg)


@pytest.mark.parametrize("name", list(everything()))
def test_a_chart_is_named_described_and_plain(name: str) -> None:
    svg = everything()[name].svg
    root = ElementTree.fromstring(svg)
    said = {child.tag: child.get("id") for child in root if child.tag in ("title", "desc")}
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == said["title"]
    assert root.get("aria-describedby") == said["desc"]
    assert "viewBox" not in svg
    assert "style" not in svg
    assert "script" not in svg


def test_words_in_a_chart_are_escaped() -> None:
    caption = Caption("x", "<script>", "a & b")
    svg = charts.interval(1, 0, 2, caption, FRENCH).svg
    assert "&lt;script&gt;" in svg
    assert "a &amp; b" in svg


def test_an_interval_stands_between_its_ends_with_zero_on_the_axis() -> None:
    chart = charts.interval(10, 0, 20, CAPTION, FRENCH, axis=(0, 20))
    band = re.search(r'<rect class="band" x="([\d.]+)%" width="([\d.]+)%"', chart.svg)
    mean = re.search(r'<line class="mean" x1="([\d.]+)%"', chart.svg)
    assert band
    assert mean
    assert float(mean[1]) == pytest.approx(float(band[1]) + float(band[2]) / 2, abs=0.02)
    assert ">0</text>" in chart.svg
    assert ">+20</text>" in chart.svg


def test_an_interval_far_from_zero_still_shows_zero() -> None:
    assert ">0</text>" in charts.interval(15, 12, 18, CAPTION, FRENCH).svg
    assert ">0</text>" in charts.interval(-15, -18, -12, CAPTION, FRENCH).svg


def test_the_table_of_an_interval_is_in_the_readers_numbers() -> None:
    assert charts.interval(11.64, -3.1, 20.2, CAPTION, FRENCH).rows == (
        ("+11,6", f"{MINUS}3,1", "+20,2"),
    )
    assert charts.interval(11.64, 3.1, 20.2, CAPTION, ENGLISH).rows[0][0] == "+11.6"


def test_a_row_is_a_person_from_the_lowest_before() -> None:
    chart = charts.pairs(SCORES, 20, CAPTION, FRENCH)
    assert len(marks(chart, "pre")) == len(SCORES)
    assert len(marks(chart, "post")) == 3
    assert len(marks(chart, "down")) == 1
    assert chart.rows == (
        ("4", "9", "+5"),
        ("6", "6", "0"),
        ("12", "15", "+3"),
        ("13", "8", f"{MINUS}5"),
    )


def test_a_score_stands_at_its_share_of_the_maximum() -> None:
    chart = charts.pairs([(0, 20)], 20, CAPTION, FRENCH)
    assert marks(chart, "pre") == ["3"]
    assert marks(chart, "post") == ["97"]


def test_no_change_is_a_small_disc_in_its_ring_and_no_segment() -> None:
    svg = charts.pairs([(6, 6)], 20, CAPTION, FRENCH).svg
    assert 'class="seg' not in svg
    assert re.search(r'class="post" [^>]* r="3"', svg)


def test_means_and_the_standard_are_drawn_only_where_they_are_given() -> None:
    assert 'class="std"' not in charts.pairs(SCORES, 20, CAPTION, FRENCH).svg
    assert 'class="goal"' not in charts.pairs(SCORES, 20, CAPTION, FRENCH).svg
    chart = charts.pairs(
        SCORES, 20, CAPTION, FRENCH, means=(0.531, 0.648), mean_label="Moyenne", standard=0.6
    )
    assert 'class="std" x1="59.4%"' in chart.svg
    assert f">Moyenne 53{THIN}%</text>" in chart.svg
    assert f">65{THIN}%</text>" in chart.svg


def test_a_low_mean_leaves_the_word_on_the_side_with_room() -> None:
    svg = charts.pairs(SCORES, 20, CAPTION, ENGLISH, means=(0.2, 0.5), mean_label="Mean").svg
    assert ">20%</text>" in svg
    assert ">50% – Mean</text>" in svg


def test_many_pairs_stand_closer() -> None:
    def height(count: int) -> int:
        svg = charts.pairs([(1, 2)] * count, 20, CAPTION, FRENCH).svg
        found = re.search(r'height="(\d+)"', svg)
        assert found
        return int(found[1])

    assert height(31) < height(30)


def test_nobody_is_drawn_where_there_is_nobody() -> None:
    chart = charts.pairs([], 20, CAPTION, FRENCH)
    assert marks(chart, "pre") == []
    assert chart.rows == ()


def test_right_to_left_mirrors_places_and_anchors() -> None:
    ltr = charts.pairs([(0, 5)], 20, CAPTION, FRENCH, means=(0.5, 0.6), mean_label="M")
    rtl = charts.pairs(
        [(0, 5)], 20, CAPTION, FRENCH, means=(0.5, 0.6), mean_label="M", direction="rtl"
    )
    mirrored = [str(100 - float(x)).removesuffix(".0") for x in marks(ltr, "pre")]
    assert marks(rtl, "pre") == mirrored
    assert ' direction="rtl"' in rtl.svg
    assert 'dx="-14"' in ltr.svg.split("M 50")[0].rsplit("<text", 1)[1]
    assert 'dx="14"' in rtl.svg.split("M 50")[0].rsplit("<text", 1)[1]


def test_a_comparison_is_a_chart_a_line_with_its_own_ids() -> None:
    lines = [BeforeAfter("Citer <b>", 0.64, 0.81), BeforeAfter("Repérer", 0.45, 0.42)]
    first, second = charts.before_after(lines, ("avant", "après"), FRENCH, name="objectif")
    assert 'id="objectif-0-t"' in first.svg
    assert 'id="objectif-1-t"' in second.svg
    assert "Citer &lt;b&gt;" in first.svg
    assert f"avant 64{THIN}%, après 81{THIN}%" in first.svg
    assert first.rows == (("Citer <b>", f"64{THIN}%", f"81{THIN}%", "+17"),)
    assert second.rows[0][3] == f"{MINUS}3"
    assert len(marks(second, "down")) == 1


def test_labels_at_the_edge_lean_inwards() -> None:
    chart = charts.before_after([BeforeAfter("x", 0, 1)], ("a", "b"), FRENCH, name="n")[0]
    assert re.search(r'<text class="" x="5%"', chart.svg)
    assert re.search(r'<text class="h e" x="95%"', chart.svg)


def test_the_difference_is_taken_before_rounding() -> None:
    line = BeforeAfter("x", 0.504, 0.606)
    chart = charts.before_after([line], ("a", "b"), ENGLISH, name="n")[0]
    assert chart.rows == (("x", "50%", "61%", "+10"),)


def test_parts_of_everyone_fill_the_bar() -> None:
    parts = [Part("full", "atteint", 355), Part("band", "testés", 165), Part("none", "sans", 120)]
    chart = indicators.whole(parts, CAPTION, FRENCH)
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%"', chart.svg)]
    assert sum(widths[:3]) == pytest.approx(100, abs=0.05)
    assert [row[2] for row in chart.rows] == [f"55{THIN}%", f"26{THIN}%", f"19{THIN}%"]


def test_a_target_overhangs_its_bar() -> None:
    chart = indicators.share(0.55, CAPTION, ENGLISH, target=0.6)
    assert re.search(r'class="goal" x1="59.9%" x2="59.9%" y1="0" y2="44"', chart.svg)
    assert chart.rows == (("55%", "60%"),)


def test_a_period_to_come_has_a_target_and_no_column() -> None:
    quarters = [
        Period("T3", "2025", 75, 80),
        Period("T4", "", 190, 180),
        Period("T1", "2026", None, 290),
    ]
    chart = indicators.periods(quarters, CAPTION, FRENCH)
    assert chart.svg.count('class="band"') == 1
    assert chart.svg.count('class="full"') == 1
    assert chart.svg.count('class="goal"') == 3
    assert chart.rows == (
        ("T3 2025", "80", "75", f"{MINUS}5"),
        ("T4", "180", "190", "+10"),
        ("T1 2026", "290", "", ""),
    )


def test_no_period_draws_an_empty_axis() -> None:
    assert indicators.periods([], CAPTION, FRENCH).rows == ()


def test_a_key_is_a_small_hidden_mark() -> None:
    assert 'aria-hidden="true"' in charts.key("pre")
    with pytest.raises(KeyError):
        charts.key("gold")


def test_a_value_beyond_the_scale_stops_at_its_edge() -> None:
    assert Scale(0, 1).at(1.4) == "97%"
    assert Scale(0, 1, direction="rtl").at(1.4) == "3%"


@pytest.mark.parametrize(
    ("wanted", "step"), [(0.3, 1), (1, 1), (1.2, 2), (3, 5), (12, 20), (60, 100)]
)
def test_steps_are_round(wanted: float, step: float) -> None:
    assert round_step(wanted) == step
