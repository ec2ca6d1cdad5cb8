"""`elearn content`, as an author types it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from elearn.cli.content import content as command
from tests.courses.small_content import ITEMS, LESSON_FR, MODULE, SmallContent


@pytest.fixture
def content(tmp_path: Path) -> SmallContent:
    return SmallContent(tmp_path / "content")


def run(content: SmallContent, *arguments: str, language: str = "en") -> Result:
    place = ["--folder", str(content.folder), "--language", language]
    return CliRunner().invoke(command, [*arguments, *place])


def test_new_content_is_accepted_and_then_without_mistake(content: SmallContent) -> None:
    assert run(content, "check").exit_code == 1
    accepted = run(content, "accept")
    assert accepted.exit_code == 0
    assert "item H1-S1-A\n" in accepted.output
    assert accepted.output.endswith("lines of the lock files have changed.\n")
    checked = run(content, "check")
    assert checked.exit_code == 0
    assert checked.output == (
        "essai, form A: 1 min to read (questions: 1).\n"
        "essai, form B: 1 min to read (questions: 1).\n"
        "essai, form C: 1 min to read (questions: 1).\n"
        "1 module, 1 course, 1 lesson, 3 graded questions, 4 practice questions: no mistake.\n"
    )


def test_every_mistake_is_listed_and_counted(content: SmallContent) -> None:
    content.change(MODULE, "minutes: 40", "minuets: 40")
    content.change(ITEMS, "key: [a]", "key: [z]")
    result = run(content, "check")
    assert result.exit_code == 1
    assert (
        "content/modules/halte/module.yaml:7: “minuets” is not a key of this entry. "
        "Did you mean “minutes”?\n"
    ) in result.stdout
    assert "content/modules/halte/items.yaml:19: The key names “z”" in result.stdout
    assert result.stderr == f"{len(result.stdout.splitlines())} mistakes.\n"


def test_content_with_mistakes_is_not_accepted(content: SmallContent) -> None:
    content.change(MODULE, "minutes: 40", "minutes: 51")
    assert run(content, "accept").exit_code == 1
    assert not (content.folder / "versions.lock").exists()


def test_a_warning_is_shown_and_lets_the_content_pass(content: SmallContent) -> None:
    content.change(LESSON_FR, "Midi.", "midi " * 30)
    run(content, "accept")
    result = run(content, "check")
    assert result.exit_code == 0
    assert "To look at: A sentence of 30 words." in result.output


def test_an_old_translation_is_accepted_only_when_it_was_read_again(
    content: SmallContent,
) -> None:
    run(content, "accept")
    content.change(LESSON_FR, "Vous dites", "Vous donnez")
    refused = run(content, "accept")
    assert refused.exit_code == 1
    assert refused.stderr == "1 mistake.\n"
    assert run(content, "accept", "--translations-read").exit_code == 0
    assert run(content, "check").exit_code == 0


def test_the_language_is_that_of_the_environment(content: SmallContent) -> None:
    content.change(MODULE, "minutes: 40", "minutes: 51")
    place = ["check", "--folder", str(content.folder)]
    english = CliRunner(env={"LANG": "en_GB.UTF-8"}).invoke(command, place)
    assert "51 minutes. A module takes 35 to 50." in english.output
