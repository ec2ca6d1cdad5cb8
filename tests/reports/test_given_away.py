"""All that a programme's pages ever united, attacked by exact linear algebra."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment
from elearn.courses.library import Library
from elearn.db import writing
from elearn.programmes.dimensions import Dimension
from elearn.reports.models import Atom, AtomMember, Release
from elearn.results.row_space import given_away
from tests.conftest import Story
from tests.reports.scored import DONE, TWELVE, new_session, publish, take_part

SESSIONS = 5
SEXES = ("woman", "man", "man", None, "man")


@pytest.fixture
def published(session: Session, story: Story, library: Library) -> list[set[object]]:
    """Whom each figure of five releases was about: everybody, and each value of a division."""
    with writing(session):
        story.programme.first_split = Dimension.SEX
        session.merge(story.programme)
    for number in range(SESSIONS):
        day = DONE + timedelta(days=number)
        cohort = new_session(session, story.programme, f"Session {number}")
        people = take_part(session, cohort, TWELVE * 2, at=day)
        with writing(session):
            for place, one in enumerate(people):
                session.get_one(Enrolment, one.id).sex = SEXES[(place * (number + 2)) % len(SEXES)]
        publish(session, story, library, day.date(), day + timedelta(hours=1))
    return rows(session)


def rows(session: Session) -> list[set[object]]:
    found: dict[tuple[object, ...], set[object]] = {}
    atoms = session.execute(
        select(Atom.first_release, Atom.sex, AtomMember.enrolment_id).join(
            AtomMember, AtomMember.atom_id == Atom.id
        )
    ).all()
    for release in session.scalars(select(Release.number)):
        for first, sex, enrolment in atoms:
            if first <= release:
                for group in ((release,), (release, sex)):
                    found.setdefault(group, set()).add(enrolment)
    return list(found.values())


def test_five_releases_give_away_nobody(published: list[set[object]]) -> None:
    assert len(published) > SESSIONS
    assert given_away(published, 10) == []


def test_the_report_of_one_session_beside_them_would(
    published: list[set[object]], session: Session
) -> None:
    one = session.scalars(select(Enrolment.cohort_id).join(AtomMember)).first()
    room = set(session.scalars(select(Enrolment.id).where(Enrolment.cohort_id == one)))
    found = given_away([*published, set(list(room)[:15])], 10)
    assert found
    assert all(len(group) < 10 for group in found)
