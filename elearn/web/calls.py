"""Whom a trainer calls about which test, and the pages of one call."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import make_response, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from elearn.cohorts.models import Enrolment
from elearn.quizzes import attempts, taking
from elearn.quizzes.taking import Taking
from elearn.quizzes.waves import Source, Wave
from elearn.web import access
from elearn.web.database import connection, session
from elearn.web.learning import follow_up_name
from elearn.web.training import Trained, links, trained


@dataclass(frozen=True, slots=True)
class Call:
    """One person of the trainer's own cohort, and one follow-up."""

    own: Trained
    enrolment: Enrolment
    wave: Wave

    def address(self, endpoint: str, **more: Any) -> str:
        """One of the pages of this call."""
        cohort_id, card = self.own.cohort.id, self.enrolment.card_number
        return url_for(endpoint, cohort_id=cohort_id, wave=self.wave, card=card, **more)

    def page(self, template: str, status: int = 200, **values: Any) -> AnyResponse:
        """A page about this call."""
        body = render_template(
            f"follow_ups/{template}.html",
            call=self,
            cohort=self.own.cohort,
            links=links(self.own.cohort),
            title=follow_up_name(self.wave),
            **values,
        )
        return make_response(body, status)


def call_of(cohort_id: uuid.UUID, wave: str, card: int) -> Call:
    """The call to the person of this card; 404 where there is none, or for a stranger."""
    own = trained(cohort_id)
    found = session().scalar(
        select(Enrolment).where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.card_number == card,
            Enrolment.deleted_at.is_(None),
        )
    )
    return Call(own, found or access.missing(), Wave(wave))


def taking_of(call: Call) -> Taking:
    """The test of this call; what the person has begun alone is not the trainer's to read."""
    attempt = attempts.attempt_of(session(), call.enrolment.id, call.wave)
    if attempt is None or attempt.source is not Source.TELEPHONE:
        access.missing()
    found = taking.of_enrolment(connection(), call.enrolment.id, call.wave)
    return found or access.missing()
