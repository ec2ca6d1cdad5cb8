"""`elearn users` and `elearn programmes`, on both databases."""

import uuid
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment
from elearn.cohorts.models import Mode
from elearn.db import connect, writing
from elearn.programmes.models import Programme
from tests.cli.commands import Machine
from tests.conftest import START

PASSWORD = "une longue phrase\n"


@pytest.fixture
def machine(bare_database_url: str, tmp_path: Path) -> Machine:
    made = Machine(tmp_path / "data", bare_database_url)
    made.run("init")
    return made


def add(machine: Machine, *more: str, expect: int = 0, typed: str = PASSWORD) -> str:
    return machine.run("users", "add", *more, "--password-stdin", expect=expect, typed=typed).output


def test_an_administrator_is_added_and_listed(machine: Machine) -> None:
    add(machine, "--role", "administrator", "--username", "admin")
    assert machine.run("users", "list").output == "admin: administrator\n"


def test_the_password_is_asked_twice_and_not_shown(machine: Machine) -> None:
    asked = ("users", "add", "--role", "administrator", "--username", "admin")
    machine.run(*asked, typed="une chose\nune autre\n", expect=1)
    shown = machine.run(*asked, typed=PASSWORD * 2).output
    assert PASSWORD.strip() not in shown


def test_trainers_and_donors_are_added_for_a_programme(machine: Machine) -> None:
    machine.run("programmes", "add", "Premières heures", "--time-zone", "Africa/Bamako")
    for role in ("trainer", "donor"):
        add(machine, "--role", role, "--username", role, "--programme", "Premières heures")
    assert machine.run("users", "list").output.splitlines() == [
        "donor: donor (Premières heures)",
        "trainer: trainer (Premières heures)",
    ]
    assert machine.run("programmes", "list").output == "Premières heures (Africa/Bamako)\n"


def test_a_trainer_is_added_for_one_session(machine: Machine) -> None:
    machine.run("programmes", "add", "Premières heures")
    cohort = str(new_cohort(machine))
    add(machine, "--role", "trainer", "--username", "trainer-2", "--cohort", cohort)
    assert machine.run("users", "list").output == "trainer-2: trainer (Ségou)\n"


def new_cohort(machine: Machine) -> uuid.UUID:
    engine = connect(machine.database_url)
    with Session(engine) as session, writing(session):
        cohort = enrolment.make(
            session,
            programme_id=session.scalars(select(Programme.id)).one(),
            course_id="garanties-premieres-heures",
            name="Ségou",
            starts_on=START.date(),
            ends_on=START.date(),
            mode=Mode.ROOM,
            language="fr",
            region=None,
            seed=1,
            now=START,
        ).id
    engine.dispose()
    return cohort


def test_an_unknown_programme_or_session_is_refused_with_those_that_exist(
    machine: Machine,
) -> None:
    donor = ("--role", "donor", "--username", "donor", "--programme", "Rien")
    assert "elearn programmes add" in add(machine, *donor, expect=1)
    machine.run("programmes", "add", "Premières heures")
    assert "Premières heures" in add(machine, *donor, expect=1)
    nowhere = "01890000-0000-7000-8000-000000000000"
    trainer = ("--role", "trainer", "--username", "trainer", "--cohort", nowhere)
    assert "no such session" in add(machine, *trainer, expect=1)


REFUSED = (
    (("--role", "trainer", "--username", "trainer"), 2),
    (("--role", "donor", "--username", "donor"), 2),
    (("--role", "administrator", "--username", "admin", "--programme", "Un"), 2),
    (("--role", "trainee", "--username", "someone"), 2),
    (("--role", "administrator"), 2),
    (("--role", "trainer", "--username", "someone", "--cohort", "Ségou"), 2),
    (("--role", "administrator", "--username", "Fatou Traoré"), 1),
    (("--role", "administrator", "--username", "x" * 41), 1),
)


def test_what_cannot_be_added_says_so(machine: Machine) -> None:
    machine.run("programmes", "add", "Un")
    for given, exit_code in REFUSED:
        add(machine, *given, expect=exit_code)
    assert machine.run("users", "list").output == ""


def test_a_taken_username_and_a_short_password_are_refused(machine: Machine) -> None:
    given = ("--role", "administrator", "--username", "admin")
    assert "10 signs" in add(machine, *given, typed="court\n", expect=1)
    add(machine, *given)
    assert "is taken" in add(machine, *given, expect=1)


def test_a_programme_is_added_once_and_in_a_known_time_zone(machine: Machine) -> None:
    machine.run("programmes", "add", "Un")
    machine.run("programmes", "add", "Un", expect=1)
    machine.run("programmes", "add", " ", expect=1)
    refused = machine.run("programmes", "add", "Deux", "--time-zone", "Mali", expect=1)
    assert "Africa/Bamako" in refused.stderr
