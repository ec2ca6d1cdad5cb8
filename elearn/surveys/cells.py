"""The finest group that opinions are kept for: no finer than what is published. Pure."""

import uuid
from dataclasses import dataclass
from datetime import date

from elearn.courses.questionnaires import Moment

BATCH = 10
"""Sheets leave the box by tens: whoever compares two copies sees ten people's at once."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One questionnaire in one version, at one moment of one course of one programme."""

    programme_id: uuid.UUID
    course_id: str
    survey: str
    version: int
    moment: Moment

    @property
    def name(self) -> str:
        """Its name for a seal."""
        return "/".join(
            (str(self.programme_id), self.course_id, self.survey, str(self.version), self.moment)
        )


def quarter(day: date) -> str:
    """The quarter of a day, such as "2026-Q4"."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
