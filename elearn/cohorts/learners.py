"""Who is counted: staff may hold a card to try things out, and no figure is about them."""

from sqlalchemy import ColumnElement, exists

from elearn.cohorts.models import Enrolment
from elearn.people.models import Person


def of_a_learner() -> ColumnElement[bool]:
    """Whether an enrolment (of the query around) is that of somebody who is not of the staff."""
    staff = exists().where(Person.id == Enrolment.person_id, Person.username.is_not(None))
    return ~staff.correlate(Enrolment)
