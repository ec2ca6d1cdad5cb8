"""Sheets leave a laptop and arrive at a server, ten or more at a time; copies tell no more."""

import uuid
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from elearn.courses.library import Library
from elearn.db import empty_log, writing
from elearn.surveys import carrying
from elearn.surveys.carrying import NeverAsked, TooFew, UnknownQuestionnaire
from elearn.surveys.models import Sheet
from elearn.surveys.parcels import Carried
from tests.conftest import Story
from tests.surveys.sheets import cell, hand, own_answers, rank_agreement, written
from tests.surveys.test_raw_file import CHANCE, copied

PEOPLE = range(25)
NUMBER = {written(own_answers(person)): person for person in PEOPLE}


def sheets(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Sheet.id))) or 0


def send(session: Session, *, again: bool = False) -> tuple[Carried, ...]:
    with writing(session):
        found = carrying.leaving(session, again=again)
        carrying.left(session, found)
    empty_log(session)
    return found


def receive(session: Session, story: Story, sent: tuple[Carried, ...], library: Library) -> int:
    """On a server that calls the programme of the sheets its own."""
    senders = {one.cell.programme_id: story.programme.id for one in sent}
    with writing(session):
        return carrying.receive(session, sent, senders, library.surveys.get)


def of_people(people: range, programme: uuid.UUID, random: Random) -> tuple[Carried, ...]:
    """Sheets as another laptop sends them."""
    made = (
        Carried(
            uuid.UUID(int=random.getrandbits(128), version=4),
            cell(programme),
            "2026-Q4",
            own_answers(person),
        )
        for person in people
    )
    return tuple(sorted(made, key=lambda one: one.id))


def test_tens_leave_once_in_the_order_of_chance_and_the_copy_says_that_alone(
    engine: Engine, session: Session, story: Story
) -> None:
    random, sent = Random(20261122), []
    for person in PEOPLE:
        hand(session, cell(story.programme.id), person, random)
        if person in (8, 11, 12, 24):
            sent.append([NUMBER[written(one.answers)] for one in send(session)])
    assert [sorted(order) for order in sent] == [[], [*range(10)], [], [*range(10, 20)]]
    for order in (sent[1], sent[3]):
        assert abs(rank_agreement(order)) < CHANCE
    assert sorted(NUMBER[written(one.answers)] for one in send(session, again=True)) == [*range(20)]
    # Whoever copies the database sees which tens left before: ten on each side, and no moment.
    columns = set(Sheet.__table__.columns.keys())
    assert columns - {"id", "answers", "sent"} == {
        *("programme_id", "course_id", "survey", "version", "moment", "quarter")
    }
    place = "ctid" if engine.dialect.name == "postgresql" else "id"
    rows = session.scalars(select(Sheet.answers).order_by(text(place))).all()
    order = [NUMBER[written(answers)] for answers in rows]
    for ten in (range(10), range(10, 20)):
        assert abs(rank_agreement([one for one in order if one in ten])) < CHANCE


# PostgreSQL's files are not one file.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sending_moves_no_sheet_in_the_file(engine: Engine, session: Session, story: Story) -> None:
    random = Random(20261122)
    for person in range(19):
        hand(session, cell(story.programme.id), person, random)

    def places() -> list[int]:
        main = copied(engine).both
        return sorted(range(10), key=lambda person: main.index(written(own_answers(person))))

    before = places()
    assert len(send(session)) == 10
    assert places() == before
    shown = copied(engine).both
    assert not [person for person in range(10, 19) if written(own_answers(person)) in shown]


def test_what_arrives_is_kept_once_and_under_this_server_s_programme(
    session: Session, story: Story, library: Library
) -> None:
    laptop, random = uuid.uuid4(), Random(5)
    first = of_people(range(12), laptop, random)
    assert receive(session, story, first, library) == 12
    assert receive(session, story, first, library) == 0
    both = tuple(sorted((*first, *of_people(range(12, 22), laptop, random)), key=lambda s: s.id))
    assert receive(session, story, both, library) == 10
    assert sheets(session) == 22
    assert set(session.scalars(select(Sheet.programme_id))) == {story.programme.id}
    # A server in between sends them on.
    assert [one.id for one in carrying.leaving(session)] == [one.id for one in both]


def test_fewer_than_ten_new_ones_of_a_cell_are_not_taken_in(
    session: Session, story: Story, library: Library
) -> None:
    laptop, random = uuid.uuid4(), Random(6)
    with pytest.raises(TooFew):
        receive(session, story, of_people(range(9), laptop, random), library)
    ten = of_people(range(10), laptop, random)
    receive(session, story, ten, library)
    # Ten are known here and one more would be somebody's.
    with pytest.raises(TooFew) as few:
        receive(session, story, (*ten, *of_people(range(10, 11), laptop, random)), library)
    assert few.value.sheets == 1
    endline = [
        replace(one, cell=cell(laptop, "endline")) for one in of_people(range(9), laptop, random)
    ]
    more = of_people(range(10, 20), laptop, random)
    with pytest.raises(TooFew):
        receive(session, story, (*more, *endline), library)
    assert sheets(session) == 10


def test_what_nobody_could_tick_or_this_server_does_not_know_is_refused(
    session: Session, story: Story, library: Library
) -> None:
    laptop = uuid.uuid4()
    ten = of_people(range(10), laptop, Random(7))
    for answers in ({"visits": "9"}, {"hobby": "1"}, {"visits": ["1"]}):
        with pytest.raises(NeverAsked) as wrong:
            receive(session, story, (*ten[:4], replace(ten[4], answers=answers), *ten[5:]), library)
        assert wrong.value.line == 6
    for change in ({"survey": "another"}, {"version": 99}):
        changed = tuple(replace(one, cell=replace(one.cell, **change)) for one in ten)
        with pytest.raises(UnknownQuestionnaire):
            receive(session, story, changed, library)
    assert sheets(session) == 0
    newer = library.surveys["perception"].model_copy(update={"version": 2})
    odd = tuple(replace(one, answers={"asked-then": "9"}) for one in ten)
    with writing(session):
        # What an older version asked is taken as it is, and counted in no figure of the newer.
        assert carrying.receive(
            session, odd, {laptop: story.programme.id}, {"perception": newer}.get
        )
