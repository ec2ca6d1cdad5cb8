"""What the content amounts to, and the papers that people sign: as an author types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from elearn.cli.content import content as command
from elearn.courses import legal, legal_answers, library
from tests.courses.small_content import (
    CASE,
    FACILITATOR_EN,
    FACILITATOR_FR,
    LESSON_FR,
    MODULE,
    SmallContent,
)


@pytest.fixture
def content(tmp_path: Path) -> SmallContent:
    return SmallContent(tmp_path / "content")


def run(content: SmallContent, *arguments: str, language: str = "en") -> Result:
    place = ["--folder", str(content.folder), "--language", language]
    return CliRunner().invoke(command, [*arguments, *place])


def figures(result: Result) -> dict[str, object]:
    found: dict[str, object] = json.loads(result.stdout)
    return found


def test_the_figures_of_the_content_are_one_json_object(content: SmallContent) -> None:
    run(content, "accept")
    result = run(content, "check", "--json")
    assert result.exit_code == 0
    found = figures(result)
    words = found.pop("words")
    assert isinstance(words, dict)
    assert set(words) == {"fr", "en"}
    assert min(words.values()) > 1000
    assert found == {
        "modules": 1,
        "courses": 1,
        "lessons": 1,
        "bank_items": 3,
        "practice_items": 4,
        "cases": 1,
        "share_applied": 1.0,
        "parity": {"current": 16, "outdated": 0, "missing": 0},
        "longest_key_share": 0.0,
        "errors": 0,
        "warnings": 0,
    }


def test_figures_of_refused_content_are_its_mistakes(content: SmallContent) -> None:
    content.change(MODULE, "minutes: 40", "minutes: 51")
    result = run(content, "check", "--json")
    assert result.exit_code == 1
    assert figures(result) == {"errors": 1, "warnings": 0}
    assert "51 minutes" in result.stderr


def test_what_is_not_accepted_counts_as_a_mistake(content: SmallContent) -> None:
    result = run(content, "check", "--json")
    assert result.exit_code == 1
    assert figures(result)["parity"] == {"current": 0, "outdated": 0, "missing": 16}


def test_the_table_of_translations_names_what_is_not_current(content: SmallContent) -> None:
    run(content, "accept")
    assert "new:" not in run(content, "parity").output
    content.change(LESSON_FR, "Vous dites", "Vous donnez")
    output = run(content, "parity").output
    assert "lesson" in output
    assert output.endswith("outdated: lesson halte 01\n")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_judges_get_a_row_a_slot_and_a_column_each(
    content: SmallContent, tmp_path: Path, language: str
) -> None:
    sheet = tmp_path / "sheet.html"
    result = run(content, "standard-sheet", "essai", "--output", str(sheet), language=language)
    assert result.exit_code == 0
    text = sheet.read_text(encoding="utf-8")
    assert text.count('<th class="j">') == 5
    assert text.count("<td></td>") == 5 + 5
    assert "H1-S1" in text
    assert text.count("✔") == 2


def test_a_sheet_for_a_course_that_does_not_exist_is_refused(content: SmallContent) -> None:
    result = run(content, "standard-sheet", "nowhere")
    assert result.exit_code == 1
    assert "There are: essai." in result.stderr


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_dossier_holds_each_figure_and_each_sentence_with_a_box(
    content: SmallContent, tmp_path: Path, language: str
) -> None:
    content.change(CASE, "Elle sait.", "Au Mali, elle sait.")
    file = tmp_path / "dossier.html"
    assert run(content, "legal-review", "--output", str(file), language=language).exit_code == 0
    text = file.read_text(encoding="utf-8")
    asked = [one.id for one in legal.statements(library.load(content.folder))]
    assert len(asked) == 2
    assert all(name in text for name in ("stop-hours", *asked))
    assert text.count('class="sign"') == 3
    assert "Au Mali, elle sait." in text
    assert "[stop-hours]" in text


def answered(content: SmallContent, tmp_path: Path, text: str) -> Result:
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    return run(content, "legal-review", "--answers", str(file))


def test_a_confirmed_figure_is_written_with_role_and_day_and_shown(
    content: SmallContent, tmp_path: Path
) -> None:
    yes = "- {id: stop-hours, confirmed: yes, by: lawyer, on: 2027-01-04}\n"
    result = answered(content, tmp_path, yes)
    assert result.exit_code == 0
    assert "-  status: to_be_confirmed\n+  status: confirmed" not in result.output
    assert "+  confirmed_by: lawyer" in result.output
    figure = library.load(content.folder).parameters["stop-hours"]
    assert (figure.status, figure.confirmed_by, str(figure.confirmed_on)) == (
        *("confirmed", "lawyer", "2027-01-04"),
    )
    assert legal.review_by(figure).isoformat() == "2028-01-04"
    again = answered(content, tmp_path, yes)
    assert "Nothing has changed." in again.output


def test_a_refused_figure_stays_unsigned_and_the_note_is_said(
    content: SmallContent, tmp_path: Path
) -> None:
    no = '- {id: stop-hours, confirmed: false, by: magistrate, on: 2027-01-04, note: "72"}\n'
    result = answered(content, tmp_path, no)
    assert "Not confirmed: stop-hours. 72" in result.output
    assert library.load(content.folder).parameters["stop-hours"].confirmed_by is None


def test_an_answer_about_a_sentence_is_kept_until_its_words_change(
    content: SmallContent, tmp_path: Path
) -> None:
    mark = legal.statements(library.load(content.folder))[0].id
    for by in ("lawyer", "magistrate"):
        yes = f'- {{id: {mark}, confirmed: no, by: {by}, on: 2027-01-04, note: "Art. 3."}}\n'
        assert f"+  by: {by}" in answered(content, tmp_path, yes).output
    assert "Nothing has changed." in answered(content, tmp_path, yes).output
    dossier = tmp_path / "dossier.html"
    run(content, "legal-review", "--output", str(dossier))
    text = dossier.read_text(encoding="utf-8")
    assert "Wrong or incomplete: magistrate, 4\u00a0January 2027 Art. 3." in text
    assert "To be read again by: 4\u00a0January 2028" in text
    kept = (content.folder / legal_answers.FILE).read_text("utf-8")
    assert len(legal_answers.read_answers(kept, legal_answers.FILE)) == 1
    given = legal_answers.read_answers(kept, legal_answers.FILE)
    assert legal_answers.kept(given, (), {"another"}) == ()


def test_a_file_of_kept_answers_that_is_broken_is_named(
    content: SmallContent, tmp_path: Path
) -> None:
    (content.folder / legal_answers.FILE).write_text("- {id: 3}\n", "utf-8")
    refused = run(content, "legal-review", "--output", str(tmp_path / "dossier.html"))
    assert refused.exit_code == 1
    assert "legal-answers.yaml:1" in refused.output


@pytest.mark.parametrize(
    "text",
    [
        "- {id: stop-hours, confirmed: true, by: Awa Traoré, on: 2027-01-04}\n",
        "- {id: stop-hours, confirmed: perhaps, by: lawyer, on: 2027-01-04}\n",
        "- {id: stop-hours, confirmed: true, by: lawyer, on: soon}\n",
        "- {id: nothing, confirmed: true, by: lawyer, on: 2027-01-04}\n",
        "id: stop-hours\n",
        "- stop-hours\n",
        "- [\n",
    ],
)
def test_answers_that_cannot_be_taken_change_nothing(
    content: SmallContent, tmp_path: Path, text: str
) -> None:
    before = (content.folder / "parameters.yaml").read_bytes()
    assert answered(content, tmp_path, text).exit_code == 1
    assert (content.folder / "parameters.yaml").read_bytes() == before


def test_a_leap_day_comes_round_on_the_28th() -> None:
    assert legal.a_year_after(legal.date(2028, 2, 29)).isoformat() == "2029-02-28"


def test_the_papers_are_valid_pages(content: SmallContent, tmp_path: Path) -> None:
    for arguments in (("legal-review",), ("standard-sheet", "essai")):
        file = tmp_path / "page.html"
        run(content, *arguments, "--output", str(file))
        text = file.read_text(encoding="utf-8")
        assert text.startswith("<!doctype html>")
        assert text.count("<h1>") == 1


def test_an_order_and_a_match_show_what_is_right(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    arguments = ["standard-sheet", "tronc-commun", "--output", str(sheet), "--language", "fr"]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    text = sheet.read_text(encoding="utf-8")
    assert "✔ 1. " in text
    assert " → " in text


def test_a_figure_that_was_confirmed_says_by_whom_and_what_is_left_to_settle(
    content: SmallContent, tmp_path: Path
) -> None:
    content.change("parameters.yaml", "status: to_be_confirmed", "status: confirmed")
    content.change("parameters.yaml", "confirmed_by: null", "confirmed_by: lawyer")
    content.change(
        "parameters.yaml", "confirmed_on: null", 'confirmed_on: 2027-01-04\n  note: "The clock."'
    )
    file = tmp_path / "dossier.html"
    run(content, "legal-review", "--output", str(file))
    text = file.read_text(encoding="utf-8")
    assert "Confirmed: lawyer, 4\u00a0January 2027" in text
    assert "To settle: The clock." in text


def test_a_draft_without_its_sheet_is_counted_too(content: SmallContent) -> None:
    content.remove(FACILITATOR_FR)
    content.remove(FACILITATOR_EN)
    run(content, "accept")
    assert figures(run(content, "check", "--json"))["warnings"] == 1
