"""`elearn releases make`: what it prints, and what it leaves behind."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from elearn.cli.database import init
from elearn.cli.releases import releases
from elearn.cohorts.models import Mode
from elearn.db import connect, writing
from elearn.people.passwords import Keeper
from elearn.reports.models import Atom, Release
from tests.conftest import Story, tell
from tests.reports.scored import TWELVE, new_session, take_part

# Long ago by any clock: the command asks the real one.
LONG_AGO = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
Run = Callable[..., Result]


@pytest.fixture
def environment(bare_database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"DANBE_DATA": str(tmp_path / "data"), "DATABASE_URL": bare_database_url, "LANG": "en"}


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def ran(*arguments: str) -> Result:
        return CliRunner().invoke(releases, ["make", *arguments], env=environment)

    return ran


@pytest.fixture
def filled(environment: dict[str, str]) -> Iterator[Session]:
    CliRunner().invoke(init, env=environment)
    engine = connect(environment["DATABASE_URL"])
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def told(filled: Session, keeper: Keeper) -> Story:
    return tell(filled, keeper, Mode.ROOM)


def test_each_programme_has_its_line(filled: Session, told: Story, run: Run) -> None:
    take_part(filled, told.cohort, TWELVE, at=LONG_AGO)
    result = run()
    assert result.exit_code == 0
    ours, theirs = sorted(result.stdout.splitlines(), reverse=True)
    assert ours == "Premières heures: release 1 is frozen, with 12 enrolments more."
    assert theirs.startswith("Ailleurs: no new release. 0 enrolments are final and wait")
    assert filled.scalars(select(Release.number)).all() == [1]


def test_a_second_run_freezes_nothing(filled: Session, told: Story, run: Run) -> None:
    take_part(filled, told.cohort, TWELVE, at=LONG_AGO)
    run()
    take_part(filled, new_session(filled, told.programme), TWELVE[:4], at=LONG_AGO)
    result = run("--programme", "Premières heures")
    assert "4 enrolments are final and wait, 4 with both tests" in result.stdout
    assert filled.scalars(select(Release.number)).all() == [1]


def test_a_dry_run_says_what_it_would_do(filled: Session, told: Story, run: Run) -> None:
    take_part(filled, told.cohort, TWELVE, at=LONG_AGO)
    result = run("--dry-run", "--programme", "Premières heures")
    assert "would freeze 12 enrolments more" in result.stdout
    assert filled.scalars(select(Atom)).all() == []
    assert "no new release" in run("--dry-run", "--programme", "Ailleurs").stdout


def test_facts_of_later_days_stay_out(filled: Session, told: Story, run: Run) -> None:
    take_part(filled, told.cohort, TWELVE, at=LONG_AGO)
    assert "no new release" in run("--as-of", "2024-02-29").stdout
    # 9 o'clock UTC of the 1st is 22 o'clock of the same day in Auckland.
    assert "release 1 is frozen" in run("--as-of", "2024-03-01").stdout
    assert filled.scalars(select(Release.as_of)).one().isoformat() == "2024-03-01"


def test_a_day_before_the_last_release_is_refused(filled: Session, told: Story, run: Run) -> None:
    take_part(filled, told.cohort, TWELVE, at=LONG_AGO)
    run("--as-of", "2024-03-01")
    result = run("--as-of", "2024-02-01", "--programme", "Premières heures")
    assert result.exit_code == 1
    assert "the last release holds facts up to 1 March 2024" in result.stderr.replace("\xa0", " ")


def test_a_day_to_come_is_refused(told: Story, run: Run) -> None:
    result = run("--as-of", "2999-01-01")
    assert result.exit_code == 1
    assert result.stderr.count("still to come") == 2


def test_altered_figures_stop_the_release_of_their_programme_alone(
    filled: Session, told: Story, run: Run
) -> None:
    take_part(filled, told.cohort, TWELVE, at=LONG_AGO)
    run()
    with writing(filled):
        filled.execute(update(Atom).values(s1=Atom.s1 - 1))
    result = run()
    assert result.exit_code == 1
    assert "no longer those that were frozen" in result.stderr
    assert "Ailleurs: no new release" in result.stdout


def test_an_unknown_programme_is_told_the_known_ones(told: Story, run: Run) -> None:
    result = run("--programme", "Rien")
    assert result.exit_code == 1
    assert "Ailleurs, Premières heures" in result.stderr


def test_without_a_database_the_command_says_to_run_init(run: Run) -> None:
    result = run()
    assert result.exit_code == 1
    assert "elearn init" in result.stderr


@pytest.mark.usefixtures("filled")
def test_without_a_programme_there_is_nothing_to_say(run: Run) -> None:
    assert (run().exit_code, run().stdout) == (0, "")
    assert "no programme yet" in run("--programme", "Rien").stderr


def test_a_date_that_is_none_is_a_typing_mistake(run: Run) -> None:
    assert run("--as-of", "31/12/2025").exit_code == 2
