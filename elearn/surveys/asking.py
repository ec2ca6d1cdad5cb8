"""That somebody was shown a questionnaire: the one thing kept about a person, and no more."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Enrolment, SurveyAsked
from elearn.courses.questionnaires import Moment


def ask(session: Session, enrolment_id: uuid.UUID, moment: Moment, module: str = "") -> bool:
    """Remember that it is shown now; False when it was shown before.

    It stands in a transaction of its own, before any answer, and says nothing of one.
    """
    # Pressed twice at once, the second press waits here for the first.
    session.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())
    if session.get(SurveyAsked, (enrolment_id, moment, module)) is not None:
        return False
    session.add(SurveyAsked(enrolment_id=enrolment_id, moment=moment, module=module))
    session.flush()
    return True
