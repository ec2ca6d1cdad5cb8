"""Who is counted: people who learn here, and neither staff nor who only took somebody's test."""

from sqlalchemy import Boolean, ColumnElement, and_, column, exists, table

from elearn.cohorts.models import Enrolment
from elearn.db import Id
from elearn.people.models import Person

# Tests stand above this room, so their tables are known here by their names.
_OUTSIDE = table("outside_test", column("enrolment_id", Id()), column("newcomer", Boolean()))
_ATTEMPT = table("attempt", column("enrolment_id", Id()))


def of_a_learner() -> ColumnElement[bool]:
    """Whether an enrolment (of the query around) is that of somebody who is not of the staff."""
    staff = exists().where(Person.id == Enrolment.person_id, Person.username.is_not(None))
    return ~staff.correlate(Enrolment)


def only_outside() -> ColumnElement[bool]:
    """Whether an enrolment (of the query around) was made for an outside test alone.

    Such a person learns nothing here: the test is not Danbe's, and ours was never offered.
    """
    made = exists().where(_OUTSIDE.c.enrolment_id == Enrolment.id, _OUTSIDE.c.newcomer.is_(True))
    own = exists().where(_ATTEMPT.c.enrolment_id == Enrolment.id)
    return and_(made.correlate(Enrolment), ~own.correlate(Enrolment))


def stands() -> ColumnElement[bool]:
    """Whether an enrolment (of the query around) stands and is not one of an outside test alone."""
    return and_(Enrolment.deleted_at.is_(None), ~only_outside())


def counted() -> ColumnElement[bool]:
    """Whether an enrolment (of the query around) counts: it stands, and it is not of the staff."""
    return and_(stands(), of_a_learner())
