"""What a person may be besides a trainee, who needs no grant but an enrolment. Pure."""

from enum import StrEnum


class Role(StrEnum):
    """A role that is granted, for a programme, for a cohort, or for all."""

    TRAINER = "trainer"
    DONOR = "donor"
    ADMINISTRATOR = "administrator"
