"""`elearn content cues`, as an author types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from elearn.cli.content import content as command
from elearn.courses import cues
from elearn.documents import cue_report
from elearn.documents.cue_sentences import CUES
from elearn.documents.words import words
from tests.courses.small_content import SmallContent


@pytest.fixture
def content(tmp_path: Path) -> SmallContent:
    return SmallContent(tmp_path / "content")


def run(content: SmallContent, *arguments: str) -> Result:
    place = ["--folder", str(content.folder), "--language", "en"]
    return CliRunner().invoke(command, ["cues", *place, *arguments])


def test_every_cue_has_its_words() -> None:
    assert set(CUES) == set(cues.names())


def test_each_module_stands_on_a_line_and_all_of_them_below(content: SmallContent) -> None:
    result = run(content)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "H1",
        "All",
        "By one cue alone, at most",
        "A program that counts letters and never takes the longest",
    ]
    assert "found of 3 (" in lines[0]


def test_the_figures_as_json_exit_with_0_too(content: SmallContent) -> None:
    result = run(content, "--json")
    assert result.exit_code == 0
    figures = json.loads(result.output)
    assert figures["language"] == "en"
    assert figures["items"] == figures["modules"]["H1"]["items"] == 3
    assert 0 <= figures["share"] <= 1
    assert "least echo" in figures["one_cue"]


def test_no_question_is_said_to_be_none() -> None:
    assert next(iter(cue_report.lines([], words("en")))) == "There is no question to choose from."
    assert cue_report.figures([])["items"] == 0
