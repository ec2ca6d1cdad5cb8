"""`elearn releases recompute` and `correct`, and the sessions that a dry run names."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from elearn.cli.database import init
from elearn.cli.main import elearn
from elearn.cohorts.models import Mode
from elearn.courses.library import Library
from elearn.db import connect, writing
from elearn.people.passwords import Keeper
from elearn.quizzes.models import Attempt, Response
from elearn.quizzes.wordings import remember
from elearn.reports.models import Release, ReleaseCheck
from tests.conftest import MODULE, Story, tell
from tests.reports.scored import TWELVE, rule_on, take_part

LONG_AGO = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
OURS = ("--programme", "Premières heures")
Run = Callable[..., Result]


@pytest.fixture
def environment(bare_database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"DANBE_DATA": str(tmp_path / "data"), "DATABASE_URL": bare_database_url, "LANG": "en"}


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def ran(*arguments: str) -> Result:
        return CliRunner().invoke(elearn, ["releases", *arguments, *OURS], env=environment)

    return ran


@pytest.fixture
def told(environment: dict[str, str], keeper: Keeper) -> Iterator[tuple[Session, Story]]:
    CliRunner().invoke(init, env=environment)
    engine = connect(environment["DATABASE_URL"])
    with Session(engine, expire_on_commit=False) as session:
        yield session, tell(session, keeper, Mode.ROOM)
    engine.dispose()


def test_a_release_is_recomputed_and_corrected(
    told: tuple[Session, Story], run: Run, library: Library
) -> None:
    session, story = told
    take_part(session, story.cohort, TWELVE, at=LONG_AGO)
    dry = run("make", "--dry-run").stdout
    assert "would freeze 12 enrolments more" in dry
    assert "12 would be added; 2 have not finished, and the session is not closed" in dry
    run("make")
    found = run("recompute", "1", "--by", "fatou")
    assert found.exit_code == 0
    assert "Every sum is the same." in found.stdout
    assert "24 tests could only be taken as they are" in found.stdout
    assert "Nothing has changed" in run("correct", "1", "--reason", "x").stderr
    with writing(session):
        remember(session, library.modules[MODULE].items[:1], LONG_AGO)
    tests = session.scalars(select(Attempt)).all()
    rule_on(session, story, tests, datetime.now(UTC))
    differs = run("recompute", "1", "--by", "fatou")
    assert differs.exit_code == 1
    assert "atom 1 s1" in differs.stderr
    assert "Release 2 corrects release 1" in run("correct", "1", "--reason", "a key").stdout
    assert session.scalars(select(Release.corrects).order_by(Release.number)).all() == [None, 1]
    assert len(session.scalars(select(ReleaseCheck.id)).all()) == 2
    with writing(session):
        session.execute(update(Attempt).values(answered=20))
        session.execute(delete(Response))
    assert "can no longer be corrected" in run("correct", "1", "--reason", "x").stderr


@pytest.mark.parametrize(
    ("number", "by", "why"),
    [("1", "nobody", "Nobody signs in as nobody."), ("7", "fatou", "There is no release 7.")],
)
def test_what_is_not_there_is_refused(
    told: tuple[Session, Story], run: Run, number: str, by: str, why: str
) -> None:
    session, story = told
    take_part(session, story.cohort, TWELVE, at=LONG_AGO)
    run("make")
    refused = run("recompute", number, "--by", by)
    assert (refused.exit_code, refused.stderr.strip()) == (1, why)


def test_of_two_programmes_one_must_be_named(
    told: tuple[Session, Story], environment: dict[str, str]
) -> None:
    asked = CliRunner().invoke(
        elearn, ["releases", "recompute", "1", "--by", "fatou"], env=environment
    )
    assert "Say which programme with --programme." in asked.stderr
