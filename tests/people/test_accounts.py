"""Making people, granting roles, and new secrets: each act of staff is logged."""

from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.people import accounts, codes, passwords, signing_in
from elearn.people.models import AuditEntry, Grant, Person, SignIn
from elearn.people.passwords import Keeper
from elearn.people.roles import Role
from tests.conftest import PASSWORD, START, Story


def test_a_new_trainee_has_a_code_and_a_pin_that_is_not_kept(
    session: Session, keeper: Keeper
) -> None:
    with writing(session):
        (pin,) = accounts.new_pins(1, keeper, Random(1))
        person = accounts.add_trainee(session, pin, Random(1), START)
    assert codes.read_code(person.code or "") == person.code
    assert person.username is None
    assert pin.shown not in (person.secret or "")
    assert keeper.holds(person.secret, pin.shown)


def test_a_code_that_somebody_has_is_drawn_again(session: Session, keeper: Keeper) -> None:
    with writing(session):
        pins = accounts.new_pins(2, keeper, Random(2))
        first, second = (accounts.add_trainee(session, pin, Random(1), START) for pin in pins)
    assert first.code != second.code


def test_a_username_is_one_person_s(session: Session, story: Story, keeper: Keeper) -> None:
    with pytest.raises(accounts.UsernameTaken), writing(session):
        accounts.add_staff(session, "fatou", "une autre phrase", keeper, START)
    assert session.scalar(select(func.count()).where(Person.username == "fatou")) == 1


def test_a_short_password_makes_nobody(session: Session, keeper: Keeper) -> None:
    with pytest.raises(passwords.TooShort), writing(session):
        accounts.add_staff(session, "oumou", "court", keeper, START)
    assert session.scalar(select(Person.id).where(Person.username == "oumou")) is None


def test_a_grant_given_twice_is_one_grant(session: Session, story: Story) -> None:
    for _ in range(2):
        with writing(session):
            accounts.grant(session, story.fatou, Role.TRAINER, START, cohort_id=story.cohort.id)
            accounts.grant(session, story.fatou, Role.ADMINISTRATOR, START)
            accounts.grant(session, story.fatou, Role.ADMINISTRATOR, START)
    held = session.scalars(select(Grant.role).where(Grant.person_id == story.fatou.id)).all()
    assert sorted(held) == [Role.ADMINISTRATOR, Role.TRAINER]


def test_the_same_role_for_a_programme_and_a_cohort_is_two_grants(
    session: Session, story: Story
) -> None:
    with writing(session):
        accounts.grant(session, story.fatou, Role.TRAINER, START, programme_id=story.programme.id)
    held = session.scalars(select(Grant).where(Grant.person_id == story.fatou.id)).all()
    assert len(held) == 2


def test_a_reissued_pin_ends_every_session_lifts_the_wait_and_is_logged(
    session: Session, story: Story, keeper: Keeper
) -> None:
    card = story.awas_card
    with writing(session):
        signing_in.open_session(session, story.awa, None, keeper, START)
        signing_in.open_session(session, story.moussa, None, keeper, START)
        for _ in range(9):
            signing_in.count_failure(session, card.code, keeper, START)
    with writing(session):
        session.add_all([story.awa, story.fatou])
        (pin,) = accounts.new_pins(1, keeper, Random(8))
        accounts.reissue_pin(session, story.awa, pin, story.fatou, keeper, START)
    assert signing_in.check(session, card.code, pin.shown, keeper, START) == story.awa
    assert signing_in.check(session, card.code, card.pin, keeper, START) is None
    assert session.scalars(select(SignIn.person_id)).all() == [story.moussa.id]
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.actor_id, entry.subject_id, entry.at) == (
        "pin-reissued",
        story.fatou.id,
        story.awa.id,
        START,
    )
    assert story.awa.code == card.code
    assert story.awa.revision == 2


def test_a_changed_password_ends_every_session_and_is_logged(
    session: Session, story: Story, keeper: Keeper
) -> None:
    with writing(session):
        signing_in.open_session(session, story.fatou, None, keeper, START)
    with writing(session):
        session.add_all([story.fatou, story.boubacar])
        accounts.change_password(
            session, story.fatou, "une nouvelle phrase", story.boubacar, keeper, START
        )
    assert signing_in.check(session, "fatou", PASSWORD, keeper, START) is None
    assert signing_in.check(session, "fatou", "une nouvelle phrase", keeper, START) == story.fatou
    assert session.scalars(select(SignIn)).all() == []
    assert session.scalars(select(AuditEntry.act)).all() == ["password-changed"]


def test_a_short_new_password_leaves_the_old_one(
    session: Session, story: Story, keeper: Keeper
) -> None:
    session.add(story.fatou)
    with pytest.raises(passwords.TooShort), writing(session):
        accounts.change_password(session, story.fatou, "court", story.fatou, keeper, START)
    assert signing_in.check(session, "fatou", PASSWORD, keeper, START) == story.fatou
    assert session.scalars(select(AuditEntry)).all() == []
