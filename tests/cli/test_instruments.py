"""`elearn instruments import`: what it prints, and what it leaves behind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cli.database import init
from elearn.cli.instruments import instruments
from elearn.cohorts.models import Mode
from elearn.db import connect
from elearn.people.passwords import Keeper
from elearn.quizzes.instrument_models import OutsideTest
from tests.conftest import tell

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "answers.csv").write_text("card;Q1;Q2;who\n1;a;b;x\n2;c;;y\n", "utf-8")
    (tmp_path / "key.csv").write_text("item;key\n1;A\n2;B\n", "utf-8")
    return tmp_path


@pytest.fixture
def run(bare_database_url: str, folder: Path, keeper: Keeper) -> Run:
    environment = {
        "DANBE_DATA": str(folder / "data"),
        "DATABASE_URL": bare_database_url,
        "LANG": "en",
    }
    CliRunner().invoke(init, env=environment)
    engine = connect(bare_database_url)
    with Session(engine, expire_on_commit=False) as session:
        story = tell(session, keeper, Mode.ROOM)

    def ran(*arguments: str, file: str = "answers.csv", cohort: object = None) -> Result:
        asked = [str(folder / file), "--wave", "post", "--cohort", str(cohort or story.cohort.id)]
        found = CliRunner().invoke(instruments, ["import", *asked, *arguments], env=environment)
        with Session(engine) as session:
            ran.kept = session.scalar(select(func.count()).select_from(OutsideTest))
        engine.dispose()
        return found

    return ran


def test_a_trial_keeps_nothing_and_the_second_run_changes_nothing(run: Run, folder: Path) -> None:
    said = ("--key", str(folder / "key.csv"), "--card", "card")
    trial = run(*said, "--dry-run")
    assert (trial.exit_code, run.kept) == (0, 0), trial.output
    assert trial.output.splitlines() == [
        "2 new tests.",
        "Columns that are not kept: who.",
        "Nothing was kept: this was a trial.",
    ]
    assert run(*said).output.endswith("The answers are kept.\n")
    assert run(*said).output.endswith("Nothing changes.\n")
    assert run.kept == 2
    (folder / "answers.csv").write_text("card;Q1;Q2\n1;a;b\n2;c;b\n", "utf-8")
    refused = run(*said)
    assert (refused.exit_code, "say --replace" in refused.output) == (1, True)
    assert run(*said, "--replace").exit_code == 0


def test_each_mistake_has_its_row_and_column(run: Run, folder: Path) -> None:
    (folder / "answers.csv").write_text("card;Q1;Q2\none;a;b\n9;a;b\n", "utf-8")
    found = run("--key", str(folder / "key.csv"), "--card", "card")
    assert (found.exit_code, run.kept) == (1, 0)
    assert found.output.splitlines() == [
        "In the table:",
        "Row 2, column card: “one” is not a card number.",
        "Row 3, column card: The session has no card 9: correct the number.",
    ]
    assert "There is no column “other”." in run("--card", "other").output
    assert "No column of 1 and 0 was found" in run().output
    assert run(cohort="00000000-0000-0000-0000-000000000007").exit_code == 1
    (folder / "key.csv").write_text("", "utf-8")
    assert "The file is empty" in run("--key", str(folder / "key.csv")).output
    many = "\n".join("x;a;b" for _ in range(60))
    (folder / "answers.csv").write_text(f"card;Q1;Q2\n{many}\n", "utf-8")
    (folder / "key.csv").write_text("item;key\n1;A\n2;B\n", "utf-8")
    found = run("--key", str(folder / "key.csv"), "--card", "card")
    assert found.output.splitlines()[-1] == "And 10 more."
