"""People join a session under a card number; a closed one takes nobody in."""

from random import Random
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment
from elearn.cohorts.enrolment import CohortClosed, NoSuchCohort
from elearn.cohorts.models import Cohort, Enrolment
from elearn.cohorts.profile import NotOnTheList
from elearn.db import writing
from elearn.people import accounts
from elearn.people.passwords import Keeper
from tests.conftest import START, Clock, Story
from tests.together import at_once


def kita(session: Session, story: Story) -> Cohort:
    return session.scalars(select(Cohort).where(Cohort.id != story.cohort.id)).one()


def awas(session: Session, story: Story) -> Enrolment:
    return session.scalars(
        select(Enrolment).where(Enrolment.person_id == story.awa.id, Enrolment.card_number == 1)
    ).one()


def test_cards_are_numbered_in_the_order_in_which_they_were_made(story: Story) -> None:
    assert [card.number for card in story.cards] == [1, 2]


def test_two_connections_never_give_one_card_number_twice(
    engine: Engine, session: Session, story: Story, keeper: Keeper
) -> None:
    def join(seed: int) -> object:
        def act(opened: Session) -> list[int]:
            with writing(opened):
                dice = Random(seed)
                pins = accounts.new_pins(2, keeper, dice)
                cards = enrolment.add_cards(opened, story.cohort.id, pins, dice, START)
            return [card.number for card in cards]

        return act

    given = at_once(engine, [join(seed) for seed in range(100, 106)], hands=3)  # type: ignore[misc]
    numbers = sorted(number for cards in given for number in cards)
    assert numbers == list(range(3, 15))


def test_joining_twice_is_one_enrolment(session: Session, story: Story) -> None:
    for _ in range(2):
        with writing(session):
            cohort = enrolment.locked(session, story.cohort.id)
            again = enrolment.enrol(session, cohort, story.awa, START)
    assert again.card_number == 1
    assert len(session.scalars(select(Enrolment)).all()) == 2


def test_a_person_s_code_serves_in_a_second_session_too(
    session: Session, story: Story, clock: Clock
) -> None:
    with writing(session):
        cohort = enrolment.locked(session, kita(session, story).id)
        second = enrolment.enrol(session, cohort, story.awa, clock.forward(days=40))
    assert second.card_number == 1
    assert enrolment.latest(session, story.awa) == second
    with writing(session):
        session.add(second)
        second.deleted_at = clock.now
    latest = enrolment.latest(session, story.awa)
    assert latest is not None
    assert latest.cohort_id == story.cohort.id
    assert enrolment.latest(session, story.fatou) is None


def test_a_closed_session_takes_nobody_in_and_keeps_who_is_in(
    session: Session, story: Story
) -> None:
    with writing(session):
        cohort = enrolment.locked(session, story.cohort.id)
        enrolment.close(session, cohort, START)
        enrolment.close(session, cohort, START)
    assert cohort.revision == 2
    with pytest.raises(CohortClosed), writing(session):
        enrolment.enrol(session, enrolment.locked(session, cohort.id), story.fatou, START)
    with writing(session):
        kept = enrolment.enrol(session, enrolment.locked(session, cohort.id), story.awa, START)
    assert kept.card_number == 1


def test_there_is_no_session_of_that_id(session: Session) -> None:
    with pytest.raises(NoSuchCohort), writing(session):
        enrolment.locked(session, UUID(int=7))


def test_agreeing_keeps_the_first_time_and_the_version(
    session: Session, story: Story, clock: Clock
) -> None:
    for _ in range(2):
        with writing(session):
            enrolment.consent(awas(session, story), "2026-11", clock.now)
        clock.forward(hours=1)
    own = awas(session, story)
    assert (own.consented_at, own.consent_version, own.revision) == (START, "2026-11", 2)
    with writing(session):
        enrolment.consent(awas(session, story), "2027-01", clock.now)
    assert awas(session, story).consented_at == clock.now


def test_declining_may_be_taken_back_and_each_change_is_a_revision(
    session: Session, story: Story, clock: Clock
) -> None:
    with writing(session):
        enrolment.consent(awas(session, story), "2026-11", clock.now)
    for _ in range(2):
        with writing(session):
            enrolment.decline(awas(session, story), clock.now)
        clock.forward(hours=1)
    own = awas(session, story)
    assert (own.declined_at, own.revision) == (START, 3)
    with writing(session):
        enrolment.consent(awas(session, story), "2026-11", clock.now)
    own = awas(session, story)
    assert (own.declined_at, own.consented_at, own.revision) == (None, START, 4)


def test_a_profile_is_kept_whole_or_not_at_all(session: Session, story: Story) -> None:
    with writing(session):
        enrolment.set_profile(awas(session, story), {"sex": "woman", "region": "Gao"})
    own = awas(session, story)
    assert (own.sex, own.region, own.zone, own.profession) == ("woman", "Gao", "north", None)
    with pytest.raises(NotOnTheList), writing(session):
        enrolment.set_profile(awas(session, story), {"sex": "man", "region": "Atlantis"})
    assert awas(session, story).sex == "woman"
