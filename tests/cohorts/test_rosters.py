"""A list of people comes in: some at a time, once, and never over what a person has said."""

from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cohorts import enrolment, profile, rosters
from elearn.cohorts.enrolment import CohortClosed
from elearn.cohorts.entrants import Entrant
from elearn.cohorts.models import Enrolment, RosterImport
from elearn.cohorts.profile import NotOnTheList
from elearn.cohorts.rosters import BroughtInAlready, ChangedMeanwhile
from elearn.db import new_id, writing
from elearn.people.models import Person
from tests.conftest import START, Story

WOMAN = {"sex": "woman", "region": "Gao"}


def people(*cards: int | None, code: str | None = None) -> list[Entrant]:
    """A row a card; the last row has the code."""
    last = len(cards) - 1
    return [
        Entrant(place + 2, place, card, code if place == last else None, WOMAN)
        for place, card in enumerate(cards)
    ]


def begin(
    session: Session, story: Story, rows: list[Entrant], seen: str, key: bytes = b"k" * 32
) -> RosterImport:
    with writing(session):
        return rosters.begin(
            session,
            story.cohort.id,
            rows,
            seen=seen,
            import_id=new_id(),
            table_key=key,
            actor=session.get_one(Person, story.fatou.id),
            now=START,
        )


def bring_in(session: Session, made: RosterImport, rows: list[Entrant], most: int) -> RosterImport:
    with writing(session):
        return rosters.advance(session, made.id, rows, Random(3), START, most=most)


def numbers(session: Session, story: Story) -> list[int]:
    asked = select(Enrolment.card_number).where(Enrolment.cohort_id == story.cohort.id)
    return sorted(session.scalars(asked))


def test_rows_come_in_some_at_a_time_and_later_rows_keep_their_numbers(
    session: Session, story: Story
) -> None:
    rows = people(None, None, 3, None)
    made = begin(session, story, rows, "4-0-0")
    assert bring_in(session, made, rows, 2).finished_at is None
    assert numbers(session, story) == [1, 2, 4, 5]
    done = bring_in(session, made, rows, 2)
    assert (done.finished_at, done.added, done.cards) == (START, 4, [4, 5, 3, 6])
    assert bring_in(session, made, rows, 2).added == 4
    new = session.scalars(select(Enrolment).where(Enrolment.card_number == 3)).one()
    assert (new.sex, new.region, new.zone) == ("woman", "Gao", "north")
    assert session.get_one(Person, new.person_id).secret is None


def test_the_same_list_adds_nobody_twice(session: Session, story: Story) -> None:
    rows = people(None)
    begin(session, story, rows, "1-0-0")
    with pytest.raises(BroughtInAlready):
        begin(session, story, rows, "1-0-0")


def test_what_a_person_said_stays_and_only_gaps_are_filled(session: Session, story: Story) -> None:
    with writing(session):
        own = session.scalars(select(Enrolment).where(Enrolment.person_id == story.awa.id)).one()
        enrolment.set_profile(own, {"sex": "undisclosed"})
    rows = people(1)
    made = begin(session, story, rows, "0-0-1")
    assert bring_in(session, made, rows, 9).added == 0
    session.refresh(own)
    assert (own.sex, own.region, own.revision) == ("undisclosed", "Gao", 3)


def test_a_code_of_an_earlier_session_keeps_its_person(session: Session, story: Story) -> None:
    code = story.awas_card.code
    with writing(session):
        second = enrolment.make(
            session,
            programme_id=story.cohort.programme_id,
            course_id=story.cohort.course_id,
            name="Mopti",
            starts_on=story.cohort.starts_on,
            ends_on=story.cohort.ends_on,
            mode=story.cohort.mode,
            language="fr",
            region=None,
            seed=1,
            now=START,
        )
    before = session.scalar(select(func.count()).select_from(Person))
    rows = people(8, code=code)
    effect = rosters.effect(session, second, rows, {"card": "", "code": ""})
    assert effect.digest == "0-1-0"
    story.cohort = second
    made = begin(session, story, rows, "0-1-0")
    bring_in(session, made, rows, 9)
    found = session.scalars(select(Enrolment).where(Enrolment.cohort_id == second.id)).one()
    assert (found.person_id, found.card_number) == (story.awa.id, 8)
    assert session.scalar(select(func.count()).select_from(Person)) == before


def test_a_code_of_another_programme_is_unknown(session: Session, story: Story) -> None:
    elsewhere = session.scalars(
        select(type(story.cohort)).where(type(story.cohort).name == "Kita")
    ).one()
    rows = people(None, code=story.awas_card.code)
    found = rosters.effect(session, elsewhere, rows, {"card": "", "code": "Code"})
    assert [type(one).__name__ for one in found.problems] == ["UnknownCode"]


def test_nobody_comes_in_where_it_is_not_what_was_seen(session: Session, story: Story) -> None:
    with pytest.raises(ChangedMeanwhile):
        begin(session, story, people(None), "2-0-0")


def test_a_closed_session_takes_nobody(session: Session, story: Story) -> None:
    rows = people(None, None)
    made = begin(session, story, rows, "2-0-0")
    bring_in(session, made, rows, 1)
    with writing(session):
        enrolment.close(session, enrolment.locked(session, story.cohort.id), START)
    with pytest.raises(CohortClosed):
        bring_in(session, made, rows, 1)
    with pytest.raises(CohortClosed):
        begin(session, story, rows, "2-0-0", b"l" * 32)


def test_a_zone_counts_where_no_region_says_it() -> None:
    assert profile.known({"zone": "north"})["zone"] == "north"
    assert profile.known({"zone": "north", "region": "Kayes"})["zone"] == "west"
    with pytest.raises(NotOnTheList):
        profile.known({"zone": "nowhere"})


def test_who_had_gone_comes_back_with_the_code_and_an_empty_card_stays_empty(
    session: Session, story: Story
) -> None:
    awas, moussas = (
        session.scalars(select(Enrolment).where(Enrolment.person_id == one.id)).one()
        for one in (story.awa, story.moussa)
    )
    with writing(session):
        awas.withdrawn_at = awas.deleted_at = START
        moussas.deleted_at = START
        session.get_one(Person, story.moussa.id).code = None
    rows = people(None, None, code=story.awas_card.code)
    made = begin(session, story, rows, "1-1-0")
    done = bring_in(session, made, rows, 9)
    assert (done.cards, done.added) == ([3, 1], 2)
    session.expire_all()
    assert (awas.withdrawn_at, awas.deleted_at, awas.sex) == (None, None, "woman")
    again = rosters.effect(session, story.cohort, people(2), {"card": "Carte", "code": ""})
    assert [type(one).__name__ for one in again.problems] == ["CardTakenAway"]
    assert moussas.sex is None
