"""Signing in and out: failures slow down but never lock, and sessions end when they should."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.people import signing_in
from elearn.people.models import Person, SignIn, Slowdown
from elearn.people.passwords import Keeper
from elearn.people.signing_in import (
    LONGEST_WAIT,
    STAFF_SESSION,
    TRAINEE_SESSION,
    SlowedDown,
    check,
    close_all,
    close_session,
    count_failure,
    lift,
    open_session,
    token_hash,
    wait_after,
)
from tests.conftest import PASSWORD, START, Clock, Story
from tests.together import at_once


def fail(session: Session, name: str, keeper: Keeper, clock: Clock, times: int) -> None:
    for _ in range(times):
        with writing(session):
            count_failure(session, name, keeper, clock.now)


def test_waits_double_from_the_fifth_failure_and_stop_at_a_quarter_of_an_hour() -> None:
    assert [wait_after(failures).total_seconds() for failures in range(12)] == [
        *(0, 0, 0, 0, 0),
        *(15, 30, 60, 120, 240, 480, 900),
    ]
    assert max(wait_after(failures) for failures in (12, 100, 10**6)) == LONGEST_WAIT


def test_awa_s_card_opens_and_a_wrong_pin_does_not(
    session: Session, story: Story, keeper: Keeper
) -> None:
    card = story.awas_card
    assert check(session, card.code, card.pin, keeper, START) == story.awa
    assert check(session, card.code, "000000", keeper, START) is None
    assert check(session, story.moussas_card.code, card.pin, keeper, START) is None
    assert check(session, "fatou", PASSWORD, keeper, START) == story.fatou


def test_a_name_that_nobody_has_opens_nothing(
    session: Session, story: Story, keeper: Keeper
) -> None:
    for name in ["nobody", "", "awa\0", "é" * 5000, "' OR 1=1 --"]:
        assert check(session, name, PASSWORD, keeper, START) is None
        with writing(session):
            count_failure(session, name, keeper, START)


def test_a_deleted_person_s_card_opens_nothing(
    session: Session, story: Story, keeper: Keeper
) -> None:
    with writing(session):
        session.add(story.awa)
        story.awa.deleted_at = START
    assert check(session, story.awas_card.code, story.awas_card.pin, keeper, START) is None


def test_five_failures_slow_even_the_right_pin_down_and_then_it_opens(
    session: Session, story: Story, keeper: Keeper, clock: Clock
) -> None:
    card = story.awas_card
    fail(session, card.code, keeper, clock, 4)
    assert check(session, card.code, card.pin, keeper, clock.now)
    fail(session, card.code, keeper, clock, 1)
    with pytest.raises(SlowedDown) as slowed:
        check(session, card.code, card.pin, keeper, clock.now)
    assert slowed.value.until == START + timedelta(seconds=15)
    assert check(session, card.code, card.pin, keeper, slowed.value.until)


def test_after_a_thousand_failures_the_wait_is_still_a_quarter_of_an_hour(
    session: Session, story: Story, keeper: Keeper, clock: Clock
) -> None:
    fail(session, "fatou", keeper, clock, 20)
    with pytest.raises(SlowedDown) as slowed:
        check(session, "fatou", PASSWORD, keeper, clock.now)
    assert slowed.value.until - clock.now == LONGEST_WAIT


def test_a_day_without_a_failure_forgets_them(
    session: Session, story: Story, keeper: Keeper, clock: Clock
) -> None:
    fail(session, "fatou", keeper, clock, 8)
    waited = wait_after(8)
    clock.now = START + waited + timedelta(days=1)
    fail(session, "fatou", keeper, clock, 1)
    kept = session.scalars(select(Slowdown)).one()
    assert kept.failures == 9
    clock.now = kept.until + timedelta(days=1, seconds=1)
    fail(session, "fatou", keeper, clock, 1)
    assert session.scalars(select(Slowdown)).one().failures == 1


def test_the_wait_is_lifted_at_once(
    session: Session, story: Story, keeper: Keeper, clock: Clock
) -> None:
    fail(session, "fatou", keeper, clock, 8)
    with writing(session):
        lift(session, "fatou", keeper)
    assert check(session, "fatou", PASSWORD, keeper, clock.now) == story.fatou


def test_a_failure_keeps_neither_the_name_nor_the_place(
    session: Session, story: Story, keeper: Keeper, clock: Clock
) -> None:
    fail(session, "fatou", keeper, clock, 1)
    row = session.scalars(select(Slowdown)).one()
    assert row.name_hash == keeper.name_hash("fatou")
    assert b"fatou" not in row.name_hash


def test_failures_that_arrive_at_once_are_all_counted(
    engine: Engine, session: Session, story: Story, keeper: Keeper
) -> None:
    def failure(opened: Session) -> None:
        with writing(opened):
            count_failure(opened, "fatou", keeper, START)

    at_once(engine, [failure] * 12, hands=4)
    assert session.scalars(select(Slowdown)).one().failures == 12


def test_a_right_secret_forgets_the_failures_before(
    session: Session, story: Story, keeper: Keeper, clock: Clock
) -> None:
    fail(session, "fatou", keeper, clock, 3)
    with writing(session):
        open_session(session, story.fatou, None, keeper, clock.now)
    assert session.scalars(select(Slowdown)).all() == []


def test_trainees_stay_signed_in_for_thirty_days_and_staff_for_half_a_day(
    session: Session, story: Story, keeper: Keeper
) -> None:
    with writing(session):
        awas = open_session(session, story.awa, None, keeper, START)
        fatous = open_session(session, story.fatou, None, keeper, START)
    assert awas.expires_at - START == TRAINEE_SESSION
    assert fatous.expires_at - START == STAFF_SESSION


def test_only_the_hash_of_the_cookie_is_kept(
    session: Session, story: Story, keeper: Keeper
) -> None:
    with writing(session):
        opened = open_session(session, story.awa, None, keeper, START)
    row = session.scalars(select(SignIn)).one()
    assert row.token_hash == token_hash(opened.token)
    assert bytes.fromhex(opened.token) not in row.token_hash
    assert len(bytes.fromhex(opened.token)) == 32


def test_signing_out_ends_one_session_and_a_new_secret_ends_them_all(
    session: Session, story: Story, keeper: Keeper
) -> None:
    def opened(person: Person) -> str:
        return open_session(session, person, None, keeper, START).token

    with writing(session):
        telephone, laptop, moussas = opened(story.awa), opened(story.awa), opened(story.moussa)
    with writing(session):
        close_session(session, telephone)
        close_session(session, telephone)
    assert session.scalar(select(func.count(SignIn.token_hash))) == 2
    assert session.get(SignIn, token_hash(laptop)) is not None
    with writing(session):
        close_all(session, story.awa)
    assert session.scalars(select(SignIn.token_hash)).all() == [token_hash(moussas)]


def test_every_token_is_another(session: Session, story: Story, keeper: Keeper) -> None:
    with writing(session):
        tokens = {
            signing_in.open_session(session, story.awa, None, keeper, START).token
            for _ in range(20)
        }
    assert len(tokens) == 20
