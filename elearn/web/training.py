"""The cohort that a trainer's page is about, for its own trainers alone."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import abort, current_app, url_for
from sqlalchemy import select

from elearn.cohorts.models import Cohort, Enrolment
from elearn.courses import path
from elearn.courses.content import Course
from elearn.courses.path import Step, Ways
from elearn.people.models import Person
from elearn.programmes.models import Programme
from elearn.web import access
from elearn.web.database import session
from elearn.web.house import house
from elearn.web.languages import say


@dataclass(frozen=True, slots=True)
class Trained:
    """A cohort of the trainer who asks, with the time zone of its programme."""

    cohort: Cohort
    time_zone: str

    def local(self, moment: datetime) -> datetime:
        """The moment as the programme's clocks show it."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    @property
    def course(self) -> Course:
        """The course whose tests it takes."""
        return house().library.courses[self.cohort.course_id]

    def course_of(self, enrolment: Enrolment) -> Course:
        """The course whose modules this person follows."""
        offered = enrolment.course_id in self.cohort.courses
        own = house().library.courses.get(enrolment.course_id or "") if offered else None
        return own or self.course

    @property
    def steps(self) -> Ways:
        """The steps of each course that its people may follow."""
        library = house().library
        offered = [library.courses[one] for one in self.cohort.courses if one in library.courses]
        return Ways(
            self.cohort.course_id,
            {one.id: path.path(library.modules_of(one)) for one in offered},
        )

    def steps_of(self, enrolment: Enrolment) -> tuple[Step, ...]:
        """The steps of the course that this person follows."""
        return self.steps.of(enrolment.course_id)


def trained(cohort_id: uuid.UUID) -> Trained:
    """The cohort, for its own trainers; for everybody else there is no such page (404)."""
    found = (
        session()
        .execute(
            select(Cohort, Programme.time_zone)
            .join(Programme, Programme.id == Cohort.programme_id)
            .where(Cohort.id == cohort_id, Cohort.deleted_at.is_(None))
        )
        .one_or_none()
    )
    if found is None or not access.signed_in().grants.trains(cohort_id, found[0].programme_id):
        abort(404)
    return Trained(found[0], found[1])


def of_programme(cohort: Cohort) -> bool:
    """Whether whoever asks trains the whole programme: who makes its sessions and their teams."""
    return cohort.programme_id in access.signed_in().grants.programmes_trained


def actor() -> Person:
    """The row of whoever asks, for the log of what staff do."""
    person = session().get(Person, access.signed_in().person_id)
    assert person is not None
    return person


def links(cohort: Cohort) -> tuple[tuple[str, str], ...]:
    """The sub-bar of a cohort's pages: addresses and labels, those pages that exist."""
    known = {
        "cohorts.cohorts": (url_for("cohorts.cohorts"), say("Sessions")),
        **{
            endpoint: (url_for(endpoint, cohort_id=cohort.id), label)
            for endpoint, label in (
                ("cohorts.cohort", say("Room")),
                ("attendance.attendance", say("Attendance")),
                ("gains.gain", say("Gain")),
                ("paper.scores", say("Paper scores")),
            )
            if endpoint in current_app.view_functions
        },
    }
    return tuple(known.values())
