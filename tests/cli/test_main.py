"""The command itself: its help, its version, its exit codes."""

import pytest
from click.testing import CliRunner

from elearn.cli.main import elearn

COMMANDS = (
    "init",
    "demo",
    "serve",
    "users",
    "programmes",
    "releases",
    "results",
    "content",
    "analyse",
    "forget",
)


def test_help_names_every_command_and_the_exit_codes() -> None:
    answer = CliRunner().invoke(elearn, ["--help"])
    assert answer.exit_code == 0
    for name in COMMANDS:
        assert name in answer.output
    assert "Exit codes" in answer.output


@pytest.mark.parametrize(
    "command",
    [
        *((name,) for name in COMMANDS),
        ("users", "add"),
        ("users", "list"),
        ("programmes", "add"),
        ("programmes", "list"),
        ("results", "verify"),
    ],
)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    answer = CliRunner().invoke(elearn, [*command, "--help"])
    assert answer.exit_code == 0
    assert answer.output.startswith("Usage:")


def test_the_version_is_printed() -> None:
    answer = CliRunner().invoke(elearn, ["--version"])
    assert answer.exit_code == 0
    assert answer.output.startswith("elearn, version ")


def test_a_command_that_does_not_exist_is_a_mistake_of_typing() -> None:
    assert CliRunner().invoke(elearn, ["fly"]).exit_code == 2
