"""Running the `elearn` command against a database of its own."""

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from elearn.cli.main import elearn


@dataclass(frozen=True)
class Machine:
    """A machine with a data folder and a database; its commands answer in English."""

    data: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """What the command reads from the environment."""
        return {"DANBE_DATA": str(self.data), "DATABASE_URL": self.database_url, "LANG": "en_GB"}

    def run(self, *arguments: str, expect: int = 0, typed: str | None = None) -> Result:
        """The command's answer; its exit code is as expected, and a refusal is no traceback."""
        result = CliRunner().invoke(elearn, arguments, input=typed, env=self.environment)
        assert result.exit_code == expect, (result.output, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result
