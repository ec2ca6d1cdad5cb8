"""Why a score is no longer what it was. Pure."""

from enum import StrEnum


class Cause(StrEnum):
    """What changed a score after it was first kept."""

    PAPER = "paper"
    RULING = "ruling"
    LATE = "late"
    SECOND_TRY = "second-try"
