"""Those who sign in with a username: what they are granted, and what is taken back."""

from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.people import passwords, signing_in, staff, usernames
from elearn.people.models import AuditEntry, Grant, Person
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from elearn.people.staff import EVERYTHING, LastAdministrator, Scope, WrongScope
from tests.conftest import START, Story


def grant_of(session: Session, person: Person) -> Grant:
    return session.scalars(select(Grant).where(Grant.person_id == person.id)).one()


def test_a_first_password_is_long_enough_and_every_sign_is_easy_to_read() -> None:
    password = staff.first_password(Random(1))
    assert passwords.checked(password) == password
    assert not set(password) & set("01ilo")
    assert password != staff.first_password(Random(2))


def test_a_trainer_is_added_with_her_role_and_both_are_logged(
    session: Session, story: Story, keeper: Keeper
) -> None:
    with writing(session):
        oumou = staff.add(
            session,
            "oumou",
            "une longue phrase",
            Role.TRAINER,
            Scope(cohort_id=story.cohort.id),
            actor=story.boubacar,
            keeper=keeper,
            now=START,
        )
    assert signing_in.check(session, "oumou", "une longue phrase", keeper, START) == oumou
    assert grant_of(session, oumou).cohort_id == story.cohort.id
    acts = session.execute(select(AuditEntry.act, AuditEntry.actor_id)).all()
    assert sorted(map(tuple, acts)) == [
        ("granted-trainer", story.boubacar.id),
        ("person-added", story.boubacar.id),
    ]


@pytest.mark.parametrize(
    ("role", "of_programme", "of_cohort", "fits"),
    [
        (Role.ADMINISTRATOR, False, False, True),
        (Role.ADMINISTRATOR, True, False, False),
        (Role.ADMINISTRATOR, False, True, False),
        (Role.DONOR, True, False, True),
        (Role.DONOR, False, False, False),
        (Role.DONOR, False, True, False),
        (Role.DONOR, True, True, False),
        (Role.TRAINER, True, False, True),
        (Role.TRAINER, False, True, True),
        (Role.TRAINER, True, True, False),
        (Role.TRAINER, False, False, False),
    ],
)
def test_a_role_goes_with_its_scope(
    role: Role, of_programme: bool, of_cohort: bool, fits: bool
) -> None:
    scope = Scope(UUID(int=1) if of_programme else None, UUID(int=2) if of_cohort else None)
    if fits:
        staff.check_scope(role, scope)
        return
    with pytest.raises(WrongScope) as wrong:
        staff.check_scope(role, scope)
    assert wrong.value.role is role


def test_nobody_is_made_by_a_wrong_username_or_scope(
    session: Session, story: Story, keeper: Keeper
) -> None:
    def add(username: str, scope: Scope) -> None:
        with writing(session):
            staff.add(
                session,
                username,
                "une longue phrase",
                Role.ADMINISTRATOR,
                scope,
                actor=None,
                keeper=keeper,
                now=START,
            )

    with pytest.raises(usernames.NotAUsername):
        add("Oumou", EVERYTHING)
    with pytest.raises(WrongScope):
        add("oumou", Scope(cohort_id=story.cohort.id))
    assert session.scalar(select(Person.id).where(Person.username == "oumou")) is None


def test_a_role_is_taken_back_once_and_logged(session: Session, story: Story) -> None:
    grant_id = grant_of(session, story.fatou).id
    for _ in range(2):
        with writing(session):
            staff.revoke(session, grant_id, actor=story.boubacar, now=START)
    assert session.scalars(select(AuditEntry.act)).all() == ["revoked-trainer"]
    assert session.get(Grant, grant_id) is None


def test_the_last_administrator_stays(session: Session, story: Story) -> None:
    own = grant_of(session, story.boubacar).id
    with pytest.raises(LastAdministrator), writing(session):
        staff.revoke(session, own, actor=story.boubacar, now=START)
    with writing(session):
        staff.grant(
            session, story.fatou, Role.ADMINISTRATOR, EVERYTHING, actor=story.boubacar, now=START
        )
    with writing(session):
        staff.revoke(session, own, actor=story.boubacar, now=START)
    assert session.get(Grant, own) is None
