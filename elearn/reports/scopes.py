"""Whose answers a report over several sessions may count: the asker's own, or everybody's."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from elearn.cohorts.models import Cohort, Enrolment
from elearn.people.models import Person
from elearn.results.thresholds import Audience


@dataclass(frozen=True, slots=True)
class Scope:
    """The sessions that the asker trains; `everything` for an administrator."""

    cohorts: Collection[uuid.UUID] = ()
    programmes: Collection[uuid.UUID] = ()
    everything: bool = False

    @property
    def audience(self) -> Audience:
        """Who reads: the training team of these people, or somebody else."""
        return Audience.OUTSIDE if self.everything else Audience.TRAINER

    @property
    def mine(self) -> ColumnElement[bool]:
        """Whether a session is one of them."""
        stands = Cohort.deleted_at.is_(None)
        if self.everything:
            return stands
        own = or_(Cohort.id.in_(self.cohorts), Cohort.programme_id.in_(self.programmes))
        return and_(own, stands)


def counted() -> tuple[Any, ...]:
    """Whoever counts in figures: enrolments that stand, and never one of the staff."""
    return (
        Enrolment.deleted_at.is_(None),
        Person.deleted_at.is_(None),
        Person.username.is_(None),
    )
