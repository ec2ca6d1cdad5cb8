"""Lessons as HTML: readable as plain lists, and nothing in them that could run."""

import pytest

from elearn.courses import pages

TIMELINE = ':::timeline title="Six heures"\n- 12 h | Arrestation **vue**\n- 18 h | Registre\n:::'


def html(body: str) -> str:
    return pages.html(body, "fr", {})


def test_headings_lists_and_bold_are_kept() -> None:
    written = html("## Midi\n\n1. **Dire** le motif\n2. Noter\n\n- a\n\n> Chef.")
    assert "<h2>Midi</h2>" in written
    assert "<ol>\n<li><strong>Dire</strong> le motif</li>" in written
    assert "<ul>\n<li>a</li>" in written
    assert "<blockquote>" in written


def test_a_timeline_is_an_ordered_list_under_its_title() -> None:
    assert html(TIMELINE) == (
        "<figure><figcaption>Six heures</figcaption>"
        '<ol class="timeline"><li><b>12 h</b> <span>Arrestation <strong>vue</strong></span></li>'
        "<li><b>18 h</b> <span>Registre</span></li></ol></figure>"
    )


def test_a_register_is_a_description_list() -> None:
    assert html(':::register title="Ligne"\n- Nom | Awa\n:::') == (
        "<figure><figcaption>Ligne</figcaption>"
        '<dl class="register"><div><dt>Nom</dt><dd>Awa</dd></div></dl></figure>'
    )


@pytest.mark.parametrize(("kind", "css"), [("remember", "note"), ("howto", "note river")])
def test_a_callout_is_an_aside_with_its_title(kind: str, css: str) -> None:
    written = html(f':::callout kind={kind} title="À retenir"\nMidi.\n:::')
    assert written == f'<aside class="{css}"><p class="title">À retenir</p><p>Midi.</p>\n</aside>'


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<p style="color:red" onclick="x()">a</p>',
        "[a](javascript:alert)",
        "![a](https://example.org/a.png)",
        "<https://example.org>",
        ':::register title="\'><img src=x>"\n- <img src=x> | <b onclick=x>\n:::',
    ],
)
def test_nothing_runs_and_nothing_is_fetched(attack: str) -> None:
    written = html(attack)
    for refused in ("<script", "<img", "<a ", "<p style", "<b onclick", "<p onclick"):
        assert refused not in written


def test_an_unknown_figure_prints_nothing() -> None:
    assert html("Durée : :param[x].") == "<p>Durée : .</p>\n"
