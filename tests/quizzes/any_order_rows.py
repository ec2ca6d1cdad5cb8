"""What the tables hold of one person's tests, read past everything that the application derives."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from elearn.cohorts.models import Cohort, Enrolment
from elearn.quizzes import standing
from elearn.quizzes.models import Answer, Attempt, Response
from elearn.quizzes.standing import Membership, Standing
from elearn.quizzes.waves import Wave


class Rows:
    """The rows of one enrolment, as they are now."""

    def __init__(self, session: Session, enrolment_id: uuid.UUID, cohort_id: uuid.UUID) -> None:
        self._session, self._enrolment_id, self._cohort_id = session, enrolment_id, cohort_id

    def attempt(self, wave: Wave) -> Row[Any] | None:
        """The attempt at this test: there is one or none."""
        columns = Attempt.__table__.c
        mine = (columns.enrolment_id == self._enrolment_id) & (columns.wave == wave)
        self._session.rollback()
        return self._session.execute(select(columns).where(mine)).one_or_none()

    def of(self, table: type[Answer] | type[Response], wave: Wave) -> Sequence[Row[Any]]:
        """All answers or responses of this test."""
        attempt = self.attempt(wave)
        if attempt is None:
            return ()
        columns = table.__table__.c
        return self._session.execute(select(columns).where(columns.attempt_id == attempt.id)).all()

    def stands(self) -> Standing:
        """Where the application says that the person stands."""
        self._session.rollback()
        self._session.expire_all()
        own = self._session.get_one(Enrolment, self._enrolment_id)
        cohort = self._session.get_one(Cohort, self._cohort_id)
        return standing.load(self._session.connection(), Membership.of(own, cohort), ())
