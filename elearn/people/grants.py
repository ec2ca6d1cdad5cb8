"""What a person may do: values made of their grants, asked on every page. Pure."""

import uuid
from dataclasses import dataclass

from elearn.people.roles import Role


@dataclass(frozen=True, slots=True)
class Held:
    """One grant of a person."""

    role: Role
    programme_id: uuid.UUID | None
    cohort_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Grants:
    """All grants of a person."""

    held: tuple[Held, ...] = ()

    def has(self, role: Role) -> bool:
        """Whether the person holds this role for anything."""
        return any(grant.role is role for grant in self.held)

    def trains(self, cohort_id: uuid.UUID, programme_id: uuid.UUID) -> bool:
        """Whether the person trains this cohort, by its own grant or by its programme's."""
        return any(
            grant.role is Role.TRAINER
            and (grant.cohort_id == cohort_id or grant.programme_id == programme_id)
            for grant in self.held
        )

    @property
    def cohorts_trained(self) -> set[uuid.UUID]:
        """The cohorts of the person's own grants as a trainer."""
        return {
            grant.cohort_id
            for grant in self.held
            if grant.role is Role.TRAINER and grant.cohort_id is not None
        }

    @property
    def programmes_trained(self) -> set[uuid.UUID]:
        """The programmes whose cohorts the person trains."""
        return {
            grant.programme_id
            for grant in self.held
            if grant.role is Role.TRAINER and grant.programme_id is not None
        }

    def funds(self, programme_id: uuid.UUID) -> bool:
        """Whether the person may read this programme's releases."""
        return any(
            grant.role is Role.DONOR and grant.programme_id == programme_id for grant in self.held
        )

    @property
    def administers(self) -> bool:
        """Whether the person administers this installation."""
        return self.has(Role.ADMINISTRATOR)
